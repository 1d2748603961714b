"""The one use case: ask a question of a corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ipbot.corpus import Corpus
from ipbot.reading import composing, event, followups, refusing, talk
from ipbot.reading.asking import understand
from ipbot.reading.confidence import confidence, support
from ipbot.reading.findings import Findings, Found
from ipbot.reading.interpreting import Interpreted, Interpreter
from ipbot.reading.library import Library
from ipbot.reading.model import constants
from ipbot.reading.query import Query
from ipbot.reading.reader import Reader
from ipbot.reading.signals import Retrieved
from ipbot.reading.suggesting import suggestions
from ipbot.reading.wording import Wording
from ipbot.retrieval import Retriever
from ipbot.text.segmentation import terms
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Question, Reply, Span
from ipbot.values.errors import QuestionError, VerbatimError
from ipbot.values.explanation import Explanation, ScoredCandidate, ScoredPassage

_SHOWN = 8


@dataclass(frozen=True, eq=False)
class Pipeline:
    """Answers questions of one corpus; asking changes nothing, so the same question gets the same reply."""

    library: Library
    retriever: Retriever
    wording: Wording
    interpreter: Interpreter
    passages: int = 8
    max_question_chars: int = 300
    context_limit: int = 8

    @property
    def corpus(self) -> Corpus:
        """The briefings that are asked."""
        return self.library.corpus

    @cached_property
    def reader(self) -> Reader:
        """The reader of this corpus."""
        return Reader(self.library)

    def ask(self, question: str, context: Sequence[str] = ()) -> Reply:
        """Answer, or say that it is not stated; raises QuestionError where there is no question to answer."""
        return self.explain(question, context).reply

    def explain(self, question: str, context: Sequence[str] = ()) -> Explanation:
        """Answer, and tell how it came to that."""
        earlier = tuple(context)[-self.context_limit :] if self.context_limit else ()
        asked = Question(self._checked(question), earlier)
        interpreted = self.interpret(asked.text)
        explanation = (
            self._small_talk(asked, interpreted)
            or self._about_event(asked, interpreted)
            or self._from_passages(asked, interpreted)
        )
        _verify(explanation.reply, self.corpus)
        return replace(explanation, understood={**explanation.understood, **dict(interpreted.changes)})

    def interpret(self, question: str) -> Interpreted:
        """A question as typed, folded and in the corpus's words."""
        return self.interpreter.interpret(question)

    def prepare(self, folded: str, earlier: Sequence[str]) -> tuple[Query, tuple[Retrieved, ...]]:
        """A folded question made ready for matching, with what it leaves unsaid, and the passages for it."""
        query, words = self._query(folded)
        for text in reversed(earlier):
            if not followups.leans(query.asking):
                break
            before, said = self._query(text)
            query, words = followups.carry(query, before), [*words, *said]
        hits = self.retriever.search(tuple(terms(words)), self.passages)
        return query, tuple(Retrieved(self.library.readings[h.key], h.score, rank) for rank, h in enumerate(hits))

    def _query(self, folded: str) -> tuple[Query, list[str]]:
        words = self.library.question_words(folded)
        others = {**self.wording.expand(words), **{a.text: a.others for a in self.wording.alternatives(folded, words)}}
        return self.library.weigher.query(understand(folded, words), words, others), words

    def _checked(self, question: str) -> str:
        text = question.encode("utf-8", "replace").decode("utf-8").strip()
        if not text:
            raise QuestionError("the question is empty", remedy="ask something, such as 宣传周的主题是什么？")
        if len(text) > self.max_question_chars:
            raise QuestionError(
                f"the question has {len(text)} characters; at most {self.max_question_chars} are read",
                remedy="ask one thing at a time",
            )
        return text

    def _small_talk(self, asked: Question, interpreted: Interpreted) -> Explanation | None:
        kind = talk.kind(interpreted.typed)
        if not kind:
            return None
        return Explanation(composing.chat(asked, kind, self._examples), decision=f"small talk: {kind}")

    @cached_property
    def _examples(self) -> tuple[str, ...]:
        """Questions to begin with, about figures of the latest briefing."""
        latest = max(self.corpus, key=lambda b: (str(b.held_on or ""), b.id))
        statements = self.library.statements[latest.id]
        return suggestions(Findings(nearest=statements), self.library)

    def _about_event(self, asked: Question, interpreted: Interpreted) -> Explanation | None:
        intent = event.intent(interpreted.text) or event.intent(interpreted.typed)
        for briefing in self.corpus if intent else ():
            places = event.find(intent, self.library, briefing)
            statements = [self.library.at(briefing.id, start) for start, _ in places]
            found = tuple(Found(s, *p) for s, p in zip(statements, places, strict=True) if s)
            if found:
                reply = composing.answer(asked, Findings(found, "event"), self.library, 1.0)
                return Explanation(reply, understood={"event": intent}, decision="about the event itself")
        return None

    def _from_passages(self, asked: Question, interpreted: Interpreted) -> Explanation:
        query, retrieved = self.prepare(interpreted.text, [self.interpret(text).text for text in asked.context])
        findings = self.reader.read(query, retrieved)
        reply, decision = self._decide(asked, query, findings)
        return Explanation(
            reply,
            tokens=tuple(query.words),
            dropped=query.asking.dropped,
            understood=_understood(query),
            passages=tuple(ScoredPassage(r.reading.passage, r.score) for r in retrieved),
            candidates=_candidates(findings, self.corpus),
            decision=decision,
        )

    def _decide(self, asked: Question, query: Query, findings: Findings) -> tuple[Reply, str]:
        """Answer or abstain, and why."""
        held = support(query, findings, self.library)
        missing = refusing.missing(query, findings, self.library)
        sure = confidence(held) if findings.found and not missing else 0.0
        threshold = constants("abstention")["threshold"]
        told = f"{findings.way or 'nothing found'}; confidence {sure:.2f}, threshold {threshold:.2f}"
        more = suggestions(findings, self.library)
        if talk.is_instruction(query.said[-1]):
            return composing.abstention(asked, Findings(), self.library, 0.0), "an instruction, not a question"
        if sure < threshold or not findings.found:
            reply = composing.abstention(asked, findings, self.library, sure, missing or held.missing)
            return replace(reply, suggestions=more), told
        return replace(composing.answer(asked, findings, self.library, sure, query), suggestions=more), told


