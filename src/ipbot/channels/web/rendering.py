"""Replies as pages show them: quotes in pieces, the short answers set off, each with its place and a link."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ipbot.reading.links import NO_LINKS, Links
from ipbot.values.answer import Abstention, Chat, Citation, Reply, Span, status
from ipbot.values.briefing import Briefing
from ipbot.values.pieces import Pieces, pieces


@dataclass(frozen=True, slots=True)
class Card:
    """A citation as a page shows it; `copied` is what its copy button gives."""

    citation: Citation
    briefing: Briefing
    pieces: Pieces
    permalink: str
    original: str
    copied: str


@dataclass(frozen=True, slots=True)
class Link:
    """A text with the address that it leads to."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its reply."""

    question: str
    status: str
    answer: str
    cards: tuple[Card, ...]
    suggestions: tuple[Link, ...]


def turn(reply: Reply, briefings: Mapping[str, Briefing], address: str, root: str, extra: Mapping[str, str]) -> Turn:
    """Lay a reply out; `extra` goes into the addresses of suggestions."""
    citations: Sequence[Citation] = () if isinstance(reply, Chat) else reply.citations
    spans = () if isinstance(reply, Chat | Abstention) else reply.spans
    return Turn(
        reply.question.text,
        status(reply),
        reply.text,
        tuple(card(c, briefings[c.briefing], spans, address, root) for c in citations),
        tuple(Link(text, asking(root, text, (), extra)) for text in reply.suggestions),
    )


def card(citation: Citation, briefing: Briefing, spans: Iterable[Span], address: str, root: str) -> Card:
    """A citation with what belongs to it."""
    inside = [(s.start, s.end) for s in spans if s.briefing == citation.briefing]
    return Card(
        citation,
        briefing,
        pieces(citation.text, inside, citation.start),
        permalink(root, briefing, citation.start, citation.end),
        NO_LINKS.to(briefing, citation.start, citation.end),
        copied(citation, briefing, address),
    )


def page_of(root: str, briefing: Briefing) -> str:
    """The path of a briefing's transcript."""
    return f"{root}/b/{quote(briefing.id)}"


def checksum(briefing: Briefing) -> str:
    """The SHA-256 of the transcript in UTF-8, in hexadecimal."""
    return hashlib.sha256(briefing.transcript.encode()).hexdigest()


def permalink(root: str, briefing: Briefing, start: int, end: int) -> str:
    """The path of a stretch of a transcript."""
    return f"{page_of(root, briefing)}/{start}-{end}"


def copied(citation: Citation, briefing: Briefing, address: str) -> str:
    """A quotation ready to paste: quote, speaker, publisher, title, date, link."""
    said = f"“{citation.text.strip()}”"
    where = "，".join(filter(None, (briefing.publisher, f"《{briefing.title}》", str(briefing.held_on or ""))))
    link = Links(address).to(briefing, citation.start, citation.end)
    speaker = f"——{citation.speaker}" if str(citation.speaker) else ""
    return f"{said}{speaker}（{where}）\n{link}"


def asking(root: str, question: str, context: Iterable[str] = (), extra: Mapping[str, str] | None = None) -> str:
    """The address of a question's answer."""
    named = [("q", question), *(("context", text) for text in context), *(extra or {}).items()]
    return f"{root}/?{urlencode(named)}"
