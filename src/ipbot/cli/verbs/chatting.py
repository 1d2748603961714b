"""`ipbot chat`."""

from collections.abc import Iterator
from pathlib import Path

from ipbot.channels.terminal import chat, console
from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk


def talk(desk: Desk) -> int:
    """Answer question after question until the user leaves. Raises IpbotError."""
    typing = console.at_terminal()
    lines = _typed_lines(desk.settings.cache_dir / "history") if typing else chat.piped_lines()
    conversation = chat.Chat(desk.pipeline, desk.pipeline.corpus.briefings, desk.settings.context_limit)
    conversation.run(lines, echo=not typing)
    return DONE


def _typed_lines(history: Path) -> Iterator[str | None]:
    """Load the line editor, which only a chat at a keyboard needs."""
    from ipbot.channels.terminal.keyboard import typed_lines

    return typed_lines(history)
