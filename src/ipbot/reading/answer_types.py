"""The lexical answer type: what stands behind 哪 or 什么, 哪一场战争, and whether a short answer is of that type."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ipbot.data import load

_MEASURE = re.compile(
    r"[一二两三四五六七八九十几\d]?(?:个|家|座|场|种|位|名|项|款|件|条|类|首|所|支|届|门|样|只|颗|张|间|份|批|根|艘|架|次|级|大|段|期)?的?"
)
_COPULA = re.compile(r"(?:是|为|叫做?|称为|在|到)$")
_WHICH = re.compile("哪|什么|啥|何")
_PHRASE_END = re.compile(r"[的了是在有被由对将把和与及,，。?？]")
_LONGEST = 6
_BEHIND = 9
_QUOTES = '》"”>'


class _Type(NamedTuple):
    ends: tuple[str, ...]
    words: frozenset[str]


@cache
def _types() -> Mapping[str, _Type]:
    return {
        name: _Type(tuple(map(str, told["ends"])), frozenset(map(str, told["words"])))
        for name, told in load("answer_types")["types"].items()
    }


@cache
def _asked() -> Mapping[str, tuple[str, ...]]:
    """For each word that asks for types, their names."""
    found: dict[str, list[str]] = {}
    for name, told in load("answer_types")["types"].items():
        for word in told["asked"]:
            found.setdefault(str(word), []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def asked(before: str, interrogative: str, behind: str) -> frozenset[str]:
    """The types asked for by an interrogative and the folded text before and behind it.

    A noun right behind it, with or without a measure word, tells most; then the last one of the phrase behind it, and
    then the noun before it.
    """
    alone = load("answer_types")["alone"]
    if interrogative in alone or not _WHICH.match(interrogative):
        return frozenset(alone.get(interrogative, ()))
    phrase = _PHRASE_END.split(behind[_measure_length(behind) :][:_BEHIND], maxsplit=1)[0]
    last = _longest(phrase[:end][-n:] for end in range(len(phrase), 1, -1) for n in range(_LONGEST, 1, -1))
    said = _COPULA.sub("", before)
    first = max(_first(phrase), _first(behind), key=len)
    return _named(first or last or _longest(said[-n:] for n in range(_LONGEST, 1, -1)))


def _first(text: str) -> str:
    return _longest(text[:length] for length in range(min(_LONGEST, len(text)), 0, -1))


def _measure_length(behind: str) -> int:
    match = _MEASURE.match(behind)
    return match.end() if match else 0


def _longest(words: Iterable[str]) -> str:
    return next((word for word in words if word in _asked()), "")


def _named(word: str) -> frozenset[str]:
    return frozenset(_asked().get(word, ()))


def is_asked(word: str) -> bool:
    """Whether a word, as a noun behind 哪 or 什么, asks for a type."""
    return word in _asked()


def met(types: frozenset[str], texts: Sequence[str]) -> list[bool]:
    """For each folded text, whether it ends or is called as an answer of one of the types does."""
    ends = tuple(end for name in types for end in _types()[name].ends)
    words = frozenset().union(*(_types()[name].words for name in types))
    bare = (text.rstrip(_QUOTES) if not text.endswith(ends) else text for text in texts)
    return [text.endswith(ends) or text in words for text in bare]
