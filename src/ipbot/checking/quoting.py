"""Quotations held against what was said, character by character.

Width, white space, quotation marks and punctuation are folded away; a point or a hyphen within a number never is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ipbot.checking.attribution import said_by, speaker_at
from ipbot.reading.library import Library
from ipbot.text.folding import fold
from ipbot.values.answer import Citation
from ipbot.values.briefing import Briefing
from ipbot.values.report import CheckedQuote, Mark, QuoteVerdict, Remark

_NUMBER_MARKS = frozenset(".-~:/")
_MARKS = re.compile(r"[^\w%‰℃+°]", re.UNICODE)
_PIECE, _LONGEST_GAP, _MOST_PIECES = 4, 8, 5
_STITCH = 5
_NEAR, _NEAR_PIECE = 70.0, 84.0
_MARGIN = 12
_MINUS = "不未没无非"


@dataclass(frozen=True, slots=True)
class Key:
    """A text without what may differ between a quote and its source; `offsets` lead back to the text."""

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a stretch of the key."""
        return self.offsets[start], self.offsets[end - 1] + 1


def key(text: str) -> Key:
    """Fold a text and drop its punctuation, but for what stands between two digits."""
    folded = fold(text)
    kept = [(c, i) for i, c in enumerate(folded.text) if _is_kept(folded.text, i)]
    return Key("".join("." if c == "·" else c for c, _ in kept), [folded.offsets[i] for _, i in kept])


def _is_kept(text: str, i: int) -> bool:
    if not _MARKS.match(text[i]) and text[i] != "_":
        return True
    between = 0 < i < len(text) - 1 and text[i - 1].isdecimal() and text[i + 1].isdecimal()
    return between and (text[i] in _NUMBER_MARKS or text[i] == "·")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote's key and where it stands in a briefing's key."""

    start: int
    end: int
    at: int

    @property
    def stop(self) -> int:
        """Where it ends in the briefing's key."""
        return self.at + self.end - self.start


