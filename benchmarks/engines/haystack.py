"""Haystack's InMemoryBM25Retriever on jieba's words, which its tokenizer is given with spaces between them."""

from collections.abc import Callable, Mapping

import jieba
from haystack import Document
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.measuring import PASSAGES, engine, texts
from ipbot.corpus import Corpus


def _spaced(text: str) -> str:
    return " ".join(jieba.lcut(text))


def haystack(corpus: Corpus) -> Mapping[str, Callable[[str], object]]:
    store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+")
    store.write_documents([Document(id=str(n), content=_spaced(text)) for n, text in enumerate(texts(corpus))])
    retriever = InMemoryBM25Retriever(store, top_k=PASSAGES)
    return {"retrieve": lambda question: retriever.run(_spaced(question))}


if __name__ == "__main__":
    engine(haystack)
