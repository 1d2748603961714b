"""ipbot: whole answers, and retrieval alone, which is what the others do."""

from collections.abc import Callable, Mapping

from benchmarks.measuring import PASSAGES, engine
from ipbot.assembly import build
from ipbot.corpus import Corpus
from ipbot.settings import load
from ipbot.text.folding import fold
from ipbot.text.segmentation import terms


def ipbot(_corpus: Corpus) -> Mapping[str, Callable[[str], object]]:
    pipeline = build(load({}))
    segmenter, retriever = pipeline.library.segmenter, pipeline.retriever

    def retrieve(question: str) -> object:
        return retriever.search(tuple(terms(segmenter.words(fold(question).text))), PASSAGES)

    return {"ask": pipeline.ask, "retrieve": retrieve}


if __name__ == "__main__":
    engine(ipbot)
