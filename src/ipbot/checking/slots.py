"""Places in a draft's clause where the transcript has other words between the same ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ipbot.checking import language
from ipbot.checking.naming import designators
from ipbot.checking.terms import Term, covered

_COPULAS = ("是", "为", "系", "即")
_PREPOSITIONS = ("在", "与", "由", "向", "从", "对", "和", "经", "协同", "联合")
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两〇零.]{3,}")
_END = re.compile(r"[。,;:!?]")
_HALF = 0.5
_ROOM = 2


@dataclass(frozen=True, slots=True)
class Slot:
    """Words of the draft (its terms from first to last) and what the transcript has there, each with its neighbours.

    `ordered`: found by laying the clauses side by side, rather than by what stands beside.
    """

    first: int
    last: int
    said: str
    stated: str
    left: str
    right: str
    left_stated: str
    right_stated: str
    ordered: bool = True


def in_order(own: Sequence[Term], theirs: Sequence[Term]) -> Iterator[Slot]:
    """The slots that appear when one clause is laid beside another."""
    mine, its = [t.text for t in own], _in_words_of(own, theirs)
    blocks = [b for b in SequenceMatcher(None, mine, its, autojunk=False).get_matching_blocks() if b.size]
    edges = [(0, 0), *((b.a + b.size, b.b + b.size) for b in blocks)]
    begins = [*((b.a, b.b) for b in blocks), (len(mine), len(its))]
    for (i1, j1), (i2, j2) in zip(edges, begins, strict=True):
        if i2 <= i1 or j2 <= j1 or not blocks:
            continue
        slot = _slot(own, mine, (i1, i2), theirs, its, (j1, j2), ordered=True)
        if slot:
            yield slot


def beside(own: Sequence[Term], theirs: Sequence[Term], text: str) -> Iterator[Slot]:
    """Slots of words that a text doesn't have, found by the words right beside them, wherever those stand in it."""
    mine, its = [t.text for t in own], _in_words_of(own, theirs)
    for i1, i2 in _strange(own, text):
        for left in _places(its, mine[max(0, i1 - _ROOM) : i1]):
            for room in (0, 1):
                stated = (left, min(left + i2 - i1 + room, len(its)))
                slot = _slot(own, mine, (i1, i2), theirs, its, stated, ordered=False)
                if slot and _fits(slot):
                    yield slot


def _fits(slot: Slot) -> bool:
    """Whether what stands before the words tells where they belong: a list, or what something is."""
    return slot.left in ("、", '"', *_COPULAS, *_PREPOSITIONS) and slot.left_stated == slot.left


def _strange(own: Sequence[Term], text: str) -> Iterator[tuple[int, int]]:
    """Runs of telling words that the text doesn't have."""
    begin = -1
    for i, term in enumerate(own):
        strange = bool(term.weight) and covered(term, text) < _HALF
        if strange and begin < 0:
            begin = i
        elif not strange and begin >= 0:
            yield begin, i
            begin = -1
    if begin >= 0:
        yield begin, len(own)


def _places(its: Sequence[str], before: Sequence[str]) -> Iterator[int]:
    """Where the words before a slot end in the other text."""
    if len(before) == _ROOM:
        yield from (j + _ROOM for j in range(len(its) - _ROOM) if list(its[j : j + _ROOM]) == list(before))
    if before and before[-1] in _PREPOSITIONS:
        yield from (j + 1 for j in range(len(its) - 1) if its[j] == before[-1])


def _in_words_of(own: Sequence[Term], theirs: Sequence[Term]) -> list[str]:
    """The words of one text, those that the other has in another wording in that wording."""
    names = {t.text for t in own}
    alike = {o: t.text for t in own for o in t.others}
    copula = next((t.text for t in own if t.text in _COPULAS), "")
    return [
        t.text if t.text in names else copula if copula and t.text in _COPULAS else alike.get(t.text, t.text)
        for t in theirs
    ]


def _slot(  # noqa: PLR0913, PLR0917 - two texts, each with its words and a stretch
    own: Sequence[Term],
    mine: Sequence[str],
    said: tuple[int, int],
    theirs: Sequence[Term],
    its: Sequence[str],
    stated: tuple[int, int],
    *,
    ordered: bool,
) -> Slot | None:
    near = _trimmed(own, *said)
    room = said[1] - said[0] + _ROOM
    begin, end = stated
    if end - begin > room:
        begin, end = (end - room, end) if said[0] == 0 else (begin, begin + room)
    far = _trimmed(theirs, begin, end)
    if not near or not far:
        return None
    first, last = near
    return Slot(
        first,
        last,
        _text(own, near),
        _text(theirs, far),
        mine[first - 1] if first else "",
        mine[last + 1] if last + 1 < len(mine) and not _END.match(mine[last + 1]) else "",
        its[far[0] - 1] if far[0] else "",
        its[far[1] + 1] if far[1] + 1 < len(its) else "",
        ordered,
    )


def _text(terms: Sequence[Term], stretch: tuple[int, int]) -> str:
    return "".join(t.text for t in terms[stretch[0] : stretch[1] + 1])


def _trimmed(terms: Sequence[Term], start: int, end: int) -> tuple[int, int] | None:
    """The stretch, up to its first mark, without words at its ends that state nothing; None where nothing is left."""
    stop = next((i for i in range(start, end) if _END.match(terms[i].text) and i > start), end)
    telling = [i for i in range(start, stop) if terms[i].weight or _names(terms[i].text)]
    return (telling[0], telling[-1]) if telling else None


def _names(word: str) -> bool:
    return bool(designators(word) or _NUMBER.fullmatch(word) or language.is_scope(word) or language.in_class(word))
