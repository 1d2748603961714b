"""How sure an answer is: what the question names and the place found for it lacks, weighed by a fitted model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import fsum

import numpy as np

from ipbot.corpus.people import is_name as is_person
from ipbot.corpus.people import is_organisation
from ipbot.reading import kinds, signals
from ipbot.reading.amounts import RankedFigure, content_words
from ipbot.reading.asking import not_names, superlative
from ipbot.reading.clauses import clause_around
from ipbot.reading.findings import Findings
from ipbot.reading.library import Library
from ipbot.reading.model import Trees, trees
from ipbot.reading.query import Query
from ipbot.reading.reverse import asked_values
from ipbot.reading.statements import Reading, grams
from ipbot.reading.times import best_agreement
from ipbot.text.folding import fold
from ipbot.text.periods import periods
from ipbot.text.quantities import quantities
from ipbot.text.segmentation import Segmenter

_COMMON = 0.45
_SHORTEST_NAME = 2
_RARE = 4.0
_NOUNS = ("n", "vn", "j", "l", "eng")

_HOLDS = (
    ("place", re.compile(r"[省市县区镇乡村路街道州岛]|广场|中心|大厅|楼|馆|园|站|港|湾|国")),
    ("date", re.compile(r"[年月日天号周]|\d[:：]\d|季度|期间")),
    ("ordinal", re.compile(r"第|[位名]|首|末")),
    ("phone", re.compile(r"\d{3}")),
)
"""What an answer holds where a type is asked for."""

_OF_FIGURE = (
    *("indicator", "indicator_bigrams", "indicator_told", "clause", "segment", "context", "missing"),
    *("unit_asked", "other_unit_asked", "kind_wanted", "other_kind_wanted", "no_period", "part", "level_not_asked"),
    *(
        "change_not_asked",
        "own",
        "own_told",
        "sibling_better",
        "in_question",
        "below_best",
        "superlative",
        "remainder",
        "remainder_not_asked",
        "each_one",
        "each_one_not_asked",
    ),
)
"""Those signals of a chosen figure that tell how far it is what is asked for."""
_OF_CANDIDATE = (
    *("asked_inside", "asked_in_clause", "asked_elsewhere", "asked_just_before", "asked_just_after"),
    *("distance_left", "distance_right", "left_context", "right_context", "asked_share"),
    *("type_asked", "type_met", "head_ends", "head_inside", "wanted_kind", "other_kind", "log_length"),
)
_SCORE_PER_BIGRAM = signals.NAMES.index("passage_score_per_bigram")
_WAYS = ("figure", "list", "candidate", "attribute", "extreme", "definition", "told")
_TYPES = (
    "amount",
    "date",
    "person",
    "place",
    "organisation",
    "reason",
    "manner",
    "list",
    "definition",
    "verify",
    "change",
)

SIGNALS = (
    "statement",
    "statement_gap",
    "candidate",
    "candidate_use",
    "candidate_gap",
    "figure",
    *(f"by_{way}" for way in _WAYS),
    "words",
    "words_in_context",
    "words_in_passage",
    "bigrams",
    "bigrams_in_passage",
    "heaviest_missing",
    "heaviest_missing_in_passage",
    "missing_share",
    "missing_names",
    "missing_numbers",
    "other_period",
    "unasked_period",
    "passage_score_per_bigram",
    "type_met",
    "wanted_not_met",
    "question_words",
    "question_length",
    "spoken",
    "ruled_out",
    "missing_nouns",
    "missing_verbs",
    "heaviest_missing_noun",
    "heaviest_inside",
    "rare_in_context",
    "kind_met",
    "missing_elsewhere",
    "heaviest_elsewhere",
    "missing_nowhere",
    "heaviest_nowhere",
    "clause_words",
    "clause_bigrams",
    "heaviest_missing_in_clause",
    "last_in_clause",
    "first_noun_missing",
    "first_noun_elsewhere",
    "last_noun_missing",
    "last_noun_elsewhere",
    "nouns_in_clause",
    "beside_clause",
    "head_given",
    "asked_given",
    "spans",
    "value_asked",
    *(f"figure_{name}" for name in _OF_FIGURE),
    *(f"candidate_{name}" for name in _OF_CANDIDATE),
    *(f"asks_{t}" for t in _TYPES),
)


@dataclass(frozen=True, eq=False)
class Support:
    """How far the place of an answer says what the question names; `missing` are its words that stand nowhere there."""

    signals: Mapping[str, float]
    missing: tuple[str, ...]


@cache
def model() -> Trees:
    """The fitted model of confidence."""
    return trees("confidence", SIGNALS)


def support(query: Query, findings: Findings, library: Library, lacking: Sequence[str]) -> Support:
    """Weigh what was found, with what a rule says that it lacks; all zero where nothing was found."""
    if not findings.found or not findings.statements:
        return Support(dict.fromkeys(SIGNALS, 0.0), ())
    statement = findings.found[0].statement
    reading = library.reading_of(statement)
    held_on = library.corpus.by_id[statement.briefing].held_on
    asked = query.periods(held_on)
    content = content_words(query, asked)
    if findings.way == "extreme":
        content = {w: weight for w, weight in content.items() if not superlative(w)}
    total = sum(content.values()) or 1.0
    text = statement.folded.text
    near = library.around(statement)
    frame = "".join(reading.context)
    context = near + frame
    whole = "".join(s.folded.text for s in reading.statements) + frame
    inside, in_context, in_passage = (query.standing(content, place) for place in (text, context, whole))
    best = next(r for r in findings.statements if r.statement is findings.statements[0].statement)
    own = [r.score for r in findings.statements if r.statement is statement]
    missing = tuple(w for w in content if w not in in_passage)
    nouns = {w for w in content if library.segmenter.tag(w).startswith(_NOUNS)}
    figure = findings.figures[0].score if findings.figures else -6.0
    uses = [c.use for c in findings.candidates[:2]]
    held = _held(query, findings, reading, text, library)
    briefing = library.text_of(statement.briefing)
    elsewhere = query.standing(content.keys() - in_context, briefing)
    nowhere = content.keys() - in_context - elsewhere
    chosen = next((f for f in findings.figures if _is_chosen(f, findings)), None)
    clause = _clause(findings, chosen, library) + frame
    in_clause = query.standing(content, clause)
    clause_bigrams = grams(clause, 2)
    segment = clause + (chosen.counted.segment if chosen else "")
    first = next((w for w in content if w in nouns), "")
    alone = bool(first) and not query.stands_in(first, segment)
    final = next((w for w in reversed(content) if w in nouns and w != first), "")
    final_alone = bool(final) and not query.stands_in(final, segment)
    given = _given(findings, library)
    last = {b: v for b, v in query.bigrams.items() if b in query.said[-1]}
    named = {q.value for q in asked_values(query)}
    candidate = findings.candidates[0].told if findings.way == "candidate" and findings.candidates else {}
    bigrams = sum(query.bigrams.values()) or 1.0
    return Support(
        {
            "statement": own[0] if own else findings.statements[-1].score,
            "statement_gap": best.score - findings.statements[1].score if len(findings.statements) > 1 else 3.0,
            "candidate": findings.candidates[0].score if findings.candidates else 0.0,
            "candidate_use": uses[0] if uses else 0.0,
            "candidate_gap": uses[0] - uses[1] if len(uses) > 1 else 0.0,
            "figure": figure,
            **{f"by_{way}": float(findings.way == way) for way in _WAYS},
            "words": fsum(content[w] for w in inside) / total,
            "words_in_context": fsum(content[w] for w in in_context) / total,
            "words_in_passage": fsum(content[w] for w in in_passage) / total,
            "bigrams": sum(v for b, v in query.bigrams.items() if b in statement.bigrams) / bigrams,
            "bigrams_in_passage": sum(v for b, v in query.bigrams.items() if b in reading.bigrams) / bigrams,
            "heaviest_missing": max((v for w, v in content.items() if w not in in_context), default=0.0),
            "heaviest_missing_in_passage": max((content[w] for w in missing), default=0.0),
            "missing_share": len(missing) / len(content) if content else 0.0,
            "missing_names": sum(is_name(w, library.segmenter) for w in missing),
            "missing_numbers": sum(w[0].isdigit() and w not in whole for w in query.words),
            "other_period": float(held < 0),
            "unasked_period": float(held == 0 and bool(asked)),
            "passage_score_per_bigram": float(best.signals[_SCORE_PER_BIGRAM]),
            "type_met": _type_met(query, findings),
            "wanted_not_met": float(bool(query.asking.wanted) and findings.way != "figure"),
            "question_words": len(content),
            "question_length": len(query.asking.text),
            "spoken": float(statement.spoken),
            "ruled_out": len(lacking),
            "missing_nouns": sum(w in nouns for w in missing),
            "missing_verbs": sum(library.segmenter.tag(w).startswith("v") for w in missing),
            "heaviest_missing_noun": max((v for w, v in content.items() if w in nouns - in_context), default=0.0),
            "heaviest_inside": max((content[w] for w in inside), default=0.0),
            "rare_in_context": sum(content[w] >= _RARE for w in in_context),
            "kind_met": _kind_met(query, findings, library),
            "missing_elsewhere": fsum(content[w] for w in elsewhere) / total,
            "heaviest_elsewhere": max((content[w] for w in elsewhere), default=0.0),
            "missing_nowhere": fsum(content[w] for w in nowhere) / total,
            "heaviest_nowhere": max((content[w] for w in nowhere), default=0.0),
            "clause_words": fsum(content[w] for w in in_clause) / total,
            "clause_bigrams": sum(v for b, v in query.bigrams.items() if b in clause_bigrams) / bigrams,
            "heaviest_missing_in_clause": max((v for w, v in content.items() if w not in in_clause), default=0.0),
            "last_in_clause": sum(v for b, v in last.items() if b in clause_bigrams) / (sum(last.values()) or 1.0),
            "first_noun_missing": float(alone),
            "first_noun_elsewhere": float(alone and query.stands_in(first, briefing)),
            "last_noun_missing": float(final_alone),
            "last_noun_elsewhere": float(final_alone and query.stands_in(final, briefing)),
            "nouns_in_clause": fsum(content[w] for w in nouns & in_clause) / (fsum(content[w] for w in nouns) or 1.0),
            "beside_clause": fsum(content[w] for w in inside - in_clause) / total,
            "head_given": _head_given(query, given),
            "asked_given": _asked_given(query, given, library.segmenter),
            "spans": len(findings.found),
            "value_asked": float(bool(named) and any(q.value in named for q in quantities(given))),
            **{f"figure_{name}": chosen.signals[name] if chosen else 0.0 for name in _OF_FIGURE},
            **{f"candidate_{name}": candidate.get(name, 0.0) for name in _OF_CANDIDATE},
            **{f"asks_{t}": float(query.asking.is_a(t)) for t in _TYPES},
        },
        missing,
    )


def _is_chosen(ranked: RankedFigure, findings: Findings) -> bool:
    """Whether the figure is the first that is given."""
    first, figure = findings.found[0], ranked.counted.figure
    return findings.way == "figure" and first.start <= figure.start < first.end


def _clause(findings: Findings, chosen: RankedFigure | None, library: Library) -> str:
    """The folded clause of the first span that is given, with its indicator where it is a figure."""
    if chosen:
        return chosen.counted.indicator + chosen.counted.clause
    first = findings.found[0]
    transcript = library.corpus.by_id[first.statement.briefing].transcript
    within = first.statement.start, first.statement.end
    return fold(transcript[slice(*clause_around(transcript, first.start, first.end, within))]).text


def _given(findings: Findings, library: Library) -> str:
    """The first span that is given, folded."""
    first = findings.found[0]
    return fold(library.corpus.by_id[first.statement.briefing].transcript[first.start : first.end]).text


def _head_given(query: Query, given: str) -> float:
    """Whether the noun for whose kind is asked stands in the answer; a half where none is named."""
    head = query.asking.head
    if not head:
        return 0.5
    return float(query.stands_in(head, given) if head in query.words else head in given)


def _asked_given(query: Query, given: str, segmenter: Segmenter) -> float:
    """Whether the answer holds a name, a place, a date or a rank where one is asked for; a half where none is."""
    asking = query.asking
    if asking.is_a("amount", "duration", "extent"):
        return 0.5
    met = [bool(pattern.search(given)) for of, pattern in _HOLDS if asking.is_a(of)]
    if asking.is_a("person", "organisation"):
        named = (is_organisation, is_person) if asking.is_a("person") else (is_organisation,)
        met.append(any(fits(word) for word in segmenter.words(given) for fits in named))
    return float(all(met)) if met else 0.5


def confidence(found: Support) -> float:
    """The probability that the answer is right to give."""
    row = np.array([[found.signals[name] for name in SIGNALS]], np.float32)
    return float(1 / (1 + np.exp(-model().score(row)[0])))


def is_name(word: str, segmenter: Segmenter) -> bool:
    """Whether a word names a person, place or organisation, and is not among the commonest of words."""
    if len(word) < _SHORTEST_NAME or word in not_names():
        return False
    return segmenter.tag(word)[:2] in ("nr", "ns", "nt") and segmenter.rarity(word) > _COMMON


def _held(query: Query, findings: Findings, reading: Reading, text: str, library: Library) -> float:
    """How the periods asked for stand to those of the answer: its figure's, or its statement's and headings'."""
    briefing = library.corpus.by_id[reading.passage.briefing]
    asked = query.periods(briefing.held_on)
    if not asked:
        return 0.0
    if findings.way == "figure" and findings.figures:
        chosen = next((f for f in findings.figures if f.counted.figure.start == findings.found[0].start), None)
        return best_agreement(asked, chosen.counted.figure.period) if chosen else 0.0
    for place in (text, *reversed(reading.passage.section)):
        named = [p for p in periods(place, briefing.held_on) if not p.base]
        if named:
            return max(best_agreement(asked, p) for p in named)
    return 0.0


def _kind_met(query: Query, findings: Findings, library: Library) -> float:
    """Whether the short answer has the form that the question asks for; a half where any form may."""
    fits = kinds.fitting(query)
    first = findings.found[0]
    if fits is None or findings.way != "candidate" or not findings.candidates:
        return 0.5
    text = library.corpus.by_id[first.statement.briefing].transcript[first.start : first.end]
    within = (c for c in findings.candidates if first.start <= c.start and c.end <= first.end)
    return float(any(fits(c.kind, text) for c in within))


def _type_met(query: Query, findings: Findings) -> float:
    """Whether the short answer is of the type asked for, as far as that can be told."""
    asking = query.asking
    if findings.way == "extreme":
        return 1.0
    if findings.way == "figure":
        kinds = {f.counted.figure.quantity.kind for f in findings.figures[:1]}
        return float(not asking.wanted or not kinds.isdisjoint(asking.wanted))
    kind = findings.candidates[0].kind if findings.candidates else ""
    if asking.is_a("amount", "duration", "extent"):
        return float(kind == "quantity")
    if asking.is_a("date"):
        return float(kind == "date")
    if asking.is_a("person", "place", "organisation"):
        return float(kind in ("name", "phrase", "list"))
    return 0.5
