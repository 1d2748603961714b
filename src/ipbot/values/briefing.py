"""A briefing and the parts its transcript is made of.

Every `start` and `end` counts Unicode code points in the transcript, `end` exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whose words the transcript gives; `name` is empty where only an office is known."""

    name: str
    organisation: str = ""
    title: str = ""

    def __str__(self) -> str:
        return f"{self.organisation}{self.title} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the transcript was taken from; `sha256` is the transcript file's own, in hexadecimal."""

    name: str = ""
    url: str = ""
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """One press briefing: its transcript, verbatim, and what is known about it."""

    id: str
    title: str
    transcript: str
    held_on: date | None = None
    publisher: str = ""
    city: str = ""
    language: str = "zh"
    source: Source = Source()
    speakers: tuple[Speaker, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: str = ""


class Role(StrEnum):
    """The part that a turn's speaker plays."""

    NARRATOR = "narrator"
    HOST = "host"
    OFFICIAL = "official"
    REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's words without a break; `label_end` is where the label (name and colon) ends."""

    start: int
    end: int
    label_end: int
    role: Role
    speaker: Speaker


class HeadingKind(StrEnum):
    """What a heading does: name the briefing, open a section, or say who speaks next."""

    TITLE = "title"
    SECTION = "section"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Heading:
    """A stretch of the transcript that names what follows; `level` is 0 for the title, then 1 for 一、, 2 for (一)."""

    id: str
    start: int
    end: int
    kind: HeadingKind
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its place: what is indexed and retrieved.

    `headings` are the sections it stands in, outermost first; `asked` is the reporter's question that it answers.
    """

    id: str
    briefing: str
    start: int
    end: int
    text: str
    role: Role = Role.NARRATOR
    speaker: Speaker = Speaker("")
    headings: tuple[Heading, ...] = ()
    asked: str = ""

    @property
    def section(self) -> tuple[str, ...]:
        """The headings' texts, outermost first."""
        return tuple(h.text for h in self.headings)


@dataclass(frozen=True, slots=True)
class Outline:
    """A transcript taken apart: headings and passages tile it, in order; turns tile it too."""

    turns: tuple[Turn, ...]
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
