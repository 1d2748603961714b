"""An attribute that a statement gives outright: 主题为“…”, 优惠期是…, for questions such as 宣传周的主题是什么."""

import re

from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement

_ASKED = re.compile(
    r"([\u4e00-\u9fff]{2,6}?)(?:是|为|叫)?(?:什么|啥|何|哪[一个]?[句条]?)(?:来着|呢|呀|啊|内容)?[?？]?$"
)
_GIVES = r"[^,。;:\"]{0,4}?(?:为|是|:|定为|确定为|叫做|即)(?=[^不否])"
_END = re.compile(r"[,。;!?\n]")
_QUOTED = re.compile(r'\s*"([^"]+)"')
_READ = 4


def find(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """What stands behind the attribute's name in a near statement: quoted words, or the rest of the clause."""
    names = _names(query)
    for near in ranked[:_READ]:
        text = near.statement.folded.text
        match = next((m for name in names if (m := re.search(re.escape(name) + _GIVES, text))), None)
        if match and near.statement.kind != "question":
            start, end = _value(text, match.end())
            if end > start:
                return Found(near.statement, *near.statement.original(start, end))
    return None


def _names(query: Query) -> list[str]:
    """The attribute that is asked for, the noun right before 是什么, and its other wordings."""
    asked = _ASKED.search(query.said[-1])
    if not asked:
        return []
    named = [w for w in query.words if query.said[-1][: asked.end(1)].endswith(w)]
    return [other for name in named for other in (name, *query.others.get(name, ()))]


def _value(text: str, start: int) -> tuple[int, int]:
    quoted = _QUOTED.match(text, start)
    if quoted:
        return quoted.span(1)
    stop = _END.search(text, start)
    return start, stop.start() if stop else len(text)
