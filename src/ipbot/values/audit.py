"""What a briefing leaves to be asked: statements of its own that don't agree with each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ipbot.values.answer import Citation


class Doubt(StrEnum):
    """In what way statements of a briefing don't agree."""

    GROWTH = "growth"
    YEARLY = "yearly"
    PARTS = "parts"
    SHARE = "share"
    DIFFERENCE = "difference"
    REPEATED = "repeated"
    SPELLING = "spelling"


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the press office, with the arithmetic and the statements that it is about."""

    briefing: str
    doubt: Doubt
    text: str
    arithmetic: str
    evidence: tuple[Citation, ...]


def audit_object(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Lay the questions out for JSON."""
    return [
        {
            "briefing": q.briefing,
            "doubt": str(q.doubt),
            "question": q.text,
            "arithmetic": q.arithmetic,
            "evidence": [
                {"passage": c.passage, "text": c.text, "start": c.start, "end": c.end, "url": c.url} for c in q.evidence
            ],
        }
        for q in questions
    ]
