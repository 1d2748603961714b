"""Claims: each class of error that drafts have, on a made-up briefing."""

from pathlib import Path

import pytest
from held import TRANSCRIPT, desk

from ipbot.values.report import Remark, Verdict

SUPPORTED = [
    "2023年,青禾市接待游客1260.5万人次,同比增长21.3%。",
    "去年青禾旅游收入达98.6亿元。",
    "2023年青禾接待游客1260万5000人次。",
    "2023年,青禾接待游客突破1200万人次。",
    "青禾市去年改造旅游厕所八十五座。",
    "白鹭县、云溪县共新增2个国家级夜间文化和旅游消费集聚区。",
    "今年青禾力争接待游客1400万人次以上。",
    "古渡老街项目已通过省文化和旅游厅验收,尚待授牌。",
    "青禾市文化广电和旅游局局长柏望舒说,今年将推动松涛书院对外开放。",
    "65周岁以上老年人游览免费。",
    "今年旅游收入的目标比去年多11.4亿元。",
]
CONTRADICTED = [
    ("2023年青禾实现旅游收入96.8亿元。", "96.8亿元", Remark.VALUE),
    ("2023年青禾实现旅游收入9.86亿元。", "9.86亿元", Remark.VALUE),
    ("2023年青禾接待游客不足1200万人次。", "不足1200万人次", Remark.VALUE),
    ("2023年青禾接待游客1400万人次以上。", "1400万人次以上", Remark.VALUE),
    ("青禾旅游收入已达到110亿元。", "110亿元", Remark.VALUE),
    ("2023年青禾接待游客比2022年下降21.3%。", "21.3%", Remark.DIRECTION),
    ("古渡老街项目已正式授牌。", "正式授牌", Remark.STATUS),
    ("云溪县非遗馆已经建成。", "已经建成", Remark.STATUS),
    ("青禾今年将与建设银行青禾分行签署合作协议。", "建设银行", Remark.NAME),
    ("青禾市文化广电和旅游局副局长柏望舒通报了情况。", "副局长", Remark.TITLE),
    ("柏望舒表示,今年成人票仍为60元。", "柏望舒", Remark.SPEAKER),
    ("白鹭县、云溪县共新增国家级夜间文化和旅游消费集聚区1个。", "1个", Remark.ARITHMETIC),
    ("青禾市的发布会于5月26日上午召开。", "5月26日", Remark.PERIOD),
]
NOT_STATED = [
    "今天天气不错。",
    "2023年青禾接待境外游客32万人次。",
    "青禾市旅游收入居全省第三。",
    "松涛书院占地3200平方米。",
    "古渡老街项目由青禾文旅集团投资。",
    "青禾市副市长出席了发布会。",
    "河北省2023年旅游收入为9800亿元。",
]


@pytest.mark.parametrize("claim", SUPPORTED)
def test_what_was_said_is_supported_in_other_words_too(claim: str, cache: Path) -> None:
    checked = desk(TRANSCRIPT, cache).claim(claim)
    assert checked.verdict is Verdict.SUPPORTED, checked
    assert checked.evidence
    assert checked.marks == ()


@pytest.mark.parametrize(("claim", "words", "remark"), CONTRADICTED)
def test_what_was_said_otherwise_is_contradicted_at_the_very_words(
    claim: str, words: str, remark: Remark, cache: Path
) -> None:
    checked = desk(TRANSCRIPT, cache).claim(claim)
    assert checked.verdict is Verdict.CONTRADICTED, checked
    marked = [claim[m.start : m.end] for m in checked.marks]
    assert any(words in m or m in words for m in marked), marked
    assert remark in {m.remark for m in checked.marks}
    assert checked.evidence
    assert checked.why


@pytest.mark.parametrize("claim", NOT_STATED)
def test_what_was_not_said_is_not_stated(claim: str, cache: Path) -> None:
    checked = desk(TRANSCRIPT, cache).claim(claim)
    assert checked.verdict is Verdict.NOT_STATED, checked
    assert checked.why


@pytest.mark.parametrize("claim", [*SUPPORTED, *(c for c, _, _ in CONTRADICTED), *NOT_STATED])
def test_evidence_is_the_transcripts_own_words_and_marks_are_the_claims(claim: str, cache: Path) -> None:
    checked = desk(TRANSCRIPT, cache).claim(claim)
    assert all(TRANSCRIPT[c.start : c.end] == c.text for c in checked.evidence)
    assert all(0 <= m.start < m.end <= len(claim) for m in checked.marks)


def test_the_same_claim_gets_the_same_verdict(cache: Path) -> None:
    checker = desk(TRANSCRIPT, cache)
    assert checker.claim(SUPPORTED[0]) == checker.claim(SUPPORTED[0])


def test_arithmetic_is_shown(cache: Path) -> None:
    why = desk(TRANSCRIPT, cache).claim("今年旅游收入的目标比去年多11.4亿元。").why
    assert "110亿 - 98.6亿 = 11.4亿" in why


@pytest.mark.parametrize("claim", ["", "   ", "。", "\ud800", "9" * 400, "“”" * 50])
def test_nothing_to_check_is_not_stated(claim: str, cache: Path) -> None:
    assert desk(TRANSCRIPT, cache).claim(claim).verdict is Verdict.NOT_STATED
