"""Markup: counted as the platform counts, split so that nothing is lost and every part is accepted."""

import pytest
from botapi.entities import LONGEST, parse, units
from hypothesis import given
from hypothesis import strategies as st

from ipbot.channels.telegram import markup
from ipbot.channels.telegram.markup import BOLD, FOLDED_QUOTE, ITALIC, QUOTE, Markup, Run

TEXT = st.text(st.sampled_from("字a。，\n <&>\"'😀é\u0301👨\u200d👩；1"), min_size=1, max_size=40)
RUN = st.builds(Run, TEXT, st.sampled_from([(), (BOLD,), (ITALIC,), (QUOTE,), (FOLDED_QUOTE, BOLD), (FOLDED_QUOTE,)]))
MARKUP = st.lists(RUN, min_size=1, max_size=12).map(tuple)


@given(MARKUP)
def test_the_platform_reads_the_text_that_was_meant(runs: Markup) -> None:
    text, _ = parse(markup.html(runs))
    assert text == markup.text_of(runs).strip()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_units_are_the_platforms(text: str) -> None:
    assert markup.units(text) == units(text)


@given(MARKUP, st.integers(4, 60))
def test_parts_fit_and_nothing_is_lost(runs: Markup, limit: int) -> None:
    parts = markup.split(runs, limit)
    for part in parts:
        text, entities = parse(markup.html(part))
        assert 0 < units(text) <= limit
        assert len(entities) <= 100
    told = "".join("".join(markup.text_of(part).split()) for part in parts)
    assert told == "".join(markup.text_of(runs).split())


@given(MARKUP, st.integers(4, 60))
def test_every_character_keeps_its_elements(runs: Markup, limit: int) -> None:
    def tagged(parts: Markup) -> list[tuple[str, tuple[str, ...]]]:
        return [(c, run.tags) for run in parts for c in run.text if not c.isspace()]

    assert [each for part in markup.split(runs, limit) for each in tagged(part)] == tagged(runs)


def test_a_part_ends_at_the_end_of_a_sentence() -> None:
    first, second = markup.split((Run("一二三四。五六七八。九十"),), 11)
    assert (markup.text_of(first), markup.text_of(second)) == ("一二三四。五六七八。", "九十")


def test_without_a_sentence_in_reach_it_is_cut_where_it_is_full() -> None:
    assert [len(markup.text_of(p)) for p in markup.split((Run("字" * 25),), 10)] == [10, 10, 5]


def test_what_is_seen_as_one_character_stays_whole() -> None:
    family = "👨\u200d👩\u200d👧"
    assert [markup.text_of(p) for p in markup.split((Run("字字字字" + family),), 10)] == ["字字字字", family]


def test_a_bold_word_keeps_its_quotation_in_both_parts() -> None:
    runs = (Run("前。", (FOLDED_QUOTE,)), Run("重重重重", (FOLDED_QUOTE, BOLD)))
    assert [markup.html(p) for p in markup.split(runs, 4)] == [
        "<blockquote expandable>前。</blockquote>",
        "<blockquote expandable><b>重重重重</b></blockquote>",
    ]


def test_a_message_has_no_more_elements_than_the_platform_counts() -> None:
    runs = tuple(Run(f"{n}。", (BOLD,) if n % 2 else ()) for n in range(300))
    parts = markup.split(runs)
    assert [len(parse(markup.html(p))[1]) for p in parts] == [100, 50]


@pytest.mark.parametrize("character", ["字", "😀"])
def test_the_limit_is_reached_exactly(character: str) -> None:
    most = LONGEST // units(character)
    assert len(markup.split((Run(character * most),))) == 1
    assert len(markup.split((Run(character * (most + 1)),))) == 2


def test_marked_text_is_bold_where_it_is_meant() -> None:
    assert markup.html(markup.marked("a<b>c", [(1, 2), (4, 9)], QUOTE)) == (
        "<blockquote>a<b>&lt;</b>b&gt;<b>c</b></blockquote>"
    )
