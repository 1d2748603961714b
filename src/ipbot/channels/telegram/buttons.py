"""Buttons: each carries all that it means in at most 64 bytes, so that it works after a restart."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.shelf import KEY, Place, Shelf
from ipbot.reading.composing import phrases
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Reply
from ipbot.values.briefing import Briefing

SHOWN_CITATIONS = 3
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"

# What the data of each kind of button look like; the groups are what it carries.
_SPAN = rf"(?P<key>{KEY}):(?P<start>\d{{1,9}})-(?P<end>\d{{1,9}})"
ASK = re.compile(r"a:(?P<question>.+)", re.DOTALL)
ASK_FIGURE = re.compile(rf"q:(?P<key>{KEY}):(?P<start>\d{{1,9}})")
CONTEXT = re.compile(rf"c:{_SPAN}(?::(?P<first>\d{{1,9}})-(?P<last>\d{{1,9}}))?")
NEARBY = re.compile(rf"n:{_SPAN}")
FIGURES = re.compile(rf"f:(?P<key>{KEY}):(?P<index>\d{{1,6}})")
SOURCES = re.compile(r"(?P<what>[sw]):(?P<index>\d{1,6})")
VOTE = re.compile(rf"(?P<vote>[+-]):(?:{_SPAN})?")
ERASE = re.compile("x:")

Row = list[InlineKeyboardButton]


def data_of_context(shelf: Shelf, cited: Place, page: Place | None = None) -> str:
    """The cited place, and the page that is shown around it."""
    shown = f":{page.start}-{page.end}" if page else ""
    return f"c:{_span(shelf, cited)}{shown}"


def under(reply: Reply, shelf: Shelf) -> InlineKeyboardMarkup | None:
    """The buttons under a reply: each citation's context, original and figures, next questions, feedback."""
    match reply:
        case Chat():
            return keyboard(questions(reply.suggestions, shelf.newest_first[:1], shelf))
        case Answer() | Abstention():
            rows = of_citations(reply.citations[:SHOWN_CITATIONS], shelf)
            about = [shelf.corpus.by_id[id] for id in dict.fromkeys(c.briefing for c in reply.citations)]
            return keyboard([*rows, *questions(reply.suggestions, about, shelf), _feedback(reply.citations, shelf)])


def of_citations(cited: Sequence[Citation], shelf: Shelf) -> list[Row]:
    """For each citation its context, original and figures."""
    numbers = NUMBERS if len(cited) > 1 else ("",)
    return [_of_citation(c, shelf, n) for c, n in zip(cited, numbers, strict=False)]


def questions(suggested: Iterable[str], about: Sequence[Briefing], shelf: Shelf) -> list[Row]:
    """A button a question; one that is too long for a button and about no figure of these briefings has none."""
    found = ((text, _question(text, about, shelf)) for text in suggested)
    return [[InlineKeyboardButton(text, callback_data=data)] for text, data in found if data]


def pager(earlier: tuple[str, str] | None, later: tuple[str, str] | None) -> InlineKeyboardMarkup | None:
    """Buttons to the page before and the page after, each a caption and its data."""
    return keyboard([[InlineKeyboardButton(text, callback_data=data) for text, data in filter(None, (earlier, later))]])


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """A keyboard of the rows that are not empty; None where all are."""
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def original(url: str, caption: str = texts.ORIGINAL) -> InlineKeyboardButton | None:
    """A link button; None where the platform would refuse the address, and the message with it."""
    host = urlsplit(url).hostname or ""
    return InlineKeyboardButton(caption, url=url) if "." in host and not host.startswith("127.") else None


def _of_citation(citation: Citation, shelf: Shelf, number: str) -> Row:
    place = Place(shelf.corpus.by_id[citation.briefing], citation.start, citation.end)
    row = [InlineKeyboardButton(texts.CONTEXT + number, callback_data=data_of_context(shelf, place))]
    row += filter(None, [original(citation.url, texts.ORIGINAL + number)])
    if any(not (place.start <= f.start < place.end) for f in shelf.nearby(place)):
        row.append(InlineKeyboardButton(texts.RELATED + number, callback_data=f"n:{_span(shelf, place)}"))
    return row


def _feedback(citations: Sequence[Citation], shelf: Shelf) -> Row:
    where = ""
    if citations:
        first = citations[0]
        where = _span(shelf, Place(shelf.corpus.by_id[first.briefing], first.start, first.end))
    return [
        InlineKeyboardButton(face, callback_data=f"{vote}:{where}")
        for face, vote in ((texts.GOOD, "+"), (texts.BAD, "-"))
    ]


def _question(text: str, about: Sequence[Briefing], shelf: Shelf) -> str | None:
    """The question itself where it fits, else the figure that it asks about."""
    data = f"a:{text}"
    if len(text) <= MessageLimit.MAX_TEXT_LENGTH and fits(data):
        return data
    asked = ((f.briefing, f.start) for b in about for f in shelf.figures(b) if question_about(f.indicator) == text)
    briefing, start = next(asked, ("", 0))
    return f"q:{shelf.keys[briefing]}:{start}" if briefing else None


def question_about(indicator: str) -> str:
    """The question that is suggested for an indicator."""
    return phrases()["suggestion"].format(indicator=indicator)


def fits(data: str) -> bool:
    """Whether the platform takes these data for a button."""
    return len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


def _span(shelf: Shelf, place: Place) -> str:
    return f"{shelf.keys[place.briefing.id]}:{place.start}-{place.end}"
