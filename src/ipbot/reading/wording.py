"""Other words for what a question says: the genre's synonyms, and the aliases of a briefing."""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

from ipbot import data
from ipbot.derived import derived
from ipbot.text.folding import fold

_LAYOUT = "layout 1"
_SHORT = 2

Table = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A stretch of a folded question, and what the briefing may say instead of it."""

    start: int
    end: int
    text: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """Words and their alternatives, all folded."""

    table: Table

    def expand(self, words: Iterable[str]) -> Table:
        """Those of `words` that have alternatives, with them."""
        return {word: others for word in words if (others := self.table.get(word))}

    def with_aliases(self, aliases: Mapping[str, Sequence[str]]) -> "Wording":
        """The same, and each name of `aliases` interchangeable with its other forms."""
        merged = dict(self.table)
        for name, others in aliases.items():
            _merge(merged, _pairs([fold(form).text for form in (name, *others)]))
        return Wording(merged)

    def alternatives(self, text: str, words: Sequence[str] = ()) -> tuple[Alternative, ...]:
        """Every stretch of folded `text` that has alternatives, the longest from each place on, without overlaps.

        `words` is `text` cut into words: with it, a stretch begins where a word begins, a short one ends where
        one ends, and words of a single character count; without it, they don't.
        """
        edges = frozenset(accumulate(map(len, words), initial=0)) if words else frozenset[int]()
        found: list[Alternative] = []
        end = 0
        for start, character in enumerate(text):
            lengths = self._lengths.get(character)
            if lengths and start >= end and (not edges or start in edges):
                match = self._match(text, start, lengths, edges)
                if match:
                    found.append(match)
                    end = match.end
        return tuple(found)

    def _match(self, text: str, start: int, lengths: Iterable[int], edges: frozenset[int]) -> Alternative | None:
        for length in lengths:
            end = start + length
            stretch = text[start:end]
            others = self.table.get(stretch)
            if others and len(stretch) == length and _stands_alone(text, start, end, edges):
                return Alternative(start, end, stretch, tuple(dict.fromkeys((*others, *self._inside(stretch)))))
        return None

    def _inside(self, stretch: str) -> Iterator[str]:
        """What may be said instead of a shorter stretch inside a long one: 电动自行车 in 电瓶车上牌."""
        for start in range(len(stretch)):
            for length in self._lengths.get(stretch[start], ()):
                inner = stretch[start : start + length]
                if _SHORT <= length == len(inner) < len(stretch):
                    yield from (other for other in self.table.get(inner, ()) if len(other) >= _SHORT)

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, ...]]:
        """By first character, the lengths of the words that begin with it, longest first."""
        lengths: dict[str, set[int]] = {}
        for word in self.table:
            lengths.setdefault(word[0], set()).add(len(word))
        return {character: tuple(sorted(found, reverse=True)) for character, found in lengths.items()}


def joined(words: Sequence[str], spans: Iterable[tuple[int, int]], known: Container[str]) -> list[str]:
    """The words of a text; those that a span covers whole, and of which none is known, are put together to one."""
    starts = list(accumulate(map(len, words), initial=0))
    result, at = list[str](), 0
    for start, end in sorted(spans):
        if start not in starts or end not in starts:
            continue
        first, last = starts.index(start), starts.index(end)
        if not any(word in known for word in words[first:last]):
            result += [*words[at:first], "".join(words[first:last])]
            at = last
    return [*result, *words[at:]]


def wording(cache: Path) -> Wording:
    """The genre's own wording, from `synonyms.yaml` or what `cache` holds of it."""
    source = files("ipbot.data").joinpath("synonyms.yaml").read_text("utf-8")
    content = derived(cache, "wording", f"{_LAYOUT}\n{source}", _build)
    return Wording({word: tuple(others) for word, others in json.loads(content).items()})


def _build() -> bytes:
    table: dict[str, tuple[str, ...]] = {}
    for groups in data.load("synonyms").values():
        for group in groups:
            _merge(table, _pairs(group))
    return json.dumps(table, ensure_ascii=False).encode()


def _pairs(group: Sequence[str] | Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    """Each word of a group with what may stand for it."""
    asked, said = (group["ask"], group["say"]) if isinstance(group, Mapping) else (group, group)
    for word in asked:
        yield word, [other for other in said if other != word]


def _merge(table: dict[str, tuple[str, ...]], pairs: Iterable[tuple[str, Sequence[str]]]) -> None:
    for word, others in pairs:
        table[word] = tuple(dict.fromkeys((*table.get(word, ()), *others)))


def _stands_alone(text: str, start: int, end: int, edges: frozenset[int]) -> bool:
    """Whether the stretch is no part of a longer word, as far as that can be told."""
    if text[start].isascii() and _joined(text, start - 1):
        return False
    if text[end - 1].isascii() and _joined(text, end):
        return False
    return end - start > _SHORT or end in edges or (not edges and end - start > 1)


def _joined(text: str, index: int) -> bool:
    return 0 <= index < len(text) and text[index].isascii() and text[index].isalnum()
