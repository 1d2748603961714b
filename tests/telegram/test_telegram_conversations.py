"""Approved conversations: each file in `cases/` is one, with all that the bot says in it.

After a wanted change: `APPROVE=1 pytest tests/telegram/test_telegram_conversations.py`, and read the difference.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from bots import Started
from conversations import Conversation

pytestmark = pytest.mark.anyio
pytest_plugins = ("bot_fixtures",)

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))}
ACTIONS = {"say", "send", "edit", "press", "inline"}


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


@pytest.mark.parametrize("path", list(CASES.values()), ids=list(CASES))
async def test_conversation(path: Path, started: Started) -> None:
    source = path.read_text("utf-8")
    case = yaml.safe_load(source)
    came: list[dict[str, Any]] = []
    async with started(**case.get("settings", {})) as bot:
        conversation = Conversation(bot.platform)
        for step in case["steps"]:
            done = {key: value for key, value in step.items() if key != "bot"}
            came.append(done | {"bot": await conversation.play(step)})
    if os.environ.get("APPROVE"):
        comment = source.partition("\n")[0]
        told = yaml.dump(case | {"steps": came}, Dumper=_Dumper, allow_unicode=True, width=10_000, sort_keys=False)
        path.write_text(f"{comment}\n{told}", "utf-8")
    assert came == case["steps"]


@pytest.mark.parametrize("path", list(CASES.values()), ids=list(CASES))
def test_a_case_says_what_it_is_about(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")
    for step in yaml.safe_load(path.read_text("utf-8"))["steps"]:
        assert len(step.keys() & ACTIONS) == 1
        assert "bot" in step
