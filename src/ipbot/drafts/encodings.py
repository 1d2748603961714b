"""Bytes to text: UTF-8, else what Chinese files are written in, told by charset-normalizer."""

from charset_normalizer import from_bytes

from ipbot.values.errors import DraftError

_ENCODINGS = ["gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be"]
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROLS = frozenset(map(chr, (*range(9), 11, *range(14, 32), 127)))
_REMEDY = "save it as UTF-8 text"


def decoded(content: bytes, declared: str = "") -> str:
    """The text of a file; raises DraftError where it isn't text in an encoding that is known."""
    mark = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    for encoding in filter(None, (mark, declared, "utf-8")):
        text = _strictly(content, encoding)
        if text is not None:
            return _checked(text)
    found = from_bytes(content, cp_isolation=_ENCODINGS, preemptive_behaviour=False).best()
    if found is None or not found.encoding:
        raise DraftError("neither text nor a document that can be read", remedy=_REMEDY)
    return _checked(str(found))


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _checked(text: str) -> str:
    """The text with one kind of line break; a file full of control characters is none."""
    if sum(c in _CONTROLS for c in text) * 100 > len(text):
        raise DraftError("a binary file, and no text", remedy=_REMEDY)
    return text
