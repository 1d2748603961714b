"""What kind of file a draft is, and the words in it."""

from pathlib import PurePath

from ipbot.drafts import docx, encodings, html, markdown
from ipbot.values.draft import Draft
from ipbot.values.errors import DraftError

LARGEST = 20 * 2**20
"""The largest file that is looked at, in bytes."""

_KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".docx": "docx",
}
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
}
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_SAVE = "save it as text, Markdown, HTML or DOCX"


def read(content: bytes, name: str = "", longest: int = 1_000_000) -> Draft:
    """The words of a draft; raises DraftError where there are none to be read or more than `longest` characters."""
    if len(content) > LARGEST:
        raise DraftError(f"larger than {LARGEST // 2**20} MB", where=name, remedy="split it")
    kind = _kind(content, name)
    try:
        draft = _read(content, name, kind)
    except DraftError as error:
        raise DraftError(error.what, where=name, remedy=error.remedy) from error
    if not draft.text.strip():
        raise DraftError("there is no text in it", where=name, remedy="paste or name a draft")
    if len(draft.text) > longest:
        raise DraftError(
            f"{len(draft.text)} characters; at most {longest} are checked at once", where=name, remedy="split it"
        )
    return draft


def _kind(content: bytes, name: str) -> str:
    for magic, told in _OTHERS.items():
        if content.startswith(magic):
            raise DraftError(f"{told}, which can't be read as a draft", where=name, remedy=_SAVE)
    if content.startswith(_OLE):
        what = (
            "locked with a password" if name.lower().endswith(".docx") else "an old Word file, or one with a password"
        )
        raise DraftError(what, where=name, remedy="take the password off and save it as .docx")
    if content.startswith(_ZIP):
        return "docx"
    kind = _KINDS.get(PurePath(name).suffix.lower(), "")
    if kind == "docx" and content.strip():
        raise DraftError("no DOCX file, whatever its name says", where=name, remedy=_SAVE)
    start = content[:512].lstrip().lower()
    return kind or ("html" if start.startswith((b"<!doctype html", b"<html")) else "text")


def _read(content: bytes, name: str, kind: str) -> Draft:
    match kind:
        case "docx":
            return _of_words(docx.words(content), name)
        case "html":
            return _of_words(html.words(encodings.decoded(content, html.declared(content))), name)
        case "markdown":
            source = encodings.decoded(content)
            return Draft(markdown.visible(source), source, name)
        case _:
            source = encodings.decoded(content)
            return Draft(source, source, name)


def _of_words(words: str, name: str) -> Draft:
    return Draft(words, words, name)
