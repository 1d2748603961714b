"""The stretches of a transcript's lines: headings, and words under them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ipbot.corpus import numbering
from ipbot.corpus.labels import GREETING
from ipbot.corpus.people import event_line
from ipbot.text.sentences import sentences
from ipbot.values.briefing import HeadingKind, Turn

_LONGEST_TITLE = 80
_LONGEST_PASSAGE = 700
_SHORTER_PASSAGE = 350
_LOWEST_SECTION = 3
_NOTHING = 100


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one line: a heading of some level, or (level None) words that close headings from `closes` down."""

    start: int
    end: int
    turn: int
    level: int | None = None
    kind: HeadingKind = HeadingKind.SECTION
    words: int = 0
    closes: int = _NOTHING


def blocks_of(text: str, lines: list[tuple[int, int]], turns: tuple[Turn, ...]) -> list[Block]:
    """The blocks of a text's lines, in order, without the white space between them."""
    return _closed_by_paragraphs(_with_lists(list(_blocks(text, lines, turns))))


def _blocks(text: str, lines: list[tuple[int, int]], turns: tuple[Turn, ...]) -> Iterator[Block]:
    index = 0
    for number, (start, end) in enumerate(lines):
        while index + 1 < len(turns) and turns[index + 1].start <= start:
            index += 1
        labelled = turns[index].label_end > start
        if labelled and turns[index].label_end >= end:
            yield Block(start, end, index, 0, HeadingKind.SPEAKER, start)
        elif labelled:
            yield from _words(text, start, end, index)
        elif number == 0 and len(lines) > 1 and _is_title(text[start:end]):
            yield Block(start, end, index, 0, HeadingKind.TITLE, start)
        else:
            yield from _line_blocks(text, start, end, index)


def _is_title(line: str) -> bool:
    """Whether a transcript's first line is its headline, rather than about the event, a heading or a sentence."""
    if event_line(line) or numbering.heading(line) or GREETING.match(line):
        return False
    return len(line) <= _LONGEST_TITLE and not line.endswith(("。", "；", "：", ":", "，", "！", "!"))


def _line_blocks(text: str, start: int, end: int, turn: int) -> Iterator[Block]:
    """A line's heading, if it has one, then its words; a numbered line without a heading closes those of its level."""
    found = numbering.heading(text[start:end])
    if found and found.end:
        yield Block(start, start + found.end, turn, found.level, words=start + found.words)
        start += found.end
    blocks = list(_words(text, start, end, turn))
    if found and not found.end:
        blocks[0] = replace(blocks[0], closes=found.level)
    yield from blocks


def _words(text: str, start: int, end: int, turn: int) -> Iterator[Block]:
    """Words of a line, cut where its items are headings and where it is too long."""
    body = text[start:end]
    position = 0
    for item in numbering.item_headings(body):
        marker = max(s for s, w in numbering.items(body) if w == item.words)
        yield from _paragraphs(text, start + position, start + marker, turn)
        yield Block(start + marker, start + item.end, turn, item.level, words=start + item.words)
        position = item.end
    yield from _paragraphs(text, start + position, end, turn)


def _paragraphs(text: str, start: int, end: int, turn: int) -> Iterator[Block]:
    """Passages of a stretch: one, or, where it is too long to be read as one, several that end with sentences."""
    if not text[start:end].strip():
        return
    if end - start <= _LONGEST_PASSAGE:
        yield Block(start, end, turn)
        return
    begun = start
    for _, stop in sentences(text[start:end]):
        if start + stop - begun >= _SHORTER_PASSAGE and end - start - stop > _SHORTER_PASSAGE // 2:
            yield Block(begun, start + stop, turn)
            begun = start + stop
    yield Block(begun, end, turn)


def _with_lists(blocks: list[Block]) -> list[Block]:
    """A numbered line under which nothing stands is an item of a list, and so words rather than a heading.

    So is the item behind it: the paragraph that follows a list isn't its last item's.
    """
    made: list[Block] = []
    item = 0
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        level = block.level if block.kind is HeadingKind.SECTION else None
        below = after.closes if after and after.level is None else (after and after.level) or 0
        heads = after and after.turn == block.turn and below > (level or 0)
        if level is not None and (not heads or item == level >= _LOWEST_SECTION):
            made.append(replace(block, level=None, closes=level))
            item = level
        else:
            made.append(block)
            item = 0
    return made


def _closed_by_paragraphs(blocks: list[Block]) -> list[Block]:
    """Where each heading stands in one line with its one paragraph, a further one behind the last isn't under it."""
    made = list(blocks)
    single: dict[int, bool] = {}  # for each level, whether that holds of its headings so far
    for index, block in enumerate(blocks):
        if index and block.turn != blocks[index - 1].turn:
            single = {}
        if block.level is None:
            continue
        single = {level: holds for level, holds in single.items() if level <= block.level}
        words = _words_under(blocks, index)
        inline = bool(words) and blocks[words[0]].start == block.end
        further = next((n for n in words[1:] if blocks[n].start > blocks[n - 1].end), None)
        if inline and further and single.get(block.level) and _is_last(blocks, block, words[-1] + 1):
            made[further] = replace(blocks[further], closes=min(block.level, blocks[further].closes))
        single[block.level] = inline and not further and single.get(block.level, True)
    return made


def _is_last(blocks: Sequence[Block], heading: Block, behind: int) -> bool:
    """Whether no heading of the same level, or below it, stands where its words end."""
    after = blocks[behind] if behind < len(blocks) else None
    return after is None or after.turn != heading.turn or (after.level or 0) < (heading.level or 0)


def _words_under(blocks: Sequence[Block], heading: int) -> list[int]:
    """Where the words right under a heading are, in its turn and before the next heading."""
    found = []
    for index in range(heading + 1, len(blocks)):
        if blocks[index].level is not None or blocks[index].turn != blocks[heading].turn:
            break
        found.append(index)
    return found
