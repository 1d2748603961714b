"""Reported speech without quotation marks: who is said to have said what a sentence states."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.sentences import Sentence
from ipbot.values.briefing import Role
from ipbot.values.report import Remark

_LEAD = 40


def introduced(text: str, names: Iterable[str]) -> tuple[int, int, int]:
    """Where the name of the one who speaks begins and ends, and where the introduction ends; else zeros."""
    pattern = _pattern(tuple(names))
    found = pattern.match(text) if pattern else None
    return (*found.span("who"), found.end()) if found else (0, 0, 0)


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    known = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    saying = "|".join(sorted(map(re.escape, language.words()["saying"]), key=len, reverse=True))
    if not known:
        return None
    return re.compile(
        rf"[^。！？!?；;]{{0,{_LEAD}}}?(?P<who>{known})[^，,。；;“]{{0,12}}?(?:{saying})(?:了|道|说)?[，,：:]"
    )


def attributed(sentence: Sentence, names: Sequence[str], facts: Sequence[Fact]) -> Finding | None:
    """That somebody else said it, where the sentence names one and its evidence another."""
    start, end, _ = introduced(sentence.text, names)
    if not end:
        return None
    name = sentence.text[start:end]
    spoken = [f for f in facts if f.reading.passage.role is not Role.NARRATOR and f.reading.passage.speaker.name]
    said = [f.reading.passage.speaker.name for f in spoken]
    if not said or name in said:
        return None
    who = str(spoken[0].reading.passage.speaker)
    return Finding(Outcome.WRONG, sentence.start + start, sentence.start + end, Remark.SPEAKER, tuple(spoken[:1]), who)
