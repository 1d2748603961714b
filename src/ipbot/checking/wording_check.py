"""A draft's clause laid beside the transcript's: words that stand where the transcript has others of their kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.figure_check import Finding, Outcome
from ipbot.checking.likeness import designators
from ipbot.checking.sentences import Sentence
from ipbot.checking.terms import Lexicon, Term, covered
from ipbot.values.report import Remark

_CLAUSE = re.compile(r"[,，;；:：。!?！？]")
_JOINS = ("、", "和", "与", "及", "以及")
_COPULAS = ("是", "为", "系", "即")
_SHARED, _AROUND = 0.5, 0.55
_LONGEST = 16
_QUOTE = '"'
_NUMBER = re.compile(r"[\d一二三四五六七八九十百千万亿两〇零.]+")


@dataclass(frozen=True, slots=True)
class _Slot:
    """Words of the draft (of the terms first to last) where the transcript has others, between the same words."""

    first: int
    last: int
    said: str
    stated: str
    left: str
    right: str
    left_stated: str
    right_stated: str


@dataclass(frozen=True, eq=False)
class WordingCheck:
    """Compares the clauses of a sentence with a fact, word by word."""

    sentence: Sentence
    fact: Fact
    lexicon: Lexicon
    known: str
    """All names the briefing has: its transcript, folded."""

    def findings(self) -> Iterator[Finding]:
        """Every contradiction in the words."""
        for start, end in self.sentence.clauses():
            yield from self._clause(self.sentence.terms_in(start, end))

    def _clause(self, terms: Sequence[Term]) -> Iterator[Finding]:
        own = [t for t in terms if t.text.strip()]
        if not any(t.weight for t in own):
            return
        theirs = self._nearest(own)
        if not theirs:
            return
        for slot in _slots(own, theirs):
            remark = self._contradiction(own, slot)
            if remark:
                span = self.sentence.original(own[slot.first].start, own[slot.last].end)
                yield Finding(Outcome.WRONG, *span, remark, (self.fact,), slot.stated)

    def _nearest(self, own: Sequence[Term]) -> list[Term]:
        """The words of the fact's clauses that have most of the draft's clause."""
        telling = [t for t in own if t.weight]
        whole = sum(t.weight for t in telling)
        text = self.fact.text
        edges = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
        pieces = [(a, b) for a, b in zip(edges, edges[1:], strict=False) if b > a]
        scored = [
            (sum(t.weight * covered(t, text[a:b]) for t in telling) / whole, -(b - a), a, b) for a, b in pieces
        ]
        share, _, a, b = max(scored, default=(0.0, 0, 0, 0))
        if share < _SHARED:
            return []
        return [t for t in self.lexicon.terms(text) if a <= t.start and t.end <= b and t.text.strip()]

    def _contradiction(self, own: Sequence[Term], slot: _Slot) -> Remark | None:
        said, stated = slot.said, slot.stated
        if not said or not stated or max(len(said), len(stated)) > _LONGEST or said == stated:
            return None
        if _opposed(said, stated):
            return Remark.SCOPE if _is_scope(said) else Remark.DIRECTION
        if self._means_the_same(own, slot):
            return None
        mine, its = designators(said) - designators(stated), designators(stated) - designators(said)
        if any(_shape(m) == _shape(i) for m in mine for i in its):
            return Remark.NAME
        kind = language.kind_of(said)
        if kind and kind == language.kind_of(stated):
            return Remark.NAME
        if self._is_member(slot) or self._is_named(slot):
            return Remark.NAME
        return None

    def _means_the_same(self, own: Sequence[Term], slot: _Slot) -> bool:
        """Whether the draft's words are a short or long form of the transcript's, or another wording."""
        said, stated = slot.said, slot.stated
        if any(covered(own[i], stated) > 0.7 for i in range(slot.first, slot.last + 1) if own[i].weight):
            return not (language.kind_of(said) and language.kind_of(said) == language.kind_of(stated)) or _shortens(
                said, stated
            )
        if _shortens(said, stated):
            return True
        return _shortens(stated, said) and any(_shortens(said, name) for name in self._names(said))

    def _names(self, like: str) -> Iterator[str]:
        """Names of the transcript that end as this one does."""
        for match in re.finditer(re.escape(like[-1]), self.known):
            begin = max(0, match.end() - 2 * len(like) - 6)
            yield self.known[begin : match.end()]

    def _is_member(self, slot: _Slot) -> bool:
        """Whether both stand in a list beside the same member."""
        joined = slot.left in _JOINS or slot.right in _JOINS
        theirs = slot.left_stated in _JOINS or slot.right_stated in _JOINS
        return joined and theirs and self._are_names(slot)

    def _is_named(self, slot: _Slot) -> bool:
        """Whether both are what something is called: behind the same 是, or in quotation marks."""
        quoted = _QUOTE in (slot.left, slot.right) and _QUOTE in (slot.left_stated, slot.right_stated)
        linked = slot.left in _COPULAS and slot.left_stated in _COPULAS and not slot.right
        return quoted or (linked and self._are_names(slot))

    def _are_names(self, slot: _Slot) -> bool:
        tags = [self.lexicon.library.segmenter.tag(w)[:1] for w in (slot.said, slot.stated)]
        numbers = _NUMBER.search(slot.said) or _NUMBER.search(slot.stated)
        return all(t in ("n", "", "j", "l", "e", "a", "v") for t in tags) and not numbers and len(slot.said) > 1


def _slots(own: Sequence[Term], theirs: Sequence[Term]) -> Iterator[_Slot]:
    mine = [t.text for t in own]
    names = set(mine)
    alike = {o: t.text for t in own for o in t.others}
    copulas = next((w for w in mine if w in _COPULAS), "")
    its = [
        t.text
        if t.text in names
        else copulas
        if copulas and t.text in _COPULAS
        else alike.get(t.text, t.text)
        for t in theirs
    ]
    blocks = [b for b in SequenceMatcher(None, mine, its, autojunk=False).get_matching_blocks() if b.size]
    matched = sum(t.weight for b in blocks for t in own[b.a : b.a + b.size])
    whole = sum(t.weight for t in own)
    edges = [(0, 0), *((b.a + b.size, b.b + b.size) for b in blocks)]
    begins = [*((b.a, b.b) for b in blocks), (len(mine), len(its))]
    for (i1, j1), (i2, j2) in zip(edges, begins, strict=True):
        if i2 <= i1 or j2 <= j1 or not blocks:
            continue
        first, last, said = _trimmed(own, i1, i2)
        _, _, stated = _trimmed(theirs, j1, j2, near_end=i1 == 0, limit=i2 - i1)
        if not said or matched < _AROUND * (whole - sum(t.weight for t in own[first : last + 1])):
            continue
        yield _Slot(
            first,
            last,
            said,
            stated,
            mine[first - 1] if first else "",
            mine[last + 1] if last + 1 < len(mine) and mine[last + 1] not in "。,;!?" else "",
            its[j1 - 1] if j1 else "",
            its[j2] if j2 < len(its) else "",
        )


def _trimmed(
    terms: Sequence[Term], start: int, end: int, *, near_end: bool = False, limit: int = 0
) -> tuple[int, int, str]:
    """The stretch without words at its ends that state nothing."""
    if limit and end - start > limit + 2:
        start, end = (end - limit - 1, end) if near_end else (start, start + limit + 1)
    telling = [i for i in range(start, end) if terms[i].weight or designators(terms[i].text) or _is_number(terms[i])]
    telling = telling or [i for i in range(start, end) if _is_scope(terms[i].text) or _in_class(terms[i].text)]
    if not telling:
        return start, start, ""
    first, last = telling[0], telling[-1]
    return first, last, "".join(t.text for t in terms[first : last + 1])


def _is_number(term: Term) -> bool:
    return bool(_NUMBER.fullmatch(term.text)) and len(term.text) > 3


def _in_class(word: str) -> bool:
    return any(word in side for sides in language.opposites() for side in sides)


def _is_scope(word: str) -> bool:
    return word in ("全国", "全省", "全市", "省内", "国内")


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
