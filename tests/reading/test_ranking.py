"""The candidate that is given: the one that serves best, whichever candidate is the right one."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.corpus import Corpus
from ipbot.reading.ranking import RankedCandidate, RankedStatement, by_use
from ipbot.reading.statements import Statement, readings
from ipbot.text.segmentation import JiebaSegmenter
from ipbot.values.briefing import Briefing

TEXT = "两所中学获批河北省中小学知识产权教育试点学校。推动泊头鸭梨、肃宁裘皮进入中欧地理标志产品互认名单。"
NOTHING = np.zeros(0, np.float32)


@pytest.fixture(scope="session")
def statements(cache: Path) -> list[Statement]:
    """The two sentences."""
    corpus = Corpus.of([Briefing("b", "发布会", TEXT, date(2022, 4, 22))])
    return [s for reading in readings(corpus, JiebaSegmenter(cache)).values() for s in reading.statements]


def _candidates(statements: list[Statement], scores: dict[str, float]) -> list[RankedCandidate]:
    made = []
    for text, score in scores.items():
        start = TEXT.index(text)
        home = next(s for s in statements if s.start <= start < s.end)
        ranked = RankedStatement(home, 1.0, NOTHING)
        made.append(RankedCandidate(ranked, start, start + len(text), "phrase", score, NOTHING))
    return made


def _texts(candidates: tuple[RankedCandidate, ...]) -> list[str]:
    return [TEXT[c.start : c.end] for c in candidates]


def test_a_span_that_holds_several_likely_ones_serves_best(statements: list[Statement]) -> None:
    scores = {"知识产权教育试点学校": 0.0, "河北省中小学知识产权教育试点学校": -0.1, "试点学校": -0.1}
    assert _texts(by_use(_candidates(statements, scores), spoken=True))[0] == "河北省中小学知识产权教育试点学校"


def test_a_span_much_longer_than_the_likely_one_does_not_serve(statements: list[Statement]) -> None:
    scores = {"泊头": 0.0, "推动泊头鸭梨、肃宁裘皮进入中欧地理标志产品互认名单": -1.0}
    assert _texts(by_use(_candidates(statements, scores), spoken=True))[0] == "泊头"


def test_in_narrated_text_the_likeliest_words_serve_best(statements: list[Statement]) -> None:
    scores = {"中学": 0.0, "两所中学获批河北省中小学知识产权教育试点学校": -0.2}
    assert _texts(by_use(_candidates(statements, scores), spoken=False))[0] == "中学"
    assert _texts(by_use(_candidates(statements, scores), spoken=True))[0] == "中学"


def test_spans_of_different_statements_do_not_serve_for_each_other(statements: list[Statement]) -> None:
    found = by_use(_candidates(statements, {"两所中学": 0.0, "泊头鸭梨": 0.0}), spoken=True)
    assert [round(c.use, 6) for c in found] == [0.5, 0.5]


@given(st.data())
def test_uses_are_probabilities_and_in_order(statements: list[Statement], data: st.DataObject) -> None:
    edges = st.integers(0, len(TEXT) - 1)
    spans = data.draw(
        st.lists(st.tuples(edges, edges).filter(lambda s: s[0] < s[1]), min_size=1, max_size=12, unique=True)
    )
    scores = data.draw(st.lists(st.floats(-6, 3), min_size=len(spans), max_size=len(spans)))
    made = [
        RankedCandidate(RankedStatement(statements[0], 1.0, NOTHING), start, end, "phrase", score, NOTHING)
        for (start, end), score in zip(spans, scores, strict=True)
    ]
    found = by_use(made, spoken=data.draw(st.booleans()))
    uses = [c.use for c in found]
    assert {(c.start, c.end) for c in found} == set(spans)
    assert uses == sorted(uses, reverse=True)
    assert all(0 <= use <= 1 + 1e-9 for use in uses)


def test_nothing_is_ranked_where_nothing_is_found() -> None:
    assert by_use([], spoken=True) == ()
