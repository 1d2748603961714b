"""The evaluation counts what the independent scorer counts, reads its files strictly, and notices a fall."""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipbot import evaluation, question_set
from ipbot.evaluation import Figures, evaluate, judge
from ipbot.question_set import Gold, Item
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Question, Reply, Span, answer_object
from ipbot.values.briefing import Briefing, Passage
from ipbot.values.errors import DataFileError

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "tools" / "score.py"

TRANSCRIPT = (
    "2021年底全市有效发明专利拥有量达到1605件,万人发明专利拥有量达到2.2件。"
    "到年底达到2.6件以上和0.72件以上。\n质押融资2.49亿元,力争达4亿元。ＰＣＴ国际专利 1 件。"
)
BRIEFING = Briefing("b", "发布会", TRANSCRIPT)
PASSAGE = Passage("p1", "b", 0, len(TRANSCRIPT), TRANSCRIPT)
SENTENCE = TRANSCRIPT[:45]


def _span(text: str) -> Span:
    start = TRANSCRIPT.index(text)
    return Span.cut(BRIEFING, start, start + len(text))


def _citation(text: str) -> Citation:
    start = TRANSCRIPT.index(text)
    return Citation.cut(BRIEFING, PASSAGE, start, start + len(text))


def _answer(spans: Sequence[Span], citations: Sequence[Citation]) -> Answer:
    return Answer(Question("问"), "答", tuple(spans), tuple(citations))


def _item(*golds: str, **more: Any) -> Item:
    return Item("a1", "factoid", "问", gold=tuple(Gold(g, SENTENCE) for g in golds), **more)


def _judged(item: Item, reply: Reply) -> evaluation.Judgement:
    return judge(item, reply, {"b": TRANSCRIPT})


RIGHT = _answer([_span("1605件")], [_citation(SENTENCE)])
REFUSED = Abstention(Question("问"), "没有讲到")


def test_a_right_answer_is_exact_and_cited() -> None:
    found = _judged(_item("1605件"), RIGHT)
    assert (found.exact, found.cited, found.trap, found.broken, found.right) == (True, True, False, (), True)


def test_a_span_much_longer_than_its_gold_is_not_exact() -> None:
    found = _judged(_item("1605件"), _answer([_span(SENTENCE)], [_citation(SENTENCE)]))
    assert (found.exact, found.cited, found.right) == (False, True, False)


def test_a_quote_that_shares_too_little_with_the_gold_sentence_does_not_cite() -> None:
    elsewhere = Item(
        "a1", "factoid", "问", gold=(Gold("4亿元", "明年力争达4亿元,这是另一句很长很长的话,讲的是另一件事。"),)
    )
    found = _judged(elsewhere, _answer([_span("4亿元")], [_citation("质押融资2.49亿元,力争达4亿元。")]))
    assert (found.exact, found.cited) == (True, False)


def test_all_or_any_of_the_gold() -> None:
    golds = ("1605件", "2.2件")
    assert not _judged(_item(*golds), RIGHT).exact
    assert _judged(_item(*golds, require_all=False), RIGHT).exact


def test_a_trap_is_what_a_short_answer_must_not_hold() -> None:
    found = _judged(
        _item("1605件", must_not=("2.2 件",)), _answer([_span("1605件"), _span("2.2件")], [_citation(SENTENCE)])
    )
    assert (found.trap, found.exact, found.cited) == (True, False, True)


def test_nothing_to_find_is_right_when_refused_or_small_talk() -> None:
    assert _judged(_item(), REFUSED).right
    assert _judged(_item(), Chat(Question("你好"), "你好")).right
    assert not _judged(_item(), RIGHT).right
    assert not _judged(_item("1605件"), REFUSED).right


def test_words_that_are_not_the_transcripts_are_violations() -> None:
    invented = Span("b", 0, 5, "2022年")
    nowhere = Span("no such briefing", 0, 5, "2021年")
    assert _judged(_item("1605件"), _answer([invented, nowhere], [])).broken == ("2022年", "2021年")


def test_figures_over_nothing_are_none() -> None:
    figures = evaluate([_item()], lambda q, c: REFUSED, {}).figures
    assert (figures.exact, figures.cited, figures.false_refusals, figures.refused) == (None, None, None, 1.0)


def test_context_reaches_the_pipeline_and_misses_are_kept_in_order() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(question: str, context: Sequence[str]) -> Reply:
        asked.append((question, tuple(context)))
        return REFUSED

    items = [
        Item("1", "k", "甲", ("先前",)),
        Item("2", "k", "乙", gold=(Gold("x", "x"),)),
        Item("3", "j", "丙", gold=(Gold("y", "y"),)),
    ]
    result = evaluate(items, ask, {})
    assert asked == [("甲", ("先前",)), ("乙", ()), ("丙", ())]
    assert [m.item.id for m in result.misses] == ["2", "3"]
    assert list(result.figures.by_kind) == ["j", "k"]


# --- held against the independent scorer


