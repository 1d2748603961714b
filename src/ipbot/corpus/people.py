"""Who people are: names and offices, read from labels and event lines with the genre's own words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ipbot.data import load
from ipbot.values.briefing import Role, Speaker

BRACKETS = "【】[]［］<>〈〉 \u3000*"
PARENTHESES = re.compile(r"[（(]([^（）()]*)[）)]")
LABEL = re.compile(
    r"[ \u3000]*(?:[【\[［](?P<boxed>[^】\]］：:。！？；;“”!?\n]{1,44})[】\]］](?![：:])"
    r"|(?P<plain>[^：:。！？；;，,“”!?\n]{1,44})[：:][】\]］*]*)(?P<rest>[^\n]*)"
)
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]+·[\u3400-\u9fff·]+")


@cache
def words() -> Mapping[str, Any]:
    """The genre's words for speakers, from `roles.yaml`."""
    return load("roles")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the transcript has named, and the role that was given."""

    role: Role
    speaker: Speaker


def parse_person(text: str) -> Speaker:
    """Organisation, title and name of "霁川市生态环境局副局长 郗文澜", "郗文澜（副局长）" or "郗文澜副局长"."""
    inner = PARENTHESES.search(text)
    office = PARENTHESES.sub("", text).strip(BRACKETS).replace("\u3000", " ")
    head, _, name = office.rpartition(" ")
    first, _, after = office.partition(" ")
    if inner and is_name(office):
        head, name = inner.group(1), office
    elif is_name(first) and is_title(after.strip()):
        head, name = after, first
    elif not is_name(name) and not (is_title(head) and is_han_name(name)):
        head, name = _without_name(office)
    organisation, title = office_of(head.strip())
    return Speaker(name, organisation, title)


def _without_name(text: str) -> tuple[str, str]:
    """Split a name off text that has one right beside a title: 局长沈知远, 沈知远局长."""
    for length in (3, 2, 4):
        head, name = text[:-length], text[-length:]
        if is_name(name) and is_title(head):
            return head, name
    for length in (3, 4):
        name, title = text[:length], text[length:]
        if is_name(name) and title in words()["title"] and name[-1] != title[0]:
            return title, name
    return ("", text) if is_name(text) else (text, "")


def office_of(text: str) -> tuple[str, str]:
    """Organisation and title: the longest stretch that ends like an organisation, before something like a title."""
    ends = sorted(
        {m.end() for suffix in words()["organisation"] for m in re.finditer(re.escape(suffix), text)}, reverse=True
    )
    for end in ends:
        title = text[end:]
        if not title or is_title(title):
            return text[:end], title
    return ("", text) if is_title(text) else (text, "")


def is_organisation(text: str) -> bool:
    """Whether the text ends in the name of an organisation."""
    return text.endswith(tuple(words()["organisation"]))


def is_title(text: str) -> bool:
    """Whether the text ends in the name of an office: 党组书记、局长."""
    return text.endswith(tuple(words()["title"]))


def is_han_name(text: str) -> bool:
    """Whether the text has the length of a name and is neither an office nor one of the genre's words."""
    return bool(_HAN_NAME.fullmatch(text)) and not is_title(text) and text not in _not_names()


def is_name(text: str) -> bool:
    """Whether the text can be a person's name and nothing longer, with a family name that is known."""
    if not is_han_name(text):
        return False
    if "·" in text:
        return True
    if text[-1] in "区市县局厅":
        return False
    compound = text.startswith(tuple(words()["compound_surnames"]))
    return text[0] in words()["surnames"] and (len(text) < 4 or compound) and (len(text) > 2 or not compound)


@cache
def _not_names() -> frozenset[str]:
    lists = words()
    return frozenset(w for key in ("event", "people", "host", "answer", "reporter") for w in lists[key])


def event_line(line: str) -> tuple[str, str] | None:
    """Key and value of a line that has the form of one about the event, such as 地点：…"""
    match = LABEL.match(line)
    if not match or not match["plain"]:
        return None
    key = re.sub(r"\s", "", match["plain"]).strip(BRACKETS)
    known = key in words()["event"] or key in words()["people"]
    return (key, match["rest"].strip()) if known else None
