"""Which place in an order a thing has, 列全省第5位, 第二十二届, 省级; for how long it is the first: 近五年零的突破."""

import re
from collections.abc import Iterator, Sequence

from ipbot.reading.clauses import clause_around
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.telling import Told, places

_NUMBER = r"[\d一二三四五六七八九十百]+"
_PLACE = rf"(?:倒数)?第{_NUMBER}[位名]?|首位|榜首|末位|前{_NUMBER}[位名强]"
_ASKS_PLACE = re.compile(
    r"(?:排|列|居|位)[^?,]{0,6}?(?:第几|几|多少[位名]?)|第几[位名]?$|第几[位名]|名次|位次|排名(?!第)"
)
_TELLS_PLACE = re.compile(rf"(?:排|居|列|位)[^,。;:\d]{{0,8}}?(?P<number>{_PLACE})")
_ASKS_NUMBER = re.compile(
    r"第几(?P<measure>个|届|批|期|次|轮|代|年|条|项|部分|家|座)|哪一?(?P<which>届|批(?!准)|期(?!间)|轮)"
)
_ASKS_GAP = re.compile(
    r"(?:多久|多少年|几年|多长时间)[^?,]{0,8}(?:空白|零|突破|没|头一|首次|第一次|新高|新低|记录|纪录)"
    r"|(?:空白|突破|打破|终结|结束|头一[回次]|首次|破零)[^?]{0,12}(?:多久|多少年|几年|多长时间)"
)
_TELLS_GAP = re.compile(
    rf"(?P<number>(?:近|连续|时隔|暌违)(?:{_NUMBER}|多)?年(?:以?来)?|{_NUMBER}年(?:以?来|未|没)|有史以来|建[市县区]以来)"
)
_ASKS_LEVEL = re.compile(r"(?:哪一?个?|什么|啥)级别?|几级|级别$")
_TELLS_LEVEL = re.compile(r"(?P<number>(?:世界|国家|省|市|县|区|部|镇|乡|村)级)")
_BEHIND = 12
_SAID = 0.4
"""How much of the question is said beside a level: levels are named everywhere."""


def find(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """The place or number asked for, as a near statement tells it; none where none is asked for or told."""
    said = query.said[-1]
    if numbered := _ASKS_NUMBER.search(said):
        cue = re.compile(rf"(?P<number>第{_NUMBER}{numbered['measure'] or numbered['which']})")
    elif _ASKS_PLACE.search(said):
        cue = _TELLS_PLACE
    elif _ASKS_GAP.search(said):
        cue = _TELLS_GAP
    elif _ASKS_LEVEL.search(said):
        cue = _TELLS_LEVEL
    else:
        return ()
    least = _SAID if cue is _TELLS_LEVEL else 0.0
    return places(query, ranked, lambda text: _told(cue, text), least=least)


def _told(cue: re.Pattern[str], text: str) -> Iterator[Told]:
    """The numbers, each with what its clause says before it and right behind it."""
    for match in cue.finditer(text):
        start, end = match.span("number")
        first, last = clause_around(text, start, end, (0, len(text)))
        yield text[first:start] + " " + text[end : min(last, end + _BEHIND)], start, end
