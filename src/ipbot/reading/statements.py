"""What the reader reads: a retrieved passage with the headings before it, as statements that can each be cited."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from ipbot.corpus import Corpus
from ipbot.retrieval import Entry
from ipbot.text.folding import Folded, fold
from ipbot.text.segmentation import Segmenter, terms
from ipbot.text.sentences import statements as split_statements
from ipbot.text.sentences import trim
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Passage, Role

LONGEST_CITATION = 150
Words = Callable[[str], tuple[str, ...]]
"""Cuts folded text into words."""

_RUN = re.compile(r"[\u3400-\u9fffa-z0-9]+")


def grams(text: str, length: int) -> frozenset[str]:
    """Character n-grams of the runs of letters, Han characters and digits."""
    return frozenset(r[i : i + length] for r in _RUN.findall(text) for i in range(len(r) - length + 1))


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence, a quotable clause of a very long one, or a heading; `start` and `end` count in the transcript."""

    briefing: str
    place: str
    start: int
    end: int
    kind: str
    spoken: bool
    """Whether somebody says it, rather than a narrator."""
    folded: Folded
    words: tuple[str, ...]

    @cached_property
    def word_set(self) -> frozenset[str]:
        """Words with a letter, Han character or digit."""
        return frozenset(w for w in self.words if any(c.isalnum() for c in w))

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """Character bigrams."""
        return grams(self.folded.text, 2)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Letters, Han characters and digits."""
        return grams(self.folded.text, 1)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Transcript offsets of a span of the folded text."""
        first, last = self.folded.unfold(start, end)
        return self.start + first, self.start + last


@dataclass(frozen=True, eq=False)
class Reading:
    """A passage as the reader sees it: its statements in order, those of its own new headings first."""

    key: str
    passage: Passage
    statements: tuple[Statement, ...]
    context: tuple[str, ...]

    @cached_property
    def context_words(self) -> frozenset[str]:
        """Words of the headings, the speaker and the reporter's question."""
        return frozenset(self.context)

    @cached_property
    def context_bigrams(self) -> frozenset[str]:
        """Bigrams of the headings, the speaker and the reporter's question."""
        return grams("".join(self.context), 2)

    @cached_property
    def text(self) -> str:
        """The folded statements, one a line."""
        return "\n".join(s.folded.text for s in self.statements)

    @cached_property
    def word_set(self) -> frozenset[str]:
        """Words of all statements."""
        return frozenset().union(*(s.word_set for s in self.statements))

    @cached_property
    def bigrams(self) -> frozenset[str]:
        """Bigrams of all statements."""
        return frozenset().union(*(s.bigrams for s in self.statements))

    def entry(self) -> Entry:
        """What the index is given."""
        own = [t for s in self.statements for t in terms(s.words)]
        return Entry(self.key, (*own, *terms(self.context)))


def readings(corpus: Corpus, segmenter: Segmenter) -> Mapping[str, Reading]:
    """Every passage of a corpus, prepared for reading, by key."""
    found = (r for briefing in corpus for r in _of_briefing(corpus, briefing, segmenter))
    return {reading.key: reading for reading in found}


def _of_briefing(corpus: Corpus, briefing: Briefing, segmenter: Segmenter) -> Iterator[Reading]:
    outline = corpus.outlines[briefing.id]
    waiting = list(outline.headings)
    last = outline.passages[-1] if outline.passages else None

    def words(folded: str) -> tuple[str, ...]:
        return tuple(segmenter.words(folded))

    again = cache(lambda text: words(fold(text).text))
    title = again(briefing.title + briefing.city)
    for passage in outline.passages:
        own = [h for h in waiting if h.start < passage.start or passage is last]
        waiting = waiting[len(own) :]
        context = (*title, *again("\n".join([*passage.section, str(passage.speaker), passage.asked])))
        made = (
            *(_heading_statement(briefing, h, words) for h in own),
            *_passage_statements(briefing, passage, words),
        )
        yield Reading(f"{briefing.id}/{passage.id}", passage, made, context)


def _heading_statement(briefing: Briefing, heading: Heading, words: Words) -> Statement:
    start, end = trim(briefing.transcript, heading.start, heading.end)
    folded = fold(briefing.transcript[start:end])
    kind = heading.kind.value if heading.kind is not HeadingKind.SECTION else "heading"
    return Statement(briefing.id, heading.id, start, end, kind, False, folded, words(folded.text))


def _passage_statements(briefing: Briefing, passage: Passage, words: Words) -> Iterator[Statement]:
    kind = "question" if passage.role is Role.REPORTER else "sentence"
    for first, last in split_statements(passage.text, LONGEST_CITATION):
        start, end = trim(briefing.transcript, passage.start + first, passage.start + last)
        if start < end:
            folded = fold(briefing.transcript[start:end])
            spoken = passage.role is not Role.NARRATOR
            yield Statement(briefing.id, passage.id, start, end, kind, spoken, folded, words(folded.text))
