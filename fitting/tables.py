"""From labelled questions to tables of signals with labels."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitting.sets import Example, Gold, LabelledSet, plain
from ipbot.pipeline import Pipeline
from ipbot.reading import signals, spans
from ipbot.reading.query import Query
from ipbot.reading.ranking import Models
from ipbot.reading.signals import Retrieved
from ipbot.reading.statements import Statement

Table = NDArray[np.float32]


@dataclass
class Question:
    """An example with what the pipeline retrieves for it; `labels` tell the statements that hold an answer."""

    example: Example
    query: Query
    retrieved: tuple[Retrieved, ...]
    statements: tuple[Statement, ...]
    table: Table
    labels: NDArray[np.float32]
    scores: NDArray[np.float32]
    models: Models | None = None


def questions(labelled: LabelledSet, ready: Pipeline) -> list[Question]:
    """Every example with its table of statement signals."""
    return [_question(example, ready) for example in labelled.examples]


def _question(example: Example, ready: Pipeline) -> Question:
    query, retrieved = ready.prepare(
        ready.interpret(example.question).text, [ready.interpret(earlier).text for earlier in example.context]
    )
    statements = tuple(s for r in retrieved for s in r.reading.statements)
    labels = np.array([holds(s, example) for s in statements], np.float32)
    return Question(
        example,
        query,
        retrieved,
        statements,
        signals.matrix(query, retrieved, ready.library.postings),
        labels,
        np.zeros(0, np.float32),
    )


def holds(statement: Statement, example: Example) -> bool:
    """Whether a statement holds one of the right answers, in the sentence where it was said."""
    if statement.briefing != example.briefing:
        return False
    text = plain(statement.folded.text)
    return any(_gold_in(gold, text) for gold in example.golds)


def _gold_in(gold: Gold, text: str) -> bool:
    sentence = plain(gold.sentence)
    return plain(gold.span) in text and (not sentence or sentence in text or text in sentence)


def overlap(text: str, golds: Sequence[Gold]) -> float:
    """The best F1 of characters against the right answers."""
    return max((_f1(plain(text), plain(g.span)) for g in golds), default=0.0)


def _f1(text: str, gold: str) -> float:
    same = sum((Counter(text) & Counter(gold)).values())
    return 2 * same / (len(text) + len(gold)) if same else 0.0


def span_table(question: Question, ready: Pipeline, most: int) -> tuple[Table, NDArray[np.float32]]:
    """Signals of the candidates in the best `most` statements, and how near each comes to a right answer.

    The label is the F1 squared: what the scores are to tell is which candidate is the answer, and not which holds it.
    """
    order = np.argsort(-question.scores, kind="stable")
    near = [i for rank, i in enumerate(order) if rank < most]
    tables, labels = [np.zeros((0, len(spans.NAMES)), np.float32)], []
    for i in near:
        statement = question.statements[i]
        found = ready.library.candidates(statement)
        score, best = float(question.scores[i]), float(question.scores[order[0]])
        tables.append(spans.matrix(question.query, statement, found, score, score - best))
        right = statement.briefing == question.example.briefing and question.labels[i]
        labels += [
            overlap(statement.folded.text[a:b], question.example.golds) ** 2 if right else 0.0
            for a, b in zip(found.starts, found.ends, strict=True)
        ]
    return np.vstack(tables), np.array(labels, np.float32)
