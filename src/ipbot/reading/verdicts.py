"""Whether one may, must or need not, 要不要钱: the clause that says so, 全程不收费."""

import re
from collections.abc import Iterator, Sequence

from ipbot.reading import progress
from ipbot.reading.clauses import clause_around
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.reverse import asked_values
from ipbot.reading.telling import CLAUSE, Told, places

_ABOUT = 0.06
_RULES = re.compile(
    r"不(?:收|予|再|需|用|得|能|许|准|必|要|受|计|作|接|变|出(?!现)|设)|无需|无须|免(?:费|收|交|缴|除|于)|全免|"
    r"可(?![持靠])|都能|允许|禁止|严禁|暂不|必须|取消|保持|维持|只限|一律|没有|未"
)
_ELSE = ("amount", "date", "list", "person", "place", "manner", "compare", "definition")
"""What a question may ask besides, so that yes or no is no answer."""


def find(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """The clause that rules or denies where most of the question is said; none where a value is to be confirmed."""
    asking = query.asking
    valued = asking.is_a(*_ELSE) or asking.wanted or asked_values(query)
    if not asking.is_a("verify") or valued or progress.is_asked(query):
        return ()
    return places(query, ranked, _told, least=_ABOUT)


def _told(text: str) -> Iterator[Told]:
    """The clauses that rule or deny, each with the one before."""
    for clause in CLAUSE.finditer(text):
        if _RULES.search(clause.group()):
            lead, _ = clause_around(text, max(0, clause.start() - 1), clause.start(), (0, len(text)))
            yield text[lead : clause.end()], *clause.span()
