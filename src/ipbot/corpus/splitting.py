"""From a transcript to turns, headings and passages, which tile it."""

from dataclasses import replace
from itertools import pairwise, zip_longest

from ipbot.corpus.blocks import Block, blocks_of
from ipbot.corpus.labels import Label, People, completed, known_people, read_label, roster, speech, sure_names
from ipbot.corpus.people import Person
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Outline, Passage, Role, Speaker, Turn


def split(briefing: Briefing) -> Outline:
    """Take a transcript apart; every character belongs to exactly one heading or passage, and to exactly one turn."""
    text = briefing.transcript
    lines = _lines(text)
    turns = _turns(briefing, lines)
    blocks = _tiled(blocks_of(text, lines, turns), len(text))
    return Outline(turns, *_assemble(briefing, turns, blocks))


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that are not blank, without their line ends."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((start, start + len(line.rstrip())))
        start += len(line)
    return spans


def _turns(briefing: Briefing, lines: list[tuple[int, int]]) -> tuple[Turn, ...]:
    text = briefing.transcript
    found = [(start, start + label.end, label) for start, label in _labels(briefing, lines)]
    starts = [start for start, _, _ in found]
    if not starts or text[: starts[0]].strip():
        turns = [Turn(0, min([*starts, len(text)]), 0, Role.NARRATOR, Speaker(""))]
    else:
        turns, starts[0] = [], 0
    for (_, label_end, label), edge in zip(found, pairwise([*starts, len(text)]), strict=True):
        turns.append(Turn(*edge, label_end, label.role, label.speaker))
    return tuple(turns)


def _labels(briefing: Briefing, lines: list[tuple[int, int]]) -> list[tuple[int, Label]]:
    """Where turns begin, and with which labels. Lines about the event stand before the first of them."""
    text = briefing.transcript
    spoken = [text[s:e] for s, e in lines]
    about, listed = roster(spoken)
    people = People(known_people(listed, briefing.speakers), sure_names(spoken, text))
    found: list[tuple[int, Label]] = []
    for number, (line, after) in enumerate(zip_longest(spoken, spoken[1:], fillvalue="")):
        if number in about and not found:
            continue
        label = read_label(line, after, people, found[-1][1].role if found else None)
        if label:
            if label.role is Role.OFFICIAL:
                officials = [earlier.speaker for _, earlier in found if earlier.role is Role.OFFICIAL]
                label = replace(label, speaker=completed(label.speaker, officials, people))
            if label.speaker.name:
                people.known.setdefault(label.speaker.name, Person(label.role, label.speaker))
            found.append((lines[number][0], label))
    told = None if found else speech(spoken)
    return [(lines[told[0]][0], told[1])] if told else found


def _tiled(blocks: list[Block], length: int) -> list[Block]:
    """Give the white space between blocks to the block before it, and the first of it to the first block."""
    if not blocks:
        return []
    edges = pairwise([0, *(b.start for b in blocks[1:]), length])
    return [replace(block, start=start, end=end) for block, (start, end) in zip(blocks, edges, strict=True)]


def _assemble(
    briefing: Briefing, turns: tuple[Turn, ...], blocks: list[Block]
) -> tuple[tuple[Heading, ...], tuple[Passage, ...]]:
    text = briefing.transcript
    asked = _asked(text, turns)
    headings: list[Heading] = []
    passages: list[Passage] = []
    open_headings: list[Heading] = []
    counts: dict[str, int] = {}
    turn = -1
    for block in blocks:
        if block.turn != turn:
            turn, open_headings = block.turn, []
        closes = block.closes if block.level is None else min(block.level, block.closes)
        open_headings = [h for h in open_headings if h.level < closes]
        if block.level is not None:
            parent = open_headings[-1].id if open_headings else f"t{turn}"
            if block.kind is HeadingKind.SECTION:
                id = _numbered(counts, parent, "." if open_headings else "-s")
                open_headings.append(_heading(block, id, text))
                headings.append(open_headings[-1])
            else:
                headings.append(_heading(block, "title" if block.kind is HeadingKind.TITLE else f"t{turn}", text))
        else:
            parent = open_headings[-1].id if open_headings else f"t{turn}"
            who = turns[turn]
            passage = Passage(
                id=_numbered(counts, parent, "-p"),
                briefing=briefing.id,
                start=block.start,
                end=block.end,
                text=text[block.start : block.end],
                role=who.role,
                speaker=who.speaker,
                headings=tuple(open_headings),
                asked=asked[turn],
            )
            passages.append(passage)
    return tuple(headings), tuple(passages)


def _numbered(counts: dict[str, int], parent: str, separator: str) -> str:
    key = parent + separator
    counts[key] = counts.get(key, 0) + 1
    return f"{key}{counts[key]}"


def _heading(block: Block, id: str, text: str) -> Heading:
    words = text[max(block.words, block.start) : block.end].strip().rstrip("。：:；;，,")
    return Heading(id, block.start, block.end, block.kind, block.level or 0, words)


def _asked(text: str, turns: tuple[Turn, ...]) -> list[str]:
    """For each turn the reporter's question that it answers; a host's words after an answer end the matter."""
    questions, question, answered = [], "", False
    for turn in turns:
        if turn.role is Role.REPORTER:
            question, answered = text[turn.label_end : turn.end].strip(), False
            questions.append("")
        elif turn.role is Role.HOST:
            question = "" if answered else question
            questions.append("")
        else:
            answered = True
            questions.append(question)
    return questions
