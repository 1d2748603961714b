"""What the bot says, and what its service file sets, stands in its docs."""

import configparser
import re
from pathlib import Path

from ipbot.channels.telegram import texts
from ipbot.settings import PREFIX, Settings


def test_every_message_is_in_the_docs(root: Path) -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", (root / "docs/telegram.md").read_text("utf-8"), re.MULTILINE)
    said = {name: text for name, text in vars(texts).items() if name.isupper() and isinstance(text, str)}
    assert dict(rows) == {name: text.replace("\n", "<br>") for name, text in said.items()}


def test_every_command_is_in_the_docs(root: Path) -> None:
    page = (root / "docs/telegram.md").read_text("utf-8")
    for name, (chinese, english) in texts.COMMANDS.items():
        assert f"| `/{name}` | {chinese} · {english} |" in page


def test_the_service_sets_only_what_can_be_set(root: Path) -> None:
    unit = (root / "deploy/systemd/ipbot-telegram.service").read_text("utf-8")
    named = re.findall(rf"^Environment={PREFIX}(\w+)=", unit, re.MULTILINE)
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    assert named


def test_the_service_is_closed_to_what_it_does_not_need(root: Path) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(root / "deploy/systemd/ipbot-telegram.service", "utf-8")
    service = dict(parser["Service"])
    assert service["LoadCredential"].startswith("telegram-token:")
    assert (service["DynamicUser"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("yes", "strict", "yes")
    assert service["CapabilityBoundingSet"] == ""
    assert int(service["TimeoutStopSec"]) > 30
