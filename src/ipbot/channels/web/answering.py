"""Answers, kept while the corpus is the same, of every briefing together or of one alone."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property

from cachetools import LRUCache

from ipbot import __version__
from ipbot.assembly import assemble
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.answer import Reply, answer_object
from ipbot.values.briefing import Briefing

_DESKS = 16
"""How many briefings are kept ready to be asked alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the earlier ones, of one briefing where `briefing` names it."""

    question: str
    context: tuple[str, ...] = ()
    briefing: str = ""


@dataclass(frozen=True)
class Kept:
    """A reply, and the same as JSON once that has been asked for."""

    reply: Reply

    @cached_property
    def json(self) -> bytes:
        """The answer object."""
        return json.dumps(answer_object(self.reply), ensure_ascii=False, separators=(",", ":")).encode()


class Answering:
    """Asks the pipeline, or remembers what it said; one for each corpus and process."""

    def __init__(self, pipeline: Pipeline, settings: Settings) -> None:
        self.pipeline, self.settings = pipeline, settings
        self.version = corpus_version(pipeline.corpus)
        self.kept: LRUCache[tuple[str, Asked], Kept] = LRUCache(settings.answer_cache)
        self._desks: LRUCache[str, Pipeline] = LRUCache(_DESKS)

    def ask(self, asked: Asked) -> tuple[Kept, bool]:
        """The reply, and whether it was remembered. Raises QuestionError."""
        limit = self.settings.context_limit
        asked = replace(asked, question=asked.question.strip(), context=asked.context[-limit:] if limit else ())
        key = (self.version, asked)
        kept = self.kept.get(key)
        if kept is not None:
            return kept, True
        kept = Kept(self._desk(asked.briefing).ask(asked.question, asked.context))
        if self.settings.answer_cache:
            self.kept[key] = kept
        return kept, False

    def _desk(self, briefing: str) -> Pipeline:
        """The pipeline of one briefing, made ready when it is first asked alone."""
        corpus = self.pipeline.corpus
        if not briefing or len(corpus) == 1:
            return self.pipeline
        if briefing not in self._desks:
            self._desks[briefing] = assemble(Corpus.of([corpus.by_id[briefing]]), self.settings)
        return self._desks[briefing]


def corpus_version(corpus: Corpus) -> str:
    """A digest that changes with any briefing's text or description, and with ipbot's own version."""
    told = "\x00".join([__version__, *map(repr, map(_told, corpus))])
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _told(briefing: Briefing) -> tuple[object, ...]:
    return (
        *(getattr(briefing, name) for name in briefing.__slots__ if name != "aliases"),
        sorted(briefing.aliases.items()),
    )
