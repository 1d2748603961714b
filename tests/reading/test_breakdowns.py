"""Breakdowns: parts that are found whole and in order, with the figure that they make up."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipbot.assembly import assemble
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.reading.breakdowns import Breakdown, breakdowns
from ipbot.settings import load
from ipbot.values.briefing import Briefing

NAMES = ["风电", "光伏", "生物质", "水电", "核电"]
PARTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(3, 900)), min_size=2, max_size=5, unique_by=lambda part: part[0]
)


def _pipeline(text: str, cache: Path) -> Pipeline:
    briefing = Briefing("b", "通报", text, held_on=date(2025, 8, 1))
    return assemble(Corpus.of([briefing]), load({"cache_dir": cache}))


def _of(pipeline: Pipeline) -> list[Breakdown]:
    return [b for reading in pipeline.library.passages_of("b") for b in breakdowns(reading, pipeline.library)]


def _shown(pipeline: Pipeline, made: Breakdown) -> list[str]:
    return [pipeline.library.corpus.by_id["b"].transcript[start:end] for start, end in made.spans]


@settings(max_examples=25)
@given(parts=PARTS, joint=st.sampled_from("、，"))
def test_parts_come_back_with_their_whole(parts: list[tuple[str, int]], joint: str, cache: Path) -> None:
    told = [f"{name}{count}万千瓦" for name, count in parts]
    whole = sum(count for _, count in parts)
    pipeline = _pipeline(f"全市装机{whole}万千瓦，其中{joint.join(told)}。", cache)
    found = _of(pipeline)
    assert [_shown(pipeline, made) for made in found] == [told]
    assert found[0].whole
    assert found[0].whole.figure.quantity.value == whole * 10_000


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("隐患328处，已整改311处。其中水库隐患96处、堤防隐患134处。", ["水库隐患96处", "堤防隐患134处"]),
        ("场地有三类：37个设在学校，18个设在社区。", ["37个设在学校", "18个设在社区"]),
        (
            "经营净收入8433元，占33%；转移净收入和财产净收入分别为4826元、672元。",
            ["经营净收入8433元", "4826元", "672元"],
        ),
        ("青溪县31个，数量居首位；云岭县24个，北渡区19个。", ["青溪县31个", "云岭县24个", "北渡区19个"]),
    ],
)
def test_parts_told_otherwise(text: str, parts: list[str], cache: Path) -> None:
    pipeline = _pipeline(text, cache)
    assert parts in [_shown(pipeline, made) for made in _of(pipeline)]


@pytest.mark.parametrize(
    "text", ["投资1.2亿元，补贴3000万元。", "全市新登记企业1.58万户，注销0.3万户。", "比上年增加22个。"]
)
def test_figures_that_are_no_parts(text: str, cache: Path) -> None:
    assert not _of(_pipeline(text, cache))
