"""LangChain's BM25Retriever on jieba's words."""

from collections.abc import Callable, Mapping

import jieba
from langchain_community.retrievers import BM25Retriever

from benchmarks.measuring import PASSAGES, engine, texts
from ipbot.corpus import Corpus


def langchain(corpus: Corpus) -> Mapping[str, Callable[[str], object]]:
    retriever = BM25Retriever.from_texts(texts(corpus), preprocess_func=jieba.lcut, k=PASSAGES)
    return {"retrieve": retriever.invoke}


if __name__ == "__main__":
    engine(langchain)
