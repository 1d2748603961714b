"""Whether a draft's figure and a transcript's are about the same thing: signals, and their fitted weights."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np

from ipbot.checking.evidence import Fact
from ipbot.checking.language import direction
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon, Term, coverage
from ipbot.data import load
from ipbot.reading.figures import Figure
from ipbot.text.folding import fold
from ipbot.text.numerals import han_value
from ipbot.text.quantities import Quantity

__all__ = ["SIGNALS", "Pair", "designators", "likeness", "scope_of_each", "signals", "tail_of"]

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
_DESIGNATOR = re.compile(
    r"第[\d一二三四五六七八九十百]+|[一二三四五六七八九十\d]级|国[一二三四五六ivx\d]|[ⅰⅱⅲⅳⅴ]类?|[a-z]+\d[\d.]*|\d{5,}|"
    r"近[一二三四五六七八九十\d]+年|方案[一二三四]|[一二三四五六七八九十]+期(?=工程|项目)|\d+[·]\d+|第?[一二三四]季度|\d{3,}线"
)
_PER = re.compile(r"每(?:[万千百十人户亩村县升吨例桌床]|公[里顷]|平方)|[万千]人(?![次])|人均|户均|亩均|平均每|次均|班均")
_EXAMPLES = re.compile(r".*[、].*?等(?=[\u4e00-\u9fff]{2})")
_HAN = re.compile(r"[一二三四五六七八九十百]+")
_BEHIND = 6


@dataclass(frozen=True, eq=False)
class Pair:
    """A figure of a draft's sentence and one of a fact."""

    sentence: Sentence
    said: Figure
    fact: Fact
    stated: Figure


def designators(folded: str) -> frozenset[str]:
    """Numbers that name and don't count: 第二十二届, 二级, 国三, pm2.5, 12315, 近五年."""
    return frozenset(_HAN.sub(_figures, m.group()) for m in _DESIGNATOR.finditer(folded))


def _figures(match: re.Match[str]) -> str:
    """A number in characters as one in figures: 二十二 is 22."""
    value = han_value(match.group())
    return match.group() if value is None else f"{value:f}"


def signals(pair: Pair, lexicon: Lexicon) -> tuple[float, ...]:
    """What speaks for and against the two figures being about the same thing, in the order of `SIGNALS`."""
    said, stated, fact = pair.said, pair.stated, pair.fact
    own = _subject(pair.sentence, said)
    indicator = fold(stated.scope + stated.indicator + stated.base).text
    clause = _clause(fact, stated)
    claimed = "".join(t.text for t in own)
    theirs = tuple(t for t in lexicon.terms(fold(tail_of(stated.indicator)).text) if t.weight)
    behind = _noun(pair.sentence.folded.text, pair.sentence.span(said.start, said.end)[1])
    return (
        coverage(own, indicator),
        coverage(own, clause),
        coverage(own, fact.around),
        coverage(theirs, claimed + fold(said.indicator).text),
        coverage(theirs, pair.sentence.folded.text),
        coverage(pair.sentence.terms, fact.around),
        _alike(behind, _noun(fact.text, fact.folded_span(stated.start, stated.end)[1])),
        _changes(said, stated),
        _designated(claimed + fold(said.indicator).text, indicator),
        _units(said.quantity, stated.quantity),
        scope_of_each(said, stated),
    )


def tail_of(indicator: str) -> str:
    """An indicator without the examples before 等: 境外商标注册等创造项目省级资助."""
    found = _EXAMPLES.match(indicator)
    return indicator[found.end() :] if found and found.end() < len(indicator) else indicator


def _subject(sentence: Sentence, figure: Figure) -> tuple[Term, ...]:
    """The words that name what the draft's figure counts: its indicator's, or else its clause's."""
    spans = [sentence.span(*s) for s in figure.indicator_spans if sentence.start <= s[0] < sentence.end]
    own = tuple(t for s, e in spans for t in sentence.terms_in(s, e) if t.weight)
    if own:
        return own
    return tuple(t for t in sentence.terms_in(*sentence.clause_of(sentence.place(figure.start))) if t.weight)


def _clause(fact: Fact, figure: Figure) -> str:
    """The fact's text from the end of the figure before to the end of the figure's own clause."""
    start, end = fact.folded_span(figure.start, figure.end)
    before = [fact.folded_span(f.start, f.end)[1] for f in fact.figures if f.end <= figure.start]
    stop = re.search(r"[,，;；。]", fact.text[end:])
    return fact.text[max(before, default=0) : end + (stop.start() if stop else _BEHIND)]


def _noun(folded: str, at: int) -> str:
    match = re.match(r"[\u4e00-\u9fff]{0,6}", folded[at:])
    return match.group() if match else ""


def _alike(one: str, other: str) -> float:
    """Whether the words behind two figures begin alike."""
    if not one or not other:
        return 0.5
    return float(one[:2] == other[:2])


def _changes(said: Figure, stated: Figure) -> float:
    return float(bool(_change(said)) == bool(_change(stated)))


def _change(figure: Figure) -> str:
    return direction(figure.change) or ("change" if figure.quantity.kind == "points" else "")


def _designated(claimed: str, indicator: str) -> float:
    """-1 where numbers in the names differ, 1 where they agree, 0 where one of the two has none."""
    mine, its = designators(claimed), designators(indicator)
    if not mine or not its:
        return 0.0
    return 1.0 if mine & its else -1.0


def _units(said: Quantity, stated: Quantity) -> float:
    return float(said.unit == stated.unit)


def scope_of_each(said: Figure, stated: Figure) -> float:
    """-1 where one is for each and the other for all, 1 where both are for each, else 0."""
    each = [bool(_PER.search(f.scope + f.indicator)) for f in (said, stated)]
    return 1.0 if all(each) else -1.0 if any(each) else 0.0


@cache
def _weights() -> np.ndarray:
    fitted = load("check_weights")["same_figure"]
    return np.array([fitted["bias"], *(fitted[name] for name in SIGNALS)])


def likeness(told: tuple[float, ...]) -> float:
    """The fitted probability that the figures are about the same thing."""
    return float(1 / (1 + np.exp(-(_weights()[0] + np.dot(_weights()[1:], told)))))
