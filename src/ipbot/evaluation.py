"""Counts how well a question set is answered: right, exact, cited, refused, traps, verbatim violations."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ipbot.question_set import Gold, Item
from ipbot.values.answer import Abstention, Answer, Citation, Reply, Span, status
from ipbot.values.errors import DataFileError

HIGHER_IS_BETTER = ("right", "exact", "cited", "refused")
LOWER_IS_BETTER = ("false_refusals", "traps", "verbatim_violations")

Quote = Span | Citation


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one reply is worth; `broken` are quotes that are not the transcript's own."""

    item: Item
    status: str
    spans: tuple[str, ...]
    trap: bool
    exact: bool
    cited: bool
    broken: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether the reply claims that the briefing states it."""
        return self.status == "answered"

    @property
    def right(self) -> bool:
        """Exact and cited; or, where there is nothing to find, refused."""
        return self.exact and self.cited if self.item.gold else not self.answered


@dataclass(frozen=True, slots=True)
class KindFigures:
    """How many items of a kind there are, and the share that is right."""

    items: int
    right: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts over a question set; a share of nothing is None."""

    items: int
    right: float | None
    answerable: int
    exact: float | None
    cited: float | None
    false_refusals: float | None
    unanswerable: int
    refused: float | None
    traps: float | None
    verbatim_violations: int
    by_kind: Mapping[str, KindFigures] = field(default_factory=dict)

    def as_object(self) -> dict[str, Any]:
        """The figures as `ipbot eval --json` prints them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures and every judgement behind them, in the questions' order."""

    figures: Figures
    judgements: tuple[Judgement, ...]

    @property
    def misses(self) -> tuple[Judgement, ...]:
        """The items that are not right."""
        return tuple(j for j in self.judgements if not j.right)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs from the baseline's."""

    figure: str
    before: float
    now: float
    worse: bool


def evaluate(items: Iterable[Item], ask: Callable[[str, Sequence[str]], Reply], texts: Mapping[str, str]) -> Evaluation:
    """Ask every item and count; `texts` are the transcripts by briefing id."""
    judgements = tuple(judge(item, ask(item.question, item.context), texts) for item in items)
    return Evaluation(count(judgements), judgements)


def judge(item: Item, reply: Reply, texts: Mapping[str, str]) -> Judgement:
    """Hold one reply against what is known of its item."""
    spans = reply.spans if isinstance(reply, Answer) else ()
    citations = reply.citations if isinstance(reply, Answer | Abstention) else ()
    short, quotes = [folded(s.text) for s in spans], [folded(c.text) for c in citations]
    answered = isinstance(reply, Answer)
    trap = answered and any(folded(forbidden) in text for forbidden in item.must_not for text in short)
    found = answered and bool(item.gold)
    return Judgement(
        item=item,
        status=status(reply),
        spans=tuple(s.text for s in spans),
        trap=trap,
        exact=found and not trap and item.met(lambda gold: _given(gold, short)),
        cited=found and item.met(lambda gold: _cited(gold, quotes)),
        broken=tuple(_broken((*spans, *citations), texts)),
    )


def count(judgements: Sequence[Judgement]) -> Figures:
    """Sum judgements up, over all items and by kind."""
    answerable = [j for j in judgements if j.item.gold]
    unanswerable = [j for j in judgements if not j.item.gold]
    kinds = sorted({j.item.kind for j in judgements})
    answered = _share(j.answered for j in answerable)
    return Figures(
        items=len(judgements),
        right=_share(j.right for j in judgements),
        answerable=len(answerable),
        exact=_share(j.exact for j in answerable),
        cited=_share(j.cited for j in answerable),
        false_refusals=None if answered is None else round(1 - answered, 4),
        unanswerable=len(unanswerable),
        refused=_share(j.right for j in unanswerable),
        traps=_share(j.trap for j in judgements),
        verbatim_violations=sum(len(j.broken) for j in judgements),
        by_kind={kind: _kind_figures([j for j in judgements if j.item.kind == kind]) for kind in kinds},
    )


def changes(figures: Figures, baseline: Mapping[str, Any]) -> tuple[Change, ...]:
    """Say which of the figures that matter differ from a baseline's."""
    now = figures.as_object()
    pairs = [(name, baseline.get(name), now[name], -1) for name in HIGHER_IS_BETTER]
    pairs += [(name, baseline.get(name), now[name], 1) for name in LOWER_IS_BETTER]
    return tuple(
        Change(name, before, value, worse=(value - before) * sign > 0)
        for name, before, value, sign in pairs
        if before is not None and value is not None and before != value
    )


def read_baseline(path: Path) -> dict[str, Any]:
    """Read figures as `ipbot eval --json` printed them. Raises DataFileError."""
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise DataFileError(f"can't be read: {error.strerror or error}", where=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise DataFileError(f"not JSON: {error}", where=str(path)) from error
    wanted = (*HIGHER_IS_BETTER, *LOWER_IS_BETTER)
    if not isinstance(found, dict) or not all(_is_figure(found.get(name, "")) for name in wanted):
        raise DataFileError(
            f"expected the figures {', '.join(wanted)}", where=str(path), remedy="write it with 'ipbot eval --json'"
        )
    return found


def folded(text: str) -> str:
    """Fold width, case and white space away: for comparing, never for showing."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _given(gold: Gold, spans: Sequence[str]) -> bool:
    """Whether a short span holds the gold and not much more: three times its length and twelve characters."""
    wanted = folded(gold.span)
    return any(wanted in span and len(span) <= 12 + 3 * len(wanted) for span in spans)


def _cited(gold: Gold, quotes: Sequence[str]) -> bool:
    """Whether a quote holds the gold and shares half of the shorter of itself and the gold sentence."""
    wanted, sentence = folded(gold.span), folded(gold.sentence)
    return any(wanted in q and _shared(q, sentence) >= min(len(q), len(sentence)) / 2 for q in quotes)


def _shared(one: str, other: str) -> int:
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def _broken(quotes: Iterable[Quote], texts: Mapping[str, str]) -> Iterator[str]:
    return (q.text for q in quotes if texts.get(q.briefing, "")[q.start : q.end] != q.text)


def _share(facts: Iterable[bool]) -> float | None:
    known = list(facts)
    return round(sum(known) / len(known), 4) if known else None


def _kind_figures(judgements: Sequence[Judgement]) -> KindFigures:
    return KindFigures(len(judgements), _share(j.right for j in judgements))


def _is_figure(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
