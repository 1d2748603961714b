"""The slips that fingers make, undone one at a time where the transcripts have what comes out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ipbot.data import load
from ipbot.reading.vocabulary import Vocabulary

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"(?<![\d.,])\d{3,12}(?![\d.,])")
_SPOKEN = range(4, 7)
_SURE = 3
_NEIGHBOURHOOD = 4


@dataclass(frozen=True, slots=True)
class Edit:
    """A question with one slip put right: `text[start:end]` is new and took the place of `old`.

    `sure` is how long a stretch of transcript around the change must be for it to be believed; one that neither sounds
    the same nor keeps the characters is `doubtful` and must have transcript on both sides.
    """

    text: str
    start: int
    end: int
    old: str
    sure: int
    doubtful: bool = False


def edits(text: str, index: int, loose: frozenset[int], vocabulary: Vocabulary) -> Iterator[Edit]:
    """Every way to put one slip at a character right; `loose` are the characters that no word covers."""
    yield from _exchanged(text, index, loose, vocabulary)
    yield from _swapped(text, index, loose, vocabulary)
    yield from _missing(text, index, vocabulary)
    if index and text[index] == text[index - 1]:
        yield Edit(text[:index] + text[index + 1 :], index - 1, index, text[index] * 2, 3)


def _exchanged(text: str, index: int, loose: frozenset[int], vocabulary: Vocabulary) -> Iterator[Edit]:
    """Another character of the same sound or shape."""
    old = text[index]
    if old in characters("never"):
        return
    before, after = text[index - 1 : index] if index else "", text[index + 1 : index + 2]
    hanging = loose | {index} if loose.issuperset((index - 1, index + 1)) else loose
    for new in vocabulary.alike(old):
        same = index in hanging and vocabulary.same_sound(old, new)
        if new in characters("never") and not same:
            continue
        if vocabulary.follows(before, new) or vocabulary.follows(new, after):
            edited = text[:index] + new + text[index + 1 :]
            sure = _enough(edited, index, hanging, vocabulary) if same else 4
            yield Edit(edited, index, index + 1, old, sure, not same)


def _enough(text: str, index: int, loose: frozenset[int], vocabulary: Vocabulary) -> int:
    """A word that stands where only loose characters were is enough; less than a word needs more around it."""
    word = vocabulary.around(text, index, index + 1)
    if word is None:
        return 4
    length = word[1] - word[0]
    verbs = characters("verbs")
    if all(i in loose or text[i] in verbs for i in range(*word)):
        return length if loose.isdisjoint((word[0] - 1, word[1])) else length + 1
    return 3 if length > 2 else 4


def _swapped(text: str, index: int, loose: frozenset[int], vocabulary: Vocabulary) -> Iterator[Edit]:
    """The character and the one beside it the other way round."""
    for start in (index - 1, index):
        pair = text[start : start + 2] if start >= 0 else ""
        if len(set(pair)) < 2 or characters("never").intersection(pair) or vocabulary.follows(pair[0], pair[1]):
            continue
        if vocabulary.follows(pair[1], pair[0]):
            alone = pair[::-1] in vocabulary.counts and loose.issuperset((start, start + 1))
            yield Edit(text[:start] + pair[::-1] + text[start + 2 :], start, start + 2, pair, 2 if alone else 4)


def _missing(text: str, index: int, vocabulary: Vocabulary) -> Iterator[Edit]:
    """A character that was left out before or after this one."""
    for at in (index, index + 1):
        before, after = text[at - 1 : at] if at else "", text[at : at + 1]
        if not before or not after or vocabulary.follows(before, after):
            continue
        between = (new for new in vocabulary.followers.get(before, ()) if after in vocabulary.followers[new])
        for new in sorted(between):
            if _HAN.match(new) and new not in characters("never"):
                yield Edit(text[:at] + new + text[at:], at, at + 1, "", 4)


def misheard(text: str, loose: frozenset[int], foreign: frozenset[int], vocabulary: Vocabulary) -> Iterator[Edit]:
    """A whole word of the corpus that sounds the same, though more than one of its characters is another.

    `foreign` are the characters that only words cover which the corpus doesn't have.
    """
    suspect = loose | foreign
    sounds = [vocabulary.pinyin.usual(character) for character in text] if suspect else []
    for start in range(len(sounds)):
        for end in range(start + _SPOKEN.start, min(start + _SPOKEN.stop, len(text) + 1)):
            new = vocabulary.by_sound.get(tuple(sounds[start:end]))
            if new and not suspect.isdisjoint(range(start, end)) and _may_be(text[start:end], new):
                yield Edit(text[:start] + new + text[end:], start, end, text[start:end], _SURE)


def _may_be(old: str, new: str) -> bool:
    """Whether one word may have been typed for another that sounds the same."""
    changed = "".join(a + b for a, b in zip(old, new, strict=True) if a != b)
    return bool(changed) and characters("never").isdisjoint(changed)


def renumbered(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """A telephone number of the transcripts, two of whose digits were exchanged."""
    for match in _NUMBER.finditer(text):
        number, (start, end) = match.group(), match.span()
        if number in _hotlines() or number in vocabulary.text or not _telephone(text, start, end):
            continue
        for new in _exchanges(number):
            if new in vocabulary.text and _called(new, vocabulary.text):
                yield Edit(text[:start] + new + text[end:], start, end, number, _SURE)


def _exchanges(number: str) -> Iterator[str]:
    for second in range(1, len(number)):
        for first in range(second):
            if number[first] != number[second]:
                between = number[first + 1 : second]
                yield number[:first] + number[second] + between + number[first] + number[second + 1 :]


def _called(number: str, text: str) -> bool:
    """Whether the transcripts have the number, whole and as a telephone number."""
    return any(_telephone(text, *m.span()) for m in re.finditer(rf"(?<![\d.,]){number}(?![\d.,])", text))


def _telephone(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _NEIGHBOURHOOD) : start], text[end : end + _NEIGHBOURHOOD]
    return any(word in part for part in around for word in load("spelling")["telephone"])


@cache
def characters(name: str) -> frozenset[str]:
    """The characters of a list in `spelling.yaml`."""
    return frozenset(load("spelling")[name].replace(" ", ""))


@cache
def _hotlines() -> frozenset[str]:
    return frozenset(load("spelling")["hotlines"])
