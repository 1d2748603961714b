"""Questions that lean on earlier ones: which they are, and what is carried over to them."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from desk import desk
from hypothesis import given
from hypothesis import strategies as st

from ipbot.pipeline import Pipeline
from ipbot.reading import followups
from ipbot.reading.query import Query

TRANSCRIPT = """\
2023年，全市改造老旧小区142个，加装电梯310部。立案查处水事违法案件57件，结案49件。沧县新建供水工程12处，黄骅市新建9处。
今年计划改造老旧小区156个，加装电梯400部，筹集保障性租赁住房6000套。
"""
LEANING = [
    "那今年的目标呢？",
    "今年呢",
    "沧县的呢",
    "其中企业有多少",
    "第三项是什么",
    "分别是多少",
    "这是谁说的",
    "后者呢",
    "同期呢",
    "结案多少",
    "比上年呢",
    "还有吗",
    "哪天",
]
COMPLETE = [
    "去年改造了多少个老旧小区？",
    "全市立案查处水事违法案件多少件",
    "今年计划筹集保障性租赁住房多少套？",
    "谁负责改造老旧小区的加装电梯工作",
]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Pipeline:
    return desk(tmp_path_factory.mktemp("corpus"), cache, {"b": (TRANSCRIPT, {"held_on": date(2024, 2, 1)})})


def _query(pipeline: Pipeline, text: str) -> Query:
    return pipeline.prepare(pipeline.interpret(text).text, ())[0]


@pytest.mark.parametrize("text", LEANING)
def test_what_leans(text: str, pipeline: Pipeline) -> None:
    assert followups.leans(_query(pipeline, text).asking)


@pytest.mark.parametrize("text", COMPLETE)
def test_what_is_complete(text: str, pipeline: Pipeline) -> None:
    query = _query(pipeline, text)
    assert not followups.leans(query.asking)
    assert pipeline.prepare(query.asking.text, ["谢谢", "去年加装了多少部电梯"])[0] == query


def _snapshot(query: Query) -> tuple[object, ...]:
    return deepcopy((query.asking, dict(query.words), dict(query.bigrams), dict(query.others), query.said))


TEXTS = st.sampled_from([*LEANING, *COMPLETE]) | st.text(
    "今年去的呢多少件小区电梯案？，", min_size=1, max_size=12
).filter(lambda text: any(c.isalnum() for c in text))


@given(TEXTS, TEXTS)
def test_carrying_changes_neither_question(pipeline: Pipeline, earlier: str, current: str) -> None:
    before, own = _query(pipeline, earlier), _query(pipeline, current)
    unchanged = _snapshot(before), _snapshot(own)
    once, twice = followups.carry(own, before), followups.carry(own, before)
    assert (_snapshot(before), _snapshot(own)) == unchanged
    assert once == twice


@given(TEXTS, TEXTS)
def test_own_words_count_in_full_and_carried_ones_less(pipeline: Pipeline, earlier: str, current: str) -> None:
    before, own = _query(pipeline, earlier), _query(pipeline, current)
    carried = followups.carry(own, before)
    assert own.words.items() <= carried.words.items()
    assert own.bigrams.items() <= carried.bigrams.items()
    assert set(carried.words) <= {*own.words, *before.words}
    for word in set(carried.words) - set(own.words):
        assert carried.words[word] < before.words[word]


@given(TEXTS, TEXTS)
def test_what_was_said_ends_with_the_question_itself(pipeline: Pipeline, earlier: str, current: str) -> None:
    before, own = _query(pipeline, earlier), _query(pipeline, current)
    said = followups.carry(own, before).said
    assert said == ((*before.said, *own.said) if followups.leans(own.asking) else own.said)


def test_a_question_between_two_others_is_kept(pipeline: Pipeline) -> None:
    query, _ = pipeline.prepare("比上年呢", ["去年加装了多少部电梯", "今年呢"])
    assert query.said == ("去年加装了多少部电梯", "今年呢", "比上年呢")
    assert [p.first.year for p in query.periods(date(2024, 2, 1)) if not p.base] == [2024]


@pytest.mark.parametrize(
    ("earlier", "current", "years"),
    [
        ("去年改造了多少个老旧小区？", "那今年呢", [2024]),
        ("去年改造了多少个老旧小区？", "电梯呢", [2023]),
        ("改造了多少个老旧小区？", "电梯呢", []),
    ],
)
def test_the_nearest_period_holds(earlier: str, current: str, years: list[int], pipeline: Pipeline) -> None:
    query = followups.carry(_query(pipeline, current), _query(pipeline, earlier))
    assert [p.first.year for p in query.periods(date(2024, 2, 1))] == years


def test_a_word_put_in_anothers_place_takes_it_away(pipeline: Pipeline) -> None:
    query = followups.carry(_query(pipeline, "结案的呢"), _query(pipeline, "立案查处水事违法案件多少件"))
    assert "结案" in query.words
    assert "立案" not in query.words
    assert "违法" in query.words or any("违法" in w for w in query.words)


def test_what_is_asked_for_is_carried_where_nothing_else_is(pipeline: Pipeline) -> None:
    before = _query(pipeline, "去年加装了多少部电梯")
    assert followups.carry(_query(pipeline, "那今年呢"), before).asking.is_a("amount")
    assert not followups.carry(_query(pipeline, "是谁说的"), before).asking.is_a("amount")


SPANS: Mapping[tuple[str, ...], str] = {
    ("去年改造了多少个老旧小区？", "那今年的呢"): "156个",
    ("去年加装了多少部电梯？", "今年呢"): "400部",
    ("立案查处水事违法案件多少件？", "结案的呢"): "49件",
}


@pytest.mark.parametrize(("asked", "span"), SPANS.items())
def test_a_session(asked: tuple[str, ...], span: str, pipeline: Pipeline) -> None:
    *context, question = asked
    shown = pipeline.ask(question, context).text
    assert shown.startswith(span)


def test_another_place_takes_the_place_of_the_first(pipeline: Pipeline) -> None:
    assert pipeline.ask("黄骅市的呢", ["沧县新建了几处供水工程？"]).text.startswith("9处")


def test_only_the_latest_of_a_long_session_are_looked_at(pipeline: Pipeline) -> None:
    context = ["去年加装了多少部电梯？", *["今年呢"] * pipeline.context_limit]
    assert pipeline.ask("那去年呢", context).question.context == ("今年呢",) * pipeline.context_limit
