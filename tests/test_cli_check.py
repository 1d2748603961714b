"""`ipbot check` and `ipbot audit`, as they are typed."""

import json
from pathlib import Path

import pytest

from commandline import Run, process, refused

DRAFT = "2021年,沧州查处假冒侵权商标案件129起。\n全市有效注册商标达92548件。\n"
GOOD = "全市有效注册商标达92548件。\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "稿.md").write_text(DRAFT, "utf-8")
    return tmp_path / "稿.md"


def test_a_contradicted_draft_exits_1_and_shows_what_was_said(run: Run, draft: Path) -> None:
    done = run("check", str(draft))
    assert done.exit_code == 1
    assert "192起" in done.stdout
    assert "与实录不符 contradicted: 1" in done.stdout
    assert "与实录一致 supported: 1" in done.stdout
    assert done.stderr == ""


def test_a_good_draft_exits_0(run: Run) -> None:
    done = run("check", "-", input=GOOD)
    assert done.exit_code == 0
    assert "与实录不符 contradicted: 0" in done.stdout


def test_a_draft_without_statements_says_so(run: Run) -> None:
    done = run("check", "-", input="你好呀\n")
    assert (done.exit_code, "没有可以核对的内容" in done.stdout) == (0, True)


def test_json_has_marks_and_evidence(run: Run, draft: Path) -> None:
    told = json.loads(run("check", str(draft), "--json").stdout)
    first = told["statements"][0]
    assert first["verdict"] == "contradicted"
    assert [DRAFT[m["start"] : m["end"]] for m in first["marks"]] == ["129起"]
    assert "192起" in first["evidence"][0]["text"]
    assert told == json.loads(run("check", str(draft), "--format", "json").stdout)


def test_html_and_annotations(run: Run, draft: Path) -> None:
    assert "<mark>129起</mark>" in run("check", str(draft), "--format", "html").stdout
    lines = run("check", str(draft), "--format", "github").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::error file=")


def test_a_batch_of_claims_and_quotations(run: Run) -> None:
    lines = [
        {"id": "c1", "claim": "2021年沧州查处假冒侵权商标案件192起。"},
        {"id": "q1", "quote": "全年查处假冒侵权商标案件192起", "speaker": "吕玉磬"},
        {"id": 3, "quote": "全年查处假冒侵权商标案件192件"},
        {"id": "x"},
    ]
    done = run("check", "--batch", "-", input="\n".join(json.dumps(line) for line in lines) + "\n\nnope\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [(t["id"], t.get("verdict")) for t in told] == [
        ("c1", "supported"),
        ("q1", "found"),
        (3, "near"),
        ("x", None),
        (None, None),
    ]
    assert told[0]["evidence"][0]["text"]
    assert told[3]["error"]["code"] == "usage"
    assert told[4]["line"] == 6


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check"], "no draft"),
        (["check", "gone.md"], "can't be read"),
        (["check", "."], "can't be read"),
        (["check", "-", "--format", "pdf"], "text, json, html, github"),
        (["check", "-", "--json", "--format", "html"], "don't go together"),
        (["check", "a.md", "--batch", "b.jsonl"], "--batch takes no draft"),
        (["check", "-", "--briefing", "nowhere"], "nowhere"),
        (["audit", "nowhere"], "nowhere"),
    ],
)
def test_wrong_words_are_one_line_and_exit_2(run: Run, words: list[str], told: str) -> None:
    refused(run(*words, input=GOOD), 2, told)


@pytest.mark.parametrize(("content", "told"), [(b"", "no text"), (b"%PDF-1.4", "PDF"), (b"\x00" * 99, "binary")])
def test_what_is_no_draft_exits_2(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    refused(run("check", str(tmp_path / "a.txt")), 2, told)


def test_a_draft_that_is_too_long_exits_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_MAX_DRAFT_CHARS", "5")
    refused(run("check", "-", input=GOOD), 2, "at most 5")


def test_the_draft_is_nowhere_but_in_the_output(alone: None, tmp_path: Path, cache: Path) -> None:
    secret = "绝密稿件字样XQZ"
    done = process("check", "-", input=f"{secret}去年查处192起。".encode())
    assert secret not in done.stderr.decode()
    assert not list(tmp_path.iterdir())
    assert all(secret.encode() not in path.read_bytes() for path in cache.rglob("*") if path.is_file())


def test_audit(run: Run) -> None:
    done = run("audit")
    assert done.exit_code == 0
    assert "(2.6 - 2.2) / 2.2 = 18.2 %" in done.stdout
    rows = json.loads(run("audit", "cangzhou-2022-ip-week", "--json").stdout)
    assert {row["doubt"] for row in rows} == {"growth", "yearly", "repeated"}
