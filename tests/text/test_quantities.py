"""Quantities: what is read, what isn't, and the laws that hold on any text."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipbot.text import units
from ipbot.text.quantities import Approximation, Quantity, quantities, render

EXACT, ABOUT, OVER = Approximation.EXACT, Approximation.ABOUT, Approximation.OVER
UNDER, AT_LEAST, AT_MOST = Approximation.UNDER, Approximation.AT_LEAST, Approximation.AT_MOST

# text · span · value · high · unit · approximation
READ = [
    ("融资2.49亿元,", "2.49亿元", "249000000", None, "元", EXACT),
    ("共2亿4900万元。", "2亿4900万元", "249000000", None, "元", EXACT),
    ("资助150余万元,", "150余万元", "1500000", None, "元", OVER),
    ("惠及60多个企业", "60多个", "60", None, "个", OVER),
    ("近2500万元", "近2500万元", "25000000", None, "元", UNDER),
    ("将近两百万元", "将近两百万元", "2000000", None, "元", UNDER),
    ("约3600元", "约3600元", "3600", None, "元", ABOUT),
    ("节约400万元", "400万元", "4000000", None, "元", EXACT),
    ("最近5家", "5家", "5", None, "家", EXACT),
    ("达到4.0件,", "4.0件", "4.0", None, "件", EXACT),
    ("2.6件以上", "2.6件以上", "2.6", None, "件", AT_LEAST),
    ("不低于94%,", "不低于94%", "94", None, "%", AT_LEAST),
    ("不超过2天", "不超过2天", "2", None, "天", AT_MOST),
    ("30微克/立方米以内", "30微克/立方米以内", "30", None, "微克/立方米", AT_MOST),
    ("31 μg/m³", "31 μg/m³", "31", None, "微克/立方米", EXACT),
    ("低0.6个百分点左右", "0.6个百分点左右", "0.6", None, "个百分点", ABOUT),
    ("12.6万件", "12.6万件", "126000", None, "件", EXACT),
    ("九十三件", "九十三件", "93", None, "件", EXACT),
    ("两所中学", "两所", "2", None, "所", EXACT),
    ("十余家", "十余家", "10", None, "家", OVER),
    ("百余名", "百余名", "100", None, "名", OVER),
    ("十几个", "十几个", "10", None, "个", OVER),
    ("3亿多元", "3亿多元", "300000000", None, "元", OVER),
    ("三億兩千萬元", "三億兩千萬元", "320000000", None, "元", EXACT),
    ("一百二十三万四千五百六十七人", "一百二十三万四千五百六十七人", "1234567", None, "人", EXACT),
    ("两成多", "两成多", "20", None, "%", OVER),
    ("三成五", "三成五", "35", None, "%", EXACT),
    ("百分之十五点五", "百分之十五点五", "15.5", None, "%", EXACT),
    ("百分之百", "百分之百", "100", None, "%", EXACT),
    ("一半以上", "一半以上", "50", None, "%", AT_LEAST),
    ("四分之三", "四分之三", "75", None, "%", EXACT),
    ("超过3/4的", "超过3/4", "75", None, "%", OVER),
    ("千分之三", "千分之三", "3", None, "‰", EXACT),
    ("1.5倍", "1.5倍", "1.5", None, "倍", EXACT),
    ("6-8个", "6-8个", "6", "8", "个", EXACT),
    ("1.2~1.5亿元", "1.2~1.5亿元", "120000000", "150000000", "元", EXACT),
    ("10到15万吨", "10到15万吨", "100000", "150000", "吨", EXACT),
    ("5000至1万元", "5000至1万元", "5000", "10000", "元", EXACT),
    ("5%—8%", "5%—8%", "5", "8", "%", EXACT),
    ("三至五年", "三至五年", "3", "5", "年", EXACT),
    ("七八十人", "七八十人", "70", "80", "人", EXACT),
    ("两三千元", "两三千元", "2000", "3000", "元", EXACT),
    ("１，２３４件", "１，２３４件", "1234", None, "件", EXACT),
    ("1 234 567件", "1 234 567件", "1234567", None, "件", EXACT),
    ("１２．６％", "１２．６％", "12.6", None, "%", EXACT),
    ("1.9万人次", "1.9万人次", "19000", None, "人次", EXACT),
    ("60个工作日", "60个工作日", "60", None, "个工作日", EXACT),
    ("7562家次", "7562家次", "7562", None, "家次", EXACT),
    ("2小时内到达", "2小时内", "2", None, "小时", AT_MOST),
    ("周边500米范围内", "500米范围内", "500", None, "米", AT_MOST),
    ("15日内办结", "15日内", "15", None, "天", AT_MOST),
    ("两年半", "两年半", "2.5", None, "年", EXACT),
    ("两个半小时", "两个半小时", "2.5", None, "小时", EXACT),
    ("一个半月", "一个半月", "1.5", None, "个月", EXACT),
    ("半米左右", "半米左右", "0.5", None, "米", ABOUT),
    ("零下5℃", "零下5℃", "-5", None, "℃", EXACT),
    ("增长-3.5%", "-3.5%", "-3.5", None, "%", EXACT),
    ("3个亿", "3个亿", "300000000", None, "元", EXACT),
    ("500块钱", "500块钱", "500", None, "元", EXACT),
    ("0.3元每升", "0.3元每升", "0.3", None, "元/升", EXACT),
    ("10元/吨", "10元/吨", "10", None, "元/吨", EXACT),
    ("5千克", "5千克", "5", None, "公斤", EXACT),
    ("50万千瓦", "50万千瓦", "500000", None, "千瓦", EXACT),
    ("1.5亿千瓦时", "1.5亿千瓦时", "150000000", None, "千瓦时", EXACT),
    ("有1600多", "1600多", "1600", None, "", OVER),
    ("逾千万元", "逾千万元", "10000000", None, "元", OVER),
    ("7级以上大风", "7级以上", "7", None, "级", AT_LEAST),
    ("60岁及以上", "60岁及以上", "60", None, "岁", AT_LEAST),
    ("上午10:00", "上午10:00", "600", None, "时刻", EXACT),
    ("晚上8点半", "晚上8点半", "1230", None, "时刻", EXACT),
    ("二十二件", "二十二件", "22", None, "件", EXACT),
    ("三个方面", "三个", "3", None, "个", EXACT),
    ("处500元以上1000元以下罚款", "500元以上1000元以下", "500", "1000", "元", EXACT),
    ("举办12期培训", "12期", "12", None, "期", EXACT),
]  # fmt: skip


@pytest.mark.parametrize("row", READ, ids=[row[0] for row in READ])
def test_is_read(row: tuple[str, str, str, str | None, str, Approximation]) -> None:
    text, span, value, high, unit, approximation = row
    found = quantities(text)
    assert len(found) == 1
    quantity = found[0]
    assert text[quantity.start : quantity.end] == span
    assert (quantity.value, quantity.high) == (Decimal(value), Decimal(high) if high else None)
    assert (quantity.unit, quantity.approximation) == (unit, approximation)


NOT_READ = """
2021年 | ２０２１年度 | 二〇二四年七月 | 2025.4.1—4.30 | 2025年4月1日至30日 | 2025-2027年
2023/2024学年 | 截至5月底 | 1—5月 | 今年前5个月 | 近五年 | 过去三年来 | 未来五年 | 十年来 | 三季度
前三季度 | 21年底 | “十四五”规划 | 十四五末 | 第十四个五年规划 | 三年行动计划 | 第22个世界知识产权日
第二十二届 | 第 3 批 | 3号线 | 6月5号 | 12345热线 | 拨打12315 | 12315投诉举报中心 | PM2.5 | C5 | G20
H7N9 | “4·26” | “4.26”世界知识产权日 | 4.26世界知识产权日 | 5G基站 | 4A级景区 | V2.0.1
GB 3095—2012 | 1+3+N | 一是 | 一方面 | 一般 | 统一 | 一些 | 万一 | 千方百计 | 三级调研员 | 百家争鸣
一起 | 逐一 | 唯一一 | 进一步 | 之一 | 同一园区 | 十分重视 | 党的二十大 | 三位一体 | 零增长 | 零的突破
每万人口 | 几十家 | 两会 | 一户一策 | 三农 | 上半年 | 半导体 | 两手抓 | 六五环境日 | 国三排放标准
五号线一期 | 二期工程 | 一期、二期项目 | 1级能效 | 四级应急响应 | 3A级景区
"""


@pytest.mark.parametrize("text", re.split(r" \| |\n", NOT_READ.strip()))
def test_is_not_read(text: str) -> None:
    assert quantities(text) == ()


SEVERAL = [
    ("立案93件,结案83件,较2020年度分别增长33%和24%", ["93件", "83件", "33%", "24%"]),
    ("由10万吨提高到15万吨", ["10万吨", "15万吨"]),
    ("从3个到5个", ["3个", "5个"]),
    ("3年以上5年以下", ["3年以上", "5年以下"]),
    ("每天22时至次日6时", ["22时", "6时"]),
    ("比去年的2.49亿元多1.51亿元", ["2.49亿元", "1.51亿元"]),
    ("2.6件以上和0.72件以上", ["2.6件以上", "0.72件以上"]),
    ("78笔、9.4亿元", ["78笔", "9.4亿元"]),
    ("两省三市", ["两省", "三市"]),
    ("65周岁以上老人12.3万人", ["65周岁以上", "12.3万人"]),
]


@pytest.mark.parametrize(("text", "spans"), SEVERAL)
def test_several(text: str, spans: list[str]) -> None:
    assert [text[q.start : q.end] for q in quantities(text)] == spans


def test_same_value_however_written() -> None:
    written = ("24900万元", "2.49亿元", "2亿4900万元", "249,000,000元", "两亿四千九百万元", "２．４９亿元")
    assert {quantities(w)[0].value for w in written} == {Decimal(249000000)}


def test_decimals_are_kept_as_said() -> None:
    assert str(quantities("4.0件")[0].value) == "4.0"


def test_the_bare_number_is_kept_apart() -> None:
    text = "控制在约30微克/立方米以内"
    quantity = quantities(text)[0]
    assert text[quantity.number_start : quantity.number_end] == "30微克/立方米"
    assert text[quantity.start : quantity.end] == "约30微克/立方米以内"


UNITS = sorted({(u.name, u.kind) for u in units._units().values() if u.factor == 1})
NUMBERS = st.one_of(st.decimals(0, 10**9, places=2), st.integers(0, 10**9).map(Decimal), st.decimals(0, 100, places=1))


@st.composite
def made(draw: st.DrawFn) -> Quantity:
    unit, kind = draw(st.sampled_from([*UNITS, ("", "number"), ("时刻", "clock")]))
    if kind == "clock":
        return Quantity(0, 0, Decimal(draw(st.integers(0, 1439))), None, unit, kind, EXACT, 0, 0)
    value = draw(NUMBERS)
    ranges = st.none() if not unit else st.one_of(st.none(), st.integers(1, 10**6).map(lambda n: value + n))
    high = draw(ranges)
    return Quantity(0, 0, value, high, unit, kind, draw(st.sampled_from(list(Approximation))), 0, 0)


def meaning(quantity: Quantity) -> tuple[object, ...]:
    q = quantity
    return q.value, q.high, q.unit, q.kind, q.approximation


@settings(deadline=None)
@given(made())
def test_parsing_what_is_rendered_gives_the_quantity(quantity: Quantity) -> None:
    found = quantities(render(quantity))
    assert [meaning(q) for q in found] == [meaning(quantity)]


PIECES = st.sampled_from(
    [
        *"0123456789一二三四五六七八九十百千万亿零两半年月日个件元%．，.,、",
        *"至到-—~余多近约超以上下内第时点分成之之 \n“”/（）·",
        "亿元",
        "以上",
        "左右",
        "不低于",
        "百分之",
        "十四五",
        "2021",
        "微克/立方米",
        "个百分点",
        "PM",
        "１２",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@settings(deadline=None)
@given(TEXTS)
def test_spans_stand_in_order_and_hold_a_number(text: str) -> None:
    end = 0
    for quantity in quantities(text):
        assert end <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.high is None or quantity.high > quantity.value
        end = quantity.end


@settings(deadline=None)
@given(TEXTS)
def test_what_is_read_renders_and_reads_back(text: str) -> None:
    for quantity in quantities(text):
        assert meaning(quantities(render(quantity))[0]) == meaning(quantity)
