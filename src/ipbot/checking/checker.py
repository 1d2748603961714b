"""The use case of the desk: hold a draft, a claim or a quotation against the briefings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ipbot.checking import quoting, sentences, verdicts
from ipbot.checking.evidence import Evidence, Fact
from ipbot.checking.examining import Examined, Examiner
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon
from ipbot.reading.library import Library
from ipbot.reading.wording import Wording
from ipbot.values.answer import Citation
from ipbot.values.briefing import Briefing
from ipbot.values.report import Checked, CheckedQuote, Mark, Remark, Report, Verdict

_SURE = 0.5
_SHOWN = 4


@dataclass(frozen=True, eq=False)
class Checker:
    """Checks drafts against one corpus; checking changes nothing and keeps nothing of a draft."""

    library: Library
    wording: Wording
    _examiners: dict[str, Examiner] = field(default_factory=dict)

    @cached_property
    def evidence(self) -> Evidence:
        """All that can be cited."""
        return Evidence(self.library)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of drafts; what names a city or its office says nothing by itself."""
        return Lexicon(self.library, self.wording, frozenset(_own_names(self.library)))

    def claim(self, text: str) -> Checked:
        """One claim as a whole: contradicted where any part is, supported where every part is."""
        parts = tuple(self._statements(text))
        if not parts:
            return Checked(0, len(text), text, Verdict.NOT_STATED)
        order = (Verdict.CONTRADICTED, Verdict.NOT_STATED, Verdict.SUPPORTED)
        verdict = next(v for v in order if any(p.verdict is v for p in parts))
        telling = [p for p in parts if p.verdict is verdict]
        evidence = tuple(dict.fromkeys(c for p in telling for c in p.evidence))
        marks = tuple(m for p in telling for m in p.marks)
        return Checked(0, len(text), text, verdict, marks, evidence, "；".join(p.why for p in telling if p.why))

    def quote(self, text: str, speaker: str = "") -> CheckedQuote:
        """A quotation with the one who is said to have said it."""
        return quoting.best(q.check(text, speaker) for q in self._quotings.values())

    @cached_property
    def _quotings(self) -> dict[str, quoting.Quoting]:
        return {b.id: quoting.Quoting(b, self.library) for b in self.library.corpus}

    def check(self, draft: str) -> Report:
        """Every checkable statement of a draft, in order."""
        return Report(draft, tuple(self._statements(draft)))

    def _statements(self, draft: str) -> Iterator[Checked]:
        briefing = self._nearest(draft)
        examiner = self._examiner(briefing)
        for sentence in sentences.read(draft, briefing.held_on, self.lexicon):
            yield self._checked(sentence, examiner)

    def _nearest(self, draft: str) -> Briefing:
        return self.library.corpus.briefings[0]

    def _examiner(self, briefing: Briefing) -> Examiner:
        if briefing.id not in self._examiners:
            self._examiners[briefing.id] = Examiner(briefing, self.lexicon, self.evidence)
        return self._examiners[briefing.id]

    def examined(self, sentence: Sentence, examiner: Examiner) -> Examined:
        """Every finding about a sentence."""
        return examiner.examine(sentence, self.evidence.scores(sentence.terms, sentence.folded.text))

    def _checked(self, sentence: Sentence, examiner: Examiner) -> Checked:
        told = self.examined(sentence, examiner)
        wrong, unknown = told.of(Outcome.WRONG), told.of(Outcome.UNKNOWN)
        if wrong:
            verdict, telling = Verdict.CONTRADICTED, wrong
        elif unknown or verdicts.is_supported(told.residue) < _SURE:
            verdict, telling = Verdict.NOT_STATED, unknown
        else:
            verdict, telling = Verdict.SUPPORTED, told.findings
        facts = _facts(telling, told) if verdict is not Verdict.NOT_STATED else told.facts[:2]
        return Checked(
            sentence.start,
            sentence.end,
            sentence.text,
            verdict,
            tuple(Mark(f.start, f.end, f.remark, f.said or f.computed) for f in telling if verdict is not Verdict.SUPPORTED),
            tuple(self._cite(f) for f in facts[:_SHOWN]),
            "；".join(f"{f.remark}:{f.said or f.computed}" for f in telling),
        )

    def _cite(self, fact: Fact) -> Citation:
        return self.library.cite(fact.statement)


def _facts(findings: Iterable[Finding], told: Examined) -> Sequence[Fact]:
    own = list(dict.fromkeys(f for x in findings for f in x.facts))
    return own or told.facts[:1]


def _own_names(library: Library) -> Iterator[str]:
    """The briefings' cities, with and without their last character, and their publishers."""
    for briefing in library.corpus:
        city, office = briefing.city, briefing.publisher
        stem = city[:-1] if city.endswith(("市", "县", "区", "州", "省")) else city
        yield from filter(None, (city, stem, office, office.removeprefix(city)))
