"""The phrases around the quotes in the visitor's language; the quotes stay as they were said."""

import re
from collections.abc import Mapping
from dataclasses import replace

from ipbot.channels.web.texts import messages
from ipbot.values.answer import Abstention, Answer, Chat, Reply


def in_language(reply: Reply, language: str) -> Reply:
    """The reply with its fixed phrases in a language of the interface."""
    if language == "zh":
        return reply
    own, other = messages()["zh"]["phrases"], messages()[language]["phrases"]
    match reply:
        case Abstention(missing=()):
            return replace(reply, text=other["not_stated"])
        case Abstention():
            return replace(reply, text=other["missing"].format(missing="、".join(reply.missing)))
        case Chat() | Answer():
            return replace(reply, text="\n".join(_line(line, own, other) for line in reply.text.split("\n")))


def _line(line: str, own: Mapping[str, str], other: Mapping[str, str]) -> str:
    for key, text in own.items():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text))
        if found := re.fullmatch(pattern, line):
            return other[key].format(**found.groupdict())
    return line
