"""Whom each value behind 分别 belongs to: 一级、二级、三级医疗机构,起付标准分别为200元、500元和900元."""

import re
from collections.abc import Sequence

_RESPECTIVELY = re.compile(r"分别")
_JOINT = re.compile(r"[、和与及,以]{1,2}(?:为|是|达到?|增长|下降|提高|减少|增加)?(?:了)?")
_SPLIT = re.compile(r"[、和与及]")
_LITTLE = 2


def items(text: str, values: Sequence[tuple[int, int]]) -> dict[int, str]:
    """For the place of each value behind 分别 the item that it belongs to; `text` is folded."""
    found: dict[int, str] = {}
    for match in _RESPECTIVELY.finditer(text):
        joined = _joined(text, [v for v in values if v[0] >= match.end()])
        if len(joined) > 1 and not re.search(r"[。;]", text[match.end() : joined[0][0]]):
            named = _enumerated(text[: match.start()], len(joined))
            found |= dict(zip((start for start, _ in joined), named, strict=False))
    return found


def _joined(text: str, values: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    taken = list(values[:1])
    for value in values[1:]:
        if not _JOINT.fullmatch(text, taken[-1][1], value[0]):
            break
        taken.append(value)
    return taken


def _enumerated(text: str, count: int) -> list[str]:
    """The items of the last enumeration of so many; none where there is no such enumeration."""
    first, item = r"[^,。;:、]{1,30}", r"[^,。;:、和与及]{1,16}"
    pattern = rf"(?<![^,。;:])({first}(?:[、和与及]{item}){{{count - 1}}})(?![、和与及])"
    whole = [m.group(1) for m in re.finditer(pattern, text)]
    parts = _SPLIT.split(whole[-1]) if whole else []
    return [_core(part, parts[1] if i != 1 else parts[0], i) for i, part in enumerate(parts)]


def _core(part: str, beside: str, index: int) -> str:
    """An item without the words that all share before the first or behind the last."""
    if len(part) <= len(beside) + _LITTLE:
        return part
    return part[-len(beside) :] if index == 0 else part[: len(beside)]


def excludes(mine: str, its: str, among: Sequence[str], sentence: str) -> bool:
    """Whether a value of the item `its` can't be that of a sentence, or of its own item where it has one."""
    if not its:
        return False
    if mine:
        return mine in among and mine != its
    present = [i for i in among if i in sentence]
    return bool(present) and its not in present
