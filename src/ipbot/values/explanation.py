"""Why a question was answered the way it was: what `--explain` shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ipbot.values.answer import Reply
from ipbot.values.briefing import Passage


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A retrieved passage and its BM25 score."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A possible short answer, its score, and the signals that were weighed for it."""

    briefing: str
    start: int
    end: int
    text: str
    kind: str
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole way from a question to its reply, each step as a person can read it."""

    reply: Reply
    tokens: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    understood: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[ScoredPassage, ...] = ()
    candidates: tuple[ScoredCandidate, ...] = ()
    decision: str = ""