def _scored(folder: Path, questions: Path, objects: Sequence[dict[str, Any]], transcript: Path) -> dict[str, Any]:
    answers = folder / "answers.jsonl"
    answers.write_text("".join(json.dumps(o) + "\n" for o in objects), "utf-8")
    command = [sys.executable, str(SCORER), str(questions), str(answers), str(transcript), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    found: dict[str, Any] = json.loads(done.stdout, parse_constant=lambda _: None)
    return found


_offsets = st.integers(0, len(TRANSCRIPT))
_slices = st.tuples(_offsets, _offsets).map(lambda pair: TRANSCRIPT[min(pair) : max(pair)]).filter(str.strip)
_texts = st.one_of(_slices, st.sampled_from(["1605件", "2.2件", "2.6件以上", "ＰＣＴ", "pct国际专利1件", "不在这里"]))
_golds = st.lists(st.builds(Gold, _texts, st.one_of(_texts, st.just(SENTENCE))), max_size=3)
_raw = st.tuples(_offsets, _offsets, st.one_of(st.none(), _texts))


def _cut(raw: tuple[int, int, str | None]) -> tuple[int, int, str]:
    start, end = min(raw[:2]), max(raw[:2])
    return start, end, TRANSCRIPT[start:end] if raw[2] is None else raw[2]


_items = st.tuples(
    st.sampled_from(["factoid", "list", "unanswerable"]), _golds, st.booleans(), st.lists(_texts, max_size=2)
)
_replies = st.tuples(
    st.sampled_from(["answered", "not_stated", "chat"]), st.lists(_raw, max_size=3), st.lists(_raw, max_size=2)
)


def _reply(shape: tuple[str, list[Any], list[Any]]) -> Reply:
    status, spans, citations = shape
    if status == "chat":
        return Chat(Question("问"), "你好")
    quotes = tuple(Citation("b", "p1", *_cut(raw)) for raw in citations)
    if status == "not_stated":
        return Abstention(Question("问"), "没有讲到", citations=quotes)
    return _answer([Span("b", *_cut(raw)) for raw in spans], quotes)


def _as_yaml(items: Sequence[Item]) -> str:
    """JSON is YAML."""
    return json.dumps(
        [
            {
                "id": i.id,
                "kind": i.kind,
                "question": i.question,
                "gold": [{"span": g.span, "sentence": g.sentence} for g in i.gold],
                "require": "all" if i.require_all else "any",
                "must_not": list(i.must_not),
            }
            for i in items
        ]
    )


def _assert_same_figures(figures: Figures, scored: dict[str, Any]) -> None:
    assert json.loads(json.dumps(figures.as_object())) == scored


@pytest.mark.skipif(not SCORER.exists(), reason="the independent scorer is not beside this checkout (../shared/tools)")
@settings(max_examples=25, deadline=None)
@given(pairs=st.lists(st.tuples(_items, _replies), min_size=1, max_size=30))
def test_the_figures_are_the_independent_scorers(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[Any, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("scored")
    (folder / "transcript.txt").write_bytes(TRANSCRIPT.encode())
    items = [
        Item(str(n), kind, f"问{n}", gold=tuple(golds), require_all=every, must_not=tuple(must_not))
        for n, ((kind, golds, every, must_not), _) in enumerate(pairs)
    ]
    (folder / "questions.yaml").write_text(_as_yaml(items), "utf-8")
    read = question_set.read(folder / "questions.yaml")
    assert read == tuple(items)
    replies = {i.question: _reply(shape) for i, (_, shape) in zip(items, pairs, strict=True)}
    objects = [answer_object(replies[i.question], i.id) for i in items]
    figures = evaluate(read, lambda question, _: replies[question], {"b": TRANSCRIPT}).figures
    _assert_same_figures(figures, _scored(folder, folder / "questions.yaml", objects, folder / "transcript.txt"))


@pytest.mark.skipif(not SCORER.exists(), reason="the independent scorer is not beside this checkout (../shared/tools)")
def test_the_figures_of_the_real_pipeline_are_the_independent_scorers(tmp_path: Path) -> None:
    assembly = pytest.importorskip("ipbot.assembly")
    from ipbot.settings import load  # noqa: PLC0415 - only with an assembly

    pipeline = assembly.build(load({"corpus": ROOT / "corpus"}))
    folder = ROOT / "corpus" / "cangzhou-2022-ip-week"
    questions = SHARED / "eval" / "questions.yaml"
    texts = {b.id: b.transcript for b in pipeline.corpus.briefings}
    items = question_set.read(questions)
    replies = {i.id: pipeline.ask(i.question, i.context) for i in items}
    by_question = {(i.question, i.context): replies[i.id] for i in items}
    result = evaluate(items, lambda q, c: by_question[q, tuple(c)], texts)
    objects = [answer_object(replies[i.id], i.id) for i in items]
    _assert_same_figures(result.figures, _scored(tmp_path, questions, objects, folder / "transcript.txt"))
    assert result.figures.verbatim_violations == 0


# --- baselines

BASELINE = {
    "right": 0.5,
    "exact": 0.5,
    "cited": 0.5,
    "refused": 0.5,
    "false_refusals": 0.5,
    "traps": 0.5,
    "verbatim_violations": 1,
}


def _figures(**changed: float | None) -> Figures:
    values: dict[str, Any] = {**BASELINE, "items": 2, "answerable": 1, "unanswerable": 1, **changed}
    return Figures(**values)


def test_the_same_figures_are_no_change() -> None:
    assert evaluation.changes(_figures(), BASELINE) == ()


@pytest.mark.parametrize("name", ["right", "exact", "cited", "refused"])
def test_a_fall_is_worse_and_a_rise_is_better(name: str) -> None:
    assert evaluation.changes(_figures(**{name: 0.4}), BASELINE) == (evaluation.Change(name, 0.5, 0.4, worse=True),)
    assert evaluation.changes(_figures(**{name: 0.6}), BASELINE) == (evaluation.Change(name, 0.5, 0.6, worse=False),)


@pytest.mark.parametrize("name", ["false_refusals", "traps", "verbatim_violations"])
def test_more_of_what_is_bad_is_worse(name: str) -> None:
    assert [c.worse for c in evaluation.changes(_figures(**{name: 2}), BASELINE)] == [True]
    assert [c.worse for c in evaluation.changes(_figures(**{name: 0}), BASELINE)] == [False]


def test_a_figure_over_nothing_does_not_change() -> None:
    assert evaluation.changes(_figures(exact=None), BASELINE) == ()


def test_a_baseline_is_read_as_it_was_printed(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(_figures().as_object()), "utf-8")
    assert evaluation.changes(_figures(), evaluation.read_baseline(path)) == ()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe\xfd", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "expected the figures"),
        (b'{"right": 1}', "expected the figures"),
        (json.dumps({**BASELINE, "traps": "none"}).encode(), "expected the figures"),
    ],
)
def test_what_is_no_baseline_is_said_in_a_line(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=what) as caught:
        evaluation.read_baseline(path)
    assert "\n" not in str(caught.value)


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="No such file"):
        evaluation.read_baseline(tmp_path / "baseline.json")


