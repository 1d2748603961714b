"""Quantities: what follows from what."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.checking.amounts import Agreement, Amount, agreement, comparable
from ipbot.text.quantities import quantities


def amount(text: str) -> Amount:
    return Amount.of(quantities(text)[0], text)


SAME = [
    ("24900万元", "2.49亿元"),
    ("2亿4900万元", "2.49亿元"),
    ("２亿４９００万元", "2.49亿元"),
    ("九十三件", "93件"),
    ("六至八个", "6-8个"),
    ("20,000件", "2万件"),
    ("六成以上", "60%以上"),
    ("不少于10项", "10项以上"),
    ("半公里内", "500米范围内"),
    ("60多家", "60多个"),
    ("4件", "4.0件"),
]
ROUNDED = [
    ("突破9.2万件", "92548件"),
    ("近2500万元", "2470万元"),
    ("两成多", "22.9%"),
    ("9.25万件", "92548件"),
    ("约2.5亿元", "2.49亿元"),
    ("超过三百天", "318天"),
    ("四成以上", "41.0%"),
    ("22.4%", "22.44%"),
    ("3600元", "约3600元"),
]
BOUND = [("不足150万元", "150余万元"), ("不超过60%", "60%以上"), ("10项以下", "10项以上"), ("150万元", "150余万元")]
UNIT = [("6.8个百分点", "6.8%"), ("8.62万人", "8.62万人次")]
DIFFERENT = [
    ("2490万元", "2.49亿元"),
    ("1650件", "1605件"),
    ("68个", "6-8个"),
    ("不足1600件", "1605件"),
    ("5公里范围内", "500米范围内"),
    ("512斤", "512公斤"),
    ("低于16%", "低于10%"),
    ("10%以上", "46.2%"),
    ("约5%", "8.8%"),
]


@pytest.mark.parametrize(
    ("claim", "stated", "expected"),
    [
        *((c, s, Agreement.SAME) for c, s in SAME),
        *((c, s, Agreement.ROUNDED) for c, s in ROUNDED),
        *((c, s, Agreement.BOUND) for c, s in BOUND),
        *((c, s, Agreement.UNIT) for c, s in UNIT),
        *((c, s, Agreement.DIFFERENT) for c, s in DIFFERENT),
    ],
)
def test_a_draft_follows_from_what_was_said_or_not(claim: str, stated: str, expected: Agreement) -> None:
    assert comparable(amount(claim).quantity, amount(stated).quantity)
    got = agreement(amount(claim), amount(stated))
    # Of the same value a looser bound is a rounding too.
    assert got == expected or {got, expected} == {Agreement.SAME, Agreement.ROUNDED}


@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_number_agrees_with_itself_however_it_is_scaled(value: int) -> None:
    written = f"{Decimal(value) / 10000:f}万元"
    assert agreement(amount(written), amount(f"{value}元")).holds


@given(st.integers(min_value=1000, max_value=999_999), st.integers(min_value=1, max_value=9))
def test_a_changed_digit_never_agrees(value: int, by: int) -> None:
    digits = str(value)
    changed = digits[:2] + str((int(digits[2]) + by) % 10) + digits[3:]
    assert not agreement(amount(f"{changed}件"), amount(f"{value}件")).holds


def test_money_is_not_compared_with_percent() -> None:
    assert not comparable(amount("5元").quantity, amount("5%").quantity)
