"""How a question is read: what it asks for, how many, and which of its words tell."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.reading.asking import Asking, pieces, stop_words, superlative, understand
from ipbot.text.folding import fold
from ipbot.text.segmentation import JiebaSegmenter


@pytest.fixture(scope="session")
def segmenter(cache: Path) -> JiebaSegmenter:
    """The dictionary alone, without a corpus's own words."""
    return JiebaSegmenter(cache)


def _asked(text: str, segmenter: JiebaSegmenter) -> Asking:
    folded = fold(text).text
    return understand(folded, segmenter.words(folded))


TYPES = {
    "医保基金追回了多少钱": {"amount"},
    "几家医院开通了直接结算": {"amount"},
    "参保率达到百分之多少": {"amount"},
    "这是第几届花博会": {"ordinal"},
    "几天办结": {"duration"},
    "审批要多长时间": {"duration"},
    "五号线全长多少公里": {"extent"},
    "什么时候通车": {"date"},
    "哪天开幕": {"date"},
    "几点关门": {"date"},
    "局长是谁": {"person"},
    "哪位专家讲的": {"person"},
    "在哪里举办": {"place"},
    "哪个县增长最快": {"place"},
    "哪家公司中标": {"organisation"},
    "由哪个部门负责": {"organisation"},
    "为什么调整公交班次": {"reason"},
    "臭氧上升的原因": {"reason"},
    "怎么申请补贴": {"manner"},
    "有哪些措施": {"list"},
    "哪四项行动": {"list"},
    "什么是打捆环评": {"definition"},
    "时间银行是什么意思": {"definition"},
    "是不是24.9亿元": {"verify"},
    "总产是12亿公斤吗": {"verify"},
    "城镇和农村各是多少": {"compare"},
    "同比增长多少": {"change"},
    "宣传周的主题是什么": {"theme"},
    "举报打哪个电话": {"phone"},
    "油料产量比上年是增了还是减了": {"change"},
    "今年扒掉的违建面积": {"extent"},
    "普惠小微贷款余额": {"amount"},
    "坐一趟几块钱": {"amount"},
    "怎么理解接诉即办": {"definition"},
    "床位占比较前一年变动了多少": {"change"},
    "存煤比去年同期差多少": {"change"},
}
NOT_TYPES = {
    "全国几乎都有吗": "amount",
    "新增就业十几万人吗": "amount",
    "近几年来有什么变化": "amount",
    "几点开始": "amount",
    "参保率提高到多少": "change",
    "覆盖率降到多少": "change",
    "哪天开幕": "place",
    "怎样的人可以申请": "date",
    "客服专线是几号": "date",
    "坐一趟几块钱": "list",
}


@pytest.mark.parametrize(("text", "types"), TYPES.items())
def test_types(text: str, types: set[str], segmenter: JiebaSegmenter) -> None:
    asking = _asked(text, segmenter)
    assert types <= asking.types
    assert asking.is_a(*types)


def test_days_of_work_are_a_duration(segmenter: JiebaSegmenter) -> None:
    assert "duration" in _asked("几个工作日能办完", segmenter).wanted
    assert _asked("几个工作日能办完", segmenter).is_a("duration")


@pytest.mark.parametrize(("text", "type"), NOT_TYPES.items())
def test_types_that_a_question_is_not_of(text: str, type: str, segmenter: JiebaSegmenter) -> None:
    assert not _asked(text, segmenter).is_a(type)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("追回了多少钱", "money"),
        ("投资总额是多少", "money"),
        ("占比是多少", "percent"),
        ("合格率多少", "percent"),
        ("几天能办完", "duration"),
        ("修了多少公里", "length"),
        ("播种面积是多少", "area"),
        ("总产量有多少吨", "mass"),
        ("有多少人参保", "people"),
        ("最低气温多少度", "temperature"),
        ("高了几个百分点", "points"),
    ],
)
def test_kinds_of_quantity_wanted(text: str, kind: str, segmenter: JiebaSegmenter) -> None:
    assert kind in _asked(text, segmenter).wanted


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("去年有多少家企业做成了质押融资", {"count", "people"}),  # the measure word says it, whatever else is named
        ("贷款户有多少户，贷了多少钱", {"count", "people", "money"}),
        ("受助企业60多家，对否", {"count", "people"}),  # the value to confirm says it
        ("65岁以上老人坐公交要钱吗", set()),  # which is not what such a value is said of
        ("办卡的年龄是60岁吗", {"duration"}),
        ("今年的工资涨了多少", {"money", "percent", "points"}),  # a change may be told as a rate
        ("学费涨了多少钱", {"money"}),  # but not where a sum is asked for
        ("经济增长几个点", {"percent", "points"}),
        ("汽车产量是多少", set()),
        ("粮食产量是多少", {"mass"}),
        ("停车场占地多少", set()),
        ("今年要办的实事有哪几件", set()),
        ("年底还有多少百岁老人", set()),
        ("一亩地能领几个补助", {"money"}),
        ("负荷预计会冲到多高", set()),
        ("高价值的占多大比重", {"percent"}),
    ],
)
def test_kinds_of_quantity_and_no_others(text: str, kinds: set[str], segmenter: JiebaSegmenter) -> None:
    assert _asked(text, segmenter).wanted == kinds


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("开展哪四项行动", 4),
        ("哪两个项目获奖", 2),
        ("哪十条措施", 10),
        ("这3个项目是什么", 3),
        ("抽检了哪12类食品", 12),
        ("有哪些措施", 0),
        ("去年做了什么", 0),
        ("哪一年开工", 0),
    ],
)
def test_the_number_of_things_asked_for(text: str, count: int, segmenter: JiebaSegmenter) -> None:
    assert _asked(text, segmenter).count == count


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [("今年的目标是多少", True, False), ("去年完成了多少", False, True), ("参保人数多少", False, False)],
)
def test_target_or_result(text: str, target: bool, result: bool, segmenter: JiebaSegmenter) -> None:
    asking = _asked(text, segmenter)
    assert (asking.target, asking.result) == (target, result)


