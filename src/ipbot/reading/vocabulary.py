"""The words of the corpus, and how to find one by its sound, its shape or its neighbours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import pairwise, product
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ipbot.data import load
from ipbot.text.pinyin import Pinyin, fuzzy

_LONGEST_SPOKEN = 8
_MOST_READINGS = 8
_USUAL = 2
_LONGEST_AROUND = 8
_PRIVATE_USE = 0xE000
_BITS_A_TRIGRAM = 16
_FEWEST_BITS = 1 << 18
_NO_CODE = np.uint32(0xFFFFFFFF)
_NOWHERE = np.zeros(0, np.int32)

Syllables = tuple[str, ...]
Places = NDArray[np.int32]


class Vocabulary:
    """The folded text of the corpus, its words of two characters or more with their counts, and its names.

    Every index is made when it is first asked for; `pinyin` makes the table of sounds.
    """

    def __init__(
        self, text: str, words: Iterable[tuple[str, int]], names: Iterable[str], pinyin: Callable[[], Pinyin]
    ) -> None:
        self.text = text
        self._pinyin = pinyin
        self.counts: dict[str, int] = {word: count for word, count in words if len(word) > 1}
        self.counts.update({name: self.counts.get(name, 0) + 1 for name in names if len(name) > 1})

    @cached_property
    def pinyin(self) -> Pinyin:
        """The sounds of characters."""
        return self._pinyin()

    def longest(self, text: str, start: int) -> int:
        """Where the longest word that begins at `start` ends; 0 where none does."""
        for length in self._lengths.get(text[start], ()):
            if text[start : start + length] in self.counts and start + length <= len(text):
                return start + length
        return 0

    def around(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The longest word in `text` that holds the span."""
        best: tuple[int, int] | None = None
        for first in range(max(0, end - _LONGEST_AROUND), start + 1):
            last = self.longest(text, first)
            if last >= end and (best is None or last - first > best[1] - best[0]):
                best = first, last
        return best

    def follows(self, first: str, second: str) -> bool:
        """Whether the text has the two characters beside each other."""
        return bool(second) and second in self.followers.get(first, ())

    def reach(self, text: str, start: int, end: int, most: int) -> tuple[int, int]:
        """The longest stretch of `text` around the span that the transcripts have, `most` further on either side."""
        there = self._standing(text[start:end])
        if not len(there):
            return start, start
        span = start, end
        left_first = self._grown(text, *self._grown(text, span, there, most, 0), 0, most)[0]
        right_first = self._grown(text, *self._grown(text, span, there, 0, most), most, 0)[0]
        return max(left_first, right_first, key=lambda found: found[1] - found[0])

    def _standing(self, stretch: str) -> Places:
        """Where the transcripts have the stretch."""
        codes, by_character = self._places
        there = by_character.get(stretch[0], _NOWHERE)
        for at, character in enumerate(stretch[1:], 1):
            there = there[codes[there + at] == ord(character)]
        return there

    def _grown(
        self, text: str, span: tuple[int, int], there: Places, before: int, behind: int
    ) -> tuple[tuple[int, int], Places]:
        """The stretch with as many of the characters before and behind it as the transcripts have with it, and where.

        `there` is where they have the stretch of the span; of these places fewer are left with every character.
        """
        codes, _ = self._places
        start, end = first, last = span
        while first and start - first < before:
            longer = there[codes[there - 1] == ord(text[first - 1])] - 1
            if not len(longer):
                break
            first, there = first - 1, longer
        while last < len(text) and last - end < behind:
            longer = there[codes[there + last - first] == ord(text[last])]
            if not len(longer):
                break
            last, there = last + 1, longer
        return (first, last), there

    def bound(self, text: str, start: int, end: int, most: int) -> tuple[int, int]:
        """A stretch that `reach` does not exceed, found without looking through the transcripts."""
        first, last = start, end
        while first and start - first < most and self._may_have(text, first - 1, last, first - 1):
            first -= 1
        while last < len(text) and last - end < most and self._may_have(text, first, last + 1, last - 2):
            last += 1
        return first, last

    def has(self, stretch: str) -> bool:
        """Whether the transcripts have the stretch."""
        return stretch in self.followers if len(stretch) == 1 else stretch in self.text

    def alike(self, character: str) -> str:
        """Characters of the text that sound alike, however loosely, or look alike."""
        sounds = {fuzzy(sound) for sound in self.pinyin.sounds(character)[:_USUAL]}
        found = dict.fromkeys(c for sound in sorted(sounds) for c in self._by_fuzzy_sound.get(sound, ""))
        found.update(dict.fromkeys(c for c in _shapes().get(character, "") if c in self.followers))
        found.pop(character, None)
        return "".join(found)

    def same_sound(self, one: str, other: str) -> bool:
        """Whether two characters are usually read the same."""
        return bool(self.pinyin.usual(one)) and self.pinyin.usual(one) == self.pinyin.usual(other)

    def spoken(self, syllables: Syllables) -> str:
        """The word, or else the stretch of text, that sounds so; empty where there is none."""
        return self.by_sound.get(syllables) or self._stretch(syllables)

    @cached_property
    def followers(self) -> Mapping[str, frozenset[str]]:
        """For each character of the text, those that follow it somewhere."""
        found: dict[str, set[str]] = {character: set() for character in self.text}
        for first, second in set(pairwise(self.text)):
            found[first].add(second)
        return {character: frozenset(after) for character, after in found.items()}

    @cached_property
    def by_sound(self) -> Mapping[Syllables, str]:
        """The most frequent word for every way that a word may sound."""
        found: dict[Syllables, str] = {}
        for word, count in self.counts.items():
            for sound in self._readings(word):
                if count > self.counts.get(found.get(sound, ""), 0):
                    found[sound] = word
        return found

    def _readings(self, word: str) -> Sequence[Syllables]:
        sounds = [self.pinyin.sounds(character) for character in word]
        if len(word) > _LONGEST_SPOKEN or not all(sounds):
            return ()
        ways = 1
        for sound in sounds:
            ways *= len(sound)
        return tuple(product(*sounds)) if ways <= _MOST_READINGS else (tuple(s[0] for s in sounds),)

    def _may_have(self, text: str, start: int, end: int, at: int) -> bool:
        """False only where the transcripts don't have the two or three characters of the stretch from `at`."""
        if end - start == 2:
            return self.follows(text[start], text[start + 1])
        bits, mask = self._trigrams
        place = _place(text[at : at + 3], mask)
        return bool(bits[place >> 3] & 1 << (place & 7))

    @cached_property
    def _places(self) -> tuple[NDArray[np.uint32], Mapping[str, Places]]:
        """The text as code points, with one behind its end that no text has, and where each character stands."""
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        order = np.argsort(codes, kind="stable").astype(np.int32)
        begins = np.flatnonzero(np.diff(codes[order])) + 1
        by_character = {chr(codes[there[0]]): there for there in np.split(order, begins) if len(there)}
        return np.append(codes, _NO_CODE), by_character

    @cached_property
    def _trigrams(self) -> tuple[bytearray, int]:
        """A Bloom filter (Bloom 1970, one hash) of every three characters in a row, and the mask of its places."""
        places = max(_FEWEST_BITS, 1 << (len(self.text) * _BITS_A_TRIGRAM).bit_length())
        bits, mask, text = bytearray(places >> 3), places - 1, self.text
        for start in range(len(text) - 2):
            place = _place(text[start : start + 3], mask)
            bits[place >> 3] |= 1 << (place & 7)
        return bits, mask

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        lengths: dict[str, set[int]] = {}
        for word in self.counts:
            lengths.setdefault(word[0], set()).add(len(word))
        return {character: tuple(sorted(found, reverse=True)) for character, found in lengths.items()}

    @cached_property
    def _by_fuzzy_sound(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for character in sorted(self.followers):
            for sound in dict.fromkeys(fuzzy(sound) for sound in self.pinyin.sounds(character)[:_USUAL]):
                found[sound] = found.get(sound, "") + character
        return found

    def _stretch(self, syllables: Syllables) -> str:
        numbers, spoken = self._spoken_text
        if not syllables or not numbers.keys() >= set(syllables):
            return ""
        start = spoken.find("".join(numbers[syllable] for syllable in syllables))
        return self.text[start : start + len(syllables)] if start >= 0 else ""

    @cached_property
    def _spoken_text(self) -> tuple[Mapping[str, str], str]:
        """A private character for each syllable, and the text with its characters as they are usually read."""
        sounds = {c: found for c in self.followers if (found := self.pinyin.usual(c))}
        numbers = {s: chr(_PRIVATE_USE + n) for n, s in enumerate(sorted(set(sounds.values())))}
        return numbers, self.text.translate({ord(c): numbers[s] for c, s in sounds.items()})


def _place(trigram: str, mask: int) -> int:
    """The same in every process, as `hash` is not."""
    return crc32(trigram.encode("utf-8", "surrogatepass")) & mask


@cache
def _shapes() -> Mapping[str, str]:
    """For each character, those that look like it."""
    found: dict[str, str] = {}
    for group in load("spelling")["shapes"]:
        for character in group:
            found[character] = found.get(character, "") + group.replace(character, "")
    return found
