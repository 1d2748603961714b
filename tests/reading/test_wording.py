import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot import data
from ipbot.reading.wording import Wording, wording
from ipbot.text.folding import fold
from ipbot.text.segmentation import JiebaSegmenter

# A question as people put it, and what a briefing says instead of one of its words.
ASKED_AND_SAID = [
    ("修高速一共砸了多少钱", "投资"),
    ("医保能报多少啊", "报销比例"),
    ("外地看病咋报销", "异地就医"),
    ("今年麦子打了多少粮", "总产量"),
    ("一亩地打多少", "亩产"),
    ("养老院补了多少钱", "补贴"),
    ("老小区今年修几个", "老旧小区"),
    ("发大水淹了几个村", "洪涝"),
    ("转走了多少人去避难所", "安置点"),
    ("景点门票要钱吗", "收费"),
    ("去年来玩的游客涨了多少", "增长"),
    ("娃上学的学位加了多少", "新增"),
    ("幼稚园有几家", "幼儿园"),
    ("找工作有啥政策", "就业"),
    ("讨薪找谁", "欠薪"),
    ("饭馆后厨检查了多少家", "餐饮"),
    ("卖假货的抓了几个", "查处"),
    ("老赖咋整", "失信"),
    ("骗子骗走的钱拦下多少", "电信网络诈骗"),
    ("捷运哪天通车", "地铁"),
    ("豪雨造成几人受伤", "暴雨"),
    ("记者会是由谁主讲", "新闻发布会"),
    ("智慧财产权案件几宗", "知识产权"),
    ("网路诈骗案件成长多少", "网络"),
    ("薪资水准多少", "工资"),
    ("房租补助每月多少", "租金"),
    ("巴士票价多少", "公交"),
    ("充电站建了几个", "充电桩"),
    ("公家花了多少", "财政支出"),
    ("上面拨的钱有多少", "中央资金"),
    ("头半年财政收入多少", "上半年"),
    ("五年规划收官时要到多少", "十四五末"),
    ("审批办完的有多少", "办结"),
    ("药便宜了多少", "集中带量采购"),
    ("打疫苗的有多少人", "接种"),
    ("养猪多少头", "生猪"),
    ("电瓶车上牌多少", "电动自行车"),
    ("口号是什么", "主题"),
    ("职缺有多少", "岗位"),
    ("堵车治得怎么样", "拥堵"),
    ("噪音投诉多少", "噪声"),
    ("停电多久修好", "限电"),
]


@pytest.fixture(scope="module")
def genre(cache: Path) -> Wording:
    return wording(cache)


@pytest.fixture(scope="module")
def segmenter(cache: Path) -> JiebaSegmenter:
    return JiebaSegmenter(cache)


def _said(genre: Wording, segmenter: JiebaSegmenter, question: str) -> set[str]:
    text = fold(question).text
    return {other for a in genre.alternatives(text, segmenter.words(text)) for other in a.others}


@pytest.mark.parametrize(("question", "said"), ASKED_AND_SAID)
def test_finds_what_a_briefing_says_instead(
    genre: Wording, segmenter: JiebaSegmenter, question: str, said: str
) -> None:
    assert said in _said(genre, segmenter, question)


@pytest.mark.parametrize(
    ("question", "not_said"),
    [
        ("各单位有何抓手", "查获"),
        ("开发了几个项目", "发放"),
        ("tips有哪些", "知识产权"),
        ("1-11月产量", "前十一个月产量"),
        ("21-6月产量", "上半年"),
        ("常住人口多少", "户籍人口"),
        ("质押融资多少", "抵押"),
        ("结案多少件", "立案"),
        ("高价值专利多少", "意义"),
    ],
)
def test_says_nothing_else(genre: Wording, segmenter: JiebaSegmenter, question: str, not_said: str) -> None:
    assert not_said not in _said(genre, segmenter, question)


def test_the_longest_wording_wins_and_none_overlap(genre: Wording) -> None:
    found = genre.alternatives("中小微企业的市场监管局电话")
    assert [a.text for a in found] == ["中小微企业", "市场监管局", "电话"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_one_direction_is_not_the_other(genre: Wording) -> None:
    assert "失信" in genre.table["老赖"]
    assert "老赖" not in genre.table.get("失信", ())


def test_expands_words_that_have_other_wordings(genre: Wording) -> None:
    expanded = genre.expand(["补贴", "之", "公交车"])
    assert set(expanded) == {"补贴", "公交车"}
    assert "补助" in expanded["补贴"]


def test_aliases_of_a_briefing_are_interchangeable_and_folded(genre: Wording) -> None:
    merged = genre.with_aliases({"桥东区人民医院": ["桥东医院", "Ｑ东院"], "补贴": ["暖心款"]})
    assert merged.table["桥东医院"] == ("桥东区人民医院", "q东院")
    assert merged.table["q东院"] == ("桥东区人民医院", "桥东医院")
    assert {"补助", "暖心款"} <= set(merged.table["补贴"])
    assert "暖心款" not in genre.table["补贴"]


@given(text=st.text())
def test_any_text_slices_back(genre: Wording, text: str) -> None:
    for found in genre.alternatives(text):
        assert text[found.start : found.end] == found.text
        assert found.others


@given(text=st.text(alphabet="今年抓了涨老赖多少钱补贴发放pm2.5ip的开 ", max_size=30))
def test_any_question_cut_into_words_slices_back(genre: Wording, segmenter: JiebaSegmenter, text: str) -> None:
    for found in genre.alternatives(text, segmenter.words(text)):
        assert text[found.start : found.end] == found.text


def test_the_file_is_sound() -> None:
    for field, groups in data.load("synonyms").items():
        for group in groups:
            lists = [group] if isinstance(group, list) else [group["ask"], group["say"]]
            for words in lists:
                assert len(words) == len(set(words)), (field, group)
                assert all(isinstance(word, str) and fold(word).text == word for word in words), (field, group)
            assert isinstance(group, dict) or len(group) > 1, (field, group)


def test_no_entry_names_a_place_of_a_briefing(root: Path) -> None:
    text = Path(data.__file__).parent.joinpath("synonyms.yaml").read_text("utf-8")
    assert not re.search("沧州|黄骅|霁川|吕玉磬", text)
