"""What the verbs share: the settings and the pipeline, made when first needed."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ipbot.channels.terminal.spinner import spinner
from ipbot.corpus import Corpus, loading
from ipbot.settings import Settings, load

if TYPE_CHECKING:
    from ipbot.checking.checker import Checker
    from ipbot.pipeline import Pipeline

_READING = "正在读取语料 · reading the corpus"


@dataclass(frozen=True)
class Desk:
    """An answer desk, set up by the command line's options."""

    corpus: Path | None = None
    config: Path | None = None

    @cached_property
    def settings(self) -> Settings:
        """The settings, with the command line's on top."""
        return load({"corpus": self.corpus, "config": self.config})

    @cached_property
    def pipeline(self) -> "Pipeline":
        """The ready pipeline; a spinner shows when it takes longer than a second."""
        from ipbot.assembly import build

        with spinner(_READING):
            return build(self.settings)

    @cached_property
    def checker(self) -> "Checker":
        """What holds drafts against the corpus."""
        from ipbot.assembly import checker

        return checker(self.pipeline)

    def read_corpus(self) -> Corpus:
        """The briefings alone, for verbs that ask nothing. Raises CorpusError."""
        with spinner(_READING):
            return loading.load(self.settings.corpus)
