"""Hard reasons not to answer: what the question names is nowhere near what was found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from ipbot.corpus.people import is_name as is_person
from ipbot.corpus.people import words as roles
from ipbot.reading.asking import scopes
from ipbot.reading.confidence import is_name
from ipbot.reading.findings import Findings
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.reading.times import best_agreement
from ipbot.text.folding import fold
from ipbot.text.numerals import han_value
from ipbot.text.periods import Period, label, periods
from ipbot.text.segmentation import Segmenter

_NUMBERED = re.compile(
    r"(?<![上下本这那每一])(?:第)?(?P<number>\d+|[一二三四五六七八九十]+)(?P<of>号线|号楼|期工程|届)"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:市|县|区|镇|乡)")
_DISTRICT = re.compile(
    r"(?=(?P<place>(?:(?![的在了和与为是有及或到从哪几个这那各全本该外其给对])[\u4e00-\u9fff]){2}[县区])(?![级域内外县区长委局直划间别]))"
)
"""A district or county by the form of its name."""
_COMMON = re.compile(
    r"[社验开小园地城市景郊辖全各县库灾片街校厂山牧林湖老新发保试范贸护特军战险营场能水居住台港矿农禁时大港湾]区|[全各外本该哪个郊某县区大山]县"
)
_ELSEWHERE = re.compile(
    r"(?:隔壁|旁边|邻近|相邻|请问|关于|[今去明前]年|现在)?"
    r"(?P<city>(?:(?![的在了和与为是有及或到从哪几什么个这那们我全各本该外他省])[\u4e00-\u9fff]){2,3}"
    r"(?<![城都超股夜门菜街集跨县站局司厂校院店])市)(?![场民级局委政长区里值容域上面监镇本直人内外县属])"
)
"""A city by the form of its name; 城市, 超市 and the like are none, nor are 市场 and 市民."""
_NO_NAME = ("v", "m", "r", "d", "p", "f")
_NAMED = re.compile(r"叫什么|是谁|是哪一?位|什么名字|姓什么|名字")


def missing(query: Query, findings: Findings, library: Library) -> tuple[str, ...]:
    """What the question names and the place of the answer doesn't; empty where nothing rules an answer out."""
    if not findings.found:
        return findings.missing
    around, briefing = _surroundings(findings, library), findings.found[0].statement.briefing
    lacking = (
        *_names(query, around, library),
        *_numbered(query, around),
        *_quoted(query, findings, library),
        *_places(query, around, library, briefing),
        *_periods(query, findings, library),
        *_person(query, findings, library),
    )
    return tuple(dict.fromkeys(lacking))


def is_hard(findings: Findings, library: Library) -> bool:
    """Whether what is missing rules the answer out by itself: it does where people speak, who say of what they do.

    A narrator's text leaves the subject of its title unsaid, so that there it only weighs in the confidence.
    """
    return not findings.found or library.is_spoken(findings.found[0].statement.briefing)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Folded text around what was found: passages, statements with those before them, the briefing's frame."""

    passages: str
    own: str
    """The statements of the answer alone."""
    near: str
    frame: str


def _surroundings(findings: Findings, library: Library) -> _Surroundings:
    statements = dict.fromkeys(f.statement for f in findings.found)
    readings = dict.fromkeys(map(library.reading_of, statements))
    briefing = library.corpus.by_id[findings.found[0].statement.briefing]
    return _Surroundings(
        passages="\n".join(reading.text for reading in readings) + "".join(c for r in readings for c in r.context),
        own="".join(s.folded.text for s in statements),
        near="".join(map(library.around, statements)) + "".join(h for r in readings for h in r.passage.section),
        frame=fold(briefing.city + briefing.publisher + briefing.title).text,
    )


def _names(query: Query, around: _Surroundings, library: Library) -> Iterable[str]:
    """Names in the question that stand neither near the answer nor in the frame of its briefing."""
    for word in query.words:
        if is_name(word, library.segmenter) and not word[0].isdigit():
            place = library.segmenter.tag(word)[:2] == "ns"
            if not query.stands_in(word, (around.near if place else around.passages) + around.frame):
                yield word


def _numbered(query: Query, around: _Surroundings) -> Iterable[str]:
    """Names with a number in them (六号线, 第七届) that stand nowhere in the passage of the answer."""
    asked = list(_NUMBERED.finditer(query.said[-1]))
    there = {_numbered_name(m) for m in _NUMBERED.finditer(around.passages)} if asked else set()
    for match in asked:
        if _numbered_name(match) not in there:
            yield match.group()