@dataclass(frozen=True, eq=False)
class Quoting:
    """Holds quotations against one briefing."""

    briefing: Briefing
    library: Library
    _cited: dict[tuple[int, int], Citation] = field(default_factory=dict)

    @cached_property
    def key(self) -> Key:
        """The transcript's key."""
        return key(self.briefing.transcript)

    def check(self, text: str, speaker: str = "") -> CheckedQuote:
        """What becomes of a quotation, and of who is said to have said it."""
        quote = key(text)
        if not quote.text:
            return CheckedQuote(text, speaker, QuoteVerdict.NOT_FOUND, why="没有可核对的文字 · nothing to check")
        places = list(self._places(quote.text))
        if places:
            return self._found(text, speaker, quote, places)
        cover = self._cover(quote.text)
        whole = all(p.end - p.start >= _STITCH and not self._splits_number(quote.text, p) for p in cover)
        near = self._near(text, speaker, quote)
        if cover and whole and not self._is_one_place(cover) and (not near or self._at_marks(text, quote, cover)):
            return self._stitched(text, speaker, cover)
        return near or self._half_stitched(text, speaker) or self._missing(text, speaker)

    def _places(self, wanted: str) -> Iterator[int]:
        """Where a key stands whole, no number cut in two."""
        source, at = self.key.text, self.key.text.find(wanted)
        while at >= 0:
            if not _cuts_number(source, at, wanted[0]) and not _cuts_number_behind(
                source, at + len(wanted), wanted[-1]
            ):
                yield at
            at = source.find(wanted, at + 1)

    def _found(self, text: str, speaker: str, quote: Key, places: Sequence[int]) -> CheckedQuote:
        outline = self.library.corpus.outlines[self.briefing.id]
        spans = [self.key.span(at, at + len(quote.text)) for at in places]
        own = next((s for s in spans if not speaker or said_by(speaker, s[0], self.briefing, outline)), None)
        evidence = tuple(self._cite(own or spans[0]))
        if own is None:
            who = speaker_at(spans[0][0], outline)
            why = f"说这话的是{who} · said by {who}" if who else "是报道的叙述,不是发言 · narration, nobody's words"
            return CheckedQuote(text, speaker, QuoteVerdict.MISATTRIBUTED, evidence, why=why)
        before = self.briefing.transcript[max(0, own[0] - 1) : own[0]]
        why = (
            f"原话前面还有“{before}”字 · the source has {before} right before it" if before and before in _MINUS else ""
        )
        return CheckedQuote(text, speaker, QuoteVerdict.FOUND, evidence, why=why)

    def _cover(self, wanted: str) -> tuple[Piece, ...]:
        """The quote as a few stretches that each stand whole in the transcript; empty where it isn't."""
        found: list[Piece] = []
        at = 0
        while at < len(wanted):
            piece = self._longest(wanted, at, found[-1].stop if found else -1)
            if piece is None or len(found) == _MOST_PIECES:
                return ()
            found.append(piece)
            at = piece.end
        return tuple(found)

    def _longest(self, wanted: str, start: int, after: int) -> Piece | None:
        """The longest stretch from a place on that stands in the transcript, best right behind the one before."""
        low, high = 0, len(wanted) - start
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if wanted[start : start + middle] in self.key.text else (low, middle - 1)
        least = min(_PIECE, len(wanted) - start)
        if low < max(1, least):
            return None
        stretch = wanted[start : start + low]
        places = [m.start() for m in re.finditer(f"(?={re.escape(stretch)})", self.key.text)]
        at = min(places, key=lambda p: (p < after, abs(p - after)))
        return Piece(start, start + low, at)

    def _splits_number(self, wanted: str, piece: Piece) -> bool:
        """Whether a number of the quote goes on behind a stretch, or one of the transcript does."""
        mine = _cuts_number_behind(wanted, piece.end, wanted[piece.end - 1])
        return mine or _cuts_number_behind(self.key.text, piece.stop, wanted[piece.end - 1])

    def _at_marks(self, text: str, quote: Key, cover: Sequence[Piece]) -> bool:
        """Whether every stretch but the last ends at a mark of the quote."""
        ends = (quote.offsets[p.end - 1] for p in cover[:-1])
        return all(not text[end + 1 : end + 2].isalnum() for end in ends)

    def _is_one_place(self, cover: Sequence[Piece]) -> bool:
        """Whether the stretches follow each other with but a few characters left out."""
        gaps = [b.at - a.stop for a, b in pairwise(cover)]
        return all(0 <= gap <= _LONGEST_GAP for gap in gaps) and not any(map(self._breaks, cover, cover[1:]))

    def _breaks(self, a: Piece, b: Piece) -> bool:
        """Whether a sentence ends between two stretches and something is left out."""
        between = self.briefing.transcript[self.key.offsets[a.stop - 1] : self.key.offsets[b.at]]
        return b.at - a.stop > _PIECE and any(mark in between for mark in "。！？!?\n")

    def _stitched(self, text: str, speaker: str, cover: Sequence[Piece]) -> CheckedQuote:
        spans = [self.key.span(p.at, p.stop) for p in cover]
        pieces = tuple(self.briefing.transcript[s:e] for s, e in spans)
        why = f"由{len(pieces)}处拼成 · put together from {len(pieces)} places"
        evidence = tuple(dict.fromkeys(c for s in spans for c in self._cite(s)))
        return CheckedQuote(text, speaker, QuoteVerdict.STITCHED, evidence, pieces, why=why)

    def _window(self, wanted: str) -> tuple[float, int, int]:
        """The stretch of the transcript's key that is likest, and how like it is, out of 100."""
        source = self.key.text
        found = fuzz.partial_ratio_alignment(wanted, source)
        if found is None or not found.score:
            return 0.0, 0, 0
        start, end = max(0, found.dest_start - _MARGIN), min(len(source), found.dest_end + _MARGIN)
        if len(wanted) > len(source):
            start, end = 0, len(source)
        blocks = [b for b in Levenshtein.opcodes(wanted, source[start:end]) if b.tag == "equal"]
        if not blocks:
            return 0.0, 0, 0
        first, last = blocks[0], blocks[-1]
        begin = start + max(0, first.dest_start - first.src_start)
        stop = min(len(source), start + last.dest_end + len(wanted) - last.src_end)
        begin, stop = self._fitted(wanted, begin, stop)
        return 100 * Levenshtein.normalized_similarity(wanted, source[begin:stop]), begin, stop

    def _fitted(self, wanted: str, start: int, stop: int) -> tuple[int, int]:
        """The stretch with its ends moved to where it is likest."""
        reach = range(-3, 4)
        ends = [(max(0, start + a), min(len(self.key.text), stop + b)) for a in reach for b in reach]
        return min(
            ends,
            key=lambda s: (
                Levenshtein.distance(wanted, self.key.text[s[0] : s[1]]),
                abs(s[0] - start) + abs(s[1] - stop),
            ),
        )

    def _near(self, text: str, speaker: str, quote: Key) -> CheckedQuote | None:
        like, start, stop = self._window(quote.text)
        if like < _NEAR:
            return None
        span = self.key.span(start, stop)
        shown, marks = _differences(quote, self.key, start, stop, self.briefing.transcript)
        return CheckedQuote(
            text,
            speaker,
            QuoteVerdict.NEAR,
            tuple(self._cite(span)),
            (),
            shown,
            f"与原话有出入 · differs: {shown}",
            marks,
        )

    def _half_stitched(self, text: str, speaker: str) -> CheckedQuote | None:
        """Clauses that are each near to something said, at places apart."""
        parts = [p for p in re.split(r"[，,。；;！!？?：:]", text) if len(key(p).text) >= _PIECE]
        windows = [self._window(key(p).text) for p in parts]
        if len(parts) < 2 or min(like for like, _, _ in windows) < _NEAR_PIECE:
            return None
        pieces = [Piece(0, stop - start, start) for _, start, stop in windows]
        return self._stitched(text, speaker, pieces)

    def _missing(self, text: str, speaker: str) -> CheckedQuote:
        return CheckedQuote(text, speaker, QuoteVerdict.NOT_FOUND, why="实录中没有这句话 · nobody said this")

    def _cite(self, span: tuple[int, int]) -> Iterator[Citation]:
        statement = self.library.at(self.briefing.id, span[0])
        if statement:
            yield self.library.cite(statement, span[1])


