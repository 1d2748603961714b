"""Where one goes for a thing, as a statement tells it: 可以到73家定点培训机构报名 for 上哪儿报名."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ipbot.data import load
from ipbot.reading.clauses import clause_around
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.telling import Told, places

_ASKED = r"[上去到往在从](?:哪儿|哪里|啥地方|什么地方|哪个地方|哪(?![儿里个些几一天家种类项年位级]))[^?,]{{0,4}}?(?:{})"
_TOLD = (
    r"(?:在|到|向|去|通过|登录|前往|利用)(?P<channel>[^,。;:!?\n]{{2,50}}?)(?:上|处)?"
    r"(?=(?:就|都|也)?[能可]?以?(?:进行|随时)?(?:{})(?![^,。;]{{0,4}}?(?:栏|平台|系统|中心|电话|大厅|窗口|网|站|点)))"
)


@cache
def _things() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """For each thing that one goes somewhere for, how that is asked and how it is told."""
    words: list[dict[str, str]] = load("questions")["channels"]
    return tuple((re.compile(_ASKED.format(w["asked"])), re.compile(_TOLD.format(w["told"]))) for w in words)


def find(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """The place or channel, of all near statements from the one that says most of what it is for."""
    cue = next((told for asked, told in _things() if asked.search(query.said[-1])), None)
    return places(query, ranked, lambda text: _told(cue, text)) if cue else ()


def _told(cue: re.Pattern[str], text: str) -> Iterator[Told]:
    for match in cue.finditer(text):
        first, last = clause_around(text, *match.span(), (0, len(text)))
        yield text[first:last], *match.span("channel")
