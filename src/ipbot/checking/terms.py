"""The words of a sentence that tell what it is about, and how much of them another text has."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Protocol

from ipbot.checking.language import harmless
from ipbot.reading.library import Library
from ipbot.reading.wording import Wording
from ipbot.text.folding import fold

_ALTERNATIVE = 0.8
_EMPTY_TAGS = frozenset("upcyeoxr")
_PIECE = 2
_NAME = r"(?![在和与到往对从由各全我本该其某])[^\W\d_a-z一二两三四五六七八九十百千万在和与]{1,3}"
_LEFT, _RIGHT = r"(?:^|(?<=[,。;、:\"(在和与到往对从由]))", r"(?=$|[,。;、:\")和与及])"
_PLACE = rf"{_LEFT}(?P<place>{_NAME}(?:(?:县|区|镇|乡)(?![级内场域民政际辖长])|市{_RIGHT}))"
_KNOWN_PLACE = re.compile(rf"{_LEFT}(?P<place>{_NAME}(?:县|区|镇|乡|市)){_RIGHT}")


@dataclass(frozen=True, slots=True)
class Term:
    """A word at a place in folded text, with its weight and other wordings; `tag` is its part of speech."""

    start: int
    end: int
    text: str
    weight: float
    tag: str = ""
    others: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


class Worded(Hashable, Protocol):
    """Something with a folded text of the corpus."""

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Weighs the words of drafts by the corpus that they are held against."""

    library: Library
    wording: Wording
    ignored: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def places(self) -> re.Pattern[str]:
        """A pattern for the names of places: those of the corpus, and what has the form of one."""
        texts = (fold(b.transcript).text for b in self.library.corpus)
        known = {m["place"] for text in texts for m in _KNOWN_PLACE.finditer(text)}
        named = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
        return re.compile(rf"(?P<known>{named})|{_PLACE}" if named else _PLACE)

    @cached_property
    def own_names(self) -> re.Pattern[str] | None:
        """A pattern for the names that say nothing by themselves."""
        names = sorted((fold(n).text for n in self.ignored if len(n) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names))) if names else None

    def terms(self, folded: str) -> tuple[Term, ...]:
        """The words of folded text, in order; those that state nothing weigh nothing."""
        return tuple(_terms(self, folded))

    @cached_property
    def _of_facts(self) -> dict[Hashable, tuple[Term, ...]]:
        return {}

    def of_fact(self, fact: "Worded") -> tuple[Term, ...]:
        """The words of a fact, kept."""
        if fact not in self._of_facts:
            self._of_facts[fact] = tuple(t for t in self.terms(fact.text) if t.text.strip())
        return self._of_facts[fact]

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {}

    def weight(self, word: str) -> float:
        """How much a word tells: its rarity, here and in general text; of the corpus's words it is kept."""
        if word not in self.library.vocabulary:
            return self._weighed(word)
        if word not in self._weights:
            self._weights[word] = self._weighed(word)
        return self._weights[word]

    def _weighed(self, word: str) -> float:
        if not any(c.isalnum() for c in word) or word in harmless() or word in self.ignored:
            return 0.0
        if word.isascii() and word.replace(".", "").isdecimal():
            return 0.0
        if len(word) == 1 and self.library.segmenter.tag(word)[:1] in _EMPTY_TAGS:
            return 0.0
        return self.library.weigher.weight(word) * (1.0 if len(word) > 1 else 0.4)


def _terms(lexicon: Lexicon, folded: str) -> Iterator[Term]:
    at, segmenter = 0, lexicon.library.segmenter
    words = _with_places(lexicon.library.question_words(folded), folded, lexicon.places)
    alternatives = {(a.start, a.end): a.others for a in lexicon.wording.alternatives(folded, words)}
    own = _own(lexicon, folded)
    for word in words:
        end = at + len(word)
        others = alternatives.get((at, end)) or lexicon.wording.table.get(word, ())
        weight = 0.0 if any(2 * (min(e, end) - max(s, at)) >= len(word) for s, e in own) else lexicon.weight(word)
        other = tuple(o for o in others if len(o) > 1)
        yield Term(at, end, word, weight, segmenter.tag(word), other, _pieces(word))
        at = end


def _own(lexicon: Lexicon, folded: str) -> list[tuple[int, int]]:
    """Where the names of the city and its office stand."""
    pattern = lexicon.own_names
    return [m.span() for m in pattern.finditer(folded)] if pattern else []


def _pieces(word: str) -> tuple[str, ...]:
    return tuple(word[i : i + _PIECE] for i in range(len(word) - 1)) if len(word) > _PIECE else ()


def _with_places(words: Sequence[str], folded: str, places: re.Pattern[str]) -> list[str]:
    """The words, names of places that the dictionary cuts put together again."""
    spans = [m.span() for m in places.finditer(folded)]
    if not spans:
        return list(words)
    starts = [0, *accumulate(map(len, words))]
    cuts = set(starts)
    for start, end in sorted(spans):
        if not (cuts & {start, end} or start in cuts):
            continue
        cuts = {c for c in cuts if not start < c < end} | {start, end}
    edges = sorted(cuts)
    return [folded[a:b] for a, b in pairwise(edges)]


def covered(term: Term, text: str) -> float:
    """How far a folded text has a word: 1 as it is, less by another wording or by pieces of it."""
    if term.text in text:
        return 1.0
    for other in term.others:
        if other in text:
            return _ALTERNATIVE
    if not term.pieces:
        return 0.0
    return len([p for p in term.pieces if p in text]) / len(term.pieces) * _ALTERNATIVE


def coverage(terms: Iterable[Term], text: str) -> float:
    """How much of the weight of the terms a folded text has; 1 where they have none."""
    whole = held = 0.0
    for term in terms:
        if term.weight:
            whole += term.weight
            held += term.weight if term.text in text else term.weight * covered(term, text)
    return held / whole if whole else 1.0


def within(terms: Sequence[Term], start: int, end: int) -> tuple[Term, ...]:
    """The terms that lie in a stretch of their text."""
    return tuple(t for t in terms if t.start >= start and t.end <= end)
