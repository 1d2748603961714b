"""The terminal: replies readable without colour, nothing that steers the terminal, waiting that shows."""

import io
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal import explanation, reply, tables
from ipbot.channels.terminal import progress as bar
from ipbot.channels.terminal import spinner as spinning
from ipbot.channels.terminal.console import put, say, standard_error, standard_input, standard_output
from ipbot.channels.terminal.plain import clean
from ipbot.evaluation import Change, judge
from ipbot.question_set import Gold, Item
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Reply, Span
from ipbot.values.briefing import Briefing, Passage
from ipbot.values.explanation import Explanation, ScoredCandidate, ScoredPassage
from samples import ANSWER, BRIEFING, PASSAGE, QUESTION, REFUSED, SENTENCE, cite, draw, span_of


def _shown(found: Reply, terminal: bool = False, width: int = 80, colour: bool = True) -> str:
    return draw(lambda console: reply.show(console, found, [BRIEFING]), terminal, width, colour)


def test_an_answer_in_a_pipe_is_plain_lines_with_the_quote_whole() -> None:
    assert _shown(ANSWER, width=20) == (
        "2.49亿元(2021年,已完成)\n"
        "\n"
        f"> {SENTENCE}\n"
        "  —— 沧州市调研员 吕玉磬\n"
        "  知识产权日新闻发布会 2022-04-22\n"
        "  https://example.org/a\n"
        "\n"
        "还可以问 · You can also ask\n"
        "- 那今年呢?\n"
    )


def test_the_span_is_bold_and_underlined_on_a_terminal() -> None:
    assert "\x1b[1;4m2.49亿元\x1b[0m" in _shown(ANSWER, terminal=True)


def test_a_terminal_wraps_and_loses_nothing() -> None:
    shown = _shown(ANSWER, terminal=True, width=30, colour=False)
    quote = [line.removeprefix("│ ") for line in shown.splitlines() if line.startswith("│ ")]
    assert len(quote) > 1
    assert "".join(quote) == SENTENCE


def test_an_abstention_offers_the_nearest_as_such() -> None:
    lines = _shown(REFUSED).splitlines()
    assert lines[0] == "没有讲到。"
    assert lines[2] == reply.NEAREST
    assert lines[4] == f"> {SENTENCE}"


def test_an_abstention_with_nothing_near_is_a_line() -> None:
    assert _shown(Abstention(QUESTION, "没有讲到。")) == "没有讲到。\n"


def test_small_talk_and_its_suggestions() -> None:
    assert _shown(Chat(QUESTION, "你好!", ("主题是什么?",))).splitlines()[0] == "你好!"


def test_an_unknown_briefing_is_named_by_its_id() -> None:
    assert "  cangzhou\n" in draw(lambda console: reply.show(console, ANSWER))


def test_a_transcript_is_text_and_never_markup() -> None:
    start = BRIEFING.transcript.index("[bold]")
    marked = Answer(QUESTION, "4亿元 :smile:", (span_of("4亿元"),), (cite(start, len(BRIEFING.transcript)),))
    assert "[bold]4亿元[/bold]" in _shown(marked)
    assert ":smile:" in _shown(marked)


