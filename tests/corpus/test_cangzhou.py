"""The first briefing's transcript is the source's own: whole lines, in order, with the source's own slips."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.values.briefing import Briefing, HeadingKind, Role, Speaker

ID = "cangzhou-2022-ip-week"
TWICE = "全年共争取发明专利授权、地理标志商标注册、境外商标注册等创造项目省级资助150余万元,惠及60多个企业。"


@pytest.fixture(scope="module")
def corpus(root: Path) -> Corpus:
    return load(root / "corpus")


@pytest.fixture(scope="module")
def briefing(corpus: Corpus) -> Briefing:
    return corpus.by_id[ID]


@pytest.fixture(scope="module")
def source(root: Path) -> str:
    return (root / "corpus" / ID / "source.txt").read_text("utf-8")


def test_the_source_is_the_page_as_it_was_received(root: Path, shared: Path) -> None:
    (seed,) = (shared / "seed").glob("*.txt")
    assert (root / "corpus" / ID / "source.txt").read_bytes() == seed.read_bytes()


def test_the_transcript_is_nothing_but_whole_lines_of_the_source_in_order(briefing: Briefing, source: str) -> None:
    remaining = iter(source.split("\n"))
    for line in briefing.transcript.rstrip("\n").split("\n"):
        assert line in remaining, f"not a line of the source behind the ones before: {line}"


def test_between_its_ends_only_the_pages_buttons_are_cut_away(briefing: Briefing, source: str) -> None:
    first, *_, last = briefing.transcript.strip().split("\n")
    lines = source.split("\n")
    spoken = lines[lines.index(first) : lines.index(last) + 1]
    kept = briefing.transcript.strip().split("\n")
    cut = list(spoken)
    for line in kept:
        cut.remove(line)
    assert [line for line in cut if line.strip()] == ["0", "分享至"]


def test_it_begins_with_the_headline_and_ends_with_the_byline(briefing: Briefing) -> None:
    lines = briefing.transcript.strip().split("\n")
    assert lines[0] == briefing.title == "沧州市场监管局举行“4·26知识产权日”新闻发布会"
    assert lines[-1].endswith("(徐亮 孙博)")


def test_the_recorded_checksum_is_the_transcripts(root: Path, briefing: Briefing) -> None:
    content = (root / "corpus" / ID / "transcript.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == briefing.source.sha256
    assert content.decode() == briefing.transcript


def test_what_is_known_about_it(briefing: Briefing) -> None:
    assert briefing.held_on == date(2022, 4, 22)
    assert (briefing.city, briefing.publisher) == ("沧州市", "沧州市市场监督管理局")
    assert briefing.speakers == (Speaker("吕玉磬", "沧州市市场监督管理局", "三级调研员"),)
    assert (briefing.source.name, briefing.source.file) == ("网易河北", "source.txt")


@pytest.mark.parametrize(
    ("slip", "times"),
    [
        ("习 近 平总书记", 1),
        ("习近平总书记", 1),
        (TWICE, 2),
        ("积加快推进知识产权创造", 1),
        ("重点全域", 1),
        ("黄骅“三尤梭子蟹”", 1),
        ("有限公司的申报中国驰名商标", 1),
        ("万人发明专利拥有量达到2.2件", 1),
        ("到年底达到2.6件以上和0.72件以上", 1),
        ("4·26", 1),
        ("２", 0),
        ("\r", 0),
        ("\u3000", 0),
        ("相关推荐", 0),
        ("分享至", 0),
    ],
)
def test_the_sources_own_slips_are_kept_and_the_pages_own_words_are_not(
    briefing: Briefing, slip: str, times: int
) -> None:
    assert briefing.transcript.count(slip) == times


def test_the_question_of_the_evening_paper_stays_tied_to_its_answer(corpus: Corpus) -> None:
    outline = corpus.outlines[ID]
    assert [t.role for t in outline.turns] == [Role.NARRATOR, Role.OFFICIAL, Role.REPORTER, Role.OFFICIAL]
    theme = next(p for p in outline.passages if "主题为“全面开启知识产权强国建设新征程”" in p.text)
    assert str(theme.speaker) == "沧州市市场监督管理局三级调研员 吕玉磬"
    assert theme.asked.startswith("今年“4.26”知识产权宣传周的主题是什么?")


def test_its_sections(corpus: Corpus) -> None:
    sections = [h for h in corpus.outlines[ID].headings if h.kind is HeadingKind.SECTION]
    assert [h.level for h in sections] == [1, 1, 2, 2, 2, 1, 2, 6, 6, 6, 6, 2, 2, 2]
    loan = next(p for p in corpus.passages if "质押融资2.49亿元" in p.text)
    assert loan.section == ("2021年我市知识产权工作开展情况", "知识产权运用服务成效显著")
