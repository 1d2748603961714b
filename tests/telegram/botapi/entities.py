"""HTML as the platform parses it: few tags, each closed, `<` and `&` escaped; offsets in UTF-16 units.

https://core.telegram.org/bots/api#html-style
"""

import re
from html import unescape
from typing import Any

from botapi.refusals import bad

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_TAG = re.compile(r"<(/?)([a-z0-9-]+)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\")?", re.IGNORECASE)
MOST = 100
LONGEST = 4096

Entity = dict[str, Any]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Entity]]:
    """The text and its entities, trimmed as the platform does it. Raises RefusalError."""
    text, entities = "", []
    opened: list[tuple[str, int, Entity]] = []
    position = 0
    while position < len(html):
        if html[position] != "<":
            end = html.find("<", position) % (len(html) + 1)
            end = len(html) if end < position or html.find("<", position) < 0 else end
            text += unescape(html[position:end])
            position = end
            continue
        match = _TAG.match(html, position)
        if not match:
            raise _cannot(f"unexpected character in a tag at byte offset {_bytes(html, position)}")
        closing, name, attributes = match[1], match[2].lower(), match[3]
        if name not in _TYPES:
            raise _cannot(f'Unsupported start tag "{name}" at byte offset {_bytes(html, position)}')
        if closing:
            if not opened or opened[-1][0] != name:
                raise _cannot(f"unexpected end tag at byte offset {_bytes(html, position)}")
            _, start, entity = opened.pop()
            entities.append(entity | {"offset": start, "length": units(text) - start})
        else:
            if name == "blockquote" and any(tag == "blockquote" for tag, _, _ in opened):
                raise _cannot("blockquote entities can't be nested")
            opened.append((name, units(text), _entity(name, attributes)))
        position = match.end()
    if opened:
        raise _cannot(f'can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return _trimmed(text, entities)


def plain(text: str) -> tuple[str, list[Entity]]:
    """A text without markup, in which the platform finds mentions and commands by itself."""
    found = [
        {"type": kind, "offset": units(text[: m.start()]), "length": units(m[0])}
        for kind, pattern in (("mention", r"(?<!\w)@\w{5,32}"), ("bot_command", r"(?<![\w/])/\w{1,64}(?:@\w{5,32})?"))
        for m in re.finditer(pattern, text, re.ASCII)
    ]
    return text, found


def _entity(name: str, attributes: str) -> Entity:
    given = dict(_ATTRIBUTE.findall(attributes))
    if name == "a":
        return {"type": "text_link", "url": unescape(given.get("href", ""))}
    if name == "blockquote" and "expandable" in given:
        return {"type": "expandable_blockquote"}
    return {"type": _TYPES[name]}


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    kept = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, units(text))
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept[:MOST]


def _bytes(html: str, position: int) -> int:
    return len(html[:position].encode())


def _cannot(reason: str) -> Exception:
    return bad(f"can't parse entities: {reason}")
