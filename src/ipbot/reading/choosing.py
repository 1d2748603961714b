"""The short answer among the ranked candidates: of the form that the question wants, and whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ipbot.corpus.people import is_name
from ipbot.reading import kinds, progress
from ipbot.reading.findings import Found
from ipbot.reading.library import Library
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedCandidate
from ipbot.text.quantities import quantities

_FAR = 2.5
_LITTLE = 6
_ORIGIN = re.compile(r"[由从][^，,。；;]{0,6}$")
_ONWARD = re.compile(r"[^，,。；;\d]{1,10}[到至为]")
_BEFORE = re.compile(r"原来|原先|以前|之前|过去|此前|从前|当初|改造前|本来|[从由](?:多少|几)")
_FIRST_HAN = "\u3400"
_NUMBERED = re.compile(r"(?<![\d.,])\d{3,5}$")
"""A number that begins a name: 12315投诉举报中心."""
_TITLE = re.compile(r"《[^》]*》")
_DESCRIBES = ("a", "ad", "an", "d")
_ITEM_BEFORE = re.compile(r"[^，。；：、,;:!?！？（）()“”《》]{1,14}、$")
_ITEM_BEHIND = re.compile(r"、[^，。；：、,;:!?！？（）()各等的]{1,14}")
_LAST_ITEM = re.compile(r"(?:以及|和|与|及)[^，。；：、,;:!?！？（）()各等的]{1,14}(?=[，。；：,;:!?！？（）()等]|$)")
_RANGE = re.compile(r"(?P<first>[^至到~—]{2,})(?:至|到|~|—+)(?P<last>[^至到~—]{2,})")
_WHEN = r"(?:哪|几|什么时|何时|啥时)"
_FROM_TO = re.compile(rf"{_WHEN}[^到至]*[到至]{_WHEN}|哪几[天日]")
_UNTIL = re.compile(rf"[到至]{_WHEN}|结束|截止|截至|为止|最晚")
_FROM = re.compile(rf"[从自打]{_WHEN}|(?:开始|起)[?？]?$")


def choose(query: Query, candidates: Sequence[RankedCandidate], library: Library) -> Found:
    """The best candidate of the form that is asked for, made whole; `candidates` are ranked, and not empty."""
    chooser = _Chooser(query, library)
    best = chooser.fitting(candidates)
    start, end = chooser.enumeration(best)
    start, end = chooser.end_asked_for(best, start, end)
    start, end = chooser.reached(best, start, end)
    start, end = chooser.whole_phrase(best, start, end)
    return Found(best.ranked.statement, start, chooser.to_what_is_pending(best, end))


@dataclass(frozen=True, slots=True)
class _Chooser:
    query: Query
    library: Library

    def fitting(self, candidates: Sequence[RankedCandidate]) -> RankedCandidate:
        """The best candidate of a kind that the question can only be answered with, or else the best one."""
        best = candidates[0]
        likeliest = max(c.score for c in candidates)
        near = [c for c in candidates if c.score > likeliest - _FAR]
        fits = kinds.fitting(self.query)
        if fits is None or not self._is_said(best):
            return best
        return next((c for c in near if fits(c.kind, self._text(c))), best)

    def _is_said(self, candidate: RankedCandidate) -> bool:
        return self.library.is_spoken(candidate.ranked.statement.briefing)

    def _text(self, candidate: RankedCandidate) -> str:
        transcript = self.library.corpus.by_id[candidate.ranked.statement.briefing].transcript
        return transcript[candidate.start : candidate.end]

    def enumeration(self, best: RankedCandidate) -> tuple[int, int]:
        """The candidate's span; where things are asked for one after the other, with the rest of its enumeration."""
        statement = best.ranked.statement
        text = self.library.corpus.by_id[statement.briefing].transcript
        if (
            not self.query.asking.is_a("list", "place", "organisation")
            or "、" not in text[best.start - 1 : best.end + 1]
        ):
            return best.start, best.end
        start, end = best.start, best.end
        while match := _ITEM_BEFORE.search(text, statement.start, start):
            start = match.start()
        while match := _ITEM_BEHIND.match(text, end, statement.end):
            end = match.end()
        last = _LAST_ITEM.match(text, end, statement.end) if "、" in text[start:end] else None
        return start, last.end() if last else end

    def whole_phrase(self, best: RankedCandidate, start: int, end: int) -> tuple[int, int]:
        """The span with the nouns that run on right before and behind it: (渤海)新区, 运营(平台)."""
        statement = best.ranked.statement
        if not self._is_said(best) or best.kind not in ("phrase", "list", "name") or is_name(self._text(best)):
            return start, end
        text = self.library.corpus.by_id[statement.briefing].transcript
        title = next(
            (m for m in _TITLE.finditer(text, statement.start, statement.end) if m.start() < start < m.end()), None
        )
        if title and end <= title.end():
            return title.span()
        words, at = [], 0
        for word in statement.words:
            first, last = statement.original(at, at + len(word))
            noun = self.library.is_noun(word)
            described = self.library.segmenter.tag(word) in _DESCRIBES and len(word) > 1
            words.append((first, last, noun, noun or described))
            at += len(word)
        most = 3 * (end - start) + _LITTLE
        for first, last, _, joins in reversed(words):
            if last == start and joins and end - first <= most:
                start = first
        number = _NUMBERED.search(text, statement.start, start)
        start = number.start() if number and text[start] >= _FIRST_HAN else start
        closed = self._text(best).endswith(self.query.asking.head or " ")
        for first, last, noun, _ in words:
            if first == end and noun and last - start <= most and not closed:
                end = last
        return start, end

    def end_asked_for(self, best: RankedCandidate, start: int, end: int) -> tuple[int, int]:
        """Of a range of dates, the end that is asked for: 到哪天结束, 从几号开始."""
        text = self.library.corpus.by_id[best.ranked.statement.briefing].transcript[start:end]
        parts = _RANGE.fullmatch(text) if best.kind == "date" and self.query.asking.is_a("date") else None
        if not parts or _FROM_TO.search(self.query.said[-1]):
            return start, end
        if _UNTIL.search(self.query.said[-1]):
            return start + parts.start("last"), end
        if _FROM.search(self.query.said[-1]):
            return start, start + parts.end("first")
        return start, end

    def reached(self, best: RankedCandidate, start: int, end: int) -> tuple[int, int]:
        """Of 由10万吨提高到15万吨 what was reached, unless it is asked what was before."""
        statement = best.ranked.statement
        text = self.library.corpus.by_id[statement.briefing].transcript
        if not self._is_said(best) or best.kind != "quantity" or not _ORIGIN.search(text, statement.start, start):
            return start, end
        onward = _ONWARD.match(text, end, statement.end)
        found = quantities(text[onward.end() : statement.end]) if onward else ()
        if not onward or not found or found[0].start or _BEFORE.search(self.query.said[-1]):
            return start, end
        return onward.end(), onward.end() + found[0].end

    def to_what_is_pending(self, best: RankedCandidate, end: int) -> int:
        """The end of the span; where it is asked how far a thing is, of what is yet to come: …已通过评审，待公告."""
        text, statement = self.library.corpus.by_id[best.ranked.statement.briefing].transcript, best.ranked.statement
        return progress.to_what_is_pending(text, end, statement.end) if progress.is_asked(self.query) else end
