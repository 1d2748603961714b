"""Why a question was answered as it was: tokens, passages, candidates, decision."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal import reply
from ipbot.channels.terminal.console import put, say
from ipbot.channels.terminal.plain import clean
from ipbot.values.briefing import Briefing, Passage
from ipbot.values.explanation import Explanation, ScoredCandidate, ScoredPassage

GLIMPSE = 40


def show(console: Console, explanation: Explanation, briefings: Iterable[Briefing] = ()) -> None:
    """Print the reply, and below it the way there."""
    reply.show(console, explanation.reply, briefings)
    _heading(console, "词 · Tokens")
    _line(console, " ".join(explanation.tokens))
    if explanation.dropped:
        _heading(console, "略去 · Dropped")
        _line(console, " ".join(explanation.dropped))
    if explanation.understood:
        _heading(console, "理解 · Understood")
        for name, value in explanation.understood.items():
            _line(console, f"{name}: {value}")
    _heading(console, "段落 · Passages")
    for scored in explanation.passages:
        _line(console, _passage(scored))
    _heading(console, "候选 · Candidates")
    for candidate in explanation.candidates:
        _line(console, _candidate(candidate))
    _heading(console, "结论 · Decision")
    _line(console, explanation.decision)


def _heading(console: Console, text: str) -> None:
    say(console)
    say(console, (text, "bold"))


def _line(console: Console, text: str) -> None:
    put(console, Text(clean(text)), "  ", "    ")


def _passage(scored: ScoredPassage) -> str:
    return f"{scored.score:8.3f}  {scored.passage.id}  {_glimpse(scored.passage)}"


def _candidate(candidate: ScoredCandidate) -> str:
    return f"{candidate.score:8.3f}  {candidate.text} [{candidate.kind}] {_signals(candidate.signals)}".rstrip()


def _glimpse(passage: Passage) -> str:
    text = " ".join(passage.text.split())
    return text if len(text) <= GLIMPSE else f"{text[:GLIMPSE]}…"


def _signals(signals: Mapping[str, float]) -> str:
    return " ".join(f"{name}={value:.3g}" for name, value in signals.items())
