"""One sentence of a draft held against one briefing: every finding, and the evidence it rests on."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from ipbot.checking import sentences, verdicts
from ipbot.checking.arithmetic import Arithmetic
from ipbot.checking.attributing import attributed, introduced
from ipbot.checking.checkable import Checkable
from ipbot.checking.evidence import Evidence, Fact
from ipbot.checking.figure_check import FigureCheck, Finding, Outcome
from ipbot.checking.likeness import Stated
from ipbot.checking.name_check import NameCheck, People
from ipbot.checking.number_check import NumberCheck
from ipbot.checking.quoting import key
from ipbot.checking.sentences import Sentence
from ipbot.checking.status_check import StatusCheck
from ipbot.checking.terms import Lexicon, coverage
from ipbot.checking.times import when
from ipbot.checking.wording_check import WordingCheck
from ipbot.reading.figures import Figure
from ipbot.text.folding import fold
from ipbot.values.briefing import Briefing
from ipbot.values.report import Remark

_BY_WORDS, _BY_ALL = 6, 4
_LEADING, _SHOWN = 5, 4
_FEW, _COVERED, _ABOUT = 2, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Examined:
    """What a sentence comes to: findings, the facts they rest on, best first, and what stays uncovered."""

    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]
    residue: tuple[float, ...]

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """The findings with an outcome."""
        return tuple(f for f in self.findings if f.outcome is outcome)


@dataclass(frozen=True, eq=False)
class Examiner:
    """Holds sentences against one briefing."""

    briefing: Briefing
    lexicon: Lexicon
    evidence: Evidence
    _known_figures: dict[Fact, tuple[Stated, ...]] = field(default_factory=dict)

    @cached_property
    def people(self) -> People:
        """Everybody whom the briefing names."""
        return People(self.briefing, self.lexicon.library.corpus.outlines[self.briefing.id])

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(dict.fromkeys(s.name for s in self.people.speakers))

    @cached_property
    def checkable(self) -> Checkable:
        """Which sentences can be checked."""
        return Checkable(self.briefing, self.names)

    def read(self, draft: str) -> Iterator[Sentence]:
        """The sentences of a draft; who is said to have said them weighs nothing, being checked apart."""
        for sentence in sentences.read(draft, self.briefing.held_on, self.lexicon):
            end = introduced(sentence.text, self.names)[2]
            yield sentence.without_weight(end) if end else sentence

    @cached_property
    def known(self) -> str:
        """All that the briefing has of names, folded."""
        told = [self.briefing.publisher, self.briefing.city, *(str(s) for s in self.people.speakers)]
        return fold("|".join([*told, self.briefing.transcript])).text

    @cached_property
    def _whole(self) -> dict[str, Fact]:
        """The facts by their words, punctuation apart."""
        return {key(f.text).text: f for i in self.evidence.rows[self.briefing.id] for f in [self.evidence.facts[i]]}

    def facts(self, sentence: Sentence) -> list[Fact]:
        """The facts that a sentence may be about, by its words alone first, then by its numbers and dates too."""
        about = self.evidence.best(self.evidence.scores(sentence.terms, sentence.subject), self.briefing.id, _BY_WORDS)
        whole = self.evidence.scores(sentence.terms, sentence.folded.text)
        return _distinct(h.fact for h in (*about, *self.evidence.best(whole, self.briefing.id, _BY_ALL)))

    def verbatim(self, sentence: Sentence) -> Examined | None:
        """A sentence that is a whole statement of the transcript, word for word; nothing in it can be wrong."""
        fact = self._whole.get(key(sentence.text).text)
        if fact is None:
            return None
        finding = Finding(Outcome.AGREES, sentence.start, sentence.end, Remark.VALUE, (fact,))
        return Examined((finding,), (fact,), verdicts.residue(sentence, (fact,), (finding,)))

    def examine(self, sentence: Sentence) -> Examined:
        """Every finding about a sentence."""
        facts = self.facts(sentence)
        checks, figures = self._figures(sentence, facts)
        figures = [self._in_company(sentence, c, x, figures) for c, x in zip(checks, figures, strict=True)]
        leading = self._leading(figures, facts)
        leading += [f for f in self._of_clauses(sentence, leading) if f not in leading]
        told = [f for x in figures if x.outcome is Outcome.AGREES for f in x.facts]
        by = attributed(sentence, self.names, told)
        findings = [
            *figures,
            *([by] if by else []),
            *self._words(sentence, leading, {f for x in figures for f in x.facts}),
            *NameCheck(sentence, self.people, self.evidence, self.briefing.held_on).findings(),
            *NumberCheck(sentence, leading).findings(),
            *self._dates(sentence, leading, facts),
        ]
        shown = _distinct([*(f for x in findings for f in x.facts), *leading])
        return Examined(tuple(findings), tuple(shown), verdicts.residue(sentence, shown[:_LEADING], findings))

    def _in_company(self, sentence: Sentence, check: FigureCheck, found: Finding, others: Sequence[Finding]) -> Finding:
        """An unknown figure that stands, value and all, in a fact that the sentence gives other figures of."""
        if found.outcome is not Outcome.UNKNOWN:
            return found
        together = {f for x in others if x.outcome is Outcome.AGREES and x.used for f in x.facts}
        return check.in_facts(together) or found

    def _of_clauses(self, sentence: Sentence, leading: Sequence[Fact]) -> list[Fact]:
        """The facts of those clauses that what has been found doesn't cover."""
        around, found = "|".join(f.around for f in leading), []
        clauses = sentence.clauses()
        for start, end in clauses if len(clauses) > 1 else ():
            own = sentence.terms_in(start, end)
            if sum(t.weight > 0 for t in own) >= _FEW and coverage(own, around) < _COVERED:
                scores = self.evidence.scores(own, sentence.subject[start:end])
                found += [h.fact for h in self.evidence.best(scores, self.briefing.id, 1)]
        return found

    def _figures(self, sentence: Sentence, facts: Sequence[Fact]) -> tuple[list[FigureCheck], list[Finding]]:
        stated = [s for fact in facts for s in self._stated(fact)] if sentence.figures else []
        checks = [
            FigureCheck(
                sentence, f, when(sentence, f, self.briefing.held_on), stated, self.lexicon, self.briefing.transcript
            )
            for f in sentence.figures
        ]
        found = [c.finding() for c in checks]
        taken = frozenset(f.start for x in found if x.outcome is Outcome.AGREES for f in x.used)
        for number, (check, finding) in enumerate(zip(checks, found, strict=True)):
            if taken and finding.outcome is Outcome.WRONG and taken & {f.start for f in finding.used}:
                checks[number] = replace(check, taken=taken)
                found[number] = checks[number].finding()
        self._one_each(checks, found)
        used = [f for x in found if x.outcome is Outcome.AGREES for f in x.used]
        return checks, [self._reckoned(c, x, used, facts) for c, x in zip(checks, found, strict=True)]

    def _one_each(self, checks: list[FigureCheck], found: list[Finding]) -> None:
        """No two figures of a sentence are the same one of the transcript, but where both say the same."""
        given: dict[int, int] = {}
        for number, finding in enumerate(found):
            start = finding.used[0].start if finding.outcome is Outcome.AGREES and finding.used else -1
            other = given.setdefault(start, number)
            alike = checks[other].figure.indicator == checks[number].figure.indicator
            if start >= 0 and other != number and alike and checks[number].sentence.items:
                checks[number] = replace(checks[number], taken=frozenset(given) - {-1})
                found[number] = checks[number].finding()

    def _stated(self, fact: Fact) -> tuple[Stated, ...]:
        if fact not in self._known_figures:
            self._known_figures[fact] = tuple(
                Stated(f, fact, self.lexicon, self.briefing.transcript) for f in fact.figures
            )
        return self._known_figures[fact]

    def _reckoned(self, check: FigureCheck, found: Finding, used: Sequence[Figure], facts: Sequence[Fact]) -> Finding:
        """The finding, or a computation that decides otherwise."""
        stated = [s for fact in facts for s in self._stated(fact)]
        sums = Arithmetic(check.sentence, check.figure, stated, self.lexicon, self.briefing, facts[:_SHOWN])
        if check.alike:
            best = check.alike[0]
            shared = sums.shared_out(best.stated, best.fact)
            if shared:
                return shared
        if found.outcome is Outcome.AGREES or (found.outcome is Outcome.WRONG and not sums.may_decide(found)):
            return found
        return sums.finding(used) or found

    def _leading(self, findings: Iterable[Finding], facts: Sequence[Fact]) -> list[Fact]:
        """The facts that the figures rest on, and the one that has most of the sentence."""
        return _distinct([*(f for x in findings for f in x.facts), *facts[:1]])

    def _words(self, sentence: Sentence, facts: Sequence[Fact], told: Set[Fact]) -> list[Finding]:
        """What differs in words from the facts; in status only from those `told` of its figures, where it has any."""
        found: list[Finding] = []
        for fact in facts[:_LEADING]:
            others = [f for f in facts[:_LEADING] if f is not fact]
            found += WordingCheck(sentence, fact, self.lexicon, self.known, others).findings()
            rests = not told or fact in told
            found += StatusCheck(sentence, fact, self.lexicon).findings(moments=rests)
            for neighbour in self._neighbours(fact) if rests else ():
                found += StatusCheck(sentence, neighbour, self.lexicon).still_open()
        return found

    def _neighbours(self, fact: Fact) -> list[Fact]:
        """The statements before and behind a fact in its passage."""
        rows = self.evidence.rows[self.briefing.id]
        at = self.evidence.number_of[fact]
        beside = [n for n in (at - 1, at + 1) if rows[0] <= n <= rows[-1]]
        return [f for f in (self.evidence.facts[n] for n in beside) if f.reading is fact.reading]

    def _dates(self, sentence: Sentence, leading: Sequence[Fact], facts: Sequence[Fact]) -> list[Finding]:
        """What becomes of the dates that belong to no figure."""
        check = NameCheck(sentence, self.people, self.evidence, self.briefing.held_on)
        spans = {(f.period.start, f.period.end) for f in sentence.figures if f.period}
        about = [f for f in _distinct([*leading, *facts]) if sentence.in_fact(f) >= _ABOUT]
        return [x for x in check.dates(about or leading) if (x.start, x.end) not in spans]


def _distinct(facts: Iterable[Fact]) -> list[Fact]:
    return list(dict.fromkeys(facts))
