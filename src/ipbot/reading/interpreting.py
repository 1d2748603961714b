"""From a question as typed to a folded Chinese question: English and pinyin put into words, slips put right."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ipbot.reading.english import English, english, romanised
from ipbot.reading.library import Library
from ipbot.reading.spelling import correct, from_pinyin
from ipbot.reading.vocabulary import Vocabulary
from ipbot.reading.wording import Wording
from ipbot.text import numerals
from ipbot.text.folding import fold
from ipbot.text.pinyin import Pinyin

_COMMON = 0.835
"""Words less rare than this are the language's own; a slip of typing often is a rarer one."""
_ORDINAL = re.compile(r"第(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,7})(?P<measure>[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A folded question, how it was changed, and the names in it that nothing was found for."""

    text: str
    typed: str
    """The question folded, before it was changed."""
    changes: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Interpreter:
    """Reads questions with the words of one library."""

    library: Library
    wording: Wording
    cache: Path

    @cached_property
    def english(self) -> English:
        """The glossary."""
        return english(self.cache)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words and names of the corpus."""
        text = "\n".join(s.folded.text for r in self.library.readings.values() for s in r.statements)
        return Vocabulary(text, self.library.vocabulary.items(), self._names(), lambda: Pinyin(self.cache))

    def _names(self) -> Iterable[str]:
        for briefing in self.library.corpus:
            for turn in self.library.corpus.outlines[briefing.id].turns:
                yield from (turn.speaker.name, turn.speaker.organisation)
            yield briefing.city

    @cached_property
    def _ordinals(self) -> Mapping[tuple[int, str], str]:
        """How the corpus writes each ordinal with its measure word, one way of it."""
        return {_key(match): match.group() for match in _ORDINAL.finditer(self.vocabulary.text)}

    def interpret(self, question: str) -> Interpreted:
        """Fold a question and put it into the corpus's words where it isn't."""
        return self._counted(self._worded(question))

    def _counted(self, asked: Interpreted) -> Interpreted:
        """The question with its ordinals as the corpus writes them: 第二十三届 for 第23届."""
        changes: list[tuple[str, str]] = []

        def told(typed: re.Match[str]) -> str:
            ordinal, written = typed.group(), self._ordinals.get(_key(typed))
            if not written or ordinal in self.vocabulary.text:
                return ordinal
            changes.append((ordinal, written))
            return written

        text = _ORDINAL.sub(told, asked.text)
        return replace(asked, text=text, changes=(*asked.changes, *changes)) if changes else asked

    def _worded(self, question: str) -> Interpreted:
        folded = fold(question).text
        translation = self.english.translate(question)
        if translation:
            found = [(name, romanised(name, self.vocabulary)) for name in translation.unknown]
            names = "".join(han for _, han in found if han)
            unknown = tuple(name for name, han in found if not han)
            return Interpreted(fold(names + translation.text).text, folded, ((question, translation.text),), unknown)
        spoken = from_pinyin(question, self.vocabulary)
        if spoken:
            return Interpreted(spoken, folded, ((folded, spoken),))
        correction = correct(folded, self.vocabulary, self._known)
        return Interpreted(correction.text, folded, correction.changes)

    def _known(self, word: str) -> bool:
        return self.library.segmenter.rarity(word) < _COMMON or word in self.wording.table


def _key(ordinal: re.Match[str]) -> tuple[int, str]:
    return numerals.count(ordinal["number"]), ordinal["measure"]
