"""A question made ready for matching: its informative words and bigrams, each with its weight and other wordings."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import fsum

import numpy as np
from numpy.typing import NDArray

from ipbot.reading.asking import Asking, stop_words
from ipbot.reading.postings import Postings
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.text.periods import Period, asked_periods
from ipbot.text.segmentation import Segmenter

_ALTERNATIVE = 0.8
_PLACE_NAME = 2
_RARITY = 3.0
_QUOTED = re.compile(r'"([^"]{2,30})"')
_MEASURE_ENDS = "额量数率市县区省"


@dataclass(frozen=True)
class Query:
    """What is matched; weights grow with how much a term tells."""

    asking: Asking
    words: Mapping[str, float]
    bigrams: Mapping[str, float]
    characters: frozenset[str]
    others: Mapping[str, tuple[str, ...]]
    said: tuple[str, ...] = ()
    """Those questions that this one leans on, and then itself; folded."""
    own: frozenset[str] = frozenset()
    """The words of the question itself."""

    @property
    def quoted(self) -> tuple[str, ...]:
        """The quoted words of the question itself."""
        return tuple(_QUOTED.findall(self.said[-1]))

    @cached_property
    def _variants(self) -> Mapping[str, tuple[str, ...]]:
        """For each word all that may stand for it; of one character only itself, which is found everywhere else."""
        return {word: _variants(word, self.others.get(word, ())) for word in self.words}

    @cached_property
    def _periods(self) -> dict[date | None, tuple[Period, ...]]:
        return {}

    def periods(self, held_on: date | None) -> tuple[Period, ...]:
        """The periods asked for: of the question, or else of the nearest one before it that names any."""
        if held_on not in self._periods:
            both = self.asking.is_a("compare") and not self.asking.is_a("change")
            said = (asked_periods(text, held_on) for text in reversed(self.said))
            named = (tuple(p for p in found if both or not p.base) for found in said)
            self._periods[held_on] = next(filter(None, named), ())
        return self._periods[held_on]

    def within(self, place: str) -> "Query":
        """The query without the name of the place that everything said is about, where anything else is left."""
        words = {w: weight for w, weight in self.words.items() if len(w) < _PLACE_NAME or w not in place}
        return replace(self, words=words) if words else self

    def shared(self, bigrams: Iterable[str]) -> float:
        """The weight of those bigrams that the question has, whatever their order."""
        return fsum(self.bigrams[b] for b in bigrams if b in self.bigrams)

    def stands_in(self, word: str, text: str) -> bool:
        """Whether the word, or another wording of it, stands in a folded text."""
        return any(map(text.__contains__, self._variants[word]))

    def standing(self, words: Iterable[str], text: str) -> frozenset[str]:
        """Those of the words that stand in a folded text, as they are or by another wording."""
        variants, stands = self._variants, text.__contains__
        return frozenset([word for word in words if any(map(stands, variants[word]))])

    def present_words(self, readings: Sequence[Reading]) -> NDArray[np.float32]:
        """For every statement of the passages, how far it has each word: 1 as it is, less by another wording."""
        found = np.zeros((sum(len(r.statements) for r in readings), len(self.words)), np.float32)
        end = 0
        for reading in readings:
            start, end = end, end + len(reading.statements)
            for column, word in enumerate(self.words):
                here = word in reading.text
                others = tuple(other for other in self.others.get(word, ()) if other in reading.text)
                if here or others:
                    found[start:end, column] = [_present(s, word, here, others) for s in reading.statements]
        return found


def _variants(word: str, others: Sequence[str]) -> tuple[str, ...]:
    stem = (word[:-1],) if len(word) > 2 and word[-1] in _MEASURE_ENDS else ()
    return (word, *stem, *(other for other in others if len(other) > 1))


def _present(statement: Statement, word: str, here: bool, others: Sequence[str]) -> float:
    text = statement.folded.text
    if here and (word in text if len(word) > 1 else word in statement.word_set):
        return 1.0
    return _ALTERNATIVE if others and any(other in text for other in others) else 0.0


class Weigher:
    """Weighs terms by how rare they are in the corpus's statements and in general text."""

    def __init__(self, postings: Postings, segmenter: Segmenter) -> None:
        self._postings, self._segmenter = postings, segmenter
        self._statements = len(postings.static)

    def idf(self, term: str) -> float:
        """Lucene's idf over statements."""
        n = self._postings.count(term)
        return math.log(1 + (self._statements - n + 0.5) / (n + 0.5))

    def weight(self, word: str) -> float:
        """A word's weight: half its idf, and its rarity in general text."""
        return 0.5 * self.idf("w" + word) + _RARITY * self._segmenter.rarity(word)

    def query(self, asking: Asking, words: Sequence[str], others: Mapping[str, tuple[str, ...]]) -> Query:
        """Make a question ready; `words` are all its words in order, informative or not."""
        dropped = stop_words() | set(asking.dropped)
        masked = "".join("|" if w in dropped else w for w in words)
        return Query(
            asking=asking,
            words={w: self.weight(w) for w in asking.words},
            bigrams={b: self.idf("b" + b) for b in sorted(grams(masked, 2))},
            characters=grams(masked, 1),
            others=others,
            said=(asking.text,),
            own=frozenset(asking.words),
        )