def test_words_that_tell_are_kept_and_the_others_dropped(segmenter: JiebaSegmenter) -> None:
    asking = _asked("请问知识产权质押融资的总额到底是多少？", segmenter)
    assert {"知识产权", "质押", "融资"} <= set(asking.words)
    assert {"请问", "的", "到底", "是", "多少"} <= set(asking.dropped)


PIECES = st.sampled_from(
    [
        *TYPES,
        *NOT_TYPES,
        "今年",
        "哪四项",
        "多少",
        "，",
        "？",
        " ",
        "为什么",
        "谁",
        "第几",
        "PM2.5",
        "１２",
        "２０２１年",
        "😀",
        "的的的",
    ]
)
QUESTIONS = st.lists(PIECES | st.text(max_size=6), max_size=6).map("".join)


@given(QUESTIONS)
def test_every_word_is_kept_or_dropped_once(segmenter: JiebaSegmenter, text: str) -> None:
    folded = fold(text).text
    words = segmenter.words(folded)
    asking = understand(folded, words)
    telling = {w for w in words if any(c.isalnum() for c in w)}
    assert sorted((*asking.words, *asking.dropped)) == sorted(telling)
    assert not set(asking.words) & stop_words()
    assert list(asking.words) == sorted(asking.words, key=words.index)


@given(QUESTIONS)
def test_left_and_right_stand_beside_an_interrogative(segmenter: JiebaSegmenter, text: str) -> None:
    asking = _asked(text, segmenter)
    assert len(asking.left) <= 4
    assert len(asking.right) <= 4
    found = re.search(f"{re.escape(asking.left)}(.+?){re.escape(asking.right)}", asking.text)
    assert found or not (asking.left or asking.right)


@given(QUESTIONS)
def test_reading_a_question_twice_gives_the_same(segmenter: JiebaSegmenter, text: str) -> None:
    assert _asked(text, segmenter) == _asked(text, segmenter)


@given(QUESTIONS, st.sampled_from(["？", "?", "。", "！"]))
def test_a_mark_behind_it_takes_no_type_away(segmenter: JiebaSegmenter, text: str, mark: str) -> None:
    """质押融资多少 and 质押融资多少？ ask the same; a final 。 is no 吗 either."""
    bare = _asked(text, segmenter)
    if mark in "？?" and not bare.text.endswith(("?", "!", ".")):
        assert bare.types <= _asked(text + mark, segmenter).types


def test_no_question_asks_nothing() -> None:
    asking = understand("", [])
    assert not any((asking.words, asking.dropped, asking.types, asking.wanted, asking.count))
    assert not asking.is_a("amount")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("优良天数比例最高的是泊云县", 1),
        ("合格率排末位的是水产品", -1),
        ("最多的有8起,最少的有1起", 0),
        ("全市共有8起", 0),
    ],
)
def test_which_end_of_a_ranking_is_spoken_of(text: str, end: int) -> None:
    assert superlative(text) == end


def test_a_wording_that_asks_is_no_word_to_look_for(segmenter: JiebaSegmenter) -> None:
    asking = understand("公寓住了多少人", ["公寓", "住了多少人"])
    assert asking.words == ("公寓",)


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("哪家法院一起办", "法院"),
        ("建立的合作机制叫什么", "机制"),
        ("那个行动叫什么名称", "行动"),
        ("牺牲的民警叫什么名字", ""),
        ("主题是什么", ""),
    ],
)
def test_the_noun_for_whose_kind_is_asked(question: str, head: str, segmenter: JiebaSegmenter) -> None:
    assert _asked(question, segmenter).head == head


@pytest.mark.parametrize(
    ("text", "bases", "choice"),
    [
        ("油料产量比上年是增了还是减了", {"year"}, True),
        ("降水量同2023年相比差多少", {"2023"}, False),
        ("比往年多还是少", {"usual"}, True),
        ("和全省平均差多少", {"larger"}, False),
        ("参保人数是多少", set(), False),
    ],
)
def test_what_a_change_is_measured_from(text: str, bases: set[str], choice: bool, segmenter: JiebaSegmenter) -> None:
    asking = _asked(text, segmenter)
    assert set(asking.bases) == bases
    assert asking.choice is choice


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("油料产量比上年多了多少", ["油料产量", "比上年", "多了", "多少"]),
        ("雨量偏多还是偏少", ["雨量偏多还是偏少"]),
        ("占比是多少", ["占比是多少"]),
    ],
)
def test_no_word_runs_into_what_compares(text: str, cut: list[str]) -> None:
    assert pieces(text) == cut


@given(st.text(alphabet="产量比上年多了还是少比去同期差相2023年度和全省平均?", max_size=24))
def test_pieces_make_up_the_question(text: str) -> None:
    assert "".join(pieces(text)) == text


def test_words_that_compare_are_not_what_is_asked_about(segmenter: JiebaSegmenter) -> None:
    words = _asked("粮食产量比去年同期是多了还是少了", segmenter).words
    assert "粮食产量" in "".join(words)
    assert not {"去年", "同期", "多", "少", "还是"} & set(words)
