"""Choosing the list that a question asks for, and of it the one item where only that is asked for: 第三项措施是什么."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ipbot.reading.amounts import content_words
from ipbot.reading.library import Library
from ipbot.reading.lists import Group, Place
from ipbot.reading.model import constants
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.times import best_agreement
from ipbot.text import numerals


def is_asked(query: Query) -> bool:
    """Whether the question asks for things one after the other."""
    asking = query.asking
    if _ORDINAL.search(asking.text):
        return not asking.is_a("amount", "date", "place", "person", "reason")
    return asking.is_a("list") and not (asking.is_a("amount") and not asking.count)


def choose(query: Query, ranked: Sequence[RankedStatement], library: Library) -> Group | None:
    """The best list of the briefings that the best statements are from, if one is good enough, or else the nearest."""
    return _best(query, ranked, library) or _nearest(query, ranked, library)


def _best(query: Query, ranked: Sequence[RankedStatement], library: Library) -> Group | None:
    briefings = dict.fromkeys(r.statement.briefing for r in ranked)
    found = [(score(query, group, library), group) for id in list(briefings)[:3] for group in library.groups[id]]
    best = max(found, key=lambda f: (f[0], -f[1].start), default=None)
    if not best or best[0] < constants("lists")["least"]:
        return None
    items = picked(query.asking.text, best[1].items)
    return replace(best[1], items=items, joined=best[1].joined and items == best[1].items) if items else None


def _nearest(query: Query, ranked: Sequence[RankedStatement], library: Library) -> Group | None:
    """The list of so many items as are asked for, in one of the best statements or right behind it."""
    count = query.asking.count
    near = (r.statement for r in ranked[:_READ] if count and r.score >= ranked[0].score - _CLOSE)
    for statement in near:
        for group in library.groups[statement.briefing]:
            begins = statement.start <= group.start <= statement.end + _BEHIND
            if len(group.items) == count and (begins or group.start <= statement.start < group.items[-1][1]):
                return group
    return None


def picked(folded: str, items: tuple[Place, ...]) -> tuple[Place, ...]:
    """The item whose number a folded question names, 第三项 or 最后一条; all items where it names none."""
    named = _ORDINAL.search(folded)
    if not named:
        return items
    number = named.group("first") or named.group("number")
    if number is None:
        return items[-1:]
    at = 1 if number == "首" else numerals.count(number)
    return items[at - 1 : at]


def score(query: Query, group: Group, library: Library) -> float:
    """How far what leads to the list says what is asked; more where the number is right, less where it is not."""
    if group.joined and len(group.items) != query.asking.count and (query.asking.head or " ") not in group.counted:
        return 0.0
    held_on = library.corpus.by_id[group.briefing].held_on
    asked = query.periods(held_on)
    content = {w: v for w, v in content_words(query, asked).items() if w not in _COUNTED and not _PICKING.fullmatch(w)}
    total = sum(content.values()) or 1.0
    if not any(query.stands_in(w, group.lead) for w in content):
        return 0.0
    around = _around(group, library)

    def told(word: str) -> float:
        return 1.0 if query.stands_in(word, group.lead) else _BESIDE * query.stands_in(word, around)

    covered = sum(v * told(w) for w, v in content.items()) / total
    agrees = max((best_agreement(asked, p) for p in group.periods), default=0.0)
    count = query.asking.count
    right = 0.0 if not count else 0.4 if count == len(group.items) else -0.6
    announced = 0.1 * bool(_ANNOUNCES.search(group.lead.partition(":")[0]))
    return covered + right + 0.2 * agrees + announced if covered >= _LEAST_COVERED else 0.0


def _around(group: Group, library: Library) -> str:
    """What the passage says before the statement in which a list begins."""
    home = library.at(group.briefing, group.items[0][0])
    if home is None or home.kind == "heading":
        return ""
    return "".join(s.folded.text for s in library.reading_of(home).statements if s.end <= home.start)


_LEAST_COVERED = 0.4
_BESIDE = 0.5
_ANNOUNCES = re.compile(r"[两二三四五六七八九十2-9](?:个|项|条|类|种|大|方面|件|点|步|招)[^,;。:]{0,12}$")
_READ, _BEHIND = 3, 8
_CLOSE = 1.5
_COUNTED = frozenset(f"{n}{m}" for n in "一二两三四五六七八九十几" for m in "项个条类种方面件点块")
_ORDINAL = re.compile(
    r"(?:第(?P<number>[一二三四五六七八九十]|\d{1,2})|(?P<first>首)|最后一|末)"
    r"(?:[项条点步招]|(?:个|大)?(?:方面|举措|措施|原因|环节)|[项条点个件种](?=[呢是]|$|[?？]))(?![目款例])"
)
_PICKING = re.compile(r"[第首末][一二三四五六七八九十\d]*[项条点个步招件种方面]*|最后|一[项条点个步招件种]")
