"""`ipbot corpus check`, `settings`, `eval` and `chat` on the real corpus."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from commandline import THEME, Run, refused

pytestmark = pytest.mark.usefixtures("alone")

BROKEN = 'title: "half\n'


# --- the corpus


def test_a_sound_corpus(run: Run) -> None:
    result = run("corpus", "check")
    assert result.exit_code == 0
    assert "sound" in result.stdout


def _corpus(**files: str | bytes) -> str:
    Path("corpus", "briefing").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = Path("corpus", "briefing", name.replace("_", "."))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return "corpus"


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({"briefing_yaml": "title: 发布会\n"}, "transcript.txt"),
        ({"briefing_yaml": BROKEN, "transcript_txt": "话。"}, "briefing.yaml:"),
        ({"briefing_yaml": "title: 发布会\ntitel: 发布会\n", "transcript_txt": "话。"}, "titel"),
        ({"briefing_yaml": "title: 发布会\n", "transcript_txt": ""}, "transcript.txt"),
        ({"briefing_yaml": "title: 发布会\n", "transcript_txt": b"\xff\xfe"}, "UTF-8"),
    ],
)
def test_a_fault_is_listed_by_check_and_stops_everything_else(
    run: Run, files: dict[str, str | bytes], part: str
) -> None:
    corpus = _corpus(**files)
    result = run("corpus", "check", "--corpus", corpus)
    assert result.exit_code == 1
    assert part in result.stdout
    for verb in (["ask", "主题?"], ["chat"]):
        refused(run(*verb, "--corpus", corpus), 3, part, "ipbot corpus check")


def test_a_corpus_that_is_not_there(run: Run) -> None:
    refused(run("ask", "主题?", "--corpus", "nowhere"), 3, "nowhere")
    assert run("corpus", "check", "--corpus", "nowhere").exit_code == 1


def test_a_title_and_a_transcript_are_enough(run: Run) -> None:
    corpus = _corpus(briefing_yaml="title: 环境发布会\n", transcript_txt="环境发布会\n\n去年全市优良天数达到281天。\n")
    assert run("ask", "去年优良天数是多少?", "--corpus", corpus).exit_code == 0


# --- settings, eval, chat


def test_settings_say_where_they_come_from(run: Run) -> None:
    Path("ipbot.yaml").write_text("passages: 12\n", "utf-8")
    shown = run("settings", "--corpus", "elsewhere").stdout
    assert "passages = 12  (ipbot.yaml)" in shown
    assert "corpus = elsewhere  (command line)" in shown
    assert "cache_dir" in shown


QUESTIONS = f"""
- id: a1
  kind: factoid
  question: {THEME}
  gold:
  - span: 全面开启知识产权强国建设新征程
    sentence: 今年全国知识产权宣传周活动的主题是“全面开启知识产权强国建设新征程”。
- id: a2
  kind: unanswerable
  question: 沧州市市长是谁?
"""


def _evaluated(run: Run, *options: str) -> Result:
    Path("questions.yaml").write_text(QUESTIONS, "utf-8")
    return run("eval", "questions.yaml", *options)


def test_figures_by_kind(run: Run) -> None:
    result = _evaluated(run, "--misses")
    assert result.exit_code == 0
    assert re.search(r"right +\d\.\d{4}", result.stdout)
    assert re.search(r"unanswerable +\d\.0000 of 1", result.stdout)


def test_figures_as_json_are_a_baseline(run: Run) -> None:
    printed = _evaluated(run, "--json")
    figures = json.loads(printed.stdout)
    assert figures["verbatim_violations"] == 0
    Path("baseline.json").write_text(printed.stdout, "utf-8")
    same = _evaluated(run, "--baseline", "baseline.json")
    assert (same.exit_code, same.stderr) == (0, "")


def test_a_fall_under_the_baseline_fails_and_a_rise_is_said(run: Run) -> None:
    figures = json.loads(_evaluated(run, "--json").stdout)
    cited, traps = figures["cited"], figures["traps"]
    Path("baseline.json").write_text(json.dumps({**figures, "cited": 2.0, "traps": 2.0}), "utf-8")
    result = _evaluated(run, "--baseline", "baseline.json", "--json")
    assert result.exit_code == 1
    assert result.stderr == f"cited: 2.0 -> {cited}, worse\ntraps: 2.0 -> {traps}, better: record it\n"
    assert json.loads(result.stdout) == figures
    Path("baseline.json").write_text(json.dumps({**figures, "cited": -1.0}), "utf-8")
    assert _evaluated(run, "--baseline", "baseline.json").exit_code == 0


def test_a_chat_over_a_pipe(run: Run) -> None:
    result = run("chat", input=f"{THEME}\n\n/sources\n/nope\n{'长' * 301}\n/quit\nnever\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "全面开启知识产权强国建设新征程" in result.stdout
    assert "/nope" in result.stdout
    assert "never" not in result.stdout


def test_a_chat_ends_where_its_input_ends_and_loads_no_line_editor() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "ipbot", "chat"]
    done = subprocess.run(command, input=THEME.encode(), capture_output=True, check=True)
    assert "全面开启知识产权强国建设新征程" in done.stdout.decode()
    assert b"prompt_toolkit" not in done.stderr
