"""Lines typed at a keyboard, with editing and a history that outlives the chat."""

from collections.abc import Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from ipbot.channels.terminal.chat import HELP
from ipbot.channels.terminal.plain import clean

PROMPT = "问> "


class _CleanHistory(FileHistory):
    """A history file that holds nothing but text that can be written and read again."""

    def store_string(self, string: str) -> None:
        super().store_string(clean(string))


def typed_lines(history: Path) -> Iterator[str | None]:
    """Lines until Ctrl-D; None is a line that Ctrl-C cancelled."""
    completer = WordCompleter(list(HELP), sentence=True)
    session: PromptSession[str] = PromptSession(
        history=open_history(history), completer=completer, complete_while_typing=False, enable_history_search=True
    )
    while True:
        try:
            yield session.prompt(PROMPT)
        except KeyboardInterrupt:
            yield None
        except EOFError:
            return


def open_history(path: Path) -> History:
    """The history in a file that only its owner can read; in memory where there can be no file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.read_bytes()
    except OSError:
        return InMemoryHistory()
    return _CleanHistory(str(path))
