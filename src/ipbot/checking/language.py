"""The check's own words, from `checking.yaml`, as sets and patterns."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ipbot.data import load
from ipbot.reading.asking import stop_words

__all__ = ["any_of", "cues", "harmless", "kind_of", "opposites", "words"]

_FORMS = ("了", "的", "着")


def words() -> Mapping[str, Any]:
    """The content of `checking.yaml`."""
    return load("checking")


@cache
def harmless() -> frozenset[str]:
    """Words that state nothing by themselves."""
    lists = words()
    told = (*lists["harmless"], *lists["sums"], *lists["each"], *lists["saying"])
    return stop_words() | frozenset(told) | {w for k in ("done", "pending", "plan") for w in lists["standing"][k]}


@cache
def any_of(key: str) -> re.Pattern[str]:
    """A pattern for the entries of a list, longest first."""
    return re.compile(_either(words()[key]))


@cache
def moments() -> re.Pattern[str]:
    """A pattern for verbs of what is reached at one moment."""
    return re.compile(_either(words()["standing"]["moments"]))


@cache
def any_standing() -> re.Pattern[str]:
    """A pattern for every cue of how far something has come."""
    return re.compile(_either(w for name in ("done", "pending", "plan") for w in words()["standing"][name]))


@cache
def cues(key: str, within: str = "") -> re.Pattern[str]:
    """A pattern for the cues of a list in the group `cue`; words that only look like one match without it."""
    lists = words()[within] if within else words()
    kept = f"(?:{_either(lists[f'{key}_not'])})|" if f"{key}_not" in lists else ""
    return re.compile(f"{kept}(?P<cue>{_either(lists[key])})")


@cache
def opposites() -> tuple[tuple[frozenset[str], ...], ...]:
    """Classes of words that exclude each other."""
    return tuple(tuple(frozenset(side) for side in sides) for sides in words()["opposites"])


def is_scope(word: str) -> bool:
    """Whether a word says of how much of the land something is told."""
    return word.startswith(("全", "我", "本")) or word.endswith(("省内", "市内", "国内", "县内"))


@cache
def in_class(word: str) -> bool:
    """Whether a word is one of those that exclude others."""
    return any(word in side for sides in opposites() for side in sides)


@cache
def direction(verb: str) -> str:
    """Whether a verb of change goes up or down; "" where it doesn't tell."""
    for name, verbs in words()["directions"].items():
        if verb in verbs:
            return str(name)
    ends = (name for name, verbs in words()["directions"].items() if verb.endswith(tuple(verbs)))
    return next(map(str, ends), "")


@cache
def kind_of(name: str) -> str:
    """What the end of a name tells of its kind: place, organisation, or ""."""
    found = [
        (len(e), k) for k, ends in words()["kinds"].items() for e in ends if name.endswith(e) and len(name) > len(e)
    ]
    return max(found)[1] if found else ""


def found(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The cues of a pattern in a text."""
    return [m for m in pattern.finditer(text) if m["cue"]]


def _either(entries: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(entries, key=len, reverse=True)))
