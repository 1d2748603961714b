"""Transcripts as pages show them: blocks of statements, each with a permalink, and a quotation set off among them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ipbot.channels.web.rendering import Link, permalink
from ipbot.reading.library import Library
from ipbot.reading.statements import Statement
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Outline, Passage, Role
from ipbot.values.pieces import Pieces, pieces

_DEEPEST = 6
Range = tuple[int, int]
"""Start and end, in code points of the transcript."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement, or what stands between two, which has no `href`; `marked` if a part of it is quoted."""

    start: int
    end: int
    pieces: Pieces
    href: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph; `rank` is a heading's in HTML, below the page's own of 1."""

    id: str
    kind: Literal["title", "section", "speaker", "paragraph"]
    rank: int
    role: Role
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    level: int
    link: Link


def blocks(briefing: Briefing, library: Library, root: str, quoted: Range | None = None) -> tuple[Block, ...]:
    """The transcript whole, in order; the quoted stretch of it set off."""
    outline, statements = library.corpus.outlines[briefing.id], library.statements[briefing.id]
    ranks = _ranks(outline.headings)
    parts: list[Heading | Passage] = sorted((*outline.headings, *outline.passages), key=_begin)
    return tuple(
        Block(
            part.id,
            _kind(part),
            ranks.get(part.id, 0),
            part.role if isinstance(part, Passage) else Role.NARRATOR,
            tuple(_sentences(briefing, _within(statements, part), (part.start, part.end), root, quoted)),
        )
        for part in parts
    )


def contents(briefing: Briefing, outline: Outline) -> tuple[Entry, ...]:
    """Speakers and sections, in order."""
    headings = [h for h in outline.headings if h.kind is not HeadingKind.TITLE]
    labelled = {h.start for h in headings}
    turns = [
        (turn.start, 0, _first(outline, turn.start, turn.end), briefing.transcript[turn.start : turn.label_end])
        for turn in outline.turns
        if turn.label_end > turn.start and turn.start not in labelled
    ]
    named = [(h.start, h.level, h.id, briefing.transcript[h.start : h.end]) for h in headings]
    return tuple(
        Entry(level, Link(" ".join(text.split()), f"#{id}")) for _, level, id, text in sorted([*named, *turns])
    )


def around(
    briefing: Briefing, statements: Sequence[Statement], quoted: Range, root: str
) -> tuple[Link | None, Link | None]:
    """The statements before and after a stretch."""
    first = bisect_left(statements, quoted[0] + 1, key=lambda s: s.end)
    last = bisect_left(statements, quoted[1], key=lambda s: s.start)
    before = statements[first - 1] if first > 0 else None
    after = statements[last] if last < len(statements) else None
    return _link(briefing, before, root), _link(briefing, after, root)


def place_of(outline: Outline, start: int) -> Passage | None:
    """The passage that a place stands in, or the first behind a heading there."""
    return next((p for p in outline.passages if start < p.end), None)


def _link(briefing: Briefing, statement: Statement | None, root: str) -> Link | None:
    if statement is None:
        return None
    text = briefing.transcript[statement.start : statement.end]
    return Link(text, permalink(root, briefing, statement.start, statement.end))


def _ranks(headings: Iterable[Heading]) -> dict[str, int]:
    """Ranks by depth, none of which is left out whatever the numbering leaves out."""
    above: list[int] = []
    ranks = {}
    for heading in headings:
        level = heading.level if heading.kind is HeadingKind.SECTION else 0
        while above and above[-1] >= level:
            above.pop()
        ranks[heading.id] = min(2 + len(above), _DEEPEST)
        if heading.kind is not HeadingKind.TITLE:
            above.append(level)
    return ranks


def _begin(part: Heading | Passage) -> int:
    return part.start


def _kind(part: Heading | Passage) -> Literal["title", "section", "speaker", "paragraph"]:
    if isinstance(part, Passage):
        return "paragraph"
    return {HeadingKind.TITLE: "title", HeadingKind.SECTION: "section", HeadingKind.SPEAKER: "speaker"}[part.kind]  # type: ignore[return-value]


def _within(statements: Sequence[Statement], part: Heading | Passage) -> Sequence[Statement]:
    first = bisect_left(statements, part.start, key=lambda s: s.start)
    last = bisect_left(statements, part.end, key=lambda s: s.start)
    return statements[first:last]


def _sentences(
    briefing: Briefing, statements: Sequence[Statement], within: Range, root: str, quoted: Range | None
) -> Iterator[Sentence]:
    """Statements and what stands between them, which together tile the stretch but for white space at its end."""
    done = within[0]
    for statement in statements:
        if statement.start > done:
            yield _sentence(briefing, (done, statement.start), "", quoted)
        href = permalink(root, briefing, statement.start, statement.end)
        yield _sentence(briefing, (statement.start, statement.end), href, quoted)
        done = statement.end
    if briefing.transcript[done : within[1]].strip():
        yield _sentence(briefing, (done, within[1]), "", quoted)


def _sentence(briefing: Briefing, at: Range, href: str, quoted: Range | None) -> Sentence:
    cut = pieces(briefing.transcript[slice(*at)], [quoted] if quoted else [], at[0])
    return Sentence(*at, cut, href, any(marked for _, marked in cut))


def _first(outline: Outline, start: int, end: int) -> str:
    """The id of the first passage of a turn."""
    return next((p.id for p in outline.passages if start <= p.start < end), "")
