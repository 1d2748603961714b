"""What a statement gives outright: an attribute, 主题为“…” for 宣传周的主题是什么, or a venue for 花博会在哪里举办."""

import re
from collections.abc import Iterator, Sequence

from ipbot.reading.asking import measures
from ipbot.reading.defining import meaning
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement
from ipbot.reading.telling import Told, places

_ASKED = re.compile(
    r"([\u4e00-\u9fff]{2,6}?)(?:是|为|叫)?(?:什么|啥|何|哪[一个]?[句条]?)(?:来着|呢|呀|啊|内容)?[?？]?$"
)
_KIND_OF = re.compile(
    r"([\u4e00-\u9fff]{2,6}?)(?:是|为|叫)(?:什么|啥|哪[一个种]?)[\u4e00-\u9fff]{1,4}[?？]?$"
    r"|^那?([\u4e00-\u9fff]{2,6})呢[?？]?$"
)
_AS_WHAT = re.compile(
    r"以([^,。;?？、]{0,8}?)(?:什么|啥|何|哪[一个些种]?)[^,。;?？、]{0,4}?作?为([\u4e00-\u9fff]{2,4}?)(?=的|呢|[,，、?？]|$)"
)
_AS = "以%s([^,。;]{2,40}?)作?为总?%s"
_GIVES = r"[^,。;:\"]{0,4}?(?:为|是|:|定为|确定为|叫做|即)(?=[^不否])"
_END = re.compile(r"[,。;!?\n]")
_QUOTED = re.compile(r'\s*"([^"]+)"')
_PHONE = re.compile(
    r"(?:电话|热线|专线|号码|拨打|致电|拨|打)[^,。;\d]{0,8}?(\d{3,4}-\d{7,8}|\d{3,12})(?!\d|[年月日时%万亿元个家件项人次起小])"
    r"|(?<!\d)(\d{5,8})(?=[^,。;\d]{0,8}(?:热线|电话|专线|平台))"
)
_THEME = re.compile(
    r"(?:主题|口号|标语|主旨|理念)[^,。;\"]{0,12}?\"([^\"]{4,40})\""
    r"|(?:以|围绕|打出|喊出|提出)[^,。;\"]{0,4}\"([^\"]{4,40})\"[^,。;\"]{0,4}(?:为|的)?(?:主题|口号|标语|主线|主旨)"
)
_CALLING = re.compile(r"电话|热线|专线|号码|[拨致]?打|致电")
_AS_NEAR = 4.0
_READ = 4
_MEANING = re.compile(r"[说指讲]的(?:就)?是(?:什么|啥)|怎么个.{0,2}法|[什么啥]意思")
_WHERE = re.compile(r"([\u4e00-\u9fff]{2,})(?:将|会|都|要)?(?:在|于)哪(?:里|儿|个?地方)?(?:举行|举办|召开|开幕)")
_HELD_IN = re.compile(r"(?:在|于)([\u4e00-\u9fff]{2,20}?)(?:隆重|正式|成功)?(?:举行|举办|召开|开幕)")


def find(query: Query, ranked: tuple[RankedStatement, ...]) -> tuple[Found, ...]:
    """What stands behind the attribute's name in a near statement: quoted words, or the rest of the clause."""
    means = (meaning,) if _MEANING.search(query.said[-1]) else ()
    ways = (*means, _venue, _phone, _named_taken, _theme, _attribute)
    given = next(filter(None, (way(query, ranked) for way in ways)), None)
    return (given,) if given else ()


def as_what(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """What a near statement takes as what is asked for: 以提高什么为目标; of several the whole stretch."""
    named = _AS_WHAT.findall(query.said[-1])
    for statement, taken in _taken(named, ranked):
        if len(taken) == len(named):
            span = (taken[0].start(), taken[-1].end()) if len(taken) > 1 else taken[0].span(1)
            return (Found(statement, *statement.original(*span)),)
    return ()


def _named_taken(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """What a near statement takes as the attribute that is asked for: 以…为总抓手."""
    named = [("", name) for name in _names(query, _ASKED, _KIND_OF) if name not in measures()]
    statement, taken = next(_taken(named, ranked), (None, ()))
    return Found(statement, *statement.original(*taken[0].span(1))) if statement else None


def _taken(
    named: Sequence[tuple[str, str]], ranked: Sequence[RankedStatement]
) -> Iterator[tuple[Statement, Sequence[re.Match[str]]]]:
    """The near statements with what stands in them between 以 with the words behind it, and 为 with the name."""
    for statement in (near.statement for near in ranked[:_READ] if near.statement.kind != "question"):
        found = (re.search(_AS % (re.escape(b), re.escape(name)), statement.folded.text) for b, name in named)
        if taken := [match for match in found if match]:
            yield statement, taken


def _theme(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """The quoted words that a statement calls a theme or a slogan: 主题是“…”, 以“…”为主题."""
    if not query.asking.is_a("theme"):
        return None
    for near in (r for r in ranked if r.score >= ranked[0].score - _AS_NEAR and r.statement.kind != "question"):
        found = _THEME.search(near.statement.folded.text)
        if found:
            return Found(near.statement, *near.statement.original(*found.span(found.lastindex or 0)))
    return None


def _phone(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """The number to call, of the near statements that have one in that which says most of what it is called for."""
    if not query.asking.is_a("phone") or query.asking.is_a("duration", "date", "place"):
        return None
    return next(iter(places(query, ranked, _numbers)), None)


def _numbers(text: str) -> Iterator[Told]:
    """The numbers to call, each with what is said from the one before on, but for the words for calling."""
    before = 0
    for match in _PHONE.finditer(text):
        start, end = match.span(match.lastindex or 0)
        stop = _END.search(text, end)
        yield _CALLING.sub("|", text[before : stop.start() if stop else len(text)]), start, end
        before = end


def _venue(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    """Where something is held, in a near statement that names it."""
    asked = _WHERE.search(query.said[-1])
    name = re.compile(".{0,3}".join(asked.group(1)[-3:])) if asked else None
    for near in ranked[:_READ] if name else ():
        text = near.statement.folded.text
        held = _HELD_IN.search(text)
        if name and held and name.search(text) and near.statement.kind != "question":
            return Found(near.statement, *near.statement.original(*held.span(1)))
    return None


def _attribute(query: Query, ranked: tuple[RankedStatement, ...]) -> Found | None:
    names = _names(query, _ASKED)
    for near in ranked[:_READ]:
        text = near.statement.folded.text
        match = next((m for name in names if (m := re.search(re.escape(name) + _GIVES, text))), None)
        if match and near.statement.kind != "question":
            start, end = _value(text, match.end())
            if end > start:
                return Found(near.statement, *near.statement.original(start, end))
    return None


def _names(query: Query, *ways: re.Pattern[str]) -> list[str]:
    """The attribute that is asked for, the noun right before 是什么, and its other wordings."""
    asked = next((m for way in ways if (m := way.search(query.said[-1]))), None)
    if not asked:
        return []
    before = query.said[-1][: asked.end(asked.lastindex or 0)]
    named = [w for w in query.words if before.endswith(w)]
    return [other for name in named for other in (name, *query.others.get(name, ()))]


def _value(text: str, start: int) -> tuple[int, int]:
    quoted = _QUOTED.match(text, start)
    if quoted:
        return quoted.span(1)
    stop = _END.search(text, start)
    return start, stop.start() if stop else len(text)
