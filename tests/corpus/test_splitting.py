"""Taking transcripts apart: laws that hold for any of them, and approved outlines of many layouts.

Each file in `cases/` holds a transcript, or names one, and its outline as `render` prints it: a line a turn, with the
question it answers; below it a line for each heading (id, level, words) and each passage (id, text).
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.corpus.splitting import split
from ipbot.values.briefing import Briefing, Heading, HeadingKind, Outline, Passage, Role, Speaker
from ipbot.yamlfile import read

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
LONGEST_SHOWN = 44


def _outline(text: str, speakers: tuple[Speaker, ...] = ()) -> Outline:
    return split(Briefing("b", "发布会", text, speakers=speakers))


def _parts(outline: Outline) -> list[Heading | Passage]:
    return sorted([*outline.headings, *outline.passages], key=lambda part: part.start)


def _shown(text: str) -> str:
    line = text.strip().replace("\n", "⏎")
    return line if len(line) <= LONGEST_SHOWN else f"{line[:28]}…{line[-12:]} ({len(line)})"


def render(outline: Outline) -> str:
    lines = []
    for turn in outline.turns:
        parts = [p for p in _parts(outline) if turn.start <= p.start < turn.end]
        asked = {p.asked for p in parts if isinstance(p, Passage)}
        who = f" {turn.speaker}" if str(turn.speaker) else ""
        lines.append(f"{turn.role}{who}{''.join(f' < {_shown(a)}' for a in asked if a)}")
        for part in parts:
            level = (
                {"title": " title", "speaker": " speaker", "section": f" {part.level}"}[part.kind]
                if isinstance(part, Heading)
                else ""
            )
            lines.append(f"  {part.id}{level} | {_shown(part.text)}")
    return "\n".join(lines)


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    content = read(request.param)
    assert isinstance(content, dict)
    return content


def _transcript(case: dict[str, Any], root: Path, request: pytest.FixtureRequest) -> str:
    if "transcript" in case:
        return str(case["transcript"])
    folder = request.getfixturevalue("shared") if case["file"].startswith("eval/") else root
    return Path(folder / case["file"]).read_text("utf-8")


def test_an_approved_outline(case: dict[str, Any], root: Path, request: pytest.FixtureRequest) -> None:
    speakers = tuple(Speaker(**speaker) for speaker in case.get("speakers", []))
    outline = _outline(_transcript(case, root, request), speakers)
    assert render(outline) + "\n" == case["outline"]


# Laws


def _any_of(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


def _one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


NAMES = _one_of("张建国 李红 吕玉磬 梁若谷 欧阳致远 阿依古丽 成效 方法 高新区")
OFFICES = _one_of("市农业农村局副局长 三级调研员 市政府新闻办 主持人 记者 《晚报》记者 问 答 网友 发布人")
FORMS = _any_of("{o}{c}{n}", "{o} {n}{c}", "{n}{c}", "{o}{c}", "【{n}】", "{n}（{o}）{c}", "{o}{n}{c}", "一、{o}{c}")
LABELS = st.builds(lambda form, o, n, c: form.format(o=o, n=n, c=c), FORMS, OFFICES, NAMES, _any_of("：", ":"))
NUMBERS = _one_of("一、 二、 （一） (二) 1. 2、 （1） ① 第一部分 第一、 一是 二是 时间：")
PLAIN = _any_of("夏粮总产52.3亿斤，同比增长3%。", "全年查处案件192起。", "请问目标是多少？", "谢谢。")
WORDS = PLAIN | _any_of("开展打假行动", "各位记者，大家好！", "“保存量、促增量。”", "4.26宣传周", "谢谢", "电话：12345")
MORE = _any_of("。", "", "；", "：", "。后面还有一句。", "全年查处案件192起。" * 45)
BREAKS = _any_of("\n", "\n\n", "\r\n", "\n\u3000\u3000", "\n \n\t")
LINES = st.tuples(st.just("") | LABELS, st.just("") | NUMBERS, WORDS, MORE, BREAKS).map("".join)
REALISTIC = st.lists(LINES | LABELS.map(lambda label: label + "\n"), min_size=1, max_size=14).map("".join)
MARKS = st.text(st.sampled_from("一二、（）()1.①：:。；\n \u3000\x0b\x1c\u2028“”【】记者答张局长"))
TRANSCRIPTS = REALISTIC | (st.text(st.characters(exclude_categories=())) | MARKS).filter(str.strip)
SPEAKERS = st.lists(st.builds(Speaker, NAMES, OFFICES, st.just("局长")), max_size=2).map(tuple)


@given(text=TRANSCRIPTS, speakers=SPEAKERS)
def test_headings_and_passages_tile_the_transcript(text: str, speakers: tuple[Speaker, ...]) -> None:
    parts = _parts(_outline(text, speakers))
    assert [p.start for p in parts] == [0, *(p.end for p in parts[:-1])]
    assert parts[-1].end == len(text)
    assert all(p.start < p.end for p in parts)


@given(text=TRANSCRIPTS, speakers=SPEAKERS)
def test_turns_tile_the_transcript_and_no_part_stands_in_two(text: str, speakers: tuple[Speaker, ...]) -> None:
    outline = _outline(text, speakers)
    turns = outline.turns
    assert [t.start for t in turns] == [0, *(t.end for t in turns[:-1])]
    assert turns[-1].end == len(text)
    edges = {t.end for t in turns}
    for part in _parts(outline):
        assert not any(part.start < edge < part.end for edge in edges)
    for number, turn in enumerate(turns):
        assert turn.start <= turn.label_end <= turn.end
        assert bool(turn.label_end) or (number == 0 and turn.role is Role.NARRATOR)


@given(text=TRANSCRIPTS)
def test_a_passage_has_words_its_turns_speaker_and_the_headings_above_it(text: str) -> None:
    outline = _outline(text)
    for passage in outline.passages:
        (turn,) = (t for t in outline.turns if t.start <= passage.start < t.end)
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip()
        assert (passage.role, passage.speaker) == (turn.role, turn.speaker)
        assert all(turn.start <= h.start < h.end <= passage.start for h in passage.headings)
        assert all(above.level < below.level for above, below in pairwise(passage.headings))
        assert all(h in outline.headings and h.kind is HeadingKind.SECTION for h in passage.headings)
        assert (passage.headings[-1:] or [turn])[-1].start <= passage.start
        assert passage.asked in text


@given(text=TRANSCRIPTS)
def test_every_section_has_words_below_it(text: str) -> None:
    outline = _outline(text)
    used = {h.id for p in outline.passages for h in p.headings}
    assert {h.id for h in outline.headings if h.kind is HeadingKind.SECTION} == used
    for heading in outline.headings:
        assert heading.text in text[heading.start : heading.end]


@given(text=TRANSCRIPTS, speakers=SPEAKERS)
def test_ids_are_unique(text: str, speakers: tuple[Speaker, ...]) -> None:
    ids = [part.id for part in _parts(_outline(text, speakers))]
    assert len(set(ids)) == len(ids)


@given(text=TRANSCRIPTS)
def test_splitting_again_gives_the_same(text: str) -> None:
    assert _outline(text) == _outline(text)


@given(st.lists(LINES, max_size=8), PLAIN, PLAIN, st.lists(LINES, max_size=8))
def test_other_words_in_one_paragraph_leave_every_id_as_it_was(
    above: list[str], before: str, after: str, below: list[str]
) -> None:
    outlines = [_outline("".join(["标题\n", *above, f"今年以来{words}\n", *below])) for words in (before, after)]
    assert [p.id for p in _parts(outlines[0])] == [p.id for p in _parts(outlines[1])]


SECTION = "{}、第{}节\n甲{}。\n（一）小节\n乙{}。\n"


@given(st.integers(1, 6), st.data())
def test_a_paragraph_more_in_one_section_leaves_the_other_sections_ids(count: int, data: st.DataObject) -> None:
    sections = [SECTION.format("一二三四五六"[n], n, n, n) for n in range(count)]
    grown = data.draw(st.integers(0, count - 1))
    after = [s + ("新的一段。\n第二段。\n" if n == grown else "") for n, s in enumerate(sections)]
    found = {p.text: p.id for p in _outline("标题\n" + "".join(after)).passages}
    for passage in _outline("标题\n" + "".join(sections)).passages:
        assert found[passage.text] == passage.id


def test_a_blank_transcript_has_no_parts() -> None:
    outline = _outline(" \n\n")
    assert (outline.headings, outline.passages) == ((), ())
    assert [(t.start, t.end) for t in outline.turns] == [(0, 3)]


def test_long_paragraphs_are_cut_behind_sentences() -> None:
    sentence = "全年查处假冒侵权商标案件192起，调处专利侵权纠纷案件93件。"
    outline = _outline("标题\n" + sentence * 60)
    assert len(outline.passages) > 3
    for passage in outline.passages:
        assert passage.text.endswith("。")
        assert 170 < len(passage.text) <= 700
