"""Times of day: 上午10:00, 22时30分, 晚上8点半."""

import re
from dataclasses import dataclass

_MORNING = ("上午", "早上", "早", "早晨", "清晨", "凌晨")
_AFTERNOON = ("中午", "下午", "傍晚", "晚上", "晚间", "夜间", "晚", "当晚")
_PARTS = dict.fromkeys(_MORNING, 0) | dict.fromkeys(_AFTERNOON, 12)
_DAY = re.compile(r"[次每当今明昨后前][日天早晚]$|[日号]$")
_PART = re.compile(f"(?:{'|'.join(sorted(_PARTS, key=len, reverse=True))})$")
_COLON = re.compile(r"(\d{1,2})[:：]([0-5]\d)(?:[:：][0-5]\d)?(?![\d:：])")
_HOUR = re.compile(
    r"(\d{1,2}|[一二三四五六七八九十]{1,3}|两)(时(?![间期代段效速刻常任而下])|点(?![多余个位])钟?)(?:(\d{1,2})分|(整|半|一刻))?"
)
_POINT_CUE = re.compile(r"以[前后]|之[前后]|前|后|至|到|—|-|起|开始|左右|$|[，。；、）)]|的时候|钟")
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_RATIO = re.compile(r"比例?(?:为|达到?|是|约)?$")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, in minutes since midnight, and where it stands with the part of the day before it."""

    start: int
    number: int
    end: int
    minutes: int


def read(text: str, start: int) -> Clock | None:
    """The time of day whose first figure stands at `start`, if one does."""
    part = _PART.search(text, max(0, start - 2), start)
    match = _COLON.match(text, start)
    if match and not _RATIO.search(text, max(0, start - 5), start):
        return _clock(part, start, match.end(), int(match[1]), int(match[2]))
    match = _HOUR.match(text, start)
    if not match or not (match[2][0] == "时" or _is_hour(text, match, part)):
        return None
    minutes = int(match[3]) if match[3] else {"半": 30, "一刻": 15}.get(match[4] or "", 0)
    hour = int(match[1]) if match[1].isdecimal() else _han(match[1])
    return _clock(part, start, match.end(), hour, minutes)


def _is_hour(text: str, match: re.Match[str], part: re.Match[str] | None) -> bool:
    if match[2] == "点钟" or match[3] or match[4]:
        return True
    told = part or _DAY.search(text, max(0, match.start() - 2), match.start())
    return bool(told and (match[1].isdecimal() or _POINT_CUE.match(text, match.end())))


def _han(written: str) -> int:
    tens, ten, ones = written.rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + _HAN.get(ones, 0)


def _clock(part: re.Match[str] | None, start: int, end: int, hour: int, minutes: int) -> Clock | None:
    afternoon = _PARTS[part.group()] if part else 0
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):
        return None
    hour += 12 if afternoon and 0 < hour < 12 and not (part and part.group() == "中午" and hour > 10) else 0
    return Clock(part.start() if part else start, start, end, hour * 60 + minutes)
