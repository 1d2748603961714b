"""The words of a sentence that tell what it is about, and how much of them another text has."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

from ipbot.checking.language import harmless
from ipbot.reading.library import Library
from ipbot.reading.wording import Wording
from ipbot.text.folding import fold

_ALTERNATIVE = 0.8
_EMPTY_TAGS = frozenset("upcyeoxr")
_PIECE = 2
_NAME = r"(?![在和与到往对从由各全我本该其某])[^\W\d_a-z一二两三四五六七八九十百千万在和与]{1,3}"
_LEFT, _RIGHT = r"(?:^|(?<=[,。;、:\"(在和与到往对从由]))", r"(?=$|[,。;、:\")和与及])"
_PLACE = re.compile(rf"{_LEFT}(?P<place>{_NAME}(?:(?:县|区|镇|乡)(?![级内场域民政际辖长])|市{_RIGHT}))")
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


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Weighs the words of drafts by the corpus that they are held against."""

    library: Library
    wording: Wording
    ignored: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def places(self) -> frozenset[str]:
        """Names of places in the corpus, folded."""
        texts = (fold(b.transcript).text for b in self.library.corpus)
        return frozenset(m["place"] for text in texts for m in _KNOWN_PLACE.finditer(text))

    @cached_property
    def own_names(self) -> re.Pattern[str] | None:
        """A pattern for the names that say nothing by themselves."""
        names = sorted((fold(n).text for n in self.ignored if len(n) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, names))) if names else None

    def terms(self, folded: str) -> tuple[Term, ...]:
        """The words of folded text, in order; those that state nothing weigh nothing."""
        return _read(self, folded)

    def weight(self, word: str) -> float:
        """How much a word tells: its rarity, here and in general text."""
        if not any(c.isalnum() for c in word) or word in harmless() or word in self.ignored:
            return 0.0
        if word.isascii() and word.replace(".", "").isdecimal():
            return 0.0
        if len(word) == 1 and self.library.segmenter.tag(word)[:1] in _EMPTY_TAGS:
            return 0.0
        return self.library.weigher.weight(word) * (1.0 if len(word) > 1 else 0.4)


@lru_cache(maxsize=4096)
def _read(lexicon: Lexicon, folded: str) -> tuple[Term, ...]:
    return tuple(_terms(lexicon, folded))


def _terms(lexicon: Lexicon, folded: str) -> Iterator[Term]:
    at, segmenter = 0, lexicon.library.segmenter
    words = _with_places(lexicon.library.question_words(folded), folded, lexicon.places)
    alternatives = {(a.start, a.end): a.others for a in lexicon.wording.alternatives(folded, words)}
    own = _own(lexicon, folded)
    for word in words:
        end = at + len(word)
        others = alternatives.get((at, end)) or lexicon.wording.table.get(word, ())
        weight = 0.0 if any(2 * (min(e, end) - max(s, at)) >= len(word) for s, e in own) else lexicon.weight(word)
        yield Term(at, end, word, weight, segmenter.tag(word), tuple(o for o in others if len(o) > 1))
        at = end


def _own(lexicon: Lexicon, folded: str) -> list[tuple[int, int]]:
    """Where the names of the city and its office stand."""
    pattern = lexicon.own_names
    return [m.span() for m in pattern.finditer(folded)] if pattern else []


def _with_places(words: Sequence[str], folded: str, places: frozenset[str]) -> list[str]:
    """The words, names of places that the dictionary cuts put together again."""
    spans = [m.span("place") for m in _PLACE.finditer(folded)]
    spans += [m.span() for p in places for m in re.finditer(re.escape(p), folded)]
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
    if any(other in text for other in term.others):
        return _ALTERNATIVE
    if len(term.text) <= _PIECE:
        return 0.0
    pieces = [term.text[i : i + _PIECE] for i in range(len(term.text) - 1)]
    return sum(p in text for p in pieces) / len(pieces) * _ALTERNATIVE


def coverage(terms: Iterable[Term], text: str) -> float:
    """How much of the weight of the terms a folded text has; 1 where they have none."""
    weighed = [(t.weight, covered(t, text)) for t in terms if t.weight]
    whole = sum(w for w, _ in weighed)
    return sum(w * c for w, c in weighed) / whole if whole else 1.0


def within(terms: Sequence[Term], start: int, end: int) -> tuple[Term, ...]:
    """The terms that lie in a stretch of their text."""
    return tuple(t for t in terms if t.start >= start and t.end <= end)


def words_of(lexicon: Lexicon, text: str) -> tuple[Term, ...]:
    """The telling words of any text."""
    return tuple(t for t in lexicon.terms(fold(text).text) if t.weight)
