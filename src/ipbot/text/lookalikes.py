"""Numerals that are no quantities: dates, years, ordinals, set phrases, version numbers, names such as PM2.5."""

import re
from functools import cache

from ipbot.text.units import words

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"(?:[-—–~〜～∼]+|至|到)"
_YEAR = r"(?:(?:1\d|2[01])\d\d|[一二][〇零九八一二][〇零一二三四五六七八九]{2})"
_DATE = "|".join(
    (
        rf"{_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)(?:{_TO}\d{{1,2}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d))?",
        rf"{_YEAR}[-.](?:0?[1-9]|1[0-2]){_TO}{_YEAR}[-.](?:0?[1-9]|1[0-2])(?![\d%‰‱℃°㎡μA-Za-z\u3400-\u9fff])",
        rf"(?:{_YEAR}年?{_TO})?{_YEAR}(?:年度?|学年|财年)(?!的?历史|以上|以下)",
        rf"{_YEAR}[/／-]\d{{2,4}}(?:年度?|学年)",
        r"\d{2}年(?=[底末初])",
        rf"{_N}(?:[-—–~〜～、]|至|到){_N}月(?:份|底|末)?",
        rf"{_N}月(?!龄)(?:份|底|末|初|[上中下]旬)?(?:{_N}[日号](?:(?:{_TO}|、){_N}[日号])?)?",
        rf"{_N}(?:[日号]?{_TO}{_N})?日(?!内|以内|之内|[均游圆]|元(?!旦))",
        rf"{_N}号(?!人)",
        r"[一二三四1-4]、?(?:[至到—-]?[二三四2-4])?季度",
    )
)
_OTHERS = "|".join(
    (
        r"(?:(?<=第)|(?<=第 ))(?:\d+|[一二三四五六七八九十百千零〇两]+)(?:个五年)?",
        r"十[一二三四五六七]五",
        r"[一二三四五六七八九]五(?=[”\"’」]|规划|计划|期间|时期|末)",
        r"(?<=[几数])[十百千万]",
        rf"{_N}多?年来",
        rf"{_N}[至到—-]?{_N}?年(?=行动|规划|计划|制(?!定))",
        r"\d+(?:\.\d+){2,}",
        r"\d+[ABCD]级?(?:旅游)?景区",
        r"\d{1,4}[·•‧・]\d{1,4}",
        r"\d+[GgXxKk](?![A-Za-z0-9])(?!B)",
        r"[一]([户村人厂企园县区校河湖点车镇街井业岗地品案事档策标类港城山]).?(?:一).",
    )
)
_LOOKALIKE = re.compile(f"{_DATE}|{_OTHERS}")
_RECENT = re.compile(r"(?<![费用历耗])(?:(?<![提目以之])[前近头]|最近|过去|未来|今后|接下来|上|往后|之后|此后)(?:的)?$")
_SPAN = re.compile(rf"(?:{_N}|[几数两半])(?:[至到—-]{_N})?个?(?:年|月|季度|天|周|星期|多月|工作日)(?!以上|以下|多|余)")
_LATIN_BEFORE = re.compile(r"[A-Za-z](?:[-－]?)$")


def lookalike(text: str, start: int) -> int:
    """Where the thing that only looks like a quantity and begins at `start` ends; 0 where there is none."""
    if _after_latin(text, start):
        return _run(text, start)
    match = _LOOKALIKE.match(text, start)
    if match:
        return match.end()
    idiom = _idioms().match(text, start)
    if idiom:
        return idiom.end()
    span = _SPAN.match(text, start)
    return span.end() if span and _RECENT.search(text, max(0, start - 4), start) else 0


def _after_latin(text: str, start: int) -> bool:
    """PM2.5, G20, C5: figures that belong to the letters before them."""
    return text[start].isdecimal() and bool(_LATIN_BEFORE.search(text, max(0, start - 2), start))


_RUN = re.compile(r"\d+(?:\.\d+)*")


def _run(text: str, start: int) -> int:
    match = _RUN.match(text, start)
    return match.end() if match else start + 1


@cache
def _idioms() -> re.Pattern[str]:
    phrases = sorted(words()["not_quantities"], key=len, reverse=True)
    alone = "".join(words()["not_one_after"])
    return re.compile(f"(?:{'|'.join(map(re.escape, phrases))})|(?<=[{alone}])一(?![二三四五六七八九十百千万])")
