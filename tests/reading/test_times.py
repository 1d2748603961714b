"""How periods stand to each other: of themselves, either way round, apart, and one within the other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.reading.times import agreement, best_agreement
from ipbot.text.periods import Period, PeriodKind, periods

HELD_ON = date(2024, 6, 4)
WHOLE = ("2021年", "2022年", "2022年底", "去年", "今年", "明年", "2025年", "2020年以来", "2021至2023年", "去年底")
PLANS = ("“十四五”末", "“十三五”期间", "“十四五”期间", "“十四五”以来")
PARTS = (
    *("2023年上半年", "2023年下半年", "今年一季度", "今年上半年", "今年1—5月", "前三季度", "9月份", "2023年9月"),
    *("4月20日", "4月20日至26日", "2023年12月31日", "去年冬季", "截至5月底", "截至目前", "三季度", "12月"),
)


def period(text: str) -> Period:
    """The one period that the text names."""
    (found,) = periods(text, HELD_ON)
    return found


WRITTEN = st.sampled_from([*WHOLE, *PLANS, *PARTS]).map(period)
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
MADE = st.builds(
    lambda first, length, kind: Period(0, 1, first, first + timedelta(length), kind),
    DAYS,
    st.integers(0, 900),
    st.sampled_from(PeriodKind),
)
ANY = WRITTEN | MADE


@given(ANY)
def test_a_period_agrees_with_itself(one: Period) -> None:
    assert agreement(one, one) == 1


@given(ANY, ANY)
def test_agreement_is_between_excluded_and_the_same(one: Period, other: Period) -> None:
    assert -1 <= agreement(one, other) <= 1


@given(ANY, ANY)
def test_exclusion_goes_both_ways(one: Period, other: Period) -> None:
    assert (agreement(one, other) == -1) == (agreement(other, one) == -1)


@given(ANY, ANY)
def test_sameness_goes_both_ways(one: Period, other: Period) -> None:
    assert (agreement(one, other) == 1) == (agreement(other, one) == 1)


@given(WRITTEN, WRITTEN)
def test_periods_of_different_years_exclude_each_other(one: Period, other: Period) -> None:
    if one.last.year < other.first.year:
        assert agreement(one, other) == -1


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("去年", "2023年"),
        ("去年底", "2023年"),
        ("今年", "2024年底"),
        ("今年1—5月", "2024年1至5月"),
        ("“十四五”末", "“十四五”期间"),
        ("12月", "2024年12月"),
    ],
)
def test_the_same_said_in_other_words(asked: str, held: str) -> None:
    assert agreement(period(asked), period(held)) == agreement(period(held), period(asked)) == 1


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("去年", "2022年"),
        ("今年", "去年底"),
        ("“十四五”末", "“十三五”期间"),
        ("2023年上半年", "今年上半年"),
        ("今年一季度", "三季度"),
        ("2023年上半年", "2023年下半年"),
        ("4月20日", "12月"),
    ],
)
def test_what_cannot_both_be_meant(asked: str, held: str) -> None:
    assert agreement(period(asked), period(held)) == agreement(period(held), period(asked)) == -1


@pytest.mark.parametrize(("whole", "part"), [("今年", "今年一季度"), ("2023年", "2023年9月"), ("去年", "2023年上半年")])
def test_part_of_a_year_can_answer_for_it_and_not_the_other_way(whole: str, part: str) -> None:
    """What is told of a month may do for its year; a year's figure does not for a month."""
    assert agreement(period(part), period(whole)) < 0 <= agreement(period(whole), period(part)) < 1


@pytest.mark.parametrize(
    ("asked", "held"),
    [("9月份", "前三季度"), ("三季度", "前三季度"), ("今年一季度", "今年上半年"), ("4月20日", "今年上半年")],
)
def test_part_of_a_part_is_not_the_same(asked: str, held: str) -> None:
    assert agreement(period(asked), period(held)) < 1


def test_the_state_of_one_day_is_not_that_of_another() -> None:
    assert agreement(period("截至3月底"), period("截至5月底")) < 1


@given(st.lists(ANY, max_size=4), ANY)
def test_the_best_of_several_is_one_of_theirs(asked: list[Period], held: Period) -> None:
    best = best_agreement(asked, held)
    assert best in [agreement(a, held) for a in asked] if asked else best == 0
    assert all(best >= agreement(a, held) for a in asked)


@given(st.lists(ANY, max_size=4))
def test_nothing_is_known_without_a_period(asked: list[Period]) -> None:
    assert best_agreement(asked, None) == 0
