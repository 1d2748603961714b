"""The one use case: ask a question of a corpus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ipbot.corpus import Corpus
from ipbot.reading import composing, event, followups, refusing, suggesting, talk
from ipbot.reading.asking import measures, understand
from ipbot.reading.confidence import confidence, support
from ipbot.reading.findings import Findings, Found
from ipbot.reading.interpreting import Interpreted, Interpreter
from ipbot.reading.library import Library
from ipbot.reading.model import constants
from ipbot.reading.query import Query
from ipbot.reading.ranking import rank_statements
from ipbot.reading.reader import Reader
from ipbot.reading.signals import Retrieved
from ipbot.reading.statements import grams
from ipbot.reading.wording import Wording, joined
from ipbot.retrieval import Retriever
from ipbot.text.folding import fold
from ipbot.text.segmentation import terms
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Question, Reply, Span
from ipbot.values.briefing import Briefing
from ipbot.values.errors import QuestionError, VerbatimError
from ipbot.values.explanation import Explanation, ScoredCandidate, ScoredPassage

_SHOWN = 8
_SUGGESTED, _TRIED = 3, 6
_RULED_OUT = 0.1
"""What is left of the confidence where a hard rule rules an answer out."""


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
        earlier = tuple(map(_mended, context))[-self.context_limit :] if self.context_limit else ()
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
        leaning = followups.leans(query.asking) and not self._is_new_topic(query, words, earlier)
        for text in reversed(earlier):
            if not leaning:
                break
            before, said = self._query(text)
            query, words = followups.carry(query, before), [*words, *said]
            leaning = not followups.stands(before.asking)
        found = self._search(words)
        return query.within(self.library.city(found[0].reading)) if found else query, found

    def _search(self, words: Sequence[str]) -> tuple[Retrieved, ...]:
        hits = self.retriever.search(tuple(terms(words)), self.passages)
        return tuple(Retrieved(self.library.readings[h.key], h.score, rank) for rank, h in enumerate(hits))

    def _is_new_topic(self, query: Query, words: Sequence[str], earlier: Sequence[str]) -> bool:
        """Whether a short question behind others is complete: the statement nearest to it has all its telling words."""
        if not earlier or not followups.may_stand_alone(query.asking):
            return False
        nearest = rank_statements(query, self._search(words), self.library, self.reader.models)[:1]
        told = followups.telling(query.asking)
        return any(all(query.stands_in(w, near.statement.folded.text) for w in told) for near in nearest)

    def _query(self, folded: str) -> tuple[Query, list[str]]:
        """A query, and the words to search for: the question's, and others for what the corpus calls otherwise."""
        cut = self.library.question_words(folded)
        alternatives = self.wording.alternatives(folded, cut)
        known = self.library.vocabulary
        words = joined(cut, [(a.start, a.end) for a in alternatives if a.text not in known], known)
        others = {**self.wording.expand(words), **{a.text: a.others for a in alternatives}}
        query = self.library.weigher.query(understand(folded, words, self.library.is_noun), words, others)
        called = [o for w in query.words if w not in known for o in others.get(w, ()) if o in known]
        return query, [*words, *called]

    def _checked(self, question: str) -> str:
        text = _mended(question)
        if not text:
            raise QuestionError("the question is empty", remedy="ask something, such as 宣传周的主题是什么？")
        if len(text) > self.max_question_chars:
            raise QuestionError(
                f"the question has {len(text)} characters; at most {self.max_question_chars} are read",
                remedy="ask one thing at a time",
            )
        return text

    def _readable(self, context: Sequence[str]) -> list[str]:
        """Earlier questions that can be leaned on: no small talk, and none that is too long."""
        return [t for t in context if 0 < len(t) <= self.max_question_chars and not talk.kind(fold(t).text)]

    def _small_talk(self, asked: Question, interpreted: Interpreted) -> Explanation | None:
        kind = talk.kind(interpreted.typed)
        if not kind:
            return None
        return Explanation(composing.chat(asked, kind, self.examples), decision=f"small talk: {kind}")

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Questions to begin with, about figures of the latest briefing."""
        latest = max(self.corpus, key=lambda b: (str(b.held_on or ""), b.id))
        return self._suggestions(Findings(nearest=self.library.statements[latest.id]))

    @cached_property
    def _answerable(self) -> dict[str, bool]:
        return {}

    def _suggestions(self, after: Findings) -> tuple[str, ...]:
        """The first few next questions that are answered; each is tried once."""
        suggested: list[str] = []
        for text in suggesting.questions(after, self.library)[:_TRIED]:
            if text not in self._answerable:
                query, retrieved = self.prepare(self.interpret(text).text, ())
                findings = self.reader.read(query, retrieved)
                self._answerable[text] = self._is_given(findings, self._certainty(query, findings)[0])
            if self._answerable[text] and len(suggested) < _SUGGESTED:
                suggested.append(text)
        return tuple(suggested)

    def _about_event(self, asked: Question, interpreted: Interpreted) -> Explanation | None:
        texts = dict.fromkeys((interpreted.text, interpreted.typed))
        intents = dict.fromkeys(intent for text in texts for intent in event.intents(text))
        if not intents:
            return None
        earlier = self._readable(asked.context)[-1:]
        about = "".join(self.interpret(text).text for text in earlier) + interpreted.text
        briefings = self._named_first(interpreted.text)
        for intent in intents:
            for briefing in briefings:
                places = event.find(intent, about, self.library, briefing)
                statements = [self.library.at(briefing.id, start) for start, _ in places]
                found = tuple(Found(s, *p) for s, p in zip(statements, places, strict=True) if s)
                if found:
                    reply = composing.answer(asked, Findings(found, "event"), self.library, 1.0)
                    return Explanation(reply, understood={"event": intent}, decision="about the event itself")
        return None

    def _named_first(self, folded: str) -> list[Briefing]:
        """The briefings, those first whose title and city the question has most of."""
        asked = grams(folded, 2)
        return sorted(self.corpus, key=lambda b: -len(asked & self._frames[b.id]))

    @cached_property
    def _frames(self) -> Mapping[str, frozenset[str]]:
        """Bigrams of each briefing's title and city."""
        return {b.id: grams(fold(b.title + b.city).text, 2) for b in self.corpus}

    def _from_passages(self, asked: Question, interpreted: Interpreted) -> Explanation:
        query, retrieved = self.prepare(
            interpreted.text, [self.interpret(text).text for text in self._readable(asked.context)]
        )
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

    def _certainty(self, query: Query, findings: Findings) -> tuple[float, tuple[str, ...]]:
        """How sure the answer is, and what the question names that is missing where it was found."""
        missing = refusing.missing(query, findings, self.library)
        held = support(query, findings, self.library, missing)
        sure = confidence(held) if findings.found else 0.0
        return sure * (_RULED_OUT if missing and refusing.is_hard(findings, self.library) else 1.0), missing or tuple(
            word for word in held.missing if word not in measures()
        )

    def _threshold(self, findings: Findings) -> float:
        """From which confidence on to answer; less is asked of what a narrator tells than of what people say."""
        spoken = not findings.found or self.library.is_spoken(findings.found[0].statement.briefing)
        return constants("abstention")["spoken" if spoken else "narrated"]

    def _is_given(self, findings: Findings, sure: float) -> bool:
        """Whether an answer is given with that confidence."""
        return bool(findings.found) and sure >= self._threshold(findings)

    def _decide(self, asked: Question, query: Query, findings: Findings) -> tuple[Reply, str]:
        """Answer or abstain, and why."""
        if talk.is_instruction(query.said[-1]) or talk.is_instruction(fold(asked.text).text):
            return composing.abstention(asked, Findings(), self.library, 0.0), "an instruction, not a question"
        sure, missing = self._certainty(query, findings)
        reply: Answer | Abstention
        if self._is_given(findings, sure):
            reply = composing.answer(asked, findings, self.library, sure, query)
        else:
            reply = composing.abstention(asked, findings, self.library, sure, missing)
        way = findings.way or "nothing found"
        told = f"{way}; confidence {sure:.2f}, threshold {self._threshold(findings):.2f}"
        return replace(reply, suggestions=self._suggestions(findings)), told


def _mended(text: str) -> str:
    """The text without halves of surrogate pairs, which no encoding carries, and white space around it."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


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
