"""What the composition root puts together."""

from pathlib import Path

import pytest

from ipbot.assembly import build
from ipbot.pipeline import Pipeline
from ipbot.settings import load


@pytest.fixture(scope="module")
def pipeline(root: Path, cache: Path) -> Pipeline:
    return build(load({"corpus": root / "corpus", "cache_dir": cache, "base_url": "https://example.org"}))


@pytest.mark.parametrize("term", ["一网通办", "门诊统筹", "吕玉磬", "三尤梭子蟹"])
def test_terms_of_the_genre_and_names_of_the_briefing_are_not_cut(pipeline: Pipeline, term: str) -> None:
    assert term in pipeline.library.segmenter.words(f"关于{term}的介绍")


def test_citations_link_to_the_service_itself_where_its_address_is_set(pipeline: Pipeline) -> None:
    reply = pipeline.ask("专利风险保障金额是多少？")
    (citation,) = reply.citations  # type: ignore[union-attr]
    assert citation.url == f"https://example.org/b/cangzhou-2022-ip-week/{citation.start}-{citation.end}"
