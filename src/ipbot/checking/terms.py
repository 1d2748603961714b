"""The words of a sentence that tell what it is about, and how much of them another text has."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ipbot.checking.language import harmless
from ipbot.reading.library import Library
from ipbot.reading.wording import Wording
from ipbot.text.folding import fold

_ALTERNATIVE = 0.8
_EMPTY_TAGS = frozenset("upcyeoxr")
_PIECE = 2


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
    words = lexicon.library.question_words(folded)
    alternatives = {(a.start, a.end): a.others for a in lexicon.wording.alternatives(folded, words)}
    for word in words:
        end = at + len(word)
        others = alternatives.get((at, end)) or lexicon.wording.table.get(word, ())
        yield Term(at, end, word, lexicon.weight(word), segmenter.tag(word), tuple(o for o in others if len(o) > 1))
        at = end


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
