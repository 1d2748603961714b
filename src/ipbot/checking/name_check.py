"""People with their titles, and dates, as a draft gives them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from ipbot.checking.evidence import Evidence, Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.sentences import Sentence, names_year
from ipbot.checking.times import is_now
from ipbot.corpus.people import is_name, is_title, office_of, words
from ipbot.reading.times import agreement
from ipbot.text.folding import fold, simplify
from ipbot.text.periods import Period, PeriodKind, label, periods
from ipbot.values.briefing import Briefing, Outline, Speaker
from ipbot.values.report import Remark

_DATED = frozenset({PeriodKind.DAY, PeriodKind.DAYS, PeriodKind.MONTH, PeriodKind.MONTHS, PeriodKind.MONTH_END})
_LONGEST_TITLE = 8
_REPORTER = "记者"


@dataclass(frozen=True, eq=False)
class People:
    """Everybody whom a briefing names with an office."""

    briefing: Briefing
    outline: Outline

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """Those who spoke, and those the briefing's description names."""
        told = (*self.briefing.speakers, *(t.speaker for t in self.outline.turns))
        return tuple(dict.fromkeys(s for s in told if s.name))

    def offices(self, name: str) -> str:
        """All that stands beside a name, folded."""
        told = "|".join(f"{s.organisation}{s.title}" for s in self.speakers if s.name == name)
        text = self.briefing.transcript
        beside = (text[max(0, m.start() - 40) : m.end() + 12] for m in re.finditer(re.escape(name), text))
        return fold(f"{told}|{'|'.join(beside)}").text

    def titles(self, name: str) -> frozenset[str]:
        """The offices of a person, one by one."""
        told = [s.title for s in self.speakers if s.name == name and s.title]
        if not told:
            text = self.briefing.transcript
            told = [_title_before(text, m.start()) for m in re.finditer(re.escape(name), text)]
        return frozenset(t for title in told for t in re.split(r"[、,，]", title) if t)


@dataclass(frozen=True, eq=False)
class NameCheck:
    """Holds titles and dates of a sentence against the briefing."""

    sentence: Sentence
    people: People
    evidence: Evidence
    held_on: date | None

    def findings(self) -> Iterator[Finding]:
        """What becomes of each person with a title."""
        text = self.sentence.text
        for speaker in self.people.speakers:
            for match in re.finditer(re.escape(speaker.name), text):
                yield from self._title(speaker, match.start(), match.end())
        yield from self._strangers()

    def _title(self, speaker: Speaker, start: int, end: int) -> Iterator[Finding]:
        """The title right before or behind a name."""
        text, known = self.sentence.text, self.people.titles(speaker.name)
        if text[:start].endswith(_REPORTER):
            span = (self.sentence.start + start - len(_REPORTER), self.sentence.start + end)
            yield Finding(Outcome.WRONG, *span, Remark.TITLE, self._facts(speaker.name), "、".join(sorted(known)))
            return
        title = _title_before(text, start) or _title_behind(text, end)
        if not title or not known or any(_is_short_for(title, t) for t in known):
            return
        if f"{title}{speaker.name}" in self.people.offices(speaker.name):
            return
        at = text.find(title, max(0, start - len(title) - 1))
        span = (self.sentence.start + at, self.sentence.start + at + len(title))
        yield Finding(Outcome.WRONG, *span, Remark.TITLE, self._facts(speaker.name), "、".join(sorted(known)))

    def _strangers(self) -> Iterator[Finding]:
        """A name that nobody has, behind an office that somebody has."""
        text = self.sentence.text
        for match in re.finditer("|".join(sorted(map(re.escape, words()["title"]), key=len, reverse=True)), text):
            office = office_of(re.split(r"[,，。;；、]", text[: match.end()])[-1])
            for length in (3, 2):
                name = text[match.end() : match.end() + length]
                behind = text[match.end() + length : match.end() + length + 1]
                if (
                    len(name) == length
                    and is_name(name)
                    and (not behind or behind in "，,。表说介指强通在就向回出主作、")
                ):
                    break
            else:
                continue
            if name in self.people.briefing.transcript or not office[1]:
                continue
            holders = [s for s in self.people.speakers if office[1] == s.title and _same_office(office[0], s)]
            if holders:
                span = (self.sentence.start + match.end(), self.sentence.start + match.end() + len(name))
                yield Finding(Outcome.WRONG, *span, Remark.NAME, self._facts(holders[0].name), holders[0].name)
            return

    def _facts(self, name: str) -> tuple[Fact, ...]:
        rows = self.evidence.rows[self.people.briefing.id]
        found = [self.evidence.facts[i] for i in rows if name in self.evidence.facts[i].statement.folded.text]
        return tuple(found[:1])

    def dates(self, facts: Sequence[Fact]) -> Iterator[Finding]:
        """Days and months of the sentence that belong to no figure."""
        for time in self.sentence.times:
            if time.kind not in _DATED or time.base or is_now(time, self.held_on):
                continue
            told = [(f, p) for f in facts for p in times_of(f, self.held_on) if p.kind in _DATED]
            dated = names_year(time, " " * self.sentence.start + self.sentence.text)
            same = next(((f, p) for f, p in told if _agree(time, p, dated=dated)), None)
            if same:
                yield Finding(Outcome.AGREES, time.start, time.end, Remark.PERIOD, (same[0],))
            elif told and facts and any(f is facts[0] for f, _ in told):
                near = next(p for f, p in told if f is facts[0])
                yield Finding(Outcome.WRONG, time.start, time.end, Remark.PERIOD, (facts[0],), label(near))
            else:
                yield Finding(Outcome.UNKNOWN, time.start, time.end, Remark.PERIOD)


