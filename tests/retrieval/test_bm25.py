"""The default engine keeps the contract of every engine."""

from contract import RetrieverContract

from ipbot.retrieval.bm25 import RankBM25Retriever


class TestRankBM25Retriever(RetrieverContract):
    """rank-bm25 in memory."""

    engine = RankBM25Retriever
