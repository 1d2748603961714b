"""Text that is read and nothing else: what would steer a terminal is taken out."""

import re

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS: titles, links
    r"|\x1b[ -/]*[0-~]"
)
# Control characters but for the line break, and those that turn the direction of writing around.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Take out what would steer the terminal instead of being read."""
    text = _ESCAPE_SEQUENCE.sub("", text.replace("\r\n", "\n")).replace("\t", " ")
    return _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", _UNSEEN.sub("", text))