@lru_cache(maxsize=4096)
def times_of(fact: Fact, held_on: date | None) -> tuple[Period, ...]:
    """The mentions of time in a fact."""
    whole = fact.reading.passage
    inside = fact.statement.start >= whole.start and fact.statement.end <= whole.end
    text = whole.text if inside else fact.statement.folded.text
    found = periods(simplify(text), held_on)
    if not inside:
        return found
    start, end = fact.statement.start - whole.start, fact.statement.end - whole.start
    return tuple(p for p in found if start <= p.start < end)


def _agree(said: Period, stated: Period, *, dated: bool) -> bool:
    """Whether two dates agree, a day with the stretch that it begins or ends; in the year too where it is `dated`."""
    if said.kind is PeriodKind.DAY and stated.kind is PeriodKind.DAYS:
        ends = (stated.first, stated.last)
        return said.first in ends or (
            not dated and (said.first.month, said.first.day) in [(e.month, e.day) for e in ends]
        )
    if (said.first.month, said.first.day, said.last.day) == (stated.first.month, stated.first.day, stated.last.day):
        return said.first.year == stated.first.year or not dated
    return agreement(said, stated) >= 1 if said.kind is stated.kind else said.last == stated.last


def _title_before(text: str, at: int) -> str:
    for length in range(_LONGEST_TITLE, 1, -1):
        title = text[max(0, at - length) : at]
        if len(title) == length and title in words()["title"]:
            return "副" + title if text[: at - length].endswith("副") else title
    for length in (4, 3, 2):
        title = text[max(0, at - length) : at]
        if is_title(title) and not re.search(r"[,，、。]", title):
            return next((t for t in sorted(words()["title"], key=len, reverse=True) if title.endswith(t)), "")
    return ""


def _title_behind(text: str, at: int) -> str:
    for length in range(_LONGEST_TITLE, 1, -1):
        if text[at : at + length] in words()["title"]:
            return text[at : at + length]
    return ""


def _is_short_for(title: str, known: str) -> bool:
    """Whether an office can be called so: 局长 for 局长, but not for 副局长."""
    if title == known:
        return True
    return known.endswith(title) and not known.removesuffix(title).endswith("副")


def _same_office(organisation: str, speaker: Speaker) -> bool:
    rest = iter(speaker.organisation)
    return not organisation or all(c in rest for c in organisation[-4:])
