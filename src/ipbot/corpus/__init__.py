"""Briefings in folders: loading, validation, and the taking apart of transcripts into turns, headings and passages."""

from ipbot.corpus.corpus import Corpus

__all__ = ["Corpus"]