def _understood(query: Query) -> dict[str, str]:
    asking = query.asking
    return {
        "types": ", ".join(sorted(asking.types)),
        "wanted": ", ".join(sorted(asking.wanted)),
        "count": str(asking.count or ""),
        "leans on": " / ".join(query.said[:-1]),
    }


def _candidates(findings: Findings, corpus: Corpus) -> tuple[ScoredCandidate, ...]:
    """The best candidates, or figures, with the signals that were weighed for them."""
    found: list[tuple[str, int, int, str, float, Mapping[str, float]]] = []
    for f in findings.figures[:_SHOWN]:
        figure = f.counted.figure
        found.append((figure.briefing, figure.start, figure.end, "figure", f.score, f.signals))
    candidates = findings.candidates[:_SHOWN]
    found.extend((c.ranked.statement.briefing, c.start, c.end, c.kind, c.score, c.told) for c in candidates)
    return tuple(
        ScoredCandidate(id, start, end, corpus.by_id[id].transcript[start:end], kind, score, signals)
        for id, start, end, kind, score, signals in found
    )


def _verify(reply: Reply, corpus: Corpus) -> None:
    """Check every quote once more against the transcript before it leaves."""
    quotes: tuple[Span | Citation, ...]
    match reply:
        case Answer():
            quotes = (*reply.spans, *reply.citations)
        case Abstention():
            quotes = reply.citations
        case Chat():
            quotes = ()
    for quote in quotes:
        if corpus.by_id[quote.briefing].transcript[quote.start : quote.end] != quote.text or not quote.text:
            raise VerbatimError("a quote is not the transcript's own words", where=f"{quote.briefing} {quote.start}")
