"""Slips of typing in a question, put right by what the transcripts say; a question without any is left alone."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ipbot.data import load
from ipbot.reading.slips import Edit, characters, edits, misheard, renumbered
from ipbot.reading.vocabulary import Vocabulary
from ipbot.text.pinyin import parse_pinyin

_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_KNOWN = 4
_MOST_CHANGES = 4
_FARTHEST = 8
_SHOWN = 3
_LONGEST_SPOKEN = 8

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Correction:
    """The question as it was probably meant, and each change: what was typed, what was put there."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


def correct(question: str, vocabulary: Vocabulary, known: Known) -> Correction:
    """Put slips in a folded question right; `known` tells whether a word is a common one of the language.

    Only characters that no word of the corpus and no common word covers are touched, and only where the transcripts
    have what comes out.
    """
    texts, changes = [question], list[tuple[str, str]]()
    while len(changes) < _MOST_CHANGES:
        edit = _best(texts[-1], vocabulary, known)
        if edit is None or edit.text in texts:
            break
        changes.append(_told(edit, vocabulary))
        texts.append(edit.text)
    return Correction(texts[-1], tuple(changes))


def _best(text: str, vocabulary: Vocabulary, known: Known) -> Edit | None:
    """The most believable edit: the one whose stretch of transcript most exceeds what it needs."""
    loose, foreign = _uncovered(text, vocabulary, known)
    found = [edit for index in sorted(_suspect(text, loose)) for edit in edits(text, index, loose, vocabulary)]
    found.extend(misheard(text, loose, foreign, vocabulary))
    found.extend(renumbered(text, vocabulary))
    hopes = [(edit, vocabulary.bound(edit.text, edit.start, edit.end, _FARTHEST)) for edit in found]
    best, most = None, -1
    for edit, (start, end) in sorted(hopes, key=lambda hope: (-_excess(hope[0], *hope[1]), not hope[0].old)):
        if _excess(edit, start, end) <= most:
            break
        reached = vocabulary.reach(edit.text, edit.start, edit.end, _FARTHEST)
        if _excess(edit, *reached) > most and _tells(edit, *reached, vocabulary):
            best, most = edit, _excess(edit, *reached)
    return best


def _uncovered(text: str, vocabulary: Vocabulary, known: Known) -> tuple[frozenset[int], frozenset[int]]:
    """Where no word covers the characters, and where only a word does that the corpus doesn't have."""
    loose, foreign, index = set[int](), set[int](), 0
    while index < len(text):
        end = vocabulary.longest(text, index)
        if not end and _HAN.match(text[index]):
            end = _common(text, index, known)
            if end:
                foreign.update(range(index, end))
            elif not _alone(text[index]) and not _paired(text, index, vocabulary, known):
                loose.add(index)
        index = end or index + 1
    return frozenset(loose), frozenset(foreign)


def _paired(text: str, index: int, vocabulary: Vocabulary, known: Known) -> bool:
    """Whether the character makes a word with the one before it, which a word before that has taken."""
    pair = text[index - 1 : index + 1] if index else ""
    return pair in vocabulary.counts or (len(pair) > 1 and known(pair))


def _common(text: str, start: int, known: Known) -> int:
    for end in range(min(len(text), start + _LONGEST_KNOWN), start + 1, -1):
        if known(text[start:end]):
            return end
    return 0


def _suspect(text: str, loose: frozenset[int]) -> frozenset[int]:
    """The loose characters, and those beside them that may stand alone but need not."""
    beside = {i for index in loose for i in (index - 1, index + 1) if 0 <= i < len(text) and _alone(text[i])}
    return loose | beside


def _alone(character: str) -> bool:
    return character in characters("alone") or character in characters("verbs")


def _excess(edit: Edit, start: int, end: int) -> int:
    """How much longer the stretch around the change is than it must be."""
    return end - start - edit.sure


def _tells(edit: Edit, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether the stretch says something, and more than what was typed says."""
    word = vocabulary.around(edit.text[start:end], edit.start - start, edit.end - start)
    if not edit.old:
        inside = word is not None and start + word[0] < edit.start and edit.end < start + word[1]
        filler = edit.text[edit.start] in characters("filler")
        return inside or (not filler and min(edit.start - start, end - edit.end) > 1 and end - start > 6)
    before = edit.text[: edit.start] + edit.old + edit.text[edit.end :]
    first, last = vocabulary.reach(before, edit.start, edit.start + len(edit.old), _FARTHEST)
    longer = not vocabulary.has(edit.old) or end - start > last - first + (edit.sure > 2)
    between = not edit.doubtful or (start < edit.start and end > edit.end)
    return longer and between and (word is not None or characters("alone").isdisjoint(edit.text[start:end]))


def _told(edit: Edit, vocabulary: Vocabulary) -> tuple[str, str]:
    """The change as a person would tell it: in the word that it stands in."""
    start, end = vocabulary.around(edit.text, edit.start, edit.end) or vocabulary.reach(
        edit.text, edit.start, edit.end, _SHOWN
    )
    start, end = max(start, edit.start - _SHOWN), min(end, edit.end + _SHOWN)
    old = edit.text[start : edit.start] + edit.old + edit.text[edit.end : end]
    return old, edit.text[start:end]


def from_pinyin(question: str, vocabulary: Vocabulary) -> str | None:
    """A question typed in pinyin in the words of the transcripts; None where it isn't one, or most of it is unknown."""
    syllables = parse_pinyin(question)
    if syllables is None:
        return None
    best: list[_Read] = [_Read(0.0, 0, "")]
    for start in range(len(syllables) - 1, -1, -1):
        best.insert(0, max(_reads(syllables, start, best, vocabulary), key=lambda read: read.score))
    spoken = sum(syllable.isalpha() for syllable in syllables)
    return best[0].text if best[0].covered * 2 >= spoken else None


@dataclass(frozen=True, slots=True)
class _Read:
    """What syllables may say: longer words score higher; `covered` syllables stand in words of two or more."""

    score: float
    covered: int
    text: str


def _reads(syllables: Sequence[str], start: int, rest: Sequence[_Read], vocabulary: Vocabulary) -> Iterator[_Read]:
    """Every way to read on at `start`, where `rest[n]` is the best reading from n syllables after the next one on."""
    alone = "" if syllables[start].isalpha() else syllables[start]
    yield _Read(rest[0].score - (0 if alone else 1), rest[0].covered, alone + rest[0].text)
    for length in range(1, min(_LONGEST_SPOKEN, len(syllables) - start) + 1):
        sound = tuple(syllables[start : start + length])
        word = _asked().get(sound) or (_spoken(sound, vocabulary) if length > 1 else "")
        if word:
            after = rest[length - 1]
            score = after.score + length**2 + (sound in _asked()) / 2
            yield _Read(score, after.covered + (length if length > 1 else 0), word + after.text)


def _spoken(sound: tuple[str, ...], vocabulary: Vocabulary) -> str:
    """A word that sounds so, or a stretch of text that is long enough not to sound so by chance."""
    return vocabulary.spoken(sound) if len(sound) > 2 else vocabulary.by_sound.get(sound, "")


@cache
def _asked() -> Mapping[tuple[str, ...], str]:
    return {tuple(sound.split()): word for sound, word in load("pinyin")["questions"].items()}
