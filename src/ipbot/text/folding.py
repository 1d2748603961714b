"""Folding for matching, with a map back: width, case, white space, Traditional to Simplified.

Folded text is compared and indexed, never shown; `Folded.unfold` finds the original offsets again.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_LOOKALIKES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"',
                             "—": "-", "–": "-", "−": "-", "〜": "~", "•": "·", "・": "·"})  # fmt: skip
_DROPPED = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
_VARIATION_SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `offsets[i]` is where the character that folded character i came from stands in the original."""

    text: str
    offsets: Sequence[int]

    def unfold(self, start: int, end: int) -> tuple[int, int]:
        """The original span that the folded span, which must not be empty, came from."""
        return self.offsets[start], self.offsets[end - 1] + 1


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters to Simplified, one for one, so that offsets stay; half a surrogate pair becomes "?"."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    once = _converted(whole)
    return once if once == whole else _converted(once)  # once leaves 位於伦敦


def _converted(text: str) -> str:
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    singles = (_converter().convert(c) for c in text)
    return "".join(s if len(s) == 1 else c for s, c in zip(singles, text, strict=True))


def fold(text: str) -> Folded:
    """Fold a text; a half of a surrogate pair, which no encoding carries, is dropped."""
    parts = [_FOLDED[c] for c in text]
    folded = simplify("".join(parts))
    if len(folded) == len(parts) and all(parts):
        return Folded(folded, range(len(parts)))
    return Folded(folded, tuple(index for index, part in enumerate(parts) for _ in part))


class _FoldedCharacters(dict[str, str]):
    """Each character's folded form, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        wide = unicodedata.normalize("NFKC", character.translate(_LOOKALIKES)).translate(_LOOKALIKES).lower()
        folded = "".join(c for c in wide if unicodedata.category(c) not in _DROPPED and c not in _VARIATION_SELECTORS)
        self[character] = folded
        return folded


_FOLDED = _FoldedCharacters()
