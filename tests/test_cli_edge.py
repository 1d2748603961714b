"""How the command line ends: errors, interruptions, readers that leave, streams that are closed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import Result

from commandline import THEME, Run, process, refused
from ipbot.cli import exits
from ipbot.values import errors

pytestmark = pytest.mark.usefixtures("alone")


def test_every_error_has_an_exit_status() -> None:
    codes = {e.code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.IpbotError)}
    assert codes - set(exits.STATUS) == {"internal", "verbatim"}
    assert set(exits.STATUS.values()) == {exits.FAILED, exits.WRONG_USAGE, exits.UNREADABLE}


def _ending(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Result:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("ipbot.assembly.build", fail)
    return run("ask", "x")


def test_an_interruption_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = _ending(run, monkeypatch, KeyboardInterrupt())
    assert (result.exit_code, result.output) == (130, "")


def test_a_missing_extra_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    error = errors.MissingExtraError("the web channel isn't installed", remedy="pip install 'ipbot[web]'")
    refused(_ending(run, monkeypatch, error), 2, "ipbot[web]")


def test_a_defect_is_one_line_unless_python_runs_in_development_mode(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(_ending(run, monkeypatch, ZeroDivisionError("a\nb")), exits.DEFECT, "ZeroDivisionError: a b")
    refused(_ending(run, monkeypatch, errors.VerbatimError("a quote that isn't")), exits.DEFECT, "a quote")
    refused(_ending(run, monkeypatch, OSError(28, "No space left on device")), 1, "No space left")


def test_a_reader_who_leaves_is_no_error() -> None:
    lines = (json.dumps({"question": THEME}) + "\n").encode() * 2000
    Path("batch.jsonl").write_bytes(lines)
    for words in (["ask", "--batch", "batch.jsonl"], ["ask", THEME]):
        command = [sys.executable, "-m", "ipbot", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == exits.READER_GONE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ipbot", "ask", THEME], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"No space left" in done.stderr


def test_closed_streams_are_no_error() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m ipbot ask '{THEME}' >&- <&-"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_ascii_terminal_is_no_obstacle() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = process("ask", "--json", THEME, env=environment)
    assert json.loads(done.stdout.decode())["question"] == THEME


def test_no_colour_when_none_is_wanted() -> None:
    done = process("ask", THEME, env={**os.environ, "NO_COLOR": "1", "TERM": "xterm"})
    assert b"\x1b" not in done.stdout
