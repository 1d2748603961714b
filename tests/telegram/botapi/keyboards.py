"""Inline keyboards as the platform takes them."""

import json
from typing import Any
from urllib.parse import urlsplit

from botapi.refusals import bad

_ACTIONS = ("callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")
_MOST, _IN_A_ROW = 100, 8


def keyboard(markup: Any) -> dict[str, Any] | None:
    """A keyboard, checked. Raises RefusalError."""
    if markup in (None, ""):
        return None
    found = json.loads(markup) if isinstance(markup, str) else markup
    rows = found.get("inline_keyboard") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise bad("object expected as reply markup")
    if sum(map(len, rows)) > _MOST or any(len(row) > _IN_A_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in (b for row in rows for b in row):
        _check(button)
    return {"inline_keyboard": rows}


def _check(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: text buttons are not allowed to be empty")
    actions = [name for name in _ACTIONS if name in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: exactly one optional field must be used")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button:
        parts = urlsplit(button["url"])
        if parts.scheme not in ("http", "https", "tg") or "." not in (parts.hostname or ""):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
