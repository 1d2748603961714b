"""Markdown with its markup blanked out, so that every visible character stays where it is."""

import re
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SHOWN = ("text", "text_special", "code_inline")


def visible(source: str) -> str:
    """The source with spaces for its markup; a paragraph's own line breaks become spaces too."""
    front = _FRONT_MATTER.match(source)
    start = front.end() if front else 0
    lines = source[start:].split("\n")
    begins = [start + n for n in accumulate((len(line) + 1 for line in lines), initial=0)]
    shown = [c if c == "\n" else " " for c in source]
    for token in MarkdownIt("commonmark").enable("table").parse(source[start:]):
        if token.type == "inline" and token.map:
            first, last = begins[token.map[0]], min(begins[token.map[1]], len(source))
            _show(source, token, first, last, shown)
    return "".join(shown)


def _show(source: str, block: Token, first: int, last: int, shown: list[str]) -> None:
    at = first
    for child in block.children or ():
        if child.type not in _SHOWN or not child.content:
            continue
        found = source.find(child.content, at, last)
        if found >= 0:
            shown[found : found + len(child.content)] = child.content
            at = found + len(child.content)
    end = len(source[first:last].rstrip()) + first
    for i in range(first, end):
        if source[i] == "\n" and block.tag != "td":
            shown[i] = " "
