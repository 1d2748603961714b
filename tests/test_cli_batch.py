"""`ipbot ask --batch` on the real corpus."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from commandline import LOAN, THEME, Run, refused
from ipbot.cli.batch import json_line
from ipbot.question_set import read as read_set

pytestmark = pytest.mark.usefixtures("alone")


def _batch(run: Run, *lines: str) -> tuple[int, list[dict[str, Any]]]:
    Path("batch.jsonl").write_text("\n".join(lines), "utf-8")
    result = run("ask", "--batch", "batch.jsonl")
    assert result.stderr == ""
    piped = run("ask", "--batch", "-", input="\n".join(lines))
    assert (piped.stdout, piped.exit_code) == (result.stdout, result.exit_code)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_batch_is_answered_in_order(run: Run) -> None:
    status, found = _batch(
        run,
        f'\ufeff{{"id": "q1", "question": "{THEME}"}}',
        "",
        "   \r",
        f'{{"id": 2, "question": "那今年的目标呢", "context": ["{LOAN}"], "kind": "followup"}}',
        '{"question": "\\ud800主题", "context": null}',
    )
    assert status == 0
    assert [answer["id"] for answer in found] == ["q1", 2, None]
    assert found[1]["context"] == [LOAN]
    assert found[2]["question"].endswith("主题")
    assert found[0] == {**json.loads(run("ask", "--json", THEME).stdout), "id": "q1"}


@pytest.mark.parametrize(
    ("line", "id", "code", "message"),
    [
        ("nope", None, "usage", "not JSON"),
        ('{"id": 1, "question": "x"', None, "usage", "not JSON"),
        ("[" * 100_000, None, "usage", "not JSON"),
        ('{"id": ' + "9" * 5000 + "}", None, "usage", "not JSON"),
        ('["x"]', None, "usage", "expected an object"),
        ("null", None, "usage", "expected an object"),
        ('{"id": "a"}', "a", "usage", "question: expected text"),
        ('{"id": 5, "question": 7}', 5, "usage", "question: expected text"),
        ('{"id": "a", "question": "x", "context": "y"}', "a", "usage", "context: expected a list of texts"),
        ('{"id": "a", "question": "x", "context": [1]}', "a", "usage", "context: expected a list of texts"),
        ('{"id": [1], "question": "x"}', None, "usage", "id: expected"),
        ('{"id": true, "question": "x"}', None, "usage", "id: expected"),
        ('{"id": "a", "question": " "}', "a", "question", ""),
        ('{"id": "a", "question": "' + "x" * 301 + '"}', "a", "question", ""),
    ],
)
def test_a_bad_line_costs_only_itself(run: Run, line: str, id: object, code: str, message: str) -> None:
    good = f'{{"id": "good", "question": "{THEME}"}}'
    status, found = _batch(run, good, line, "", good)
    assert status == 1
    assert [answer["id"] for answer in found] == ["good", id, "good"]
    assert found[0] == found[2]
    assert set(found[1]) == {"id", "line", "error"}
    assert (found[1]["line"], found[1]["error"]["code"]) == (2, code)
    assert message in found[1]["error"]["message"]


def test_a_batch_that_is_not_utf8(run: Run) -> None:
    Path("batch.jsonl").write_bytes(b'{"question": "x"}\n{"question": "\xff"}\n')
    refused(run("ask", "--batch", "batch.jsonl"), 2, "batch.jsonl:2: not UTF-8")
    result = run("ask", "--batch", "-", input=b'{"question": "\xff"}\n')
    refused(result, 2, "standard input:1: not UTF-8")


def test_an_empty_batch(run: Run) -> None:
    assert _batch(run, "") == (0, [])


def test_a_batch_streams(cache: Path) -> None:
    command = [sys.executable, "-m", "ipbot", "ask", "--batch", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for n in range(3):
            process.stdin.write(json.dumps({"id": n, "question": THEME}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == n
        process.stdin.close()
    assert process.returncode == 0


def test_json_lines_hold_nothing_that_breaks_a_line_or_a_terminal() -> None:
    hostile = "\x1b[31m\x9b\x7f\u2028\ud800\n𝟙中"
    line = json_line({"question": hostile})
    assert json.loads(line)["question"] == hostile
    assert re.fullmatch(r"[ -~中𝟙]+", line)
    assert "中" in line


def test_answers_are_the_same_whatever_the_order_of_hashes(cache: Path) -> None:
    root = Path(__file__).parents[1]
    questions = [i.question for i in read_set(root / "tests" / "evaluation" / "cangzhou-2022-ip-week.more.yaml")[::6]]
    lines = "\n".join(json.dumps({"question": question}) for question in questions)
    words = [sys.executable, "-m", "ipbot", "ask", "--corpus", str(root / "corpus"), "--batch", "-"]
    env = {**os.environ, "IPBOT_CACHE_DIR": str(cache)}
    printed = {
        subprocess.run(
            words, input=lines, env={**env, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(printed) == 1
