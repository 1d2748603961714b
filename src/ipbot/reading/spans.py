"""The signals by which the candidates of a statement are ranked for a question: one row of numbers a candidate."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ipbot.reading import answer_types
from ipbot.reading.candidates import STATIC, Candidates, Offsets
from ipbot.reading.query import Query
from ipbot.reading.signals import TYPES
from ipbot.reading.statements import Statement

Matrix = NDArray[np.float32]
_FAR = 30

DYNAMIC = (
    "asked_inside",
    "asked_in_clause",
    "asked_in_clause_before",
    "asked_in_clause_after",
    "asked_elsewhere",
    "asked_just_before",
    "asked_just_after",
    "distance_left",
    "distance_right",
    "left_context",
    "right_context",
    "right_inside",
    "right_ends",
    "asked_share",
    "head_ends",
    "head_last",
    "head_inside",
    "wanted_kind",
    "other_kind",
    "type_asked",
    "type_met",
    *(f"{word}_{side}" for word in ("left_word", "right_word", "head_word") for side in ("before", "behind")),
)
NAMES = (*STATIC, *DYNAMIC, "spoken", "statement_score", "statement_below_best", *(f"asks_{t}" for t in TYPES))


def mark(query: Query, statement: Statement) -> NDArray[np.float32]:
    """Weight of every character that a word of the question, another wording of it, or a bigram covers."""
    text = statement.folded.text
    weights = np.zeros(len(text), np.float32)
    for bigram, weight in query.bigrams.items():
        if bigram in statement.bigrams:
            _raise(weights, text, bigram, 0.3 * weight)
    for word, weight in query.words.items():
        if word in text:
            _raise(weights, text, word, weight)
        else:
            for other in query.others.get(word, ()):
                _raise(weights, text, other, 0.7 * weight)
    return weights


def _raise(weights: NDArray[np.float32], text: str, term: str, weight: float) -> None:
    for at in _places(text, term):
        np.maximum(weights[at : at + len(term)], weight, out=weights[at : at + len(term)])


def _places(text: str, term: str) -> Iterator[int]:
    """Where a term stands in a text; an empty one nowhere."""
    at = text.find(term) if term else -1
    while at >= 0:
        yield at
        at = text.find(term, at + 1)


def matrix(query: Query, statement: Statement, found: Candidates, score: float, below_best: float) -> Matrix:
    """Signals of every candidate: shape (candidates, len(NAMES))."""
    weights = mark(query, statement)
    starts, ends = found.starts, found.ends
    sums = np.concatenate([[0], np.cumsum(weights, dtype=np.float32)])
    total = sums[-1] or 1
    from_, to = found.clause_edges
    at_start, at_end = sums[starts], sums[ends]
    inside, before, after = at_end - at_start, at_start - sums[from_], sums[to] - at_end
    hit = weights > 0
    hits = np.concatenate([[0], np.cumsum(hit)])
    positions = np.arange(len(weights))
    last_hit = np.concatenate([[-_FAR], np.maximum.accumulate(np.where(hit, positions, -_FAR))])
    next_hit = np.append(np.minimum.accumulate(np.where(hit, positions, len(hit) + _FAR)[::-1])[::-1], len(hit) + _FAR)
    text, asking = statement.folded.text, query.asking
    dynamic = [
        inside / total,
        (inside + before + after) / total,
        before / total,
        after / total,
        (total - inside - before - after) / total,
        (at_start - sums[np.maximum(starts - 3, 0)]) / total,
        (sums[np.minimum(ends + 3, len(weights))] - at_end) / total,
        np.minimum(starts - 1 - last_hit[starts], _FAR),
        np.minimum(next_hit[ends] - ends, _FAR),
        *_context(text, starts, ends, asking.left, asking.right),
        (hits[ends] - hits[starts]) / (ends - starts),
        *_head(text, starts, ends, asking.head),
        *_wanted(found.measured, asking.wanted),
        *_types(text, starts, ends, asking.answer_types),
        *_words_beside(query, text, starts, ends),
    ]
    table = np.empty((len(starts), len(NAMES)), np.float32)
    table[:, : len(STATIC)] = found.static
    for number, column in enumerate(dynamic, len(STATIC)):
        table[:, number] = column
    table[:, len(STATIC) + len(dynamic) :] = [
        float(statement.spoken),
        score,
        below_best,
        *(float(t in asking.types) for t in TYPES),
    ]
    return table


def _context(text: str, starts: Offsets, ends: Offsets, left: str, right: str) -> Matrix:
    """How the words beside the interrogative stand to a candidate: before it, behind it, inside it, at its end."""
    before, behind, held, closing = np.zeros((4, len(text) + 1), np.float32)
    for length in range(1, len(left) + 1):
        for at in _places(text, left[-length:]):
            before[at + length] = length
    for length in range(1, len(right) + 1):
        for at in _places(text, right[:length]):
            behind[at] = length
    for at in _places(text, right[:1]):
        held[at + 1 :] += 1
    for end in (right[:1], right[:2]):
        for at in _places(text, end):
            closing[at + len(end)] = 1
    return np.array([before[starts], behind[ends], held[ends] > held[starts], closing[ends]])


def _head(text: str, starts: Offsets, ends: Offsets, head: str) -> Matrix:
    """Whether a candidate ends in the noun whose kind is asked for, in its last character, or has it inside."""
    if not head:
        return np.zeros((3, len(starts)), np.float32)
    spans = [text[s:e].rstrip('》">') for s, e in zip(starts.tolist(), ends.tolist(), strict=True)]
    rows = [(span.endswith(head), span[-1:] == head[-1], head in span) for span in spans]
    return np.array(rows, np.float32).T


def _wanted(measured: Sequence[str], wanted: frozenset[str]) -> Matrix | NDArray[np.bool_]:
    """Whether a candidate begins with a quantity of a kind that is asked for, or with one of another."""
    if not wanted:
        return np.zeros((2, len(measured)), np.float32)
    return np.array([[kind in wanted for kind in measured], [bool(kind) and kind not in wanted for kind in measured]])


def _types(text: str, starts: Offsets, ends: Offsets, asked: frozenset[str]) -> Matrix:
    """Whether a type of answer is asked for, and whether a candidate is of it."""
    found = np.zeros((2, len(starts)), np.float32)
    if asked:
        found[0] = 1
        found[1] = answer_types.met(asked, [text[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True)])
    return found


def _words_beside(query: Query, text: str, starts: Offsets, ends: Offsets) -> Matrix:
    """How far before and behind a candidate the words next to the interrogative stand, and the noun asked for."""
    rows: list[NDArray[np.float32]] = []
    for word in (*query.asking.beside, query.asking.head):
        before, behind = np.full((2, len(starts)), _FAR, np.float32)
        for term in (word, *query.others.get(word, ())) if word else ():
            for at in _places(text, term):
                left, right = starts - (at + len(term)), at - ends
                before = np.where((left >= 0) & (left < before), left, before)
                behind = np.where((right >= 0) & (right < behind), right, behind)
        rows += [before, behind]
    return np.array(rows, np.float32)
