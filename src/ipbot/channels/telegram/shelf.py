"""Briefings by the short keys that buttons carry, and pages of their transcripts."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.reading.figures import Figure
from ipbot.text.sentences import sentences, trim
from ipbot.values.briefing import Briefing, Passage

KEY = "[0-9a-f]{12}"
PAGE = 500
"""Characters of a page in context, about."""


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a transcript."""

    briefing: Briefing
    start: int
    end: int


@dataclass(frozen=True)
class Shelf:
    """The briefings as buttons find them. A key names the transcript too, so that an old offset never misquotes."""

    pipeline: Pipeline
    _sentences: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def corpus(self) -> Corpus:
        """The briefings."""
        return self.pipeline.corpus

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Each briefing's key, by its id."""
        return {b.id: _key(b) for b in self.corpus}

    @cached_property
    def _by_key(self) -> Mapping[str, Briefing]:
        return {self.keys[b.id]: b for b in self.corpus}

    @cached_property
    def newest_first(self) -> tuple[Briefing, ...]:
        """The briefings, the latest first."""
        return tuple(sorted(self.corpus, key=lambda b: (str(b.held_on or ""), b.id), reverse=True))

    def briefing(self, key: str) -> Briefing | None:
        """The briefing of a key; None where it is gone or its transcript has changed."""
        return self._by_key.get(key)

    def place(self, key: str, start: int, end: int) -> Place | None:
        """The span that a button means; None where there is no such span now."""
        briefing = self.briefing(key)
        return Place(briefing, start, end) if briefing and 0 <= start < end <= len(briefing.transcript) else None

    def passage(self, briefing: Briefing, offset: int) -> Passage | None:
        """The passage in which a place of a transcript stands."""
        passages = self.corpus.outlines[briefing.id].passages
        index = bisect_right(passages, offset, key=lambda p: p.start) - 1
        return passages[index] if index >= 0 and offset < passages[index].end else None

    def figures(self, briefing: Briefing) -> tuple[Figure, ...]:
        """Every figure of a briefing."""
        return self.pipeline.library.figures_of(briefing.id)

    def nearby(self, place: Place) -> tuple[Figure, ...]:
        """The figures of the passage in which a place stands."""
        passage = self.passage(place.briefing, place.start)
        return tuple(f for f in self.figures(place.briefing) if passage and f.passage == passage.id)

    def around(self, place: Place) -> Place:
        """Whole sentences around a place, about a page of them."""
        tiles = self._tiles(place.briefing)
        half = max(0, PAGE - (place.end - place.start)) // 2
        first = bisect_right(tiles, max(0, place.start - half), key=lambda t: t[0]) - 1
        last = bisect_right(tiles, min(len(place.briefing.transcript), place.end + half) - 1, key=lambda t: t[0]) - 1
        return self._trimmed(place.briefing, tiles[first][0], tiles[last][1])

    def before(self, page: Place) -> Place | None:
        """The page before a page; None at the beginning."""
        tiles = self._tiles(page.briefing)
        last = bisect_right(tiles, page.start - 1, key=lambda t: t[0]) - 1
        first = last
        while first > 0 and tiles[last][1] - tiles[first - 1][0] <= PAGE:
            first -= 1
        return self._filled(page.briefing, tiles[first][0], tiles[last][1]) if page.start > 0 else None

    def after(self, page: Place) -> Place | None:
        """The page after a page; None at the end."""
        tiles = self._tiles(page.briefing)
        first = bisect_right(tiles, page.end, key=lambda t: t[0]) - 1
        if tiles[first][0] < page.end:
            first += 1
        last = first
        while last + 1 < len(tiles) and tiles[last + 1][1] - tiles[first][0] <= PAGE:
            last += 1
        return self._filled(page.briefing, tiles[first][0], tiles[last][1]) if first < len(tiles) else None

    def _tiles(self, briefing: Briefing) -> tuple[tuple[int, int], ...]:
        if briefing.id not in self._sentences:
            self._sentences[briefing.id] = sentences(briefing.transcript)
        return self._sentences[briefing.id]

    def _trimmed(self, briefing: Briefing, start: int, end: int) -> Place:
        return Place(briefing, *trim(briefing.transcript, start, end))

    def _filled(self, briefing: Briefing, start: int, end: int) -> Place | None:
        """The place without white space at its ends; None where there is nothing else."""
        page = self._trimmed(briefing, start, end)
        return page if page.start < page.end else None


def _key(briefing: Briefing) -> str:
    return blake2b(f"{briefing.id}\n{briefing.transcript}".encode(), digest_size=6).hexdigest()
