"""Where sentences and clauses begin and end. Sentences tile the text; quotes and brackets stay whole."""

import re

_ENDS = "。！？!?…\n"
_CLOSERS = "”’」』）)】》〉\"'"
_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】", "〈": "〉", '"': '"'}
_OPENERS = re.compile("[" + re.escape("".join(_PAIRS)) + "]")
_LONGEST_PAIR = 200
_SEMICOLONS = "；;"


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences, tiling `text`; white space and closing marks belong to the sentence before them."""
    return _split(text, _ENDS)


def statements(text: str, longest: int) -> tuple[tuple[int, int], ...]:
    """Spans that can be quoted on their own: sentences, or their ;-separated parts where one is over `longest`."""
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if end - start <= longest:
            spans.append((start, end))
        else:
            spans.extend((start + s, start + e) for s, e in _split(text[start:end], _SEMICOLONS))
    return tuple(spans)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; an empty span where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _split(text: str, marks: str) -> tuple[tuple[int, int], ...]:
    closed = _closed(text)
    spans: list[tuple[int, int]] = []
    start = position = 0
    while position < len(text):
        if text[position] in marks and (text[position] == "\n" or not closed[position]):
            position = _after(text, position + 1, marks, closed)
            spans.append((start, position))
            start = position
        else:
            position += 1
    if start < len(text):
        spans.append((start, len(text)))
    return _joined(text, spans)


def _after(text: str, position: int, marks: str, closed: bytearray) -> int:
    while position < len(text) and (text[position] in marks or text[position] in _CLOSERS or text[position].isspace()):
        if text[position] in "\"'" and (closed[position] or text[position - 1] not in marks):
            break
        position += 1
    return position


def _joined(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """White space at the front of a text has no sentence of its own."""
    if len(spans) > 1 and not text[slice(*spans[0])].strip():
        spans[:2] = [(spans[0][0], spans[1][1])]
    return tuple(spans)


def _closed(text: str) -> bytearray:
    """1 for each character, the opening mark too, inside a pair of quotes or brackets that closes in the same line."""
    inside = bytearray(len(text))
    done = 0
    for match in _OPENERS.finditer(text):
        start = match.start()
        if start < done:
            continue
        limit = min(start + _LONGEST_PAIR, len(text))
        line_end = text.find("\n", start, limit)
        end = text.find(_PAIRS[match.group()], start + 1, limit if line_end < 0 else line_end)
        if end > 0:
            inside[start:end] = b"\x01" * (end - start)
            done = end + 1
    return inside
