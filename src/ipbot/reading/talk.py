"""Small talk, and instructions slipped into questions."""

import re
from collections.abc import Mapping
from functools import cache

from ipbot.data import load

_AROUND = r"[\s,.!?~、。;:…'\"呀啊哦呢吧哈嘿]*"


@cache
def _chat() -> Mapping[str, str]:
    lists: Mapping[str, list[str]] = load("intents")["chat"]
    return {kind: "|".join(parts) for kind, parts in lists.items()}


@cache
def _whole() -> re.Pattern[str]:
    either = "|".join(_chat().values())
    return re.compile(f"{_AROUND}(?:(?:{either}){_AROUND})+")


@cache
def _instructions() -> re.Pattern[str]:
    return re.compile("|".join(load("intents")["instructions"]).replace(" ", ""))


def kind(folded: str) -> str:
    """Which small talk the whole question is, the most telling where it is several, or ""."""
    if not _whole().fullmatch(folded):
        return ""
    alone = (name for name, parts in _chat().items() if re.fullmatch(f"(?:{_AROUND}(?:{parts}))+{_AROUND}", folded))
    return next(alone, "ability" if re.search(_chat()["ability"], folded) else "thanks")


def is_instruction(folded: str) -> bool:
    """Whether somebody tries to give orders instead of asking."""
    return bool(_instructions().search(folded))
