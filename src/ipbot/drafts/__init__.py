"""Drafts as people have them: text, Markdown, HTML and DOCX files, read for the words in them."""

from ipbot.drafts.reading import LARGEST, read

__all__ = ["LARGEST", "read"]