def test_a_quote_over_two_lines_is_marked_on_both() -> None:
    both = Answer(QUESTION, "二", (), (cite(0, len(BRIEFING.transcript)),))
    assert "> [bold]" in _shown(both)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_highlighting_changes_no_word(a: int, b: int, c: int, d: int) -> None:
    citation = cite(min(a, b), max(a, b))
    spans = [Span.cut(BRIEFING, min(c, d), max(c, d)), Span.cut(BRIEFING, min(a, c), max(a, c)), span_of("2470万元")]
    assert reply.highlighted(citation, spans).plain == citation.text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("沧州\x1b[31m红\x1b[0m", "沧州红"),
        ("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b", "ab"),
        ("\x9b31ma\x9d0;t\x9cb", "ab"),
        ("a\x00\x08\x7f\x85b", "ab"),
        ("a\tb\r\nc\rd", "a b\ncd"),
        ("a\u202eb\u2066c", "abc"),
        ("\ud83d半", "\ufffd半"),
        ("\x1b", ""),
        ("\x1bcreset", "reset"),
    ],
)
def test_what_steers_a_terminal_is_taken_out(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_can_always_be_printed(raw: str) -> None:
    shown = clean(raw).encode()
    assert not any(byte < 0x20 and byte != 0x0A for byte in shown)
    assert clean(clean(raw)) == clean(raw)


def test_an_escape_in_the_transcript_does_not_reach_the_terminal() -> None:
    hostile = Briefing("h", "标题\x1b[2J", "甲\x1b[31m乙\x1b]0;x\x07丙。")
    quote = Citation.cut(hostile, Passage("p", "h", 0, 9, ""), 0, len(hostile.transcript), "https://x/\x1b[2J")
    found = Answer(QUESTION, "甲\x1b[31m", (Span.cut(hostile, 0, 4),), (quote,), ("问\x1b[2J",))
    drawn = draw(lambda console: reply.show(console, found, [hostile]))
    assert "\x1b" not in drawn
    assert "\x07" not in drawn


def test_an_explanation_shows_every_step() -> None:
    found = Explanation(
        ANSWER,
        ("融资", "多少"),
        ("的",),
        {"type": "sum"},
        (ScoredPassage(PASSAGE, 3.25),),
        (ScoredCandidate("cangzhou", 0, 3, "2.49亿元", "quantity", 0.9, {"coverage": 1 / 3}),),
        "coverage high enough",
    )
    drawn = draw(lambda console: explanation.show(console, found, [BRIEFING]))
    for part in (
        "融资 多少",
        "的",
        "type: sum",
        "3.250  p1",
        "2.49亿元 [quantity] coverage=0.333",
        "coverage high enough",
    ):
        assert part in drawn
    bare = draw(lambda console: explanation.show(console, Explanation(REFUSED)))
    assert explanation.show.__doc__
    assert "略去" not in bare


def test_misses_and_changes_say_what_was_wanted() -> None:
    item = Item("a1", "list", "哪些?", ("先前",), (Gold("4亿元", "4亿元"),), must_not=("2.49亿元",))
    misses = [judge(item, ANSWER, {"cangzhou": BRIEFING.transcript}), judge(item, REFUSED, {})]
    drawn = draw(lambda console: tables.show_misses(console, misses))
    assert "- a1 [list] 先前 / 哪些?" in drawn
    assert "wanted: 4亿元" in drawn
    assert "came: 2.49亿元 TRAP uncited" in drawn
    assert "came: not_stated" in drawn
    changes = [Change("right", 0.5, 0.4, worse=True), Change("traps", 0.5, 0.4, worse=False)]
    drawn = draw(lambda console: tables.show_changes(console, changes))
    assert drawn == "right: 0.5 -> 0.4, worse\ntraps: 0.5 -> 0.4, better: record it\n"


def test_put_indents_what_follows() -> None:
    drawn = draw(lambda console: put(console, Text("一\n\n二"), "- ", "  "))
    assert drawn == "- 一\n  \n  二\n"
    assert draw(say) == "\n"


def test_a_closed_standard_input_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert standard_input().read() == b""


def test_consoles_go_where_they_should(capsys: pytest.CaptureFixture[str]) -> None:
    say(standard_output(), "out [bold]")
    say(standard_error(), "err")
    assert capsys.readouterr() == ("out [bold]\n", "err\n")


# --- waiting


def _terminal() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, force_terminal=True, width=60), out


def test_progress_hands_everything_on_and_says_nothing_in_a_pipe() -> None:
    out = io.StringIO()
    assert list(bar.progress(range(3), "回答", Console(file=out))) == [0, 1, 2]
    assert out.getvalue() == ""


def test_a_short_wait_shows_nothing() -> None:
    console, out = _terminal()
    assert list(bar.progress(range(3), "回答", console)) == [0, 1, 2]
    with spinning.spinner("读取", console):
        pass
    assert out.getvalue() == ""


def test_a_long_wait_shows_a_bar_and_a_spinner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bar, "PATIENCE", 0.0)
    monkeypatch.setattr(spinning, "PATIENCE", 0.0)
    console, out = _terminal()
    assert list(bar.progress(iter(range(3)), "回答", console)) == [0, 1, 2]
    assert "回答" in out.getvalue()
    console, out = _terminal()
    with spinning.spinner("读取", console):
        _until(lambda: "读取" in out.getvalue())
    with spinning.spinner("读取", Console(file=io.StringIO())):
        pass


def _until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")
