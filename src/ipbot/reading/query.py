"""A question made ready for matching: its informative words and bigrams, each with its weight and other wordings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ipbot.reading.asking import Asking, stop_words
from ipbot.reading.postings import Postings
from ipbot.reading.statements import Reading, Statement, grams
from ipbot.text.periods import Period, asked_periods
from ipbot.text.segmentation import Segmenter

_ALTERNATIVE = 0.8
_RARITY = 3.0
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
    """The question and, before it, those that it leans on; folded."""

    def periods(self, held_on: date | None) -> tuple[Period, ...]:
        """The periods asked for: of the question, or else of the nearest one before it that names any."""
        for text in reversed(self.said):
            found = tuple(p for p in asked_periods(text, held_on) if not p.base)
            if found:
                return found
        return ()

    def stands_in(self, word: str, text: str) -> bool:
        """Whether the word, or another wording of it, stands in a folded text."""
        if word in text or (len(word) > 2 and word[-1] in _MEASURE_ENDS and word[:-1] in text):
            return True
        return any(other in text for other in self.others.get(word, ()))

    def present_words(self, readings: Sequence[Reading]) -> NDArray[np.float32]:
        """For every statement of the passages, how far it has each word: 1 as it is, less by another wording."""
        rows: list[list[float]] = []
        for reading in readings:
            text = reading.text
            near = [(w, w in text, tuple(o for o in self.others.get(w, ()) if o in text)) for w in self.words]
            rows.extend([_present(s, w, here, others) for w, here, others in near] for s in reading.statements)
        return np.array(rows, np.float32).reshape(len(rows), len(self.words))


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
            bigrams={b: self.idf("b" + b) for b in grams(masked, 2)},
            characters=grams(masked, 1),
            others=others,
            said=(asking.text,),
        )
