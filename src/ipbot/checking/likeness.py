"""Whether a draft's figure and a transcript's are about the same thing: signals, and their fitted weights."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from ipbot.checking.amounts import Amount
from ipbot.checking.evidence import Fact
from ipbot.checking.language import direction
from ipbot.checking.naming import designators, tail_of
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon, Term, coverage
from ipbot.data import load
from ipbot.reading.figures import Figure
from ipbot.reading.statements import grams
from ipbot.text.folding import fold

__all__ = ["SIGNALS", "Said", "Stated", "likeness", "scope_of_each", "signals"]

SIGNALS = (
    "claim_in_indicator",
    "claim_in_clause",
    "claim_in_fact",
    "indicator_in_claim",
    "indicator_in_sentence",
    "sentence_in_fact",
    "noun_alike",
    "both_change",
    "designators",
    "unit_alike",
    "same_scope",
)
_PER = re.compile(
    r"每(?:[万千百十人户亩村县升吨例桌床]|公[里顷]|平方)|[万千]人(?![次])|人均|户均|亩均|平均每|次均|班均"
)
_STOP = re.compile(r"[,，;；。]")
_NOUN = re.compile(r"[\u4e00-\u9fff]{0,6}")
_BEHIND = 6


@dataclass(frozen=True, eq=False)
class Stated:
    """A figure of a fact with what is compared of it, worked out once."""

    figure: Figure
    fact: Fact
    lexicon: Lexicon
    transcript: str

    @cached_property
    def amount(self) -> Amount:
        """Its amount."""
        return Amount.of(self.figure.quantity, self.transcript)

    @property
    def written(self) -> str:
        """The figure as it stands in the folded fact."""
        return self.fact.text[slice(*self.span)]

    @cached_property
    def indicator(self) -> str:
        """What it counts and of whom, folded."""
        return fold(self.figure.scope + self.figure.indicator).text

    @cached_property
    def with_base(self) -> str:
        """The same with what a change is from."""
        return self.indicator + fold(self.figure.base).text

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The telling words of its indicator, examples apart."""
        return tuple(t for t in self.lexicon.terms(fold(tail_of(self.figure.indicator)).text) if t.weight)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """Pairs of characters of its indicator."""
        return grams(self.indicator, 2)

    @cached_property
    def span(self) -> tuple[int, int]:
        """Its place in the folded fact."""
        return self.fact.folded_span(self.figure.start, self.figure.end)

    @cached_property
    def clause(self) -> str:
        """The fact's text from the end of the figure before to the end of the figure's own clause."""
        before = [self.fact.folded_span(f.start, f.end)[1] for f in self.fact.figures if f.end <= self.figure.start]
        stop = _STOP.search(self.fact.text, self.span[1])
        return self.fact.text[max(before, default=0) : stop.start() if stop else self.span[1] + _BEHIND]

    @cached_property
    def noun(self) -> str:
        """The words behind it."""
        return _noun(self.fact.text, self.span[1])

    @cached_property
    def designators(self) -> frozenset[str]:
        """Numbers that name and don't count, in its indicator."""
        return designators(self.with_base)

    @cached_property
    def change(self) -> str:
        """Whether it is a change, and which way."""
        return _change(self.figure)


@dataclass(frozen=True, eq=False)
class Said:
    """A figure of a draft with what is compared of it."""

    figure: Figure
    sentence: Sentence
    lexicon: Lexicon

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words that name what it counts: its indicator's, or else its clause's."""
        sentence = self.sentence
        spans = [sentence.span(*s) for s in self.figure.indicator_spans if sentence.start <= s[0] < sentence.end]
        own = tuple(t for s, e in spans for t in sentence.terms_in(s, e) if t.weight)
        if own:
            return own
        clause = sentence.clause_of(sentence.place(self.figure.start))
        return tuple(t for t in sentence.terms_in(*clause) if t.weight)

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """Pairs of characters of those words and of other wordings of them."""
        return grams("|".join((self.claimed, *(o for t in self.terms for o in t.others))), 2)

    @cached_property
    def claimed(self) -> str:
        """The folded text of those words and of the indicator."""
        return "".join(t.text for t in self.terms) + fold(self.figure.indicator).text

    @cached_property
    def noun(self) -> str:
        """The words behind it."""
        return _noun(self.sentence.folded.text, self.sentence.span(self.figure.start, self.figure.end)[1])

    @cached_property
    def designators(self) -> frozenset[str]:
        """Numbers that name and don't count, in its indicator."""
        return designators(self.claimed)

    @cached_property
    def change(self) -> str:
        """Whether it is a change, and which way."""
        return _change(self.figure)

    @cached_property
    def _facts(self) -> dict[Fact, float]:
        return {}

    def in_fact(self, fact: Fact) -> float:
        """How much of its words a fact has."""
        if fact not in self._facts:
            self._facts[fact] = coverage(self.terms, fact.around)
        return self._facts[fact]


def signals(said: Said, stated: Stated) -> tuple[float, ...]:
    """What speaks for and against the two figures being about the same thing, in the order of `SIGNALS`."""
    return (
        coverage(said.terms, stated.with_base),
        coverage(said.terms, stated.clause),
        said.in_fact(stated.fact),
        coverage(stated.terms, said.claimed),
        coverage(stated.terms, said.sentence.folded.text),
        said.sentence.in_fact(stated.fact),
        _alike(said.noun, stated.noun),
        float(bool(said.change) == bool(stated.change)),
        _designated(said.designators, stated.designators),
        float(said.figure.quantity.unit == stated.figure.quantity.unit),
        scope_of_each(said.figure, stated.figure),
    )


def _noun(folded: str, at: int) -> str:
    match = _NOUN.match(folded, at)
    return match.group() if match else ""


def _alike(one: str, other: str) -> float:
    """Whether the words behind two figures begin alike."""
    if not one or not other:
        return 0.5
    return float(one[:2] == other[:2])


def _change(figure: Figure) -> str:
    return direction(figure.change) or ("change" if figure.quantity.kind == "points" else "")


def _designated(mine: frozenset[str], its: frozenset[str]) -> float:
    """-1 where numbers in the names differ, 1 where they agree, 0 where one of the two has none."""
    if not mine or not its:
        return 0.0
    return 1.0 if mine & its else -1.0


def scope_of_each(said: Figure, stated: Figure) -> float:
    """-1 where one is for each and the other for all, 1 where both are for each, else 0."""
    each = [_is_rate(f.scope + f.indicator) for f in (said, stated)]
    return 1.0 if all(each) else -1.0 if any(each) else 0.0


@cache
def _is_rate(indicator: str) -> bool:
    return bool(_PER.search(indicator))


@cache
def _weights() -> tuple[float, Sequence[float]]:
    fitted: Mapping[str, float] = load("check_weights")["same_figure"]
    return fitted["bias"], tuple(fitted[name] for name in SIGNALS)


def likeness(told: Sequence[float]) -> float:
    """The fitted probability that the figures are about the same thing."""
    bias, weights = _weights()
    return 1 / (1 + math.exp(-(bias + sum(w * s for w, s in zip(weights, told, strict=True)))))


def forget() -> None:
    """Read the weights anew when they are next needed, for the one who fits them."""
    _weights.cache_clear()
