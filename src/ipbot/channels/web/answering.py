"""Answers, kept while the corpus is the same, of every briefing together or of one alone."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property

from cachetools import LRUCache

from ipbot import __version__
from ipbot.assembly import assemble
from ipbot.channels.web.wording import in_language
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.answer import Reply, answer_object
from ipbot.values.briefing import Briefing

_GREETING = "你好"
_DESKS = 16
"""How many briefings are kept ready to be asked alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the earlier ones, of one briefing where `briefing` names it, in a language of the interface."""

    question: str
    context: tuple[str, ...] = ()
    briefing: str = ""
    language: str = "zh"


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
        """The reply, and whether it was remembered; a briefing asked alone must be ready. Raises QuestionError."""
        limit = self.settings.context_limit
        asked = replace(asked, question=asked.question.strip(), context=asked.context[-limit:] if limit else ())
        key = (self.version, asked)
        kept = self.kept.get(key)
        if kept is not None:
            return kept, True
        reply = self._desk(asked.briefing).ask(asked.question, asked.context)
        kept = Kept(in_language(reply, asked.language))
        if self.settings.answer_cache:
            self.kept[key] = kept
        return kept, False

    def examples(self, briefing: str) -> tuple[str, ...]:
        """Questions to begin with, which come with a greeting; a briefing asked alone must be ready."""
        return self._desk(briefing).ask(_GREETING).suggestions

    def is_ready(self, briefing: str) -> bool:
        """Whether a briefing can be asked alone at once."""
        return not briefing or len(self.pipeline.corpus) == 1 or briefing in self._desks

    def alone(self, briefing: str) -> Pipeline:
        """Make a briefing ready to be asked alone; takes a while, and may run in a thread."""
        return assemble(Corpus.of([self.pipeline.corpus.by_id[briefing]]), self.settings)

    def keep(self, briefing: str, desk: Pipeline) -> None:
        """Remember what `alone` made."""
        self._desks[briefing] = desk

    def _desk(self, briefing: str) -> Pipeline:
        if not briefing or len(self.pipeline.corpus) == 1:
            return self.pipeline
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
