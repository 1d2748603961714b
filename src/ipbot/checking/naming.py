"""Words that name and don't count: designators with a number in them, and indicators without their examples."""

import re
from functools import lru_cache

from ipbot.text.numerals import han_value

_DESIGNATOR = re.compile(
    r"第[\d一二三四五六七八九十百]+[\u4e00-\u9fff]?|[\d一二三四五六七八九十]+(?:车道|号线|号楼|a级)|[一二三四五六七八九十\d]级|国[一二三四五六ivx\d]|[ⅰⅱⅲⅳⅴ]类?|[a-z]+\d[\d.]*|\d{5,}|"
    r"近[一二三四五六七八九十\d]+年|方案[一二三四]|[一二三四五六七八九十]+期(?=工程|项目)|\d+[·]\d+|第?[一二三四]季度|\d{3,}线"
)
_HAN = re.compile(r"[一二三四五六七八九十百]+")
_EXAMPLES = re.compile(r".*[、].*?等(?=[\u4e00-\u9fff]{2})")


@lru_cache(maxsize=8192)
def designators(folded: str) -> frozenset[str]:
    """Numbers that name and don't count: 第22届, 2级, 国3, pm2.5, 12315, 近5年."""
    return frozenset(_HAN.sub(_figures, m.group()) for m in _DESIGNATOR.finditer(folded))


def _figures(match: re.Match[str]) -> str:
    """A number in characters as one in figures: 二十二 is 22."""
    value = han_value(match.group())
    return match.group() if value is None else f"{value:f}"


@lru_cache(maxsize=8192)
def tail_of(indicator: str) -> str:
    """An indicator without the examples before 等: 境外商标注册等创造项目省级资助."""
    found = _EXAMPLES.match(indicator)
    return indicator[found.end() :] if found and found.end() < len(indicator) else indicator
