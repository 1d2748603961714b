"""The composition root: settings in, a ready pipeline out."""

from itertools import chain

from ipbot import data
from ipbot.checking.checker import Checker
from ipbot.corpus import Corpus
from ipbot.corpus.loading import load
from ipbot.pipeline import Pipeline
from ipbot.reading.interpreting import Interpreter
from ipbot.reading.library import Library
from ipbot.reading.links import Links
from ipbot.reading.wording import wording
from ipbot.retrieval.bm25 import RankBM25Retriever
from ipbot.settings import Settings
from ipbot.text.segmentation import JiebaSegmenter
from ipbot.values.briefing import Briefing

__all__ = ["assemble", "build", "checker"]


def build(settings: Settings) -> Pipeline:
    """Load the corpus and make it ready; raises CorpusError."""
    return assemble(load(settings.corpus), settings)


def assemble(corpus: Corpus, settings: Settings) -> Pipeline:
    """Make a corpus ready."""
    words = [*data.load("words")["terms"], *chain.from_iterable(map(_names, corpus))]
    library = Library.of(corpus, JiebaSegmenter(settings.cache_dir, words), Links(settings.base_url))
    said = wording(settings.cache_dir)
    for briefing in corpus:
        said = said.with_aliases(briefing.aliases)
    return Pipeline(
        library=library,
        retriever=RankBM25Retriever.build(r.entry() for r in library.readings.values()),
        wording=said,
        interpreter=Interpreter(library, said, settings.cache_dir),
        passages=settings.passages,
        max_question_chars=settings.max_question_chars,
        context_limit=settings.context_limit,
    )


def checker(pipeline: Pipeline) -> Checker:
    """What holds drafts against the same corpus."""
    return Checker(pipeline.library, pipeline.wording)


def _names(briefing: Briefing) -> list[str]:
    """Names of a briefing that segmentation must not cut."""
    people = [name for s in briefing.speakers for name in (s.name, s.organisation)]
    return [name for name in [*people, *chain(briefing.aliases, *briefing.aliases.values())] if name]
