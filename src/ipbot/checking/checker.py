"""The use case of the desk: hold a draft, a claim or a quotation against the briefings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ipbot.checking import quotations, quoting, verdicts, wordings
from ipbot.checking.audit import Audit
from ipbot.checking.evidence import Evidence, Fact
from ipbot.checking.examining import Examined, Examiner
from ipbot.checking.figure_check import Outcome
from ipbot.checking.quotations import Quotation
from ipbot.checking.sentences import Sentence, paragraphs
from ipbot.checking.terms import Lexicon
from ipbot.checking.verdicts import decide
from ipbot.reading.library import Library
from ipbot.reading.wording import Wording
from ipbot.text.folding import fold
from ipbot.text.sentences import sentences as split_sentences
from ipbot.values.answer import Citation
from ipbot.values.audit import Question
from ipbot.values.briefing import Briefing
from ipbot.values.errors import UsageError, VerbatimError
from ipbot.values.report import Checked, CheckedQuote, Mark, QuoteVerdict, Remark, Report, Verdict

_SHOWN = 4
_SAMPLED = 60
_AS_VERDICT = {
    QuoteVerdict.FOUND: Verdict.SUPPORTED,
    QuoteVerdict.NOT_FOUND: Verdict.NOT_STATED,
    QuoteVerdict.NEAR: Verdict.CONTRADICTED,
    QuoteVerdict.STITCHED: Verdict.CONTRADICTED,
    QuoteVerdict.MISATTRIBUTED: Verdict.CONTRADICTED,
}


@dataclass(frozen=True, eq=False)
class Checker:
    """Checks drafts against one corpus; checking changes nothing and keeps nothing of a draft."""

    library: Library
    wording: Wording

    def check(self, draft: str, briefing: str | None = None) -> Report:
        """Every checkable statement of a draft, in order; raises UsageError where there is no such briefing."""
        return Report(draft, tuple(self.statements(draft, briefing)))

    def statements(self, draft: str, briefing: str | None = None) -> Iterator[Checked]:
        """The same, one by one, for those who show how far the check has come."""
        examiner = self.examiner(self._chosen(draft, briefing))
        known: dict[str, tuple[Checked, ...]] = {}
        for start, end in paragraphs(draft):
            text = draft[start:end]
            if text not in known:
                known[text] = tuple(self._paragraph(text, examiner))
            yield from (moved(c, start) for c in known[text])

    def claim(self, text: str, briefing: str | None = None) -> Checked:
        """One claim as a whole: contradicted where any part is, supported where every part is."""
        examiner = self.examiner(self._chosen(text, briefing))
        parts = tuple(self._paragraph(text.replace("\n", " "), examiner, every=True))
        if not parts:
            return Checked(0, len(text), text, Verdict.NOT_STATED)
        order = (Verdict.CONTRADICTED, Verdict.NOT_STATED, Verdict.SUPPORTED)
        verdict = next(v for v in order if any(p.verdict is v for p in parts))
        telling = [p for p in parts if p.verdict is verdict]
        evidence = tuple(dict.fromkeys(c for p in telling for c in p.evidence))
        marks = tuple(m for p in telling for m in p.marks)
        return Checked(0, len(text), text, verdict, marks, evidence, "；".join(p.why for p in telling if p.why))

    def quote(self, text: str, speaker: str = "", briefing: str | None = None) -> CheckedQuote:
        """A quotation with the one who is said to have said it."""
        ids = [self._named(briefing).id] if briefing else [b.id for b in self.library.corpus]
        return quoting.best(self._quotings[id].check(text, speaker) for id in ids)

    def audit(self, briefing: str) -> tuple[Question, ...]:
        """What in a briefing doesn't agree with itself, as questions for the press office."""
        chosen = self._named(briefing)
        return Audit(chosen, self.examiner(chosen).lexicon, self.evidence).questions()

    @cached_property
    def evidence(self) -> Evidence:
        """All that can be cited."""
        return Evidence(self.library)

    @cached_property
    def _quotings(self) -> dict[str, quoting.Quoting]:
        return {b.id: quoting.Quoting(b, self.library) for b in self.library.corpus}

    @cached_property
    def _examiners(self) -> dict[str, Examiner]:
        return {}

    def examiner(self, briefing: Briefing) -> Examiner:
        """What holds sentences against one briefing."""
        if briefing.id not in self._examiners:
            lexicon = Lexicon(self.library, self.wording, frozenset(_own_names(briefing)))
            self._examiners[briefing.id] = Examiner(briefing, lexicon, self.evidence)
        return self._examiners[briefing.id]

    def _named(self, id: str) -> Briefing:
        if id not in self.library.corpus.by_id:
            raise UsageError(
                f"no briefing {id!r}", remedy="'ipbot corpus check' and 'ipbot figures' name those there are"
            )
        return self.library.corpus.by_id[id]

    def _chosen(self, draft: str, id: str | None) -> Briefing:
        """The briefing that is named, or the one that has most of what the draft says."""
        if id:
            return self._named(id)
        briefings = self.library.corpus.briefings
        if not briefings:
            raise UsageError("there is no briefing to hold the draft against", remedy="put one into the corpus")
        if len(briefings) == 1:
            return briefings[0]
        lexicon = Lexicon(self.library, self.wording)
        totals = dict.fromkeys(self.library.corpus.by_id, 0.0)
        for start, end in split_sentences(draft)[:_SAMPLED]:
            folded = fold(draft[start:end]).text
            scores = self.evidence.scores(lexicon.terms(folded), folded)
            for id_, rows in self.evidence.rows.items():
                totals[id_] += float(scores[rows].max(initial=0.0))
        totals = {b.id: totals[b.id] * (1.2 if any(n in draft for n in _own_names(b)) else 1.0) for b in briefings}
        return self.evidence.nearest_briefing(totals, briefings)

    def _paragraph(self, text: str, examiner: Examiner, *, every: bool = False) -> Iterator[Checked]:
        quoted = list(quotations.find(text, examiner.names))
        found = [self._quotation(q, text) for q in quoted]
        masked = _masked(text, quoted)
        for sentence in examiner.read(masked):
            if (every and not quoted) or examiner.checkable(sentence):
                told = examiner.verbatim(sentence) or examiner.examine(sentence)
                checked = self._checked(told, sentence.start, sentence.end, text[sentence.start : sentence.end])
                if quoted and checked.verdict is Verdict.NOT_STATED and not verdicts.says_enough(sentence, ()):
                    continue
                found.append(checked)
                found += self._not_stated(told, sentence) if checked.verdict is Verdict.CONTRADICTED else ()
        return iter(sorted(found, key=lambda c: c.start))

    def _quotation(self, quotation: Quotation, text: str) -> Checked:
        checked = self.quote(quotation.text, quotation.speaker)
        offset = text.index(quotation.text, quotation.start)
        marks = [Mark(m.start + offset, m.end + offset, m.remark, m.said) for m in checked.marks]
        if checked.verdict is not QuoteVerdict.FOUND and not marks:
            marks = [Mark(quotation.start, quotation.end, Remark.QUOTATION)]
        return Checked(
            quotation.start,
            quotation.end,
            text[quotation.start : quotation.end],
            _AS_VERDICT[checked.verdict],
            tuple(marks),
            checked.evidence,
            checked.why,
            checked.verdict,
        )

    def _not_stated(self, told: Examined, sentence: Sentence) -> Iterator[Checked]:
        """The clauses of a contradicted sentence with figures that the transcript doesn't have."""
        for clause in dict.fromkeys(sentence.clause_of(sentence.place(f.start)) for f in told.of(Outcome.UNKNOWN)):
            start, end = sentence.original(*clause)
            own = [f for f in told.of(Outcome.UNKNOWN) if start <= f.start < end]
            marks = tuple(Mark(f.start, f.end, f.remark) for f in own)
            text = sentence.text[start - sentence.start : end - sentence.start]
            why = wordings.why(Verdict.NOT_STATED, own)
            yield Checked(start, end, text, Verdict.NOT_STATED, marks, (), why)

    def _checked(self, told: Examined, start: int, end: int, text: str) -> Checked:
        verdict, telling = decide(told.findings, told.residue)
        facts = list(dict.fromkeys(f for x in telling for f in x.facts)) or list(told.facts[:1])
        shown = facts if verdict is not Verdict.NOT_STATED else told.facts[:2]
        marks = () if verdict is Verdict.SUPPORTED else telling
        return Checked(
            start,
            end,
            text,
            verdict,
            tuple(Mark(f.start, f.end, f.remark, f.said or f.computed) for f in marks),
            tuple(self._cite(f) for f in shown[:_SHOWN]),
            wordings.why(verdict, telling),
        )

    def _cite(self, fact: Fact) -> Citation:
        cited = self.library.cite(fact.statement)
        if self.library.corpus.by_id[cited.briefing].transcript[cited.start : cited.end] != cited.text:
            raise VerbatimError("evidence is not the transcript's own words", where=f"{cited.briefing} {cited.start}")
        return cited


def moved(checked: Checked, by: int) -> Checked:
    """A statement with its offsets moved."""
    marks = tuple(replace(m, start=m.start + by, end=m.end + by) for m in checked.marks)
    return replace(checked, start=checked.start + by, end=checked.end + by, marks=marks)


def _masked(text: str, quoted: Sequence[Quotation]) -> str:
    """The text with its quotations blanked out, which are checked as such."""
    parts, at = [], 0
    for quotation in quoted:
        parts += [text[at : quotation.start], "\u3000" * (quotation.end - quotation.start)]
        at = quotation.end
    return "".join([*parts, text[at:]])


def _own_names(briefing: Briefing) -> Iterable[str]:
    """The briefing's city, with and without its last character, and its publisher."""
    city, office = briefing.city, briefing.publisher
    stem = city[:-1] if city.endswith(("市", "县", "区", "州", "省")) and len(city) > 2 else city
    return [name for name in (city, stem, office, office.removeprefix(city)) if name]
