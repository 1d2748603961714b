"""A corpus made ready for reading: passages by key, and each briefing's statements in order."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ipbot.corpus import Corpus
from ipbot.reading.asking import noun_like, pieces, stop_words
from ipbot.reading.candidates import Candidates, candidates
from ipbot.reading.counted import Counted, counted
from ipbot.reading.figures import Figure, figures
from ipbot.reading.links import NO_LINKS, Links
from ipbot.reading.lists import Group, groups
from ipbot.reading.postings import Postings, index
from ipbot.reading.query import Weigher
from ipbot.reading.statements import Reading, Statement, readings
from ipbot.text.folding import fold
from ipbot.text.segmentation import Segmenter
from ipbot.values.answer import Citation
from ipbot.values.briefing import Role

_PAIR = 2
_CITY = re.compile(r"[\u4e00-\u9fff]{2,4}?[省市州县区]")
_SPLIT = re.compile(r"(?P<verb>[\u4e00-\u9fff])了?(?:多少|几)[个起件笔]?(?P<noun>[\u4e00-\u9fff])")
"""A verb whose object stands apart from it: 立了多少案 for 立案."""
_PLACE = re.compile(r"(?:^|(?<=、))[\u4e00-\u9fff]{1,3}(?:市|县|区|镇|乡)(?=$|、)")


@dataclass(frozen=True, eq=False)
class Library:
    """Everything the reader looks at."""

    corpus: Corpus
    segmenter: Segmenter
    readings: Mapping[str, Reading]
    links: Links

    @classmethod
    def of(cls, corpus: Corpus, segmenter: Segmenter, links: Links = NO_LINKS) -> "Library":
        """Prepare a corpus."""
        return cls(corpus, segmenter, readings(corpus, segmenter), links)

    @cached_property
    def postings(self) -> Postings:
        """Which statements have which terms."""
        return index(self.readings.values())

    @cached_property
    def weigher(self) -> Weigher:
        """Weighs terms by this corpus's statements."""
        return Weigher(self.postings, self.segmenter)

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """The corpus's words with their counts."""
        counts: Counter[str] = Counter()
        for reading in self.readings.values():
            for statement in reading.statements:
                counts.update(statement.words)
            counts.update(dict.fromkeys(reading.context, 0))
        return counts

    def question_words(self, folded: str) -> list[str]:
        """A question cut into words; a pair of characters that is no word of the language nor of the corpus is cut.

        Behind them stand verbs of the corpus that the question takes apart: 立案 for 立了多少案.
        """
        words: list[str] = []
        for word in (word for piece in pieces(folded) for word in self.segmenter.words(piece)):
            known = len(word) != _PAIR or word in self.vocabulary or word.isascii() or self.segmenter.tag(word)
            words.extend([word] if known else word)
        split = (m["verb"] + m["noun"] for m in _SPLIT.finditer(folded))
        return [*words, *(verb for verb in split if self.vocabulary.get(verb))]

    def is_noun(self, word: str) -> bool:
        """Whether a word is a noun, or stands in names as one does, or is in no dictionary."""
        tag = self.segmenter.tag(word)
        unknown = not tag and word.isalpha() and word[0] not in stop_words()
        return tag[:1] in ("n", "b") or tag == "vn" or unknown or word in noun_like()

    @cached_property
    def statements(self) -> Mapping[str, tuple[Statement, ...]]:
        """Every briefing's statements, in the order of its transcript."""
        found: dict[str, list[Statement]] = {b.id: [] for b in self.corpus}
        for reading in self.readings.values():
            found[reading.passage.briefing].extend(reading.statements)
        return {id: tuple(sorted(made, key=lambda s: s.start)) for id, made in found.items()}

    @cached_property
    def _passages(self) -> Mapping[str, tuple[Reading, ...]]:
        found: dict[str, list[Reading]] = {b.id: [] for b in self.corpus}
        for reading in self.readings.values():
            found[reading.passage.briefing].append(reading)
        return {id: tuple(made) for id, made in found.items()}

    @cached_property
    def _places(self) -> dict[str, frozenset[str]]:
        return {}

    def places(self, briefing: str) -> frozenset[str]:
        """Places of the briefing's area that its figures are about, by their form: 澄溪区, 沧县."""
        if briefing not in self._places:
            scopes = "、".join(f.scope for f in self.figures_of(briefing))
            self._places[briefing] = frozenset(m for m in _PLACE.findall(scopes) if m[0] not in "全各本我该")
        return self._places[briefing]

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {}

    def text_of(self, briefing: str) -> str:
        """A briefing's folded statements, one a line."""
        if briefing not in self._texts:
            self._texts[briefing] = "\n".join(s.folded.text for s in self.statements[briefing])
        return self._texts[briefing]

    @cached_property
    def _spoken(self) -> frozenset[str]:
        speaking = {id for id, o in self.corpus.outlines.items() if any(t.role is not Role.NARRATOR for t in o.turns)}
        return frozenset(b.id for b in self.corpus if b.held_on or b.publisher or b.id in speaking)

    def is_spoken(self, briefing: str) -> bool:
        """Whether a transcript is somebody's statement: anybody speaks in it, or its folder says whose it is."""
        return briefing in self._spoken

    @cached_property
    def _cities(self) -> dict[str, str]:
        return {}

    def city(self, reading: Reading) -> str:
        """The folded name of the place that a passage's briefing is about; empty where it isn't told."""
        id = reading.passage.briefing
        if id not in self._cities:
            briefing = self.corpus.by_id[id]
            named = _CITY.match(briefing.title)
            self._cities[id] = fold(briefing.city or (named.group() if named else "")).text
        return self._cities[id]

    def passages_of(self, briefing: str) -> tuple[Reading, ...]:
        """A briefing's passages, in order."""
        return self._passages[briefing]

    @cached_property
    def _counted(self) -> dict[str, Mapping[str, tuple[Counted, ...]]]:
        return {}

    def counted(self, reading: Reading) -> tuple[Counted, ...]:
        """The figures of a passage, those of its briefing being found when they are first asked for."""
        id = reading.passage.briefing
        if id not in self._counted:
            own = self.passages_of(id)
            found = counted(self.corpus.by_id[id], self.figures_of(id), own, self.segmenter)
            self._counted[id] = {r.key: tuple(c for c in found if c.reading is r) for r in own}
        return self._counted[id][reading.key]

    @cached_property
    def _figures(self) -> dict[str, tuple[Figure, ...]]:
        return {}

    def figures_of(self, id: str) -> tuple[Figure, ...]:
        """A briefing's figures, found when they are first asked for."""
        if id not in self._figures:
            self._figures[id] = figures(self.corpus.by_id[id], self.corpus.outlines[id])
        return self._figures[id]

    @cached_property
    def groups(self) -> Mapping[str, tuple[Group, ...]]:
        """Every briefing's lists."""
        return {b.id: groups(b, self.corpus.outlines[b.id]) for b in self.corpus}

    @cached_property
    def _candidates(self) -> dict[tuple[str, int], Candidates]:
        return {}

    def candidates(self, statement: Statement) -> Candidates:
        """The statement's candidates, found when they are first asked for."""
        key = (statement.briefing, statement.start)
        if key not in self._candidates:
            self._candidates[key] = candidates(statement, self.segmenter)
        return self._candidates[key]

    def at(self, briefing: str, offset: int) -> Statement | None:
        """The statement in which a place of a transcript stands."""
        statements = self.statements[briefing]
        index = bisect_right(statements, offset, key=lambda s: s.start) - 1
        return statements[index] if index >= 0 and offset < statements[index].end else None

    @cached_property
    def _homes(self) -> Mapping[tuple[str, int], Reading]:
        return {(s.briefing, s.start): reading for reading in self.readings.values() for s in reading.statements}

    def reading_of(self, statement: Statement) -> Reading:
        """The passage that a statement is read with."""
        return self._homes[statement.briefing, statement.start]

    def around(self, statement: Statement) -> str:
        """The folded text of a statement and of the one before it in its passage."""
        own = self.reading_of(statement).statements
        index = own.index(statement)
        return "".join(s.folded.text for s in own[max(0, index - 1) : index + 1])

    def behind(self, statement: Statement) -> Statement | None:
        """The statement right behind, in the same passage."""
        own = self.reading_of(statement).statements
        return next(iter(own[own.index(statement) + 1 :]), None)

    def cite(self, statement: Statement, to: int = 0) -> Citation:
        """The statement as a citation, with those after it as far as the one in which the place before `to` stands."""
        briefing = self.corpus.by_id[statement.briefing]
        passage = self.reading_of(statement).passage
        last = self.at(statement.briefing, to - 1) if to > statement.end else statement
        start, end = statement.start, (last or statement).end
        cited = Citation.cut(briefing, passage, start, end, self.links.to(briefing, start, end))
        return cited if statement.place == passage.id else replace(cited, passage=statement.place)
