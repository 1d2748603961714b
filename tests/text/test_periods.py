"""Periods: what is read, as which days, and the laws that hold on any text."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipbot.text.periods import Period, PeriodKind, asked_periods, guess_year, label, periods

TODAY = date(2022, 4, 22)

# text · the span that is read · its label
READ = [
    ("2021年实施", "2021年", "2021年"),
    ("２０２１年度", "２０２１年度", "2021年"),
    ("二〇二四年七月", "二〇二四年七月", "2024年7月"),
    ("2021年底全市", "2021年底", "2021年底"),
    ("21年底", "21年底", "2021年底"),
    ("去年底", "去年底", "2021年底"),
    ("去年年底", "去年年底", "2021年底"),
    ("到年底达到", "年底", "2022年底"),
    ("去年的上半年", "去年的上半年", "2021年上半年"),
    ("一季度", "一季度", "2022年一季度"),
    ("2021年第四季度", "2021年第四季度", "2021年四季度"),
    ("前三季度", "前三季度", "2022年1—9月"),
    ("今年前5个月", "今年前5个月", "2022年1—5月"),
    ("今年1至5月", "今年1至5月", "2022年1—5月"),
    ("1—5月份", "1—5月份", "2022年1—5月"),
    ("2023年12月至2024年2月", "2023年12月至2024年2月", "2023年12月—2024年2月"),
    ("截至5月底", "截至5月底", "截至2022年5月底"),
    ("截至去年年底", "截至去年年底", "截至2021年底"),
    ("目前已有241家", "目前", "截至2022年4月22日"),
    ("4月20日至26日", "4月20日至26日", "2022年4月20日—26日"),
    ("6月6日至6月20日", "6月6日至6月20日", "2022年6月6日—20日"),
    ("5月1日至9月30日", "5月1日至9月30日", "2022年5月1日—9月30日"),
    ("2025.4.1—4.30", "2025.4.1—4.30", "2025年4月1日—30日"),
    ("2025年4月1日至30日", "2025年4月1日至30日", "2025年4月1日—30日"),
    ("2025-04-01", "2025-04-01", "2025年4月1日"),
    ("明天是", "明天", "2022年4月23日"),
    ("本月", "本月", "2022年4月"),
    ("去年冬季", "去年冬季", "2021年冬季"),
    ("“十四五”末,", "“十四五”末", "“十四五”末（2025年）"),
    ("十四五期间", "十四五期间", "“十四五”期间（2021—2025年）"),
    ("“十三五”末", "“十三五”末", "“十三五”末（2020年）"),
    ("第十五个五年规划", "第十五个五年规划", "“十五五”期间（2026—2030年）"),
    ("近五年零的突破", "近五年", "2017—2022年"),
    ("十年来", "十年来", "2012—2022年"),
    ("2021-2025年", "2021-2025年", "2021—2025年"),
    ("自2021年起", "2021年起", "2021年以来"),
    ("2020年以来", "2020年以来", "2020年以来"),
    ("自5月1日起施行", "5月1日起", "2022年5月1日以来"),
    ("2024年全年", "2024年全年", "2024年"),
    ("上年减少", "上年", "2021年"),
    ("前年", "前年", "2020年"),
    ("明年1月才能", "明年1月", "2023年1月"),
]


@pytest.mark.parametrize(("text", "span", "named"), READ, ids=[r[0] for r in READ])
def test_is_read(text: str, span: str, named: str) -> None:
    found = periods(text, TODAY)
    assert [(text[p.start : p.end], label(p)) for p in found] == [(span, named)]


NOT_READ = """
连续四年 | 3个月 | 每年5月 | 周末 | 期末 | 60岁以上年龄 | 2月30日 | 三级 | 12件 | 1500多年 | 统一
以前年度 | 如今年轻人 | 高年级
"""


@pytest.mark.parametrize("text", re.split(r" \| |\n", NOT_READ.strip()))
def test_is_not_read(text: str) -> None:
    assert periods(text, TODAY) == ()


ASKED = [
    ("规划收官的时候有多少件", "“十四五”末（2025年）"),
    ("五年规划结束时", "“十四五”末（2025年）"),
    ("到规划末能有多少", "“十四五”末（2025年）"),
    ("十四五末", "“十四五”末（2025年）"),
    ("头五个月", "2022年1—5月"),
    ("上一年呢", "2021年"),
    ("前一年呢", "2021年"),
    ("那今年的目标呢", "2022年"),
]


@pytest.mark.parametrize(("question", "named"), ASKED)
def test_is_asked(question: str, named: str) -> None:
    assert [label(p) for p in asked_periods(question, TODAY)] == [named]


BASES = [
    ("较2020年增长", True),
    ("比去年增长", True),
    ("与2020年相比", True),
    ("是2020年的1.5倍", True),
    ("好于去年同期", True),
    ("占比2020年为", False),
    ("2020年较多", False),
    ("与2020年启动的", False),
    ("由2020年的3件", False),
]


@pytest.mark.parametrize(("text", "base"), BASES)
def test_a_base_of_comparison_is_told_apart(text: str, base: bool) -> None:
    assert [p.base for p in periods(text, TODAY)] == [base]


def test_a_mention_without_a_year_takes_that_of_its_sentence() -> None:
    text = "去年投入大,9月达到顶峰。9月再看。"
    assert [label(p) for p in periods(text, TODAY)] == ["2021年", "2021年9月", "2022年9月"]


def test_a_whole_year_takes_that_of_its_paragraph() -> None:
    text = "2021年,新增3件；年末为5件。全年办结。4月再看。年底前将完成。\n全年预计"
    assert [label(p) for p in periods(text, TODAY)] == [
        *("2021年", "2021年底", "2021年", "2022年4月", "2022年底", "2022年")
    ]
    assert label(periods("到2025年翻番。全年办结", TODAY)[1]) == "2022年"


def test_the_year_that_a_change_starts_from_is_not_spoken_of() -> None:
    found = periods("由2020年的3件增加到5件,全年办结", TODAY)
    assert [(label(p), p.origin) for p in found] == [("2020年", True), ("2022年", False)]
    assert not any(p.origin for p in periods("由2020年的3件,从2021年起", TODAY))


def test_a_base_is_not_the_year_that_is_spoken_of() -> None:
    assert label(periods("较2020年增长两成,年底达到", TODAY)[1]) == "2022年底"


def test_the_year_that_is_spoken_of_can_be_told() -> None:
    assert [label(p) for p in periods("全年查处192起", TODAY, year=2021)] == ["2021年"]


def test_without_a_day_relative_mentions_are_left_out() -> None:
    assert [label(p) for p in periods("去年,2021年底,今年,明天,年底", None)] == ["2021年底", "2021年底"]


GUESSES = [
    ("时间：2024年6月4日上午10:00", 2024),
    ("二、2021年工作开展情况……三、2022年工作安排", 2022),
    ("到2025年,较2020年翻一番", None),
    ("没有年份", None),
]


@pytest.mark.parametrize(("text", "year"), GUESSES)
def test_the_year_is_guessed_with_care(text: str, year: int | None) -> None:
    assert guess_year(text) == year


PIECES = st.sampled_from(
    [
        *"0123456789一二三四五六七八九十年月日号底末初至到-—.“”较比的，。起",
        "2021年",
        "去年",
        "今年",
        "十四五",
        "期间",
        "截至",
        "以来",
        "季度",
        "半年",
        "前",
        "近",
        "个月",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None)
@given(TEXTS, st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2080, 1, 1))))
def test_spans_stand_in_order_and_days_too(text: str, today: date | None) -> None:
    for read in (periods, asked_periods):
        end = 0
        for period in read(text, today):
            assert end <= period.start < period.end <= len(text)
            assert period.first <= period.last
            end = period.end


MADE = st.dates(date(1990, 1, 1), date(2090, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            f"{day.year}年",
            f"{day.year}年底",
            f"{day.year}年{day.month}月",
            f"{day.year}年{day.month}月底",
            f"{day.year}年上半年",
            f"{day.year}年三季度",
            f"{day.year}年{day.month}月{day.day}日",
            f"截至{day.year}年{day.month}月底",
            f"截至{day.year}年{day.month}月{day.day}日",
            f"{day.year}年1—{day.month}月",
            f"{day.year}年冬季",
            f"{day.year}年以来",
            f"{day.year}—{day.year + 3}年",
            f"{day.year}年初",
            f"{day.year}年{day.month}月{day.day}日—{day.year + 1}年1月1日",
            "“十四五”末",
            "“十五五”期间",
            "“十三五”初期",
        ]
    )
)


@settings(deadline=None)
@given(MADE)
def test_a_label_reads_as_its_period(text: str) -> None:
    def meaning(period: Period) -> tuple[PeriodKind, date, date]:
        return period.kind, period.first, period.last

    (period,) = periods(text, TODAY)
    assert meaning(periods(label(period), TODAY)[0]) == meaning(period)
