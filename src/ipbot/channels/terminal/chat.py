"""The chat: question after question, each with the earlier ones, until the user leaves."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from rich.console import Console
from rich.text import Text

from ipbot.channels.terminal import explanation, reply
from ipbot.channels.terminal.console import put, say, standard_input, standard_output
from ipbot.channels.terminal.plain import clean
from ipbot.values.answer import Reply
from ipbot.values.briefing import Briefing
from ipbot.values.errors import IpbotError
from ipbot.values.explanation import Explanation

GREETING = "问吧。/help 看用法,Ctrl-D 退出。 · Ask away; /help explains, Ctrl-D leaves."
GOODBYE = "再见 · Bye"
FORGOTTEN = "新的对话 · A new conversation"
CANCELLED = "已取消;Ctrl-D 退出 · Cancelled; Ctrl-D leaves"
HELP = {
    "/help": "用法 · this list",
    "/sources": "有哪些发布会 · the briefings that are asked",
    "/explain": "说明依据 · /explain QUESTION says why it is answered so",
    "/new": "忘掉先前的问题 · forget the earlier questions",
    "/quit": "退出 · leave",
}


class Asks(Protocol):
    """The part of a pipeline that a conversation needs."""

    def ask(self, question: str, context: Sequence[str] = ()) -> Reply: ...

    def explain(self, question: str, context: Sequence[str] = ()) -> Explanation: ...


class Chat:
    """One conversation in a terminal or over a pipe."""

    def __init__(
        self, pipeline: Asks, briefings: Sequence[Briefing], context_limit: int, console: Console | None = None
    ) -> None:
        self._pipeline = pipeline
        self._briefings = briefings
        self._context: deque[str] = deque(maxlen=context_limit)
        self._console = console or standard_output()
        self._leaving = False
        self._commands: Mapping[str, Callable[[str], None]] = {
            "/help": self._help,
            "/sources": self._sources,
            "/explain": self._explain,
            "/new": self._new,
            "/quit": self._quit,
        }

    def run(self, lines: Iterable[str | None], echo: bool = False) -> None:
        """Answer every line; None is a line that was cancelled. `echo` repeats the questions, for pipes."""
        if not echo:
            say(self._console, (GREETING, "dim"))
        for line in lines:
            try:
                self._answer_one(line, echo)
            except KeyboardInterrupt:
                say(self._console, CANCELLED)
            if self._leaving:
                break
        if not echo:
            say(self._console, GOODBYE)

    def _answer_one(self, line: str | None, echo: bool) -> None:
        if line is None:
            return say(self._console, CANCELLED)
        if not line.strip():
            return None
        if echo:
            say(self._console, (f"? {line.strip()}", "bold"))
        try:
            self.take(line.strip())
        except IpbotError as error:
            say(self._console, str(error))
        return say(self._console)

    def take(self, line: str) -> None:
        """Obey a command or answer a question. Raises IpbotError."""
        name, _, rest = line.partition(" ")
        if not name.startswith("/"):
            return self._ask(line)
        command = self._commands.get(name.lower())
        if command is None:
            return say(self._console, f"没有 {name} 这个命令;/help 列出全部 · no such command; /help lists them")
        return command(rest.strip())

    def _ask(self, question: str) -> None:
        found = self._pipeline.ask(question, tuple(self._context))
        self._context.append(question)
        reply.show(self._console, found, self._briefings)

    def _explain(self, question: str) -> None:
        if not question:
            return say(self._console, "/explain 后面写上问题 · /explain QUESTION")
        found = self._pipeline.explain(question, tuple(self._context))
        self._context.append(question)
        return explanation.show(self._console, found, self._briefings)

    def _help(self, _: str) -> None:
        for name, meaning in HELP.items():
            say(self._console, (f"  {name:<10}", "bold"), meaning)

    def _sources(self, _: str) -> None:
        for briefing in self._briefings:
            facts = (str(briefing.held_on or ""), briefing.publisher, briefing.source.name, briefing.source.url)
            put(self._console, Text(clean(briefing.title), "bold"), "- ", "  ")
            put(self._console, Text(clean(" · ".join(filter(None, facts)))), "  ")

    def _new(self, _: str) -> None:
        self._context.clear()
        say(self._console, FORGOTTEN)

    def _quit(self, _: str) -> None:
        self._leaving = True


def piped_lines() -> Iterator[str]:
    """Standard input, line by line; bytes that are not UTF-8 become replacement characters."""
    for line in standard_input():
        yield line.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")