# --- question sets


def test_a_question_set_is_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(
        "- id: 7\n  kind: list\n  question: 问\n  context: [先前]\n  gold:\n  - {span: 甲, sentence: 甲乙}\n"
        "  require: any\n  must_not: [丙]\n  note: n\n- {id: b, kind: unanswerable, question: 二, gold: }\n",
        "utf-8",
    )
    first = Item(7, "list", "问", ("先前",), (Gold("甲", "甲乙"),), require_all=False, must_not=("丙",))
    assert question_set.read(path) == (first, Item("b", "unanswerable", "二"))


_GOOD = "- id: a\n  kind: k\n  question: 问\n"


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("", None, "expected a list of questions"),
        ("[]", None, "expected a list of questions"),
        ("id: a", None, "expected a list of questions"),
        ("- 7", 1, "expected id, kind, question"),
        (_GOOD + "  golds: []\n", 4, "unknown key 'golds'"),
        (_GOOD + "  gold: 甲\n", 4, "gold: expected a list"),
        (_GOOD + "  gold:\n  - 甲\n", 5, "expected span, sentence"),
        (_GOOD + "  gold:\n  - span: 甲\n    satz: 乙\n", 6, "unknown key 'satz'"),
        (_GOOD + "  gold:\n  - span: 甲\n", 5, "sentence: expected text"),
        (_GOOD + "  require: some\n", 4, "require: expected all or any"),
        (_GOOD + "  must_not: [甲, '']\n", 4, "must_not: expected a list of texts"),
        (_GOOD + "  context: [1]\n", 4, "context: expected a list of texts"),
        (_GOOD + "- id: b\n  kind: k\n", 4, "question: expected text"),
        (_GOOD + "- id: true\n  kind: k\n  question: 问\n", 4, "id: expected a name or a number"),
        (_GOOD + "- question: 问\n  kind: k\n", 4, "id: expected a name or a number"),
        (_GOOD + _GOOD, 4, "id: 'a' twice"),
    ],
)
def test_a_fault_in_a_question_set_is_named_with_its_line(
    tmp_path: Path, content: str, line: int | None, what: str
) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(DataFileError) as caught:
        question_set.read(path)
    assert what in caught.value.what
    assert caught.value.where == (f"{path}:{line}" if line else str(path))


def test_the_order_of_questions_does_not_change_the_figures() -> None:
    items = [Item(n, f"k{n % 3}", str(n), gold=(Gold("1605件", SENTENCE),) if n % 2 else ()) for n in range(20)]
    shuffled = random.Random(1).sample(items, len(items))
    ask = {i.question: RIGHT if int(i.question) % 5 else REFUSED for i in items}
    texts = {"b": TRANSCRIPT}
    assert evaluate(items, lambda q, _: ask[q], texts).figures == evaluate(shuffled, lambda q, _: ask[q], texts).figures
