"""How a thing stands against a larger area, where a statement says so without a figure: 高于全省年增长速度."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ipbot.reading.asking import scopes
from ipbot.reading.clauses import clause_around
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.telling import Told, places

_NUMBER = re.compile(r"多少|几|百分之|第")
_SEVERAL = re.compile(r"不同|不一样|区别|分别|各")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How it is asked, and how it is told."""
    area = "(?:" + "|".join(scopes()) + ")"
    asked = re.compile(
        rf"{area}[^?,]{{0,10}}(?:比|[快高多好大]了?还是|[慢低少差小]了?还是|(?:什么|哪个?|啥)(?:位置|水平|水准|档次)|看|不同|不一样|区别)"
        rf"|(?:比|跟|和|同|与|较|放[到在]|够上|跟上)[^?,]{{0,4}}{area}[^?,]{{0,8}}(?:[快慢高低多少好差大小]|水平|比|位置)"
    )
    stands = "[高低快慢优好差多少大小]于|超过|超出|不及|落后于?|领先于?|达到|跟上|与|和|在"
    return asked, re.compile(rf"(?:{stands})[^,。;:\d]{{0,3}}{area}[^,。;:]{{0,14}}")


def find(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """What a near statement says of that, or two where two things are compared; none where it is asked by how much."""
    said = query.said[-1]
    if not _patterns()[0].search(said) or _NUMBER.search(said):
        return ()
    return places(query, ranked, _told, most=2 if _SEVERAL.search(said) else 1)


def _told(text: str) -> Iterator[Told]:
    """Such words, each with its clause and the one before up to it."""
    for match in _patterns()[1].finditer(text):
        before, _ = clause_around(text, *match.span(), (0, len(text)))
        lead, _ = clause_around(text, max(0, before - 1), before, (0, len(text)))
        yield text[lead : match.start()], *match.span()
