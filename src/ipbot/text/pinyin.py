"""How Chinese characters sound, without tones: the only place that imports pypinyin, once, to build a compact table."""

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from ipbot.data import load
from ipbot.derived import derived
from ipbot.text.folding import simplify

_FIRST, _LAST = 0x3400, 0x9FFF
_READINGS = 4
_ROW = struct.Struct(f"<{_READINGS}H")
_TOKENS = re.compile(r"[a-zü]+(?:\d[\d.]*)?|\d+(?:[.,]\d+)*%?")
_TYPED = re.compile(r"[a-zü0-9.,%\s'’?!-]+")
_FEWEST = 3
_LONGEST = 6


class Pinyin:
    """The sounds of characters, read from a table in `cache`."""

    def __init__(self, cache: Path) -> None:
        content = derived(cache, "pinyin", f"pypinyin {version('pypinyin')}, layout 2", _build)
        names, _, self._table = content.partition(b"\n")
        self._names = ("", *names.decode().split(" "))
        self.sounds = lru_cache(maxsize=8192)(self._sounds)

    def _sounds(self, character: str) -> tuple[str, ...]:
        """The tone-free readings of a character, the usual one first; empty where it has none."""
        row = ord(character) - _FIRST
        if not 0 <= row <= _LAST - _FIRST:
            return ()
        return tuple(self._names[n] for n in _ROW.unpack_from(self._table, row * _ROW.size) if n)

    def usual(self, character: str) -> str:
        """The usual reading; empty where there is none."""
        sounds = self.sounds(character)
        return sounds[0] if sounds else ""


def fuzzy(syllable: str) -> str:
    """The syllable with the sounds folded together that many speakers do not keep apart."""
    return _fuzzy().get(syllable, syllable)


@cache
def syllables() -> frozenset[str]:
    """Every tone-free syllable of Mandarin."""
    return frozenset(
        initial + final for initial, finals in load("pinyin")["syllables"].items() for final in finals.split()
    )


def parse_pinyin(text: str) -> tuple[str, ...] | None:
    """A whole question typed in pinyin as syllables, with its numbers and PM2.5; None where it is anything else."""
    lowered = text.lower()
    if not _TYPED.fullmatch(lowered):
        return None
    parsed: list[str] = []
    for token in _TOKENS.findall(lowered):
        letters = token.rstrip("0123456789.")
        number = token.removeprefix(letters)
        split = split_syllables(letters) if letters else ()
        if split is None and not number:
            return None
        parsed.extend((token,) if split is None else (*split, number) if number else split)
    return tuple(parsed) if sum(s.isalpha() for s in parsed) >= _FEWEST else None


def split_syllables(word: str) -> tuple[str, ...] | None:
    """A word in Latin letters as the fewest syllables, the first ones longest; None where it isn't pinyin."""
    best: list[tuple[str, ...] | None] = [None] * len(word) + [()]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + _LONGEST), start, -1):
            rest = best[end]
            syllable = _written(word[start:end])
            current = best[start]
            if rest is not None and syllable and (current is None or len(rest) + 1 < len(current)):
                best[start] = (syllable, *rest)
    return best[0] if word else None


def _written(letters: str) -> str:
    return letters if letters in syllables() else str(load("pinyin")["written"].get(letters, ""))


@cache
def _fuzzy() -> dict[str, str]:
    initials, finals = load("pinyin")["initials"], load("pinyin")["finals"]

    def folded(syllable: str) -> str:
        initial = next((i for i in sorted(initials, key=len, reverse=True) if syllable.startswith(i)), "")
        rest = syllable.removeprefix(initial)
        final = next((f for f in finals if rest.endswith(f)), "")
        return str(initials.get(initial, "") + rest.removesuffix(final) + finals.get(final, ""))

    return {syllable: folded(syllable) for syllable in syllables()}


def _build() -> bytes:
    """A line with every syllable, then for each character the numbers of its readings, 0 for none."""
    readings = _readings()
    names = sorted(set(chain.from_iterable(readings.values())))
    numbers = {name: n for n, name in enumerate(names, 1)}
    rows = bytearray((_LAST - _FIRST + 1) * _ROW.size)
    for character, sounds in readings.items():
        padded = [numbers[s] for s in sounds[:_READINGS]] + [0] * _READINGS
        _ROW.pack_into(rows, (ord(character) - _FIRST) * _ROW.size, *padded[:_READINGS])
    return " ".join(names).encode() + b"\n" + bytes(rows)


def _readings() -> dict[str, tuple[str, ...]]:
    """The readings of each character; what the Traditional ones that fold to it (乾 to 干) add comes second."""
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - 60 MB, wanted only here

    every = {chr(c): tuple(_plain(sounds)) for c, sounds in pinyin_dict.items() if _FIRST <= c <= _LAST}
    own = {character: sounds for character, sounds in every.items() if sounds}
    characters = "".join(own)
    found = dict(own)
    for character, simple in zip(characters, simplify(characters), strict=True):
        if character != simple and simple in own:
            first, *rest = found[simple]
            found[simple] = tuple(dict.fromkeys((first, own[character][0], *rest)))
    return found


def _plain(sounds: str) -> Iterator[str]:
    """Syllables without their tones: lǜ becomes lv; what is no syllable of the table is left out."""
    marks = {unicodedata.lookup(f"COMBINING {name}") for name in ("MACRON", "ACUTE ACCENT", "CARON", "GRAVE ACCENT")}
    seen = set()
    for sound in sounds.split(","):
        letters = (c for c in unicodedata.normalize("NFD", sound) if c not in marks)
        syllable = unicodedata.normalize("NFC", "".join(letters)).replace("ü", "v")
        if syllable in syllables() and syllable not in seen:
            seen.add(syllable)
            yield syllable
