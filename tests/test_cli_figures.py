"""`ipbot figures`: every figure with its citation, for people and for programs."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from commandline import Run, loaded_by, refused
from ipbot.channels.terminal import figures as shown
from ipbot.corpus import Corpus, loading
from ipbot.reading.figure_table import COLUMNS
from ipbot.reading.figures import as_rows, figures
from ipbot.reading.statuses import Status
from ipbot.text.quantities import Approximation
from samples import draw

pytestmark = pytest.mark.usefixtures("alone")

ID = "cangzhou-2022-ip-week"
LOAN = "探索开展知识产权金融服务,引导帮助50余家企业完成知识产权质押融资2.49亿元,实现专利风险保障金额2470万元,"


@pytest.fixture(scope="module")
def corpus(root: Path) -> Corpus:
    return loading.load(root / "corpus")


@pytest.fixture(scope="module")
def rows(corpus: Corpus) -> list[dict[str, Any]]:
    return as_rows(figures(corpus.by_id[ID], corpus.outlines[ID]), corpus.by_id[ID], corpus.outlines[ID])


@pytest.fixture
def two() -> str:
    """A corpus of two briefings: words that CSV must quote, and no figure at all."""
    _briefing("one", '去年,全市完成"放心"工程12项\n以及改造;投入3.5亿元。')
    _briefing("two", "各位记者朋友，大家好！")
    return "corpus"


def _briefing(id: str, words: str) -> None:
    folder = Path("corpus", id)
    folder.mkdir(parents=True)
    (folder / "briefing.yaml").write_text(f"title: 发布会 {id}\nheld_on: 2024-05-06\n", "utf-8")
    (folder / "transcript.txt").write_text(f"发布会 {id}\n\n{words}\n", "utf-8")


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_a_figure_below_its_sentence_in_a_pipe(run: Run, rows: list[dict[str, Any]]) -> None:
    result = run("figures", ID)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[1] == f"{ID} · {len(rows)} 个数字 · figures"
    assert len([line for line in lines if line.startswith("- ")]) == len(rows)
    place = next(number for number, line in enumerate(lines) if line.startswith(f"> {LOAN}"))
    assert lines[place + 1] == "  —— 沧州市市场监督管理局三级调研员 吕玉磬"
    assert lines[place + 2].startswith("  t1-s2.3-p1 [")
    assert lines[place + 3].startswith("- 50余家 (> 50 家) · ")
    assert lines[place + 4] == "- 2.49亿元 (249000000 元) · 知识产权质押融资 · 2021年 · 已完成 result"
    told = "(22.9 %) · 万人发明专利拥有量 · 2021年底 · 已完成 result · 变化 change: 较2020年增长 · 范围 scope: 万人"
    assert f"- 22.9% {told}" in lines
    assert any(line.startswith("- 6-8个 (6–8 个)") for line in lines)
    assert any(line.startswith("- 60%以上 (≥ 60 %)") for line in lines)


def test_csv_has_a_header_and_a_row_a_figure(run: Run, corpus: Corpus, rows: list[dict[str, Any]]) -> None:
    result = run("figures", "--csv")
    assert result.stdout_bytes.decode("utf-8").count("\r\n") == len(rows) + 1
    found = _table(result.stdout_bytes.decode("utf-8"))
    assert found == [{name: str(value) for name, value in row.items()} for row in rows]
    text = corpus.by_id[ID].transcript
    for row in found:
        assert text[int(row["start"]) : int(row["end"])] == row["figure"]
        assert text[int(row["sentence_start"]) : int(row["sentence_end"])] == row["sentence"]


def test_json_is_one_array(run: Run, rows: list[dict[str, Any]]) -> None:
    result = run("figures", "--json")
    assert json.loads(result.stdout) == rows
    assert result.stdout.count("\n") == 1


def test_one_briefing_or_all(run: Run, two: str) -> None:
    everything = run("figures", "--corpus", two).stdout
    assert "one · 2 个数字" in everything
    assert "two · 0 个数字" in everything
    assert run("figures", "one", "--corpus", two).stdout + "\n" + run("figures", "two", "--corpus", two).stdout == (
        everything
    )


def test_csv_quotes_what_needs_it_and_has_its_header_without_figures(run: Run, two: str) -> None:
    found = _table(run("figures", "--csv", "--corpus", two).stdout_bytes.decode("utf-8"))
    transcript = Path(two, "one", "transcript.txt").read_text("utf-8")
    assert [row["figure"] for row in found] == ["12项", "3.5亿元"]
    assert all(row["sentence"] in transcript for row in found)
    assert any('"' in row["sentence"] and "," in row["sentence"] for row in found)
    assert run("figures", "two", "--csv", "--corpus", two).stdout_bytes.decode() == ",".join(COLUMNS) + "\r\n"
    assert json.loads(run("figures", "two", "--json", "--corpus", two).stdout) == []


def test_wrong_usage_is_one_line(run: Run, two: str) -> None:
    refused(run("figures", "three", "--corpus", two), 2, "no briefing 'three'", "one, two")
    refused(run("figures", "--csv", "--json"), 2, "--csv and --json don't go together")
    refused(run("figures", "--corpus", "nowhere"), 3, "nowhere", "ipbot corpus check")


def test_an_unknown_briefing_among_many_names_some(run: Run) -> None:
    for number in range(12):
        _briefing(f"b{number:02}", "大家好！")
    refused(run("figures", "x", "--corpus", "corpus"), 2, "b00, b01", "b09 and 2 more")


@pytest.mark.parametrize("width", [40, 70, 80, 200])
def test_a_terminal_shows_all_of_it_and_no_line_is_too_wide(
    corpus: Corpus, rows: list[dict[str, Any]], width: int
) -> None:
    drawn = draw(lambda console: shown.show(console, corpus.by_id[ID], rows), terminal=True, width=width, colour=False)
    assert max(cell_len(line) for line in drawn.splitlines()) <= width
    assert ("指标 Indicator" in drawn) == (width >= shown.NARROW)
    for row in rows:
        assert row["figure"] in drawn or width < shown.NARROW
        assert f"{row['passage']} [{row['sentence_start']}:{row['sentence_end']}]" in drawn


def test_the_figures_of_a_sentence_are_set_off(corpus: Corpus, rows: list[dict[str, Any]]) -> None:
    drawn = draw(lambda console: shown.show(console, corpus.by_id[ID], rows), terminal=True)
    assert "\x1b[1;4m2.49亿元\x1b[0m" in drawn


def test_what_steers_a_terminal_does_not_reach_it(corpus: Corpus, rows: list[dict[str, Any]]) -> None:
    hostile = {**rows[0], "indicator": "指\x1b[2J标", "speaker": "\x1b]0;x\x07", "scope": "\u202e全市"}
    drawn = draw(lambda console: shown.show(console, corpus.by_id[ID], [hostile]), terminal=True, colour=False)
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn


def test_nothing_that_only_questions_need_is_loaded() -> None:
    loaded = loaded_by("figures")
    assert "ipbot.reading.figures" in loaded
    assert loaded & {"jieba", "numpy", "rank_bm25", "marisa_trie", "pypinyin", "prompt_toolkit"} == set()
    assert not any(name.startswith(("ipbot.pipeline", "ipbot.assembly", "ipbot.retrieval")) for name in loaded)


def test_columns_and_words_keep_up_with_the_figures(rows: list[dict[str, Any]]) -> None:
    assert tuple(rows[0]) == COLUMNS
    assert set(shown.STATUS) == {str(status) for status in Status}
    assert set(shown.BOUNDS) == {str(a) for a in Approximation} - {"exact"}
