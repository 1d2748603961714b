"""Patterns for the words around quantities, made from `units.yaml`."""

import re
from collections.abc import Iterable
from functools import cache

from ipbot.text.units import words


def _either(entries: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(entries, key=len, reverse=True)))


def _tail(keys: Iterable[str], exceptions: Iterable[str] = ()) -> re.Pattern[str]:
    guard = "".join(f"(?<!{re.escape(w)})" for w in exceptions)
    return re.compile(f"(?:{_either(keys)}){guard}$")


@cache
def links() -> re.Pattern[str]:
    """Verbs and particles that link an indicator to the quantity behind it, at the end of a stretch."""
    each = [w for w in words()["scopes_per"] if w.startswith("每")]
    keys = [*words()["links"], *words()["change_modifiers"], *each, "每年", "每月"]
    return _tail(keys, [*words()["links_not"], *words()["change_modifiers_not"]])


@cache
def changes() -> re.Pattern[str]:
    """Verbs that make the number behind them a change, at the end of a stretch."""
    return re.compile(f"(?:{_either(words()['changes'])})了?$")


@cache
def changes_with_base() -> re.Pattern[str]:
    """Verbs that do so only where a base of comparison stands before them."""
    return re.compile(f"(?:{_either(words()['changes_with_base'])})了?$")


@cache
def turns() -> re.Pattern[str]:
    """A verb of change at the front of a stretch: 增加1.3亿斤."""
    modifiers = _either(words()["change_modifiers"])
    return re.compile(f"(?:{modifiers})*(?P<verb>{_either([*words()['changes'], *words()['changes_with_base']])})")


@cache
def modifiers() -> re.Pattern[str]:
    """What may stand between a base and its verb of change: 分别, 年均."""
    return _tail(words()["change_modifiers"], words()["change_modifiers_not"])


@cache
def leads() -> re.Pattern[str]:
    """Words in front of an indicator that say how or when, not what."""
    return re.compile(
        f"(?!{_either(words()['leads_not'])})(?:{_either([*words()['leads'], *words()['scopes_dropped']])})"
    )


@cache
def light() -> re.Pattern[str]:
    """Verbs that only say that something was brought about."""
    return re.compile(f"(?!{_either(words()['light_not'])})(?:{_either(words()['light'])})了?")


@cache
def scopes() -> re.Pattern[str]:
    """Words for whom a figure is about: 全市, 城镇."""
    return re.compile(_either(words()["scopes"]))


@cache
def rates() -> re.Pattern[str]:
    """Words for of what each a figure speaks: 每万人口, 户均."""
    return re.compile(_either(words()["scopes_per"]))


@cache
def places() -> re.Pattern[str]:
    """Names of places, alone or listed."""
    character = rf"(?![{words()['never_in_places']}])[\u3400-\u9fff]"
    stem = rf"(?!{_either(words()['never_opens_places'])})(?:{character}和(?=[县镇])|(?:{character}){{1,3}}?)"
    whole = "".join(f"(?<!{w})" for w in words()["no_places"])
    ends = rf"(?:{_either(words()['place_ends'])}){whole}(?![级内场域民政际]|(?<=乡)村)"
    place = rf"(?!{_either(words()['no_places'])}){stem}{ends}"
    return re.compile(rf"{place}(?:(?:、|和|与){place})*")


@cache
def no_noun() -> tuple[str, ...]:
    """How words behind a quantity begin that name nothing it counts."""
    return tuple(words()["no_noun"])


@cache
def titles() -> re.Pattern[str]:
    """What follows a year that is part of a title: 2023年生态环境状况公报."""
    return re.compile(rf"[^，,；;。：:、\d]{{0,12}}?(?:{_either(words()['status']['titles'])})")


@cache
def status(name: str) -> re.Pattern[str]:
    """Cues of a status, in the group `cue`, and words that only look like one."""
    lists = words()["status"]
    kept = f"(?:{_either(lists[f'{name}_not'])})|" if f"{name}_not" in lists else ""
    return re.compile(f"{kept}(?P<cue>{_either(lists[name])})")
