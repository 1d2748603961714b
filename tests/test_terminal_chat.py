"""The chat in a terminal: it survives what is typed."""

import fcntl
import io
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rich.console import Console

from ipbot.channels.terminal import chat, keyboard
from ipbot.values.answer import Reply
from ipbot.values.errors import QuestionError
from ipbot.values.explanation import Explanation
from samples import ANSWER, BRIEFING, draw

ROOT = Path(__file__).parents[1]


class _Pipeline:
    """A pipeline that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, question: str, context: Sequence[str] = ()) -> Reply:
        self.asked.append((question, tuple(context)))
        if question == "太长":
            raise QuestionError("the question is too long")
        if question == "打断":
            raise KeyboardInterrupt
        return ANSWER

    def explain(self, question: str, context: Sequence[str] = ()) -> Explanation:
        return Explanation(self.ask(question, context), decision="因为")


def _chatted(*lines: str | None, limit: int = 8, echo: bool = True) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    pipeline = _Pipeline()

    def talk(console: Console) -> None:
        chat.Chat(pipeline, [BRIEFING], limit, console).run(lines, echo=echo)

    return draw(talk), pipeline.asked


def test_earlier_questions_go_with_the_next_up_to_the_limit() -> None:
    _, asked = _chatted("一", "二", "三", "四", limit=2)
    assert asked == [("一", ()), ("二", ("一",)), ("三", ("一", "二")), ("四", ("二", "三"))]


def test_a_new_conversation_forgets_and_an_explanation_counts() -> None:
    drawn, asked = _chatted("/explain 一", "二", "/new", "三")
    assert asked == [("一", ()), ("二", ("一",)), ("三", ())]
    assert "因为" in drawn
    assert chat.FORGOTTEN in drawn


def test_a_question_that_cannot_be_asked_costs_a_line_and_is_not_remembered() -> None:
    drawn, asked = _chatted("太长", "二")
    assert "the question is too long" in drawn
    assert asked[1] == ("二", ())


def test_commands() -> None:
    drawn, asked = _chatted("/help", "/sources", "/explain", "/nope", "", "/QUIT", "never")
    assert all(name in drawn for name in chat.HELP)
    assert "2022-04-22 · 市场监管局 · 网易 · https://example.org/a" in drawn
    assert "没有 /nope 这个命令" in drawn
    assert "/explain QUESTION\n" in drawn
    assert asked == []


def test_an_interruption_cancels_the_line_and_no_more() -> None:
    drawn, asked = _chatted(None, "打断", "二", echo=False)
    assert drawn.count(chat.CANCELLED) == 2
    assert asked[-1] == ("二", ())
    assert drawn.startswith(chat.GREETING)
    assert drawn.endswith(f"{chat.GOODBYE}\n")


def test_piped_lines_survive_what_is_not_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "standard_input", lambda: io.BytesIO(b"\xef\xbb\xbf\xe4\xb8\x80\r\n\xff\n"))
    assert list(chat.piped_lines()) == ["一", "\ufffd"]


def test_the_history_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "history"
    history = keyboard.open_history(path)
    history.store_string("半\ud83d字\x1b[31m")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(history.load_history_strings()) == ["半\ufffd字"]
    path.chmod(0o644)
    keyboard.open_history(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_history_that_cannot_be_a_file_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    history = keyboard.open_history(tmp_path / "cache" / "history")
    history.append_string("一")
    assert history.get_strings() == ["一"]


class _Screen:
    """`ipbot chat` in a pseudo-terminal."""

    def __init__(self, cache: Path) -> None:
        self.shown = ""
        self._fd, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        command = [sys.executable, "-m", "ipbot", "chat", "--corpus", str(ROOT / "corpus")]
        environment = {**os.environ, "TERM": "xterm", "IPBOT_CACHE_DIR": str(cache), "PROMPT_TOOLKIT_NO_CPR": "1"}
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)

    def type(self, keys: str) -> None:
        self.shown = ""
        os.write(self._fd, keys.encode())

    def see(self, words: str, then: str = keyboard.PROMPT.strip()) -> None:
        """Wait for words, and for the next prompt after them: keys typed in between would not reach the editor."""
        end = time.monotonic() + 60
        while then not in self.shown.partition(words)[2]:
            assert time.monotonic() < end, f"{words!r} was never shown, but {self.shown[-2000:]!r}"
            self._read()

    def status(self) -> int:
        while self._read():
            pass
        return self._process.wait(60)

    def close(self) -> None:
        os.close(self._fd)
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _read(self) -> bool:
        if not select.select([self._fd], [], [], 0.1)[0]:
            return True
        try:
            self.shown += os.read(self._fd, 65536).decode(errors="replace")
        except OSError:  # Linux says so when the other side is closed
            return False
        return True


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[_Screen]:
    opened = _Screen(tmp_path / "cache")
    opened.see(chat.GREETING[:4])
    yield opened
    opened.close()


def test_a_chat_at_a_keyboard(screen: _Screen, tmp_path: Path) -> None:
    screen.type("/sources\r")
    screen.see("新闻发布会")
    screen.type("知识产权质押融资总额是多少?\r")
    screen.see("2.49亿元")
    screen.type("半句话\x03")
    screen.see("已取消")
    screen.type("\x1b[A")  # arrow up
    screen.see("知识产权质押融资总额是多少?", then="")
    screen.type("\x03")
    screen.see("已取消")
    screen.type("\x04")
    screen.see("再见", then="")
    assert screen.status() == 0
    history = tmp_path / "cache" / "history"
    assert history.stat().st_mode & 0o777 == 0o600
    assert "+知识产权质押融资总额是多少?" in history.read_text("utf-8")


def test_a_chat_ends_with_quit(screen: _Screen) -> None:
    screen.type("/quit\r")
    screen.see("再见", then="")
    assert screen.status() == 0
