"""A draft's clause laid beside the transcript's: words that stand where the transcript has others of their kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.naming import designators
from ipbot.checking.sentences import Sentence
from ipbot.checking.slots import Slot, beside, in_order
from ipbot.checking.terms import Lexicon, Term, coverage, covered
from ipbot.values.report import Remark

_CLAUSE = re.compile(r"[,，;；:：。!?！？]")
_JOINS = ("、", "和", "与", "及", "以及")
_COPULAS = ("是", "为", "系", "即")
_NEAREST, _HALF, _AROUND, _SHORT_FORM = 0.3, 0.4, 0.6, 0.7
_LONGEST = 16
_QUOTE = '"'
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两〇零.]+")
_CALLED = re.compile(r'([\u4e00-\u9fff]{2,4})(?:为|是|叫|:)"([^"]{4,40})"')
_PLACE_TAGS = ("ns", "nr", "nt")


@dataclass(frozen=True, eq=False)
class WordingCheck:
    """Compares the clauses of a sentence with a fact, word by word."""

    sentence: Sentence
    fact: Fact
    lexicon: Lexicon
    known: str
    """All names the briefing has: its transcript, folded."""
    beside: Sequence[Fact] = ()
    """The other facts that the sentence rests on."""

    def findings(self) -> Iterator[Finding]:
        """Every contradiction in the words."""
        yield from self._called()
        for start, end in self.sentence.clauses():
            own = [t for t in self.sentence.terms_in(start, end) if t.text.strip()]
            if any(t.weight for t in own):
                yield from self._clause(own)

    @cached_property
    def _theirs(self) -> Sequence[Term]:
        return self.lexicon.of_fact(self.fact)

    def _clause(self, own: Sequence[Term]) -> Iterator[Finding]:
        if coverage(own, self.fact.around) < _HALF:
            return
        seen: set[int] = set()
        for slot in (*in_order(own, self._nearest(own)), *beside(own, self._theirs, self.fact.text)):
            places = set(range(slot.first, slot.last + 1))
            if places & seen or not self._is_about(own, slot) or self._stands_beside(own, slot):
                continue
            remark = self._contradiction(own, slot)
            if remark:
                seen |= places
                span = self.sentence.original(own[slot.first].start, own[slot.last].end)
                yield Finding(Outcome.WRONG, *span, remark, (self.fact,), slot.stated)

    def _called(self) -> Iterator[Finding]:
        """What something is called, where the transcript calls it otherwise: 主题为“…”."""
        for match in _CALLED.finditer(self.sentence.folded.text):
            if match[2] in self.known:
                continue
            noun = match[1][-2:]
            for theirs in _CALLED.finditer(self.fact.text):
                if theirs[1].endswith(noun):
                    span = self.sentence.original(*match.span(2))
                    yield Finding(Outcome.WRONG, *span, Remark.NAME, (self.fact,), theirs[2])

    def _nearest(self, own: Sequence[Term]) -> list[Term]:
        """The words of the fact's clause that has most of the draft's."""
        telling = [t for t in own if t.weight]
        whole = sum(t.weight for t in telling)
        text = self.fact.text
        edges = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
        pieces = [(a, b) for a, b in pairwise(edges) if b > a]
        scored = [(sum(t.weight * covered(t, text[a:b]) for t in telling) / whole, a - b, a, b) for a, b in pieces]
        share, _, a, b = max(scored, default=(0.0, 0, 0, 0))
        return [t for t in self._theirs if a <= t.start and t.end <= b] if share >= _NEAREST else []

    def _is_about(self, own: Sequence[Term], slot: Slot) -> bool:
        """Whether the fact has what stands around the slot."""
        rest = [t for i, t in enumerate(own) if t.weight and not slot.first <= i <= slot.last]
        whole = sum(t.weight for t in rest)
        return bool(whole) and sum(t.weight * covered(t, self.fact.around) for t in rest) >= _AROUND * whole

    def _stands_beside(self, own: Sequence[Term], slot: Slot) -> bool:
        """Whether another fact about the same has the very words."""
        telling = [t for t in own if t.weight]
        whole = sum(t.weight for t in telling)
        return any(
            slot.said in f.text and sum(t.weight * covered(t, f.text) for t in telling) >= _AROUND * whole
            for f in self.beside
        )

    def _contradiction(self, own: Sequence[Term], slot: Slot) -> Remark | None:
        said, stated = slot.said, slot.stated
        if not said or not stated or max(len(said), len(stated)) > _LONGEST or said == stated:
            return None
        if slot.ordered and _opposed(said, stated):
            return Remark.SCOPE if language.is_scope(said) else Remark.DIRECTION
        if language.is_scope(said) or language.is_scope(stated) or self._means_the_same(own, slot):
            return None
        mine, its = designators(said) - designators(stated), designators(stated) - designators(said)
        other_number = any(_shape(m) == _shape(i) for m in mine for i in its)
        kind = language.kind_of(said)
        alike = bool(kind) and kind == language.kind_of(stated)
        return Remark.NAME if other_number or alike or self._is_member(slot) or self._is_named(slot) else None

    def _means_the_same(self, own: Sequence[Term], slot: Slot) -> bool:
        """Whether the draft's words are a short or long form of the transcript's, or another wording."""
        said, stated = slot.said, slot.stated
        kind = language.kind_of(said)
        alike = bool(kind) and kind == language.kind_of(stated)
        other = [own[i] for i in range(slot.first, slot.last + 1) if own[i].weight]
        if not alike and any(covered(t, stated) > _SHORT_FORM for t in other):
            return True
        if _shortens(said, stated):
            return True
        return _shortens(stated, said) and any(_shortens(said, name) for name in self._names(said))

    def _names(self, like: str) -> Iterator[str]:
        """Names of the transcript that end as this one does."""
        for match in re.finditer(re.escape(like[-1]), self.known):
            yield self.known[max(0, match.end() - 2 * len(like) - 6) : match.end()]

    def _is_member(self, slot: Slot) -> bool:
        """Whether both stand in a list beside the same member."""
        before = slot.left in _JOINS and slot.left_stated in _JOINS
        behind = slot.right in _JOINS and slot.right_stated in _JOINS
        return (before or behind) and self._are_names(slot)

    def _is_named(self, slot: Slot) -> bool:
        """Whether both are what something is called: behind the same 是, or in quotation marks."""
        quoted = _QUOTE in (slot.left, slot.right) and _QUOTE in (slot.left_stated, slot.right_stated)
        linked = slot.left in _COPULAS and slot.left_stated in _COPULAS and not slot.right
        return quoted or (linked and self._are_names(slot))

    def _are_names(self, slot: Slot) -> bool:
        tags = [self.lexicon.library.segmenter.tag(w)[:1] for w in (slot.said, slot.stated)]
        numbers = _NUMBER.search(slot.said) or _NUMBER.search(slot.stated)
        return all(t in ("n", "", "j", "l") for t in tags) and not numbers and len(slot.said) > 1


def _opposed(said: str, stated: str) -> bool:
    """Whether the two hold words that exclude each other."""
    for sides in language.opposites():
        mine = {i for i, side in enumerate(sides) if any(w in said for w in side)}
        its = {i for i, side in enumerate(sides) if any(w in stated for w in side)}
        if mine and its and not mine & its:
            return True
    return False


def _shape(designator: str) -> str:
    """A designator with its numbers blotted out."""
    return _NUMBER.sub("#", re.sub(r"[ⅰⅱⅲⅳⅴ]", "#", designator))


def _shortens(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other, in order."""
    rest = iter(long)
    return all(c in rest for c in short)
