"""Quotations: found, near, stitched, misattributed, not found."""

from pathlib import Path

import pytest
from held import TRANSCRIPT, desk

from ipbot.values.report import QuoteVerdict

FOUND, NEAR, STITCHED = QuoteVerdict.FOUND, QuoteVerdict.NEAR, QuoteVerdict.STITCHED
WRONG_SPEAKER, NOT_FOUND = QuoteVerdict.MISATTRIBUTED, QuoteVerdict.NOT_FOUND


@pytest.mark.parametrize(
    ("quote", "speaker", "verdict"),
    [
        ("今年国有景区门票价格不作调整", "石听澜", FOUND),
        ("今年国有景区门票价格不作调整。成人票仍为６０元", "青禾市文旅局副局长石听澜", FOUND),
        ("力争全年接待游客1400万人次以上", "", FOUND),
        ("景区门票会不会涨价？", "青禾晚报记者", FOUND),
        ("今年国有景区门票价格不作调整", "柏望舒", WRONG_SPEAKER),
        ("景区门票会不会涨价？", "石听澜", WRONG_SPEAKER),
        ("全市接待游客12605万人次", "柏望舒", NEAR),
        ("力争全年接待游客1400万人次", "柏望舒", FOUND),
        ("今年国有景区门票价格不做调整", "石听澜", NEAR),
        ("实现旅游收入98.6亿元，推动松涛书院对外开放", "柏望舒", STITCHED),
        ("旅游让生活更美好", "柏望舒", NOT_FOUND),
        ("260.5万人次,比2022年增长21.3%", "柏望舒", NEAR),
        ("", "", NOT_FOUND),
    ],
)
def test_a_quotation(quote: str, speaker: str, verdict: QuoteVerdict, cache: Path) -> None:
    checked = desk(TRANSCRIPT, cache).quote(quote, speaker)
    assert checked.verdict is verdict, checked
    assert bool(checked.evidence) == (verdict is not NOT_FOUND)
    assert all(TRANSCRIPT[c.start : c.end] == c.text for c in checked.evidence)


def test_the_difference_is_shown_character_by_character(cache: Path) -> None:
    quote = "全市接待游客12605万人次,比2022年增长21.3%"
    checked = desk(TRANSCRIPT, cache).quote(quote)
    assert "漏“.”" in checked.difference
    assert [quote[m.start : m.end] for m in checked.marks] == ["05"]


def test_the_pieces_of_a_stitched_quotation_are_named(cache: Path) -> None:
    checked = desk(TRANSCRIPT, cache).quote("实现旅游收入98.6亿元，推动松涛书院对外开放")
    assert checked.pieces == ("实现旅游收入98.6亿元", "推动松涛书院对外开放")


def test_who_really_said_it_is_told(cache: Path) -> None:
    assert "石听澜" in desk(TRANSCRIPT, cache).quote("今年国有景区门票价格不作调整", "柏望舒").why


def test_a_flipped_meaning_is_told(cache: Path) -> None:
    assert "不" in desk(TRANSCRIPT, cache).quote("作调整。成人票仍为60元").why
