"""Folding: what is the same after it, and the way back to the original offsets."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.text.folding import fold, simplify

ANY = st.text(st.characters(exclude_categories=()))
HAN = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=60)
# Characters whose folded form is longer, shorter or several steps away, among plain ones.
TRICKY = st.text(
    st.sampled_from("ａＢc１①½㎡㎏…ﬁ豈⾧薴乾隆位於倫敦 \t\u3000\u200b\ufe0f\ud800“」—・~A中国"), max_size=30
)
TEXTS = ANY | HAN | TRICKY


@given(TEXTS, st.data())
def test_a_folded_span_maps_back_inside_the_text(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        first, last = folded.unfold(start, end)
        assert 0 <= first < last <= len(text)
        assert list(folded.offsets) == sorted(folded.offsets)


@given(TEXTS)
def test_each_folded_character_comes_from_the_character_it_maps_back_to(text: str) -> None:
    folded = fold(text)
    for position, (character, offset) in enumerate(zip(folded.text, folded.offsets, strict=True)):
        assert folded.unfold(position, position + 1) == (offset, offset + 1)
        alone = fold(text[offset]).text
        # Simplification looks at the neighbours (乾隆, 乾淨); all else is a matter of one character.
        assert character in alone or character in simplify(alone) or "\u3400" <= character <= "\u9fff"


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(TEXTS)
def test_folded_text_has_no_white_space_controls_or_capitals(text: str) -> None:
    folded = fold(text).text
    assert folded == folded.lower()
    assert {unicodedata.category(c) for c in folded}.isdisjoint({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


@given(TEXTS)
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_no_character_needs_a_second_folding() -> None:
    for number in [*range(0x3000), *range(0xF900, 0x10000), *range(0x2F800, 0x2FA20)]:
        once = fold(chr(number)).text
        assert fold(once).text == once, hex(number)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("滄州市市場監督管理局舉行新聞發佈會", "沧州市市场监督管理局举行新闻发布会"),
        ("位於倫敦", "位于伦敦"),
        ("乾隆年間", "乾隆年间"),
        ("薴", "苎"),
        ("豈⾧", "岂长"),
        ("ＰＣＴ国际专利１２件，（一）", "pct国际专利12件,(一)"),
        ("PM2.5 and Pm10", "pm2.5andpm10"),
        ("习 近\u3000平\n总\u200b书\ufeff记", "习近平总书记"),
        ("“四个”「五个」『六个』", '"四个""五个""六个"'),
        ("4·26、4・26、4•26", "4·26、4·26、4·26"),
        ("６—８个", "6-8个"),
        ("1200㎡", "1200m2"),
        ("❤\ufe0f", "❤"),
        ("\ud83d中\ude00国", "中国"),
        ("😀", "😀"),
        ("", ""),
        (" \t\n\u3000", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "found", "original"),
    [
        ("面积1200㎡以上", "1200m2", "1200㎡"),
        ("面积1200㎡以上", "m", "㎡"),
        ("由习 近 平总书记", "习近平", "习 近 平"),
        ("《知識產權》", "知识产权", "知識產權"),
        ("a\ud800b", "ab", "a\ud800b"),
        ("\n\n开头", "开", "开"),
    ],
)
def test_unfolds(text: str, found: str, original: str) -> None:
    folded = fold(text)
    at = folded.text.index(found)
    start, end = folded.unfold(at, at + len(found))
    assert text[start:end] == original


def test_half_a_surrogate_pair_keeps_its_place_when_simplified() -> None:
    assert simplify("a\ud800國") == "a?国"
