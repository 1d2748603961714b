"""The words of a DOCX document, a paragraph a line: what is inserted counts, what is struck out doesn't."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from ipbot.values.errors import DraftError

_LARGEST, _MOST = 100 * 2**20, 5000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRUCK = frozenset(f"{_WORD}{name}" for name in ("del", "moveFrom"))
_GAPS = frozenset(f"{_WORD}{name}" for name in ("tab", "br", "cr"))
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_REMEDY = "save it anew as .docx, or as text"


def words(content: bytes) -> str:
    """The document's paragraphs and table cells in order; raises DraftError."""
    _guard(content)
    from docx import Document  # noqa: PLC0415 - takes a tenth of a second

    try:
        body = Document(BytesIO(content)).element.body
        return "\n".join(line for line in map(_line, body.iter(f"{_WORD}p")) if line.strip())
    except Exception as error:
        raise DraftError("a DOCX document that can't be read", remedy=_REMEDY) from error


def _guard(content: bytes) -> None:
    """Refuse what would not fit in memory, is locked, or is another kind of archive, before anything is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, OSError) as error:
        raise DraftError("a broken archive, and no document", remedy=_REMEDY) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise DraftError("locked with a password", remedy="take the password off")
    if len(entries) > _MOST or sum(entry.file_size for entry in entries) > _LARGEST:
        raise DraftError(f"unpacks to more than {_LARGEST // 2**20} MB", remedy=_REMEDY)
    if not any(entry.filename == "word/document.xml" for entry in entries):
        raise DraftError("an archive, and no DOCX document", remedy="save it as text, Markdown, HTML or DOCX")


def _line(paragraph: Any) -> str:
    return "".join(_texts(paragraph))


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _STRUCK or child.tag in (f"{_WORD}p", _ALTERNATIVE):
            continue
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in _GAPS:
            yield " "
        else:
            yield from _texts(child)
