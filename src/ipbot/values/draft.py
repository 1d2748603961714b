"""A draft to be checked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """The words of a draft; `name` is its file's, or "" for what was pasted.

    In plain text and Markdown every character stands where it stands in the file, markup blanked out; `source` is that
    file's text. Of HTML and DOCX both are the words, a paragraph a line.
    """

    text: str
    source: str
    name: str = ""
