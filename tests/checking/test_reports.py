"""Whole drafts, the laws that hold for all of them, and how they are passed on."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from held import TRANSCRIPT, desk
from hypothesis import given, settings
from hypothesis import strategies as st

from ipbot.assembly import assemble, checker
from ipbot.checking.checker import Checker
from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.reports import github, html
from ipbot.settings import load as load_settings
from ipbot.values.draft import Draft
from ipbot.values.errors import UsageError
from ipbot.values.report import QuoteVerdict, Report, Verdict, report_object

DRAFT = """青禾文旅交出成绩单

记者从发布会上获悉,2023年青禾接待游客1260.5万人次,旅游收入96.8亿元,人均消费800元。风景这边独好。
柏望舒表示:“今年国有景区门票价格不作调整。”
古渡老街项目已授牌。
"""


def checked(cache: Path, draft: str = DRAFT) -> Report:
    return desk(TRANSCRIPT, cache).check(draft)


def test_a_draft_is_taken_apart_and_opinions_are_left_alone(cache: Path) -> None:
    report = checked(cache)
    wrong = {DRAFT[m.start : m.end] for s in report.statements if s.verdict is Verdict.CONTRADICTED for m in s.marks}
    assert {"96.8亿元", "“今年国有景区门票价格不作调整。”"} <= wrong
    assert not any("风景" in s.text for s in report.statements)
    unknown = [s for s in report.statements if s.verdict is Verdict.NOT_STATED]
    assert any("800元" in s.text for s in unknown)
    assert [s.quote for s in report.statements if s.quote] == [QuoteVerdict.MISATTRIBUTED]


def test_statements_are_slices_of_the_draft_in_order(cache: Path) -> None:
    report = checked(cache, DRAFT * 3)
    assert all((DRAFT * 3)[s.start : s.end] == s.text for s in report.statements)
    assert all(a.start <= b.start for a, b in pairwise(report.statements))
    assert len(report.statements) == 3 * len(checked(cache).statements)


@settings(max_examples=25)
@given(st.text(alphabet="2023年旅游收入98.6亿元,。“”说已将\n　a1%《》", max_size=120))
def test_any_text_can_be_checked(draft: str) -> None:
    report = desk(TRANSCRIPT).check(draft)
    assert all(draft[s.start : s.end] == s.text for s in report.statements)
    assert all(s.start <= m.start < m.end <= s.end for s in report.statements for m in s.marks)


@pytest.mark.parametrize("index", range(12))
def test_a_statement_of_the_transcript_is_supported_and_with_a_changed_digit_never(
    index: int, root: Path, cache: Path
) -> None:
    folder = root / "tests" / "evaluation"
    corpus = load(folder)
    briefing = corpus.by_id["yunlan-2023-medical-insurance"]
    held = desk_of(Corpus.of([briefing]), cache)
    facts = [f for f in held.evidence.facts if f.figures and f.statement.kind == "sentence" and len(f.text) < 120]
    fact = facts[index * len(facts) // 12]
    text = briefing.transcript[fact.statement.start : fact.statement.end]
    assert held.claim(text).verdict is Verdict.SUPPORTED
    for figure in fact.figures[:3]:
        at = figure.quantity.number_start - fact.statement.start
        if text[at].isdecimal():
            changed = text[:at] + str(int(text[at]) % 9 + 1) + text[at + 1 :]
            assert held.claim(changed).verdict is not Verdict.SUPPORTED, changed


def desk_of(corpus: Corpus, cache: Path) -> Checker:
    return checker(assemble(corpus, load_settings({"cache_dir": cache})))


def test_of_several_briefings_the_one_that_the_draft_is_about_is_taken(root: Path, cache: Path) -> None:
    held = desk_of(load(root / "tests" / "evaluation"), cache)
    for id, claim in (
        ("yunlan-2023-medical-insurance", "2022年全市基本医疗保险基金总收入78.6亿元。"),
        ("heqing-2024-autumn-harvest", "今年全市推广玉米密植精准调控技术68万亩。"),
    ):
        told = held.claim(claim)
        assert told.verdict is Verdict.SUPPORTED
        assert {c.briefing for c in told.evidence} == {id}


def test_an_unknown_briefing_is_named(cache: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        desk(TRANSCRIPT, cache).check("去年查处192起。", "nowhere")


# --- how reports are passed on


def test_the_page_holds_the_whole_draft_and_nothing_of_it_is_markup(cache: Path) -> None:
    draft = DRAFT.replace("成绩单", "<script>alert(1)</script>")
    page = html.page(checked(cache, draft), Draft(draft, draft, "稿<b>.md"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>96.8亿元</mark>" in page
    assert "98.6亿元" in page
    assert not re.search(r"(?:src|href)=\"(?!#|https?:)", page)
    shown = re.sub(r"<a [^>]*>\d+</a>|<[^>]+>", "", re.search(r'<div class="draft">(.*?)</div>', page, re.DOTALL)[1])  # type: ignore[index]
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"') == draft


def test_stretches_tile_the_draft(cache: Path) -> None:
    assert "".join(s.text for s in html.stretches(checked(cache), DRAFT)) == DRAFT


def test_annotations_name_line_and_column(cache: Path) -> None:
    lines = list(github.annotations(checked(cache), Draft(DRAFT, DRAFT, "a,b.md")))
    wrong = next(line for line in lines if "96.8亿元" in line)
    assert wrong.startswith("::error file=a%2Cb.md,line=3,endLine=3,col=")
    column = int(re.search(r",col=(\d+)", wrong)[1])  # type: ignore[index]
    assert DRAFT.split("\n")[2][column - 1 :].startswith("96.8亿元")
    assert all("\n" not in line for line in lines)


def test_the_report_object_has_offsets_into_the_draft(cache: Path) -> None:
    told = report_object(checked(cache))
    assert set(told) == {"counts", "statements"}
    for statement in told["statements"]:
        assert DRAFT[statement["start"] : statement["end"]] == statement["text"]
        assert all(DRAFT[m["start"] : m["end"]] == m["text"] for m in statement["marks"])
