"""Who said what stands at a place of a transcript, and whether a draft's name for a speaker can mean them."""

import re
from collections.abc import Iterator

from ipbot.corpus.people import words
from ipbot.text.folding import fold
from ipbot.values.briefing import Briefing, Outline, Role, Speaker, Turn

_VAGUE = re.compile(r"(?:有关|相关|主要)?(?:负责人|负责同志|人士|方面|领导|官员|同志|先生|女士)$")
_ANYBODY = re.compile(r"^(?:发言人|新闻发言人|发布人|官员|嘉宾|负责人|有关负责人|发布会|会上)$")


def turn_at(offset: int, outline: Outline) -> Turn | None:
    """The turn in which a place stands."""
    return next((t for t in outline.turns if t.start <= offset < t.end), None)


def speaker_at(offset: int, outline: Outline) -> str:
    """Who speaks at a place, with the office; "" where it is narration."""
    turn = turn_at(offset, outline)
    if turn is None or turn.role is Role.NARRATOR:
        return ""
    return str(turn.speaker) or {Role.REPORTER: "记者", Role.HOST: "主持人", Role.OFFICIAL: "发言人"}[turn.role]


def said_by(speaker: str, offset: int, briefing: Briefing, outline: Outline) -> bool:
    """Whether the speaker of a place can be whom a draft names."""
    turn = turn_at(offset, outline)
    if turn is None or turn.role is Role.NARRATOR:
        return False
    named, who = fold(speaker).text, turn.speaker
    if who.name:
        if fold(who.name).text in named:
            return True
        if any(fold(s.name).text in named for s in _others(briefing, outline, who.name)):
            return False
    if turn.role is Role.REPORTER:
        return "记者" in named and (not who.organisation or _bare(who.organisation) in named or named == "记者")
    if (turn.role is Role.HOST and "主持" in named) or (turn.role is Role.OFFICIAL and _ANYBODY.match(named)):
        return True
    office = _VAGUE.sub("", named)
    whole = fold(f"{briefing.city}{who.organisation or briefing.publisher}{who.title}").text
    return len(office) > 1 and "记者" not in named and _abbreviates(office, whole) and not _surnamed(named, who.name)


def _others(briefing: Briefing, outline: Outline, name: str) -> Iterator[Speaker]:
    told = (*briefing.speakers, *(t.speaker for t in outline.turns))
    return (s for s in told if s.name and s.name != name)


def _bare(organisation: str) -> str:
    return fold(organisation).text.strip('《》<>"')


def _abbreviates(short: str, whole: str) -> bool:
    """Whether the characters stand in the whole in order: 市市场监管局."""
    rest = iter(whole)
    return all(c in rest for c in short)


def _surnamed(named: str, name: str) -> bool:
    """Whether somebody of another family name is meant: 李局长."""
    title = next((t for t in sorted(words()["title"], key=len, reverse=True) if named.endswith(t)), "")
    rest = named.removesuffix(title)
    return bool(title and name and len(rest) == 1 and rest != name[:1])
