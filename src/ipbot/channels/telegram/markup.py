"""Text with markup as the platform counts it: UTF-16 units, and elements that are whole in every message.

https://core.telegram.org/bots/api#html-style
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain

from telegram.constants import MessageLimit

from ipbot.text.sentences import sentences
from ipbot.values.pieces import pieces

BOLD, ITALIC, UNDERLINED, QUOTE = "b", "i", "u", "blockquote"
FOLDED_QUOTE = "blockquote expandable"

_JOINERS = "\u200d\ufe0e\ufe0f"
_SHORTEST_PART = 2  # a part ends at a sentence only if that leaves it at least this fraction, as 1/n, of its room


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text and the elements that it stands in, outermost first."""

    text: str
    tags: tuple[str, ...] = ()


Markup = tuple[Run, ...]


def text_of(markup: Iterable[Run]) -> str:
    """The text alone: what the platform counts once entities are parsed."""
    return "".join(run.text for run in markup)


def units(text: str) -> int:
    """UTF-16 code units, in which the platform counts lengths and offsets."""
    return len(text) + sum(character > "\uffff" for character in text)


def html(markup: Iterable[Run]) -> str:
    """The markup as the HTML that the platform parses; neighbours in the same element share it."""
    out: list[str] = []
    opened: tuple[str, ...] = ()
    for run in markup:
        shared = _shared(opened, run.tags)
        out += [*map(_closing, reversed(opened[shared:])), *(f"<{tag}>" for tag in run.tags[shared:]), escape(run.text)]
        opened = run.tags
    return "".join([*out, *map(_closing, reversed(opened))])


def link(address: str) -> str:
    """The element of a link."""
    return f'a href="{escape(address)}"'


def marked(text: str, stretches: Iterable[tuple[int, int]], *tags: str, as_: str = BOLD) -> Markup:
    """A text in the elements `tags`, with stretches of it bold, or in the element `as_`."""
    return tuple(Run(piece, (*tags, as_) if is_set_off else tags) for piece, is_set_off in pieces(text, stretches))


def lines(*parts: Markup) -> Markup:
    """The parts that are not empty, each on lines of its own."""
    return _joined("\n", parts)


def paragraphs(*parts: Markup) -> Markup:
    """The parts that are not empty, with an empty line between them."""
    return _joined("\n\n", parts)


def split(markup: Markup, limit: int = MessageLimit.MAX_TEXT_LENGTH) -> tuple[Markup, ...]:
    """Parts that each fit into a message, cut at the ends of sentences, every element whole in each part."""
    parts, rest = [], markup
    while (at := _cut(rest, limit)) < len(text_of(rest)):
        first, rest = _parted(rest, at)
        parts.append(first)
    return tuple(part for part in map(_trimmed, [*parts, rest]) if part)


def _joined(between: str, parts: Iterable[Markup]) -> Markup:
    kept = [part for part in parts if text_of(part)]
    return tuple(chain.from_iterable((Run(between), *part) if number else part for number, part in enumerate(kept)))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _closing(tag: str) -> str:
    return f"</{tag.partition(' ')[0]}>"


def _cut(markup: Markup, limit: int) -> int:
    """Where the first part ends: the offset of the text's end, where all of it fits."""
    text = text_of(markup)
    room = _room(text, limit)
    openings = list(_openings(markup))
    if len(openings) > MessageLimit.MESSAGE_ENTITIES:
        room = min(room, openings[MessageLimit.MESSAGE_ENTITIES])
    if room == len(text):
        return room
    ends = [end for _, end in sentences(text[:room]) if end < room or text[end - 1] == "\n"]
    if ends and ends[-1] >= room // _SHORTEST_PART:
        return ends[-1]
    return _between_characters(text, room)


def _room(text: str, limit: int) -> int:
    """How many characters make up to `limit` UTF-16 units."""
    used = 0
    for index, character in enumerate(text):
        used += units(character)
        if used > limit:
            return index
    return len(text)


def _openings(markup: Markup) -> Iterator[int]:
    """The offset of each element's beginning."""
    offset = 0
    opened: tuple[str, ...] = ()
    for run in markup:
        yield from [offset] * (len(run.tags) - _shared(opened, run.tags))
        offset, opened = offset + len(run.text), run.tags


def _between_characters(text: str, at: int) -> int:
    """The nearest place before `at` that is not inside what is seen as one character."""
    while at > 1 and (text[at] in _JOINERS or text[at - 1] == _JOINERS[0] or unicodedata.combining(text[at])):
        at -= 1
    return at


def _parted(markup: Markup, at: int) -> tuple[Markup, Markup]:
    first: list[Run] = []
    rest: list[Run] = []
    offset = 0
    for run in markup:
        here = min(max(at - offset, 0), len(run.text))
        first += [replace(run, text=run.text[:here])] if here else []
        rest += [replace(run, text=run.text[here:])] if here < len(run.text) else []
        offset += len(run.text)
    return tuple(first), tuple(rest)


def _trimmed(markup: Markup) -> Markup:
    """Without white space at its ends, which the platform would cut away."""
    text = text_of(markup)
    begin = len(text) - len(text.lstrip())
    _, kept = _parted(markup, begin)
    kept, _ = _parted(kept, len(text.strip()))
    return kept
