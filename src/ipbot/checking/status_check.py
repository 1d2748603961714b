"""Whether a draft tells as done what is planned or pending, the reverse, or denies what was said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.naming import designators
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon, Term, covered
from ipbot.checking.times import standing
from ipbot.reading.figures import Status
from ipbot.reading.statuses import heading_status
from ipbot.values.report import Remark

_CLAUSE = re.compile(r"[,，;；:：。!?！？]")
_SHARED, _PIECE = 0.5, 0.4
_CLOSE = 3


@dataclass(frozen=True, eq=False)
class StatusCheck:
    """Compares how far things have come, clause by clause."""

    sentence: Sentence
    fact: Fact
    lexicon: Lexicon

    def findings(self, *, moments: bool = True) -> Iterator[Finding]:
        """Every contradiction in negation, and in status where `moments` are compared."""
        carried = ""
        for start, end in self.sentence.clauses():
            text = self.sentence.folded.text[start:end]
            own = [t for t in self.sentence.terms_in(start, end) if t.weight]
            told = standing(text)
            carried = told or ("plan" if carried == "plan" else "")
            if own and self._shares(own) >= _SHARED:
                yield from self._moments(start, text, told or carried) if moments else ()
                yield from self._denials(start, text, own)
                yield from self._wholly(start, text)

    def still_open(self) -> Iterator[Finding]:
        """What the draft tells as done, of which a statement beside its evidence says that it is still open."""
        for start, end in self.sentence.clauses():
            text = self.sentence.folded.text[start:end]
            for verb in language.moments().finditer(text):
                if self._said(text[: verb.start()], text[verb.end() :][:_CLOSE]) != "done":
                    continue
                for piece in self._pieces():
                    told = standing(piece[: piece.find(verb.group())]) if verb.group() in piece else ""
                    if told == "pending" and self._names_the_same(text, piece):
                        span = self.sentence.original(start + self._cue(text, 0, verb.start()), start + verb.end())
                        yield Finding(Outcome.WRONG, *span, Remark.STATUS, (self.fact,), piece.strip(",，;；。"))
                        return

    def _names_the_same(self, text: str, piece: str) -> bool:
        at = self.fact.text.index(piece)
        theirs = [t for t in self.lexicon.of_fact(self.fact) if t.weight and at <= t.start < at + len(piece)]
        return sum(covered(t, text) > _SHARED for t in theirs) >= min(_CLOSE, len(theirs))

    def _shares(self, own: Sequence[Term]) -> float:
        return sum(t.weight * covered(t, self.fact.text) for t in own) / sum(t.weight for t in own)

    def _pieces(self) -> list[str]:
        edges = [0, *(m.end() for m in _CLAUSE.finditer(self.fact.text)), len(self.fact.text)]
        return [self.fact.text[a:b] for a, b in pairwise(edges) if b > a]

    def _moments(self, start: int, text: str, told: str) -> Iterator[Finding]:
        """Verbs of things that happen at one moment, told as done or not."""
        verbs = list(language.moments().finditer(text))
        for number, verb in enumerate(verbs):
            begin = verbs[number - 1].end() if number else 0
            said = self._said(text[begin : verb.end()], text[verb.end() :][:_CLOSE]) or told or "done"
            explicit = bool(told) or said != "done"
            stated, piece = self._stated(verb.group(), text, start)
            if not stated or not _excludes(said, stated, explicit=explicit, piece=piece):
                continue
            cue = self._cue(text, begin, verb.start())
            span = self.sentence.original(start + cue, start + verb.end())
            yield Finding(Outcome.WRONG, *span, Remark.STATUS, (self.fact,), piece.strip(",，;；。"))
            return

    def _said(self, before: str, behind: str) -> str:
        return standing(before) or ("done" if behind.startswith(("了", "到")) else "")

    def _cue(self, text: str, begin: int, at: int) -> int:
        """Where the words that tell the status begin, right before the verb."""
        places = [
            m.start()
            for name in ("done", "pending", "plan")
            for m in language.found(language.cues(name, "standing"), text[begin:at])
        ]
        return begin + max(places) if places else at

    def _stated(self, verb: str, text: str, start: int) -> tuple[str, str]:
        """How far the fact says that it has come, and in which clause."""
        own = [t for t in self.sentence.terms_in(start, start + len(text)) if t.weight and t.text != verb]
        mine = designators(text)
        holding = [
            p for p in self._pieces() if verb in p and not (mine and designators(p) and not mine & designators(p))
        ]
        best = max(holding, key=lambda p: sum(t.weight * covered(t, p) for t in own), default="")
        if not best:
            return self._pending_instead(own)
        at = best.find(verb)
        told = standing(best[: at + len(verb)]) or ("done" if best[at + len(verb) :].startswith("了") else "")
        if told == "done" and standing(best[at + len(verb) :]) == "pending":
            told = ""
        return told or self._by_heading(), best

    def _pending_instead(self, own: Sequence[Term]) -> tuple[str, str]:
        """A clause about the same that says that it is still pending."""
        pending = language.cues("pending", "standing")
        for piece in self._pieces():
            shared = sum(t.weight * covered(t, piece) for t in own)
            if own and shared >= _PIECE * sum(t.weight for t in own) and language.found(pending, piece):
                return "pending", piece
        return "", ""

    def _by_heading(self) -> str:
        told = heading_status(self.fact.reading.passage.headings)
        return "planned" if told is Status.TARGET else "done" if told is Status.RESULT else ""

    def _denials(self, start: int, text: str, own: Sequence[Term]) -> Iterator[Finding]:
        """A verb with 不 or 没有 before it on one side alone."""
        for term in own:
            if term.tag[:1] != "v" or term.text not in self.fact.text:
                continue
            piece = next((p for p in self._pieces() if term.text in p and self._mostly(own, p)), "")
            if not piece:
                continue
            at, there = term.start - start, piece.index(term.text)
            mine, its = _denied(text, at), _denied(piece, there)
            if (mine and not _denies(piece)) or (its and not _denies(text)):
                span = self.sentence.original(term.start - len(mine), term.end)
                yield Finding(Outcome.WRONG, *span, Remark.NEGATION, (self.fact,), piece.strip(",，;；。"))
                return

    def _mostly(self, own: Sequence[Term], piece: str) -> bool:
        return sum(t.weight * covered(t, piece) for t in own) >= _PIECE * sum(t.weight for t in own)

    def _wholly(self, start: int, text: str) -> Iterator[Finding]:
        """Everything done, of what was done in part: 63个问题全部整改, 其余4个正按时序推进."""
        every = language.any_of("wholly").search(text)
        rest = language.any_of("partly").search(self.fact.text)
        if every and rest and every.group() not in self.fact.text:
            span = self.sentence.original(start + every.start(), start + every.end())
            piece = next(p for p in self._pieces() if rest.group() in p)
            yield Finding(Outcome.WRONG, *span, Remark.STATUS, (self.fact,), piece.strip(",，;；。"))


def _excludes(said: str, stated: str, *, explicit: bool, piece: str) -> bool:
    """Whether the two can't both be; a draft without a cue contradicts only what is said to be pending."""
    if stated == "pending" and said == "pending":
        return False
    if said == "done":
        return (
            stated == "pending"
            or (explicit and stated in ("plan", "planned"))
            or (stated == "plan" and "计划" in piece)
        )
    return stated == "done"


def _denies(text: str) -> bool:
    """Whether a text denies anything at all."""
    return bool(language.found(language.cues("negations"), text))


def _denied(text: str, at: int) -> str:
    """The negation right before a place."""
    found = [m for m in language.found(language.cues("negations"), text[:at]) if m.end() >= at - _CLOSE]
    return text[found[-1].start() : at] if found else ""
