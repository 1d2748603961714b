"""Which sentences of a draft state something that can be checked; the others are left alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ipbot.checking import language
from ipbot.checking.naming import designators
from ipbot.checking.sentences import Sentence
from ipbot.checking.times import is_now, standing
from ipbot.corpus.people import words
from ipbot.text.folding import fold
from ipbot.values.briefing import Briefing

_NAMED = re.compile(r'"[^"]{2,20}"')


@dataclass(frozen=True, eq=False)
class Checkable:
    """Finds by rule what can be checked: a figure, a date, a name with a title, a ranking, a status."""

    briefing: Briefing
    names: tuple[str, ...]

    def __call__(self, sentence: Sentence) -> bool:
        """Whether the sentence states something of the kind."""
        text = sentence.folded.text
        if sentence.figures or any(not is_now(t, self.briefing.held_on) for t in sentence.times):
            return True
        return bool(
            designators(text)
            or language.any_of("rankings").search(text)
            or self._tells_status(text)
            or any(n in text for n in self._folded)
            or self._has_office(text)
            or _NAMED.search(text)
        )

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(fold(n).text for n in self.names)

    def _tells_status(self, text: str) -> bool:
        verb = language.moments().search(text)
        return verb is not None and bool(
            standing(text[: verb.start() + 1]) or standing(text[verb.end() :]) or text[verb.end() :][:1] == "了"
        )

    def _has_office(self, text: str) -> bool:
        return any(t in text for t in _titles() if len(t) > 1)


def _titles() -> Iterable[str]:
    titles: Iterable[str] = words()["title"]
    return titles
