"""Lists: items and headings are found whole, in order, and with what leads to them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipbot.corpus.splitting import split
from ipbot.reading.listing import picked
from ipbot.reading.lists import Group, groups
from ipbot.values.briefing import Briefing

NUMERALS = "一二三四五六七八九"
PIECES = [
    "启动防汛Ⅱ级应急响应",
    "转移群众1.4万人",
    "关停涉水景区26家",
    "推行“互联网+明厨亮灶”",
    "开展普惠服务、托管服务",
    "加强执法",
    "印发《方案》（试行）",
    "举办《大河之子》首演",
]
ITEMS = st.lists(st.sampled_from(PIECES), min_size=2, max_size=7, unique=True)


def _groups(text: str) -> tuple[Group, ...]:
    briefing = Briefing("b", "发布会", text)
    return groups(briefing, split(briefing))


def _items(group: Group, text: str) -> list[str]:
    return [text[start:end] for start, end in group.items]


@given(ITEMS, st.sampled_from("；;"), st.sampled_from(["", "，"]))
def test_items_behind_their_numbers_come_back(items: list[str], mark: str, comma: str) -> None:
    listed = mark.join(f"{n}是{comma}{item}" for n, item in zip(NUMERALS, items, strict=False))
    text = f"重点做好以下工作：{listed}。其他工作照旧。"
    assume(not comma)
    (found,) = _groups(text)
    assert _items(found, text) == items
    assert found.lead.startswith("重点做好以下工作")
    assert found.start == text.index("一是")


@given(ITEMS)
def test_items_of_sentences_come_back(items: list[str]) -> None:
    listed = "".join(f"第{n}，{item}。" for n, item in zip(NUMERALS, items, strict=False))
    text = f"原因主要有以下几点。{listed}"
    found = _groups(text)
    assert any(_items(group, text) == items for group in found)


@given(ITEMS, st.sampled_from(["{}、{}\n", "（{}）{}\n", "({}){}\n", "（{}）{}。\n"]))
def test_headings_of_one_level_come_back(items: list[str], layout: str) -> None:
    body = "全年新增120个，比上年增加12个，完成年度任务的106%，超额完成目标。\n"
    text = "某市举行新闻发布会\n\n" + "\n".join(
        layout.format(n, item) + body for n, item in zip(NUMERALS, items, strict=False)
    )
    found = [group for group in _groups(text) if group.start < text.index(body)]
    assert [_items(group, text) for group in found] == [items]


def test_headings_are_grouped_by_what_they_stand_in() -> None:
    text = (
        "某市举行新闻发布会\n\n一、去年工作\n\n（一）扩大供给。新增学位2.3万个。\n\n（二）规范管理。压减机构416家。\n\n"
        "二、今年任务\n\n重点抓好两件事。\n\n（一）集团办学。组建集团24个。\n\n（二）智慧校园。创建30所。\n"
    )
    found = [_items(group, text) for group in _groups(text)]
    assert sorted(found) == [["去年工作", "今年任务"], ["扩大供给", "规范管理"], ["集团办学", "智慧校园"]]
    assert all("今年任务" in g.lead for g in _groups(text) if "集团办学" in _items(g, text))
    assert ["抓好两件事" in g.lead for g in _groups(text)] == [False, False, True]


def test_a_new_run_begins_at_each_first_item() -> None:
    text = "去年有三个坚持：一是坚持改革；二是坚持开放。今年突出两个重点：一是稳增长；二是惠民生；三是防风险。"
    found = [_items(g, text) for g in _groups(text)]
    assert ["坚持改革", "坚持开放"] in found
    assert ["稳增长", "惠民生", "防风险"] in found


def test_an_item_ends_where_the_next_begins() -> None:
    text = "原因有二：一是短时雨强过大，二是排水管网标准偏低。"
    (found,) = _groups(text)
    assert [item.rstrip("，") for item in _items(found, text)] == ["短时雨强过大", "排水管网标准偏低"]


def test_an_item_ends_without_a_comma() -> None:
    text = "原因有二：一是短时雨强过大，二是排水管网标准偏低。"
    assert _items(_groups(text)[0], text)[0] == "短时雨强过大"


def test_two_runs_in_one_paragraph_are_two_lists() -> None:
    text = "去年做到了三个坚持：一是坚持改革；二是坚持开放；三是坚持创新。今年要突出两个重点：一是稳增长；二是惠民生。"
    assert [_items(g, text) for g in _groups(text)] == [["坚持改革", "坚持开放", "坚持创新"], ["稳增长", "惠民生"]]
    assert "三个坚持" not in _groups(text)[1].lead


def test_steps_and_ordinals_in_runs() -> None:
    text = "市民遇到积水时，首先，不要涉水行走；其次，远离电线杆；最后，拨打求助电话。第一，加强巡查；第二，及时预警。"
    expected = [["不要涉水行走", "远离电线杆", "拨打求助电话"], ["加强巡查", "及时预警"]]
    assert [_items(g, text) for g in _groups(text)] == expected


def test_a_run_within_an_item_is_a_list_of_its_own() -> None:
    text = "第一，建设园区，一是东区；二是西区。第二，修建道路。"
    assert [_items(g, text) for g in _groups(text)][1] == ["东区", "西区"]


def test_a_whole_sentence_may_lead_to_a_list() -> None:
    text = "去年受灾严重。恢复重建将从三个方面推进。一是抢修水毁道路；二是修缮受损农房。"
    assert [g.lead for g in _groups(text)] == ["恢复重建将从三个方面推进。"]


def test_items_that_go_on_at_length_are_cut_at_their_first_clause() -> None:
    text = (
        "采取以下措施。一是抢修水毁道路，组织交通、公路、城管等部门昼夜施工，投入抢修人员3200人次、机械860台班，9月底前恢复通行；"
        "二是修缮受损农房，入冬前让群众住进暖房。"
    )
    assert _items(_groups(text)[0], text) == ["抢修水毁道路", "修缮受损农房"]


def test_aspects() -> None:
    text = "今年主要从两方面发力：一方面，逐一建档；另一方面，推行错峰加油。"
    assert ["逐一建档", "推行错峰加油"] in [_items(g, text) for g in _groups(text)]


@pytest.mark.parametrize("text", ["一是加强执法。", "这一是好事。全年新增120个。", "只有一句话", "", "\n"])
def test_one_item_is_no_list(text: str) -> None:
    assert _groups(text) == ()


def test_the_reporters_question_leads_to_a_list() -> None:
    text = "发布会\n\n某某晚报记者：有哪些活动？\n\n张建国：计划开展：一是开幕式；二是展览。\n"
    (found,) = _groups(text)
    assert "有哪些活动" in found.lead


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三项措施是什么", [2]),
        ("第2条呢", [1]),
        ("首项措施是什么", [0]),
        ("最后一项呢", [3]),
        ("第九项是什么", []),
        ("有哪些措施", [0, 1, 2, 3]),
        ("第三产业有哪些", [0, 1, 2, 3]),
        ("第一条例有哪些", [0, 1, 2, 3]),
    ],
)
def test_the_item_whose_number_is_named(text: str, expected: list[int]) -> None:
    items = tuple((n, n + 1) for n in range(4))
    assert picked(text, items) == tuple(items[n] for n in expected)


TEXTS = st.lists(
    st.sampled_from(
        [
            *PIECES,
            "一是",
            "二是",
            "三是",
            "第一，",
            "第二，",
            "一方面，",
            "另一方面，",
            "首先，",
            "其次，",
            "。",
            "；",
            "，",
            "\n",
            *("一、", "二、", "（一）", "（二）", "1.", "2.", "记者：", "张建国：", "\u3000", " "),
        ]
    )
    | st.text(max_size=5),
    max_size=14,
).map("".join)


@given(TEXTS)
def test_any_list_lies_in_order_in_its_transcript(text: str) -> None:
    for group in _groups(text):
        assert len(group.items) > 1
        assert group.briefing == "b"
        assert 0 <= group.start <= len(text)
        edges = [place for item in group.items for place in item]
        assert edges == sorted(edges)
        assert edges[-1] <= len(text)
        for item in _items(group, text):
            assert item == item.strip()


def test_details_in_figures_are_left_out() -> None:
    text = "主要有三方面原因：一是降水偏少，平均降水量58.4毫米；二是用火增多，管理没有跟上；三是线路老化。"
    assert _items(_groups(text)[0], text) == ["降水偏少", "用火增多，管理没有跟上", "线路老化"]
