"""What a whole is made up of, with the figure of each part: 装机486万千瓦，其中风电212万千瓦、光伏251万千瓦."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ipbot.reading import cues
from ipbot.reading.amounts import RankedFigure, content_words
from ipbot.reading.asking import asked_and_told, measures, noun_like
from ipbot.reading.counted import Counted
from ipbot.reading.findings import Found
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.sides import asks_each
from ipbot.reading.statements import Reading, Statement
from ipbot.reading.times import best_agreement
from ipbot.text import numerals
from ipbot.text.folding import fold
from ipbot.text.periods import Period
from ipbot.text.quantities import quantities
from ipbot.text.segmentation import Segmenter

_FEWEST = 2
_TAIL = 2
_MOST_CASES = 5
_ROUNDED = Decimal("0.01")
_LEAST_COVERED = 0.4
_READ, _AS_NEAR = 8, 5.0
_NAME = re.compile(r"(?:^|[、，,；;：:。\n]|其中|以及|看)\s*(?:其中)?(?P<name>[^、，,；;：:。\n\d]{1,16})$")
_JOINT = re.compile(r"^[^、，,；;：:。]{0,8}(?P<joint>[、，,；;和及与])")
_PART = "其中"
_BEHIND = re.compile(r"(?P<name>[^、，,；;：:。！？!?\n\d]{2,16})(?=[、，,；;。！？!?\n]|$)")
_CONTINUES = re.compile(r"\s*(?:其中|从[^,，。]{1,8}看|分[^,，。]{1,8}看|按[^,，。]{1,8}[分看])")
_RESPECTIVELY = re.compile(r"分别|依次")
_OPEN_ENDED = tuple("由从比到至较")
_PROCESS = ("v", "d", "p", "c")
_MARKS = "、，,；;：:"
_GENERAL = ("个", "")
_COUNT = re.compile(
    r"([二两三四五六七八九十]|\d{1,2})(?:类|种|大|级|档|项|方面|部分|块|个(?!百分)|家|区|县|镇|城市|地)"
)
_MEASURE = re.compile(r"(?:多少|(?<!哪)几)([\u4e00-\u9fff]{1,2})")

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Breakdown:
    """Figures of one unit, each with its name, in order; `whole` is the one that they make up, if that is said."""

    parts: tuple[Counted, ...]
    spans: tuple[Span, ...]
    whole: Counted | None
    lead: str
    """The folded text that leads to the parts, with what is said of the whole, and the parts themselves."""


def _words(kind: str) -> re.Pattern[str]:
    return asked_and_told("breakdown")[kind]


def is_asked(query: Query) -> bool:
    """Whether the parts of something are asked for, with their figures: 各多少, 怎么分配, 由哪几类构成."""
    said = query.said[-1]
    return not query.asking.is_a("date", "reason") and (asks_each(query) or bool(_words("asked").search(said)))


def find(query: Query, ranked: Sequence[RankedStatement], library: Library) -> tuple[Found, ...]:
    """The parts of the whole that the question names, each a span of its own; empty where no breakdown fits.

    Nor is there any where two periods are asked for: 去年和今年各多少.
    """
    briefing = ranked[0].statement.briefing
    asked = query.periods(library.corpus.by_id[briefing].held_on)
    if len(asked) > 1:
        return ()
    weighed = _Weighed(query, asked, {r.statement: r.score for r in ranked[:_READ]}, ranked[0].score)
    made = (b for reading in library.passages_of(briefing) for b in breakdowns(reading, library))
    found = [(score, b) for b in made if (score := weighed.score(b)) > 0]
    best = max(found, key=lambda f: f[0], default=None)
    if best is None:
        return ()
    return tuple(Found(c.statement, *span) for c, span in zip(best[1].parts, best[1].spans, strict=True))


def cases(query: Query, chosen: Sequence[RankedFigure], library: Library) -> tuple[Found, ...]:
    """Figures of several cases, and those of the others beside them, each with its name: 全程160元、半程120元.

    Empty where one figure is chosen, where the question compares some, or where they make up a whole.
    """
    if len(chosen) == 1 or query.asking.is_a("compare"):
        return ()
    for made in breakdowns(chosen[0].counted.reading, library):
        if not made.whole and len(made.parts) <= _MOST_CASES and all(f.counted in made.parts for f in chosen):
            return tuple(Found(c.statement, *span) for c, span in zip(made.parts, made.spans, strict=True))
    return ()


def breakdowns(reading: Reading, library: Library) -> Iterator[Breakdown]:
    """The breakdowns of a passage, in order."""
    counted = library.counted(reading)
    text = library.corpus.by_id[reading.passage.briefing].transcript
    for statement, before in zip(reading.statements, (None, *reading.statements), strict=False):
        own = [c for c in counted if c.statement is statement]
        for run in _runs(own, text, library.segmenter):
            yield _made(run, statement, before, [c for c in counted if c.figure.end <= run[0].span[0]], text)


@dataclass(frozen=True, eq=False)
class _Part:
    """A figure, its span with its name, the name alone, and whether the figure is of what was counted right before."""

    counted: Counted
    span: Span
    name: str
    of_before: bool


def _runs(own: Sequence[Counted], text: str, segmenter: Segmenter) -> Iterator[list[_Part]]:
    """The figures of one unit in a statement that stand one after the other, each with a name."""
    kinds = dict.fromkeys((c.figure.quantity.unit, bool(c.figure.change)) for c in own)
    for unit, change in kinds:
        run: list[_Part] = []
        for c in own:
            if (c.figure.quantity.unit, bool(c.figure.change)) != (unit, change):
                continue
            between = text[_end_before(own, c) : c.figure.start]
            part = _named(c, between, text)
            if part is None or (run and not _joined(run, part, between, text, segmenter)):
                if len(run) >= _FEWEST:
                    yield run
                run = []
            if part:
                run.append(part)
        if len(run) >= _FEWEST:
            yield run


def _end_before(own: Sequence[Counted], c: Counted) -> int:
    """Where the figure right before this one ends, or else the statement begins."""
    return max((o.end_with_noun for o in own if o.figure.end <= c.figure.start), default=c.statement.start)


def _named(c: Counted, between: str, text: str) -> _Part | None:
    """The figure with its name before it, or with what its clause says of it behind; alone where 分别 told its name."""
    part, alone = _PART in between, (c.figure.start, c.end_with_noun)
    if c.own and (_RESPECTIVELY.search(between) or not between.strip("、和与及，,")):
        return _Part(c, alone, c.own, part)
    name = _NAME.search(between)
    if name and not name["name"].endswith(_OPEN_ENDED):
        return _Part(c, (c.figure.start - len(between) + name.start("name"), c.end_with_noun), name["name"], part)
    behind = _BEHIND.match(text, c.figure.end, c.statement.end)
    if behind and text[c.figure.start - 1] in _MARKS:
        return _Part(c, (c.figure.start, behind.end()), behind["name"], part)
    return None


def _joined(run: Sequence[_Part], other: _Part, between: str, text: str, segmenter: Segmenter) -> bool:
    """Whether the other part goes on where the run ends: joined by 、, or by a comma and named alike or after 其中."""
    one = run[-1]
    joint = _JOINT.match(between)
    if other.of_before or not joint or "。" in text[one.span[1] : other.span[0]]:
        return False
    if joint["joint"] in "、和与及":
        return True
    first = next(iter(segmenter.words(between[joint.end() :])), "")
    tag = segmenter.tag(first)
    process = tag.startswith(_PROCESS) and tag != "vn" and first not in noun_like()
    places = all(cues.places().fullmatch(part.name) for part in (one, other))
    alike = one.name[-_TAIL:] == other.name[-_TAIL:]
    return alike or (not process and (places or run[0].of_before or not set(one.name).isdisjoint(other.name)))


def _made(
    run: Sequence[_Part], statement: Statement, before: Statement | None, earlier: Sequence[Counted], text: str
) -> Breakdown:
    """The run without its first figure where that sums the others up; with its whole, and what leads to it."""
    values = [p.counted.figure.quantity.value for p in run]
    whole: Counted | None = None
    if not run[0].of_before and len(run) > _FEWEST and abs(values[0] - sum(values[1:])) <= _ROUNDED * values[0]:
        whole, run = run[0].counted, run[1:]
    alike = [c for c in earlier if c.unit == run[0].counted.unit and not c.figure.change]
    goes_on = bool(_CONTINUES.match(text, statement.start))
    if whole is None:
        summed = (
            c for c in reversed(alike) if c.figure.quantity.value == sum(p.counted.figure.quantity.value for p in run)
        )
        near = (c for c in reversed(alike) if c.statement is (before if goes_on else statement))
        whole = next(summed, None) or (next(near, None) if goes_on or run[0].of_before else None)
    lead = fold(text[statement.start : run[-1].span[1]]).text
    if whole and whole.statement is not statement:
        lead = whole.statement.folded.text + lead
    elif goes_on and before:
        lead = before.folded.text + lead
    return Breakdown(tuple(p.counted for p in run), tuple(p.span for p in run), whole, lead)


@dataclass(frozen=True, eq=False)
class _Weighed:
    """One question, as breakdowns are held against it; `scores` are those of the best statements."""

    query: Query
    asked: Sequence[Period]
    scores: Mapping[Statement, float]
    best: float

    def score(self, made: Breakdown) -> float:
        """How far what leads to the parts says what is asked; more where the whole, the number or the unit is named."""
        query, first = self.query, made.parts[0]
        near = [self.scores[c.statement] for c in (first, made.whole) if c and c.statement in self.scores]
        agrees = best_agreement(self.asked, first.figure.period) if self.asked else 0.0
        if not near or max(near) < self.best - _AS_NEAR or agrees < 0 or not self._is_of_kind(first):
            return 0.0
        content = {w: v for w, v in content_words(query, self.asked).items() if w not in measures()}
        content = {w: v for w, v in content.items() if not _words("framing").search(w)}
        total = sum(content.values()) or 1.0
        covered = sum(v for w, v in content.items() if query.stands_in(w, made.lead)) / total
        named = {q.value for q in quantities(query.said[-1])}
        whole = bool(made.whole and made.whole.figure.quantity.value in named)
        if covered < _LEAST_COVERED and not whole:
            return 0.0
        return (
            covered + 0.5 * whole + 0.3 * (made.whole is not None) + 0.2 * agrees + 0.1 * max(near) + self._form(made)
        )

    def _is_of_kind(self, first: Counted) -> bool:
        """Whether a part is of the unit and kind asked for, and a change where changes are."""
        asking, measured = self.query.asking, _MEASURE.findall(self.query.said[-1])
        if bool(first.figure.change) != asking.is_a("change"):
            return False
        if asking.wanted and asking.wanted.isdisjoint({"count", first.figure.quantity.kind}):
            return False
        special = [m for m in measured if m[0] not in _GENERAL]
        return not special or any(m[0] in first.unit for m in special)

    def _form(self, made: Breakdown) -> float:
        """How well the number of parts fits, and whether they are places where places are asked for."""
        count = self.query.asking.count or next((numerals.count(n) for n in _COUNT.findall(self.query.said[-1])), 0)
        right = 0.0 if not count else 0.4 if count == len(made.parts) else -0.4
        places = all(cues.places().fullmatch(c.figure.scope) for c in made.parts)
        wanted = bool(_words("places").search(self.query.said[-1]))
        return 1.0 + right + (0.3 if places == wanted else -0.3 if wanted else 0.0)
