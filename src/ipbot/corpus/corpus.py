"""All briefings that questions are asked of, taken apart once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ipbot.corpus.splitting import split
from ipbot.values.briefing import Briefing, Outline, Passage


@dataclass(frozen=True)
class Corpus:
    """Briefings, ordered by id, with their outlines."""

    briefings: tuple[Briefing, ...]

    @classmethod
    def of(cls, briefings: Iterable[Briefing]) -> "Corpus":
        """Order the briefings by id, so that nothing depends on how they were read."""
        return cls(tuple(sorted(briefings, key=lambda b: b.id)))

    @cached_property
    def by_id(self) -> Mapping[str, Briefing]:
        """Briefings by their ids."""
        return {b.id: b for b in self.briefings}

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """Each briefing's outline, by its id."""
        return {b.id: split(b) for b in self.briefings}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of briefings and of their transcripts."""
        return tuple(p for b in self.briefings for p in self.outlines[b.id].passages)

    def __iter__(self) -> Iterator[Briefing]:
        return iter(self.briefings)

    def __len__(self) -> int:
        return len(self.briefings)
