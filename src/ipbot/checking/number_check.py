"""Numbers of a draft that are no figures: times of day, and designators such as 第22届 or 8车道."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.naming import designators
from ipbot.checking.sentences import Sentence
from ipbot.text.quantities import Quantity, quantities
from ipbot.values.report import Remark

_NUMBER = re.compile(r"[\d.]+")


@dataclass(frozen=True, eq=False)
class NumberCheck:
    """Holds what only looks like a figure against the facts that a sentence rests on."""

    sentence: Sentence
    facts: Sequence[Fact]

    def findings(self) -> Iterator[Finding]:
        """What becomes of each."""
        yield from self._clocks()
        yield from self._rankings()
        yield from self._designators()

    def _clocks(self) -> Iterator[Finding]:
        told = [(f, q) for f in self.facts for q in _clocks(f.text)]
        for said in _clocks(self.sentence.text):
            span = (self.sentence.start + said.start, self.sentence.start + said.end)
            same = next((f for f, q in told if q.value == said.value), None)
            if same:
                yield Finding(Outcome.AGREES, *span, Remark.PERIOD, (same,))
            elif told:
                fact, stated = told[0]
                yield Finding(Outcome.WRONG, *span, Remark.VALUE, (fact,), fact.text[stated.start : stated.end])
            else:
                yield Finding(Outcome.UNKNOWN, *span)

    def _designators(self) -> Iterator[Finding]:
        known = frozenset[str]().union(*(designators(f.around) for f in self.facts))
        for said in designators(self.sentence.folded.text) - known:
            for fact in self.facts[:1]:
                alike = sorted(d for d in designators(fact.text) if _shape(d) == _shape(said))
                own = designators(self.sentence.folded.text)
                if alike and not set(alike) <= own:
                    yield Finding(Outcome.WRONG, *self._place(said), Remark.NAME, (fact,), "、".join(alike))

    def _rankings(self) -> Iterator[Finding]:
        """A place in an order, which nothing supports but the same words."""
        for match in language.any_of("rankings").finditer(self.sentence.folded.text):
            if not any(match.group() in fact.around for fact in self.facts):
                yield Finding(Outcome.UNKNOWN, *self.sentence.original(*match.span()), Remark.NAME)

    def _place(self, designator: str) -> tuple[int, int]:
        """Where a designator stands, or else the whole sentence."""
        number = _NUMBER.search(designator)
        for match in re.finditer(r"[\d一二三四五六七八九十百.]+", self.sentence.folded.text):
            around = self.sentence.folded.text[max(0, match.start() - 1) : match.end() + 2]
            if designator in designators(around) or (number and number.group() == match.group()):
                return self.sentence.original(*match.span())
        return self.sentence.start, self.sentence.end


def _clocks(text: str) -> list[Quantity]:
    return [q for q in quantities(text) if q.kind == "clock"]


def _shape(designator: str) -> str:
    return _NUMBER.sub("#", re.sub(r"[ⅰⅱⅲⅳⅴ]", "#", designator))
