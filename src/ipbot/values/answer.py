"""What comes back for a question: an answer, an abstention, or small talk.

Citations and spans are made by `cut` alone, so their text is the transcript's own.
"""

from dataclasses import dataclass
from typing import Any

from ipbot.values.briefing import Briefing, Passage, Speaker


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the earlier ones of the same session, oldest first."""

    text: str
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A short answer: a slice of a transcript with its period and status as `label`."""

    briefing: str
    start: int
    end: int
    text: str
    label: str = ""

    @classmethod
    def cut(cls, briefing: Briefing, start: int, end: int, label: str = "") -> "Span":
        """Slice the briefing's transcript."""
        return cls(briefing.id, start, end, briefing.transcript[start:end], label)


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence that can be quoted, with its speaker, its section and a link to its place."""

    briefing: str
    passage: str
    start: int
    end: int
    text: str
    speaker: Speaker = Speaker("")
    section: tuple[str, ...] = ()
    url: str = ""

    @classmethod
    def cut(cls, briefing: Briefing, passage: Passage, start: int, end: int, url: str = "") -> "Citation":
        """Slice the briefing's transcript, inside `passage` or a heading before it."""
        text = briefing.transcript[start:end]
        return cls(briefing.id, passage.id, start, end, text, passage.speaker, passage.section, url)


@dataclass(frozen=True, slots=True)
class Answer:
    """The briefing states it: short spans, best first, and the sentences that hold them."""

    question: Question
    text: str
    spans: tuple[Span, ...]
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Abstention:
    """The briefing does not state it: what is missing, and the nearest statements, offered as such."""

    question: Question
    text: str
    missing: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Chat:
    """A greeting, thanks, or a question about what ipbot can do."""

    question: Question
    text: str
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0


Reply = Answer | Abstention | Chat
_STATUS = {Answer: "answered", Abstention: "not_stated", Chat: "chat"}


def status(reply: Reply) -> str:
    """`answered`, `not_stated` or `chat`."""
    return _STATUS[type(reply)]


def answer_object(reply: Reply, id: str | int | None = None) -> dict[str, Any]:
    """Lay a reply out as the JSON answer object that every channel shares."""
    spans = reply.spans if isinstance(reply, Answer) else ()
    citations = () if isinstance(reply, Chat) else reply.citations
    return {
        "id": id,
        "question": reply.question.text,
        "context": list(reply.question.context),
        "status": status(reply),
        "answer": reply.text,
        "spans": [
            {"briefing": s.briefing, "text": s.text, "start": s.start, "end": s.end, "label": s.label} for s in spans
        ],
        "citations": [citation_object(c) for c in citations],
        "suggestions": list(reply.suggestions),
        "confidence": round(reply.confidence, 4),
    }


def citation_object(citation: Citation) -> dict[str, Any]:
    """A citation as every channel gives it to programs."""
    return {
        "briefing": citation.briefing,
        "passage": citation.passage,
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "speaker": str(citation.speaker),
        "section": list(citation.section),
        "url": citation.url,
    }
