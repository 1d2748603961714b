"""The lexical answer type: what a question's noun asks for, and which texts are of that type."""

import pytest

from ipbot.data import load
from ipbot.reading.answer_types import asked, met
from ipbot.reading.asking import understand
from ipbot.text.folding import fold

ASKED = {
    "哪一场战争结束了封锁": "war",
    "是哪个国家级项目": "country",
    "参评哪个奖项": "prize",
    "由哪个部门负责": "organisation",
    "搭建什么公共服务平台": "organisation",
    "属于何种制度": "law",
    "首都在哪里": "region",
    "何时成立": "time",
}
OF_TYPE = [
    ("war", ["南北战争", "长平之战"], ["华盛顿", "1861年"]),
    ("country", ["日本", "法国", "高丽"], ["巴黎", "1992年"]),
    ("organisation", ["市水务局", "云浦日报社", "公共服务平台"], ["2.49亿元", "继续推进"]),
    ("law", ["《海牙公约》", "科举制度"], ["颜料", "三天"]),
    ("time", ["1992年", "十九世纪", "6月30日"], ["市中心广场"]),
]


def _types(text: str) -> frozenset[str]:
    folded = fold(text).text
    return understand(folded, list(folded)).answer_types


@pytest.mark.parametrize(("text", "type"), ASKED.items())
def test_types_asked_for(text: str, type: str) -> None:
    assert type in _types(text)


@pytest.mark.parametrize("text", ["谁提出的概念", "多少人参加", "为什么推迟", "标语呢"])
def test_questions_whose_form_of_answer_is_told_otherwise(text: str) -> None:
    assert not _types(text)


@pytest.mark.parametrize(("type", "right", "wrong"), OF_TYPE)
def test_texts_of_a_type(type: str, right: list[str], wrong: list[str]) -> None:
    texts = [fold(text).text for text in (*right, *wrong)]
    assert met(frozenset([type]), texts) == [True] * len(right) + [False] * len(wrong)


def test_every_type_can_be_asked_for_and_met() -> None:
    for name, told in load("answer_types")["types"].items():
        assert all(name in asked("", "哪", str(word)) for word in told["asked"])
        assert all(met(frozenset([name]), [f"某{end}" for end in told["ends"]]))
