"""From what to what a thing went, where one breath says both: 由14分钟缩短到6.5分钟."""

import re
from collections.abc import Iterator, Sequence

from ipbot.reading.clauses import clause_around
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.telling import Told, places
from ipbot.text.quantities import quantities

_WHAT = r"(?:多[少长大高久远宽]?|几|哪|什么|啥)"
_ASKED = re.compile(
    rf"[从由打]{_WHAT}[^?,]{{0,10}}?(?:(?P<changed>[变升降增提缩减延改涨推])|[到至成])[^?,]{{0,4}}?{_WHAT}"
)
_WORDS = r"(?:[^,。;:!?\n]|(?<=\d)[:∶](?=\d))"
_TOLD = re.compile(rf"[由从](?:(?![由从]){_WORDS}){{1,20}}?(?:到了?|至|为|成)(?P<last>(?:(?!、){_WORDS}){{1,20}})")
_RATIO = re.compile(r"[:∶]\d+")
_LITTLE = 4


def find(query: Query, ranked: Sequence[RankedStatement]) -> tuple[Found, ...]:
    """The whole of 由…到…, where it is asked from what to what something went, and not from when to when."""
    asked = _ASKED.search(query.said[-1])
    if not asked or (query.asking.is_a("date") and not asked["changed"]):
        return ()
    return places(query, ranked, _told)


def _told(text: str) -> Iterator[Told]:
    """Each 由…到…, up to its last quantity, with the words that its clause says before."""
    for match in _TOLD.finditer(text):
        first, _ = clause_around(text, *match.span(), (0, len(text)))
        reached = next((q for q in quantities(match["last"]) if q.start < _LITTLE), None)
        end = match.start("last") + reached.end if reached else match.end()
        ratio = _RATIO.match(text, end)
        yield text[first : match.start()], match.start(), ratio.end() if ratio else end
