"""What the tests of the command line share."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

from typer.testing import Result

THEME = "今年知识产权宣传周的主题是什么?"
LOAN = "知识产权质押融资总额是多少?"

Run = Callable[..., Result]
"""Runs `ipbot` with words, in this process."""


def process(*words: str | bytes, input: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ipbot", *words]
    return subprocess.run(command, input=input, capture_output=True, check=False, timeout=120, **more)


def loaded_by(*words: str) -> set[str]:
    """The modules that `ipbot` loads for its words."""
    command = [sys.executable, "-X", "importtime", "-m", "ipbot", *words]
    done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def refused(result: Result, status: int, *parts: str) -> None:
    """Assert that nothing but one line on standard error came."""
    assert result.exit_code == status
    assert result.stdout == ""
    assert result.stderr.startswith("ipbot: ")
    assert result.stderr.count("\n") == 1
    for part in parts:
        assert part in result.stderr
