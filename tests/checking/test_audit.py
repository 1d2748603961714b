"""What a briefing leaves to be asked."""

from pathlib import Path

import pytest
from held import TRANSCRIPT, desk

from ipbot.assembly import assemble, checker
from ipbot.corpus.loading import load
from ipbot.settings import load as load_settings
from ipbot.values.audit import Doubt, audit_object

HEAD = "青禾市召开新闻发布会\n\n青禾市文化广电和旅游局局长:柏望舒\n\n"


def test_a_briefing_that_agrees_with_itself_leaves_nothing_to_ask(cache: Path) -> None:
    assert desk(TRANSCRIPT, cache).audit("qinghe") == ()


def test_the_first_briefings_own_figures(root: Path, cache: Path) -> None:
    corpus = load(root / "corpus")
    found = checker(assemble(corpus, load_settings({"cache_dir": cache}))).audit("cangzhou-2022-ip-week")
    sums = {q.doubt: q.arithmetic for q in found}
    assert sums == {
        Doubt.GROWTH: "(2.6 - 2.2) / 2.2 = 18.2 %",
        Doubt.YEARLY: "92548 × 1.12^4 = 145626",
        Doubt.REPEATED: "",
    }
    text = corpus.briefings[0].transcript
    assert all(text[c.start : c.end] == c.text for q in found for c in q.evidence)
    assert all(len(q.evidence) == 2 and "请问" in q.text for q in found)
    assert [row["doubt"] for row in audit_object(found)] == [str(q.doubt) for q in found]


@pytest.mark.parametrize(
    ("sentence", "doubt", "sums"),
    [
        (
            "2023年拨付资金2850万元,其中中央资金1200万元、省级资金1100万元、市级资金650万元。",
            Doubt.PARTS,
            "1200万 + 1100万 + 650万 = 2950万",
        ),
        ("2023年全市断面50个,达标断面40个,占85%。", Doubt.SHARE, "40 / 50 = 80.0 %"),
        ("今年粮食总产量64亿斤,比去年的62.7亿斤增加1.5亿斤。", Doubt.DIFFERENCE, "64亿 - 62.7亿 = 1.3亿"),
        ("局长柏望舒介绍情况。会后,局长柏望抒回答提问。", Doubt.SPELLING, ""),
    ],
)
def test_what_does_not_add_up_is_asked(sentence: str, doubt: Doubt, sums: str, cache: Path) -> None:
    found = desk(f"{HEAD}{sentence}\n", cache).audit("qinghe")
    assert (doubt, sums) in {(q.doubt, q.arithmetic) for q in found}, found


@pytest.mark.parametrize(
    "sentence",
    [
        "2023年拨付资金2850万元,其中中央资金1200万元、省级资金1000万元、市级资金650万元。",
        "2023年全市企业217家,其中国家级4家、省级43家。",
        "2023年全市断面14个,达标断面13个,占92.9%。",
        "今年粮食总产量64亿斤,比去年的62.7亿斤增加1.3亿斤。",
    ],
)
def test_what_adds_up_is_not_asked(sentence: str, cache: Path) -> None:
    assert desk(f"{HEAD}{sentence}\n", cache).audit("qinghe") == ()
