"""The seam to the checking of sentences; the command is there only where a checker is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ipbot.values.answer import Citation, Span


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim of a sentence, the verdict on it in words, and the statements that this rests on."""

    claim: str
    verdict: str
    citations: tuple[Citation, ...] = ()
    spans: tuple[Span, ...] = ()


class Checker(Protocol):
    """Holds a text against the transcripts; called from a thread of its own."""

    def check(self, text: str) -> Sequence[Checked]:
        """The claims of a text, in order; raises IpbotError where it can't be checked."""