def _cuts_number(source: str, at: int, first: str) -> bool:
    before = source[max(0, at - 2) : at]
    return first.isdecimal() and bool(re.search(r"\d[.]?$", before))


def _cuts_number_behind(source: str, at: int, last: str) -> bool:
    return last.isdecimal() and bool(re.match(r"[.]?\d", source[at : at + 2]))


def _differences(quote: Key, source: Key, start: int, stop: int, transcript: str) -> tuple[str, tuple[Mark, ...]]:
    """What differs, as people write it, and the marks in the quote."""
    shown: list[str] = []
    marks: list[Mark] = []
    theirs = source.text[start:stop]
    for op in Levenshtein.opcodes(quote.text, theirs):
        if op.tag == "equal":
            continue
        mine, its = quote.text[op.src_start : op.src_end], theirs[op.dest_start : op.dest_end]
        said = transcript[slice(*source.span(start + op.dest_start, start + op.dest_end))] if its else ""
        shown.append(f"“{said}”→“{mine}”" if mine and its else f"漏“{said}”" if its else f"添“{mine}”")
        first, last = max(0, op.src_start - (not mine)), min(len(quote.text), max(op.src_end, op.src_start + 1))
        marks.append(Mark(*quote.span(min(first, last - 1), last), Remark.QUOTATION, said))
    return "，".join(shown), tuple(marks)


def best(checked: Iterable[CheckedQuote]) -> CheckedQuote:
    """The most favourable of the verdicts over several briefings."""
    order = list(QuoteVerdict)
    ranked = (QuoteVerdict.FOUND, QuoteVerdict.MISATTRIBUTED, QuoteVerdict.NEAR, QuoteVerdict.STITCHED)
    return min(checked, key=lambda c: ranked.index(c.verdict) if c.verdict in ranked else len(order))
