"""Words translated from English, put into the order that Chinese has them in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

YEAR = re.compile(r"(?:19|20)\d\d")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(r"[12]?\d|3[01]")
_PLAIN_DIGITS = 4
_POWERS = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4}


@dataclass(frozen=True, slots=True)
class Piece:
    """Chinese words; `kind` is word, time, last (for the end), number, name, or what parts pieces: of, until, break."""

    text: str
    kind: str = "word"


def number(word: str) -> Piece:
    """A number as Chinese writes it: 2021年, 第14, 10000."""
    if word[-2:] in {"st", "nd", "rd", "th"}:
        return Piece(f"第{word[:-2]}", "number")
    if YEAR.fullmatch(word):
        return Piece(f"{word}年", "time")
    plain = word.replace(",", "")
    whole = plain.isdigit() and len(plain) > _PLAIN_DIGITS and plain.endswith("000")
    return Piece(_counted(Decimal(plain)) if whole else plain, "number")


def ordered(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with times, and numbers, that belong together in one."""
    return _scaled(_behind(_dated(pieces)))


def _dated(pieces: Iterable[Piece]) -> list[Piece]:
    """Times that belong together in one: end of 2021, April 22, January to May."""
    found: list[Piece] = []
    for piece in pieces:
        found.append(piece)
        kinds = [p.kind for p in found[-3:]]
        texts = [p.text for p in found[-3:]]
        if kinds == ["time", "of", "time"]:
            found[-3:] = [Piece(texts[2] + texts[0], "time")]
        elif kinds == ["time", "until", "time"]:
            found[-3:] = [Piece("".join(texts), "time")]
        elif kinds[-2:] == ["time", "number"] and texts[-2].endswith("月") and _DAY.fullmatch(texts[-1]):
            found[-2:] = [Piece(f"{texts[-2]}{texts[-1]}日", "time")]
        elif kinds[-2:] == ["number", "time"] and texts[-1].endswith("月") and _DAY.fullmatch(texts[-2].lstrip("第")):
            found[-2:] = [Piece(f"{texts[-1]}{texts[-2].lstrip('第')}日", "time")]
    return found


def _behind(pieces: Sequence[Piece]) -> list[Piece]:
    """Before and after, which Chinese puts behind the time that they go with."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "time" and found and found[-1].kind == "behind":
            found[-1] = Piece(piece.text + found[-1].text, "time")
        else:
            found.append(piece)
    return [piece if piece.kind != "behind" else Piece("", "break") for piece in found]


def _scaled(pieces: Sequence[Piece]) -> list[Piece]:
    """Numbers with million or billion after them, as Chinese counts: 2.49 billion is 24.9亿."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "scale" and found and _PLAIN.fullmatch(found[-1].text):
            found[-1] = Piece(_counted(Decimal(found[-1].text) * Decimal(piece.text)), "number")
        else:
            found.append(piece)
    return [piece for piece in found if piece.kind != "scale"]


def _counted(amount: Decimal) -> str:
    power, size = next(((name, size) for name, size in _POWERS.items() if amount >= size), ("", Decimal(1)))
    return f"{(amount / size).normalize():f}{power}"


def runs(pieces: Sequence[Piece]) -> list[list[str]]:
    """The words between breaks, each run split at `of`, so that A of B reads B A when a run is turned round."""
    found: list[list[str]] = []
    for parted, group in groupby(pieces, lambda piece: piece.kind in {"break", "until"}):
        if not parted:
            parts = ["".join(p.text for p in part) for of, part in groupby(group, lambda p: p.kind == "of") if not of]
            found.extend([parts] if parts else [])
    return found
