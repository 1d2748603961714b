"""Ranking passages for a question: one protocol, one engine a module, the same BM25 in each."""

from ipbot.retrieval.retriever import Entry, Hit, Retriever

__all__ = ["Entry", "Hit", "Retriever"]
