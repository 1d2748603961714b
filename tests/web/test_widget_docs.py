"""docs/widget.md keeps up with the widget: its attributes, methods, events, reasons and messages are all there."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "ipbot" / "channels" / "web"
PAGE = (ROOT / "docs" / "widget.md").read_text("utf-8")
TYPES = (WEB / "types.d.ts").read_text("utf-8")
LOADER = (WEB / "static" / "widget.js").read_text("utf-8")


def _tables(section: str) -> dict[str, list[str]]:
    """The first column of a section's tables, by the head of that column."""
    found = re.search(rf"^## {section}\b.*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"the page has no section {section!r}"
    tables = re.findall(r"^\| (.+?) \|.*\n\|[-|]+\n((?:\|.*\n)+)", found[0], re.MULTILINE)
    return {head: re.findall(r"^\| `(.+?)`", rows, re.MULTILINE) for head, rows in tables}


def _declared(name: str) -> str:
    """The declaration of a type."""
    found = re.search(rf"^export (?:type|interface) {name}\b.*?(?=^export |^declare )", TYPES, re.MULTILINE | re.DOTALL)
    assert found, f"there is no type {name}"
    return found[0]


def test_every_attribute_is_in_the_docs() -> None:
    taken = re.findall(r"script\.dataset\.(\w+)", LOADER)
    for names in re.findall(r"const \{([^}]+)\} = script\.dataset", LOADER):
        taken += re.findall(r"(\w+)(?: = '\w*')?(?:,|$)", names.strip())
    attributes = {"data-" + re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name) for name in taken}
    assert set(_tables("Attributes")["attribute"]) == attributes
    assert len(attributes) == 7


def test_every_method_is_in_the_docs() -> None:
    declared = set(re.findall(r"^  (?:readonly )?(\w+)[(:]", _declared("Widget"), re.MULTILINE))
    shown = {name.partition("(")[0] for name in _tables("JavaScript")["of a widget"]}
    public = set(re.findall(r"^    (?:get )?([a-z]\w*)\(.*\{$", LOADER, re.MULTILINE)) - {"constructor"}
    assert shown == declared == public | {"script"}


def test_every_event_is_in_the_docs() -> None:
    events = set(re.findall(r"#tell\('(\w+)'", LOADER))
    assert set(_tables("JavaScript")["event of a widget"]) == events
    assert "`ipbot:ready`" in PAGE
    assert "'ipbot:ready'" in LOADER


def test_every_reason_of_the_scripts_is_in_the_docs() -> None:
    scripts = "".join(path.read_text("utf-8") for path in (WEB / "static").glob("*.js"))
    reasons = set(re.findall(r"new Refusal\('(\w+)'|#fail\(id, '(\w+)'", scripts))
    assert set(_tables("JavaScript")["reason"]) == {name for pair in reasons for name in pair if name}


@pytest.mark.parametrize(("name", "head"), [("ToFrame", "to the frame"), ("ToHost", "to the page")])
def test_every_message_is_in_the_docs(name: str, head: str) -> None:
    messages = dict(re.findall(r"\| \{ type: '(\w+)'(.*) \}", _declared(name)))
    assert sorted(_tables("Messages")[head]) == sorted(messages)
    for kind, fields in messages.items():
        row = re.search(rf"^\| `{kind}` \|(.*?)\|", PAGE.partition("## Messages")[2], re.MULTILINE)
        assert row
        assert re.findall(r"`(\w+)`", row[1]) == re.findall(r"; (\w+)\??:", fields)


def test_the_loader_is_as_small_as_the_docs_say() -> None:
    assert len(gzip.compress(LOADER.encode(), 6)) <= 4_000