def _numbered_name(match: re.Match[str]) -> tuple[Decimal | None, str]:
    number = match["number"]
    return Decimal(number) if number.isdigit() else han_value(number), match["of"]


def _quoted(query: Query, findings: Findings, library: Library) -> Iterable[str]:
    """Quoted words of the question that stand nowhere in the transcript, but for figures that are to be verified."""
    whole = library.text_of(findings.found[0].statement.briefing)
    named = (q for q in query.quoted if not (query.asking.is_a("verify") and any(map(str.isdigit, q))))
    yield from (quoted for quoted in named if quoted not in whole)


def _is_known(place: str, around: _Surroundings, whole: str) -> bool:
    """Whether the name, or so much of it as may be all (听说云岚市), stands in the transcript or its frame."""
    ends = (place[start:] for start in range(len(place) - 2))
    return any(end in whole or end in around.frame for end in ends)


def _places(query: Query, around: _Surroundings, library: Library, briefing: str) -> Iterable[str]:
    """Places by their form (澄溪区), and larger areas (全省), that the answer is not said to be about."""
    text, places, whole = query.said[-1], library.places(briefing), library.text_of(briefing)
    whole_words = _Cut(text, library.segmenter)
    named = [m.group() for m in _PLACE.finditer(text) if m.group() in places and whole_words.named(m.start())]
    named += [m["place"] for m in _district_names(text) if whole_words.named(m.start("place"))]
    cities = (m for m in _ELSEWHERE.finditer(text) if whole_words.named(m.start("city")))
    yield from (m["city"] for m in cities if not _is_known(m["city"], around, whole))
    elsewhere = set(_districts(around.own)) - set(named)
    for place in [*named, *(scope for scope in scopes() if scope in text)]:
        told = around.own if elsewhere and place in named else around.near
        if place not in told and place not in around.frame:
            yield place


def _districts(text: str) -> list[str]:
    """The districts and counties that a folded text names, by the form of their names."""
    return [m["place"] for m in _district_names(text)]


def _district_names(text: str) -> list[re.Match[str]]:
    return [m for m in _DISTRICT.finditer(text) if not _COMMON.search(m["place"])]


class _Cut:
    """Where the words of a text begin, and which of them are verbs: no name begins inside a word, or with a verb."""

    def __init__(self, text: str, segmenter: Segmenter) -> None:
        self._text, self._segmenter = text, segmenter

    @cached_property
    def _begins(self) -> dict[int, str]:
        words = self._segmenter.words(self._text)
        starts = accumulate(map(len, words), initial=0)
        return {at: self._segmenter.tag(word) for at, word in zip(starts, words, strict=False)}

    def named(self, start: int) -> bool:
        """Whether a name can begin there."""
        return start in self._begins and not self._begins[start].startswith(_NO_NAME)


def _periods(query: Query, findings: Findings, library: Library) -> Iterable[str]:
    """A period asked for that the answer's statement, by its own words, is not about."""
    if findings.way in ("figure", "list"):
        return
    statement = findings.found[0].statement
    held_on = library.corpus.by_id[statement.briefing].held_on
    asked = query.periods(held_on)
    span = findings.found[0]
    for ranked in findings.figures:
        figure = ranked.counted.figure
        if ranked.signals["other_period"] == 1 and span.start < figure.end and figure.start < span.end:
            yield from (label(p) for p in asked)
            return
    held: list[Period] = [p for p in periods(statement.folded.text, held_on) if not p.base]
    own_year = held_on is not None and any(p.first.year == held_on.year for p in asked)
    if asked and held and not own_year and all(best_agreement(asked, p) < 0 for p in held):
        yield from (label(p) for p in asked)


def _person(query: Query, findings: Findings, library: Library) -> Iterable[str]:
    """An office whose holder is asked for by name, where no name stands beside it."""
    text = query.said[-1]
    if not (query.asking.is_a("person") and _NAMED.search(text)):
        return
    offices = [w for w in query.words if w.endswith(tuple(roles()["title"])) or w in ("法人", "代表", "法人代表")]
    statement = findings.found[0].statement
    for office in offices:
        if not query.stands_in(office, statement.folded.text) or not any(map(is_person, statement.words)):
            yield office
