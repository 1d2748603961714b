"""Where a citation can be opened: this service's own permalink, or the source's page at a text fragment.

A text fragment (WICG Scroll To Text Fragment) is cut at punctuation, since browsers match whole words.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from ipbot.values.briefing import Briefing

_PUNCTUATION = re.compile(r"[，,。；;：:！？!?\n“”\"]")
_LONGEST_FRAGMENT = 40


@dataclass(frozen=True, slots=True)
class Links:
    """Links to places in transcripts; `base_url` is this service's own address, where it has one."""

    base_url: str | None = None

    def to(self, briefing: Briefing, start: int, end: int) -> str:
        """The address of a span, or "" where there is none."""
        if self.base_url:
            return f"{self.base_url}/b/{quote(briefing.id)}/{start}-{end}"
        if briefing.source.url:
            return f"{briefing.source.url}#:~:text={_escaped(_fragment(briefing.transcript[start:end]))}"
        return ""


NO_LINKS = Links()


def _escaped(fragment: str) -> str:
    """Percent-encoded, and the hyphen too, which has a meaning of its own in a text directive."""
    return quote(fragment, safe="").replace("-", "%2D")


def _fragment(text: str) -> str:
    """The longest clause that is short enough to be found as it stands, or the beginning of the first."""
    clauses = [c for c in map(str.strip, _PUNCTUATION.split(text)) if c] or [text]
    return max((c for c in clauses if len(c) <= _LONGEST_FRAGMENT), key=len, default=clauses[0][:_LONGEST_FRAGMENT])
