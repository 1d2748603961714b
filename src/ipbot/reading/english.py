"""English questions put into the words of a Chinese briefing, by a glossary: enough to find the sentence."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import dropwhile, groupby, product, takewhile
from pathlib import Path
from typing import Any

from ipbot import data
from ipbot.derived import derived
from ipbot.reading.vocabulary import Vocabulary
from ipbot.reading.word_order import YEAR, Piece, number, ordered, runs
from ipbot.text.pinyin import split_syllables

_LAYOUT = "layout 1"
_TOKEN = re.compile(
    r"[A-Za-z]+\d+(?:\.\d+)?|\d+(?:st|nd|rd|th)\b|\d+(?:,\d{3})*(?:\.\d+)?%?|[A-Za-z]+(?:['’][A-Za-z]+)?"
    r"|[\u3400-\u9fff]+|[,;:?!]"
)
_CONTRACTED = re.compile(r"\b(what|who|where|when|how)['’]s\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_ARTICLES = frozenset({"a", "an", "the"})
_WRITTEN = {"lu": ("lu", "lv"), "nu": ("nu", "nv")}  # passports and maps often write lu for lü
_MAY, _MONTH_OF_MAY = "May", "may month"
_FEWEST_KNOWN, _LEAST_SHARE = 2, 0.4


@dataclass(frozen=True, slots=True)
class Translation:
    """A question in Chinese words, and the names in it that the glossary doesn't have, as they were typed.

    A name in lower case may be any word that looks like pinyin: it counts only where `romanised` finds it.
    """

    text: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class English:
    """The glossary, and how it is applied."""

    glossary: Mapping[str, Any]

    def translate(self, question: str) -> Translation | None:
        """The question in Chinese words; None where it isn't English."""
        if len(_LATIN.findall(question)) < 2 * len(_HAN.findall(question)):
            return None
        tokens = _TOKEN.findall(_CONTRACTED.sub(r"\1 is", question))
        words = [_MONTH_OF_MAY if token == _MAY and index else _word(token) for index, token in enumerate(tokens)]
        pieces = list(self._pieces(tokens, words))
        latin = sum(word[0].isascii() and word[0].isalpha() for word in words)
        known = latin - sum(piece.text.count(" ") + 1 for piece in pieces if piece.kind == "name")
        if known < _FEWEST_KNOWN or known < latin * _LEAST_SHARE:
            return None
        return Translation(self._arranged(pieces, words[0]), tuple(_names(pieces, tokens[0])))

    def _pieces(self, tokens: Sequence[str], words: Sequence[str]) -> Iterator[Piece]:
        """What each stretch of the question stands for, the longest entries of the glossary first."""
        index = 0
        while index < len(tokens):
            end, entry = self._longest(words, index)
            if entry is not None:
                yield entry
            elif words[index] not in _ARTICLES:
                yield self._single(tokens[index], words[index])
            index = end

    def _longest(self, words: Sequence[str], start: int) -> tuple[int, Piece | None]:
        """The longest entry that begins at `start`, and where it ends."""
        if words[start] not in _ARTICLES:
            most = max(self._most.get(form, 1) for form in self._forms(words[start]))
            for end in range(min(len(words), start + most), start, -1):
                forms = [self._forms(word) for word in words[start:end] if word not in _ARTICLES]
                for key in map(" ".join, product(*forms)):
                    if key in self._entries:
                        return end, self._entries[key]
        return start + 1, None

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word, and what it may be the plural, past or present participle of, as far as the glossary has them."""
        word = word.replace(",", "")
        return tuple(form for form in dict.fromkeys((word, *_stems(word))) if form in self._parts) or (word,)

    def _single(self, token: str, word: str) -> Piece:
        if word in self.glossary["inverting"]:
            return Piece("", "of")
        if word in self.glossary["until"]:
            return Piece("至", "until")
        if word in self._stops or not word[0].isalnum():
            return Piece("", "break")
        if word in self.glossary["scale"]:
            return Piece(self.glossary["scale"][word], "scale")
        if word[0].isdigit():
            return number(word)
        return Piece(token) if _HAN.match(token) else Piece(token, "name")

    def _arranged(self, pieces: Sequence[Piece], first: str) -> str:
        """In Chinese order: times, then what is asked about, then the question word that `what is` stands for."""
        pieces = ordered(piece for piece in pieces if piece.kind != "name" or _acronym(piece.text))
        times = sorted((p.text for p in pieces if p.kind == "time"), key=lambda text: not YEAR.match(text))
        last = [piece.text for piece in pieces if piece.kind == "last"]
        rest = [piece for piece in pieces if piece.kind not in {"time", "last"}]
        head = takewhile(lambda piece: piece.kind in {"word", "number"}, dropwhile(lambda piece: not piece.text, rest))
        if last[:1] == ["是什么"] and any(p.text.endswith(tuple(self.glossary["quantities"])) for p in head):
            last[0] = self.glossary["how_many_last"]
        if first in self.glossary["yes_no"]:
            last.append(self.glossary["yes_no_last"])
        return "".join((*times, *("".join(reversed(run)) for run in runs(rest)), *last))

    @cached_property
    def _entries(self) -> Mapping[str, Piece]:
        """Every entry of the glossary by its English words."""
        kinds = {"time": "time", "behind": "behind", "last": "last"}
        return {
            english: Piece(chinese, kinds.get(name, "word"))
            for name, section in self.glossary.items()
            if isinstance(section, dict) and name != "scale"
            for english, chinese in section.items()
        }

    @cached_property
    def _stops(self) -> frozenset[str]:
        return frozenset(self.glossary["stop"])

    @cached_property
    def _most(self) -> Mapping[str, int]:
        """By first word, how many words an entry may take, articles among them."""
        most: dict[str, int] = {}
        for key in self._entries:
            first, *others = key.split()
            most[first] = max(most.get(first, 0), 1 + 2 * len(others))
        return most

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(part for key in self._entries for part in key.split())


def english(cache: Path) -> English:
    """The glossary from `english.yaml` or what `cache` holds of it."""
    source = files("ipbot.data").joinpath("english.yaml").read_text("utf-8")
    content = derived(cache, "english", f"{_LAYOUT}\n{source}", lambda: json.dumps(data.load("english")).encode())
    return English(json.loads(content))


def romanised(name: str, vocabulary: Vocabulary) -> str | None:
    """The word or stretch of the transcripts that a name in Latin letters spells, family name first or last."""
    words = re.findall(r"[a-zü]+", name.lower())
    split = [split_syllables(word) for word in words]
    for order in (split, split[::-1]):
        found = [part for part in order if part]
        if found and len(found) == len(split):
            for sound in product(*(_WRITTEN.get(syllable, (syllable,)) for part in found for syllable in part)):
                word = vocabulary.spoken(sound) if len(sound) > 1 else ""
                if word:
                    return word
    return None


def _word(token: str) -> str:
    return token.lower().replace("’", "'").removesuffix("'s")


def _stems(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield word[:-3] + "y"
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            yield from (stem + "e", stem, stem[:-1]) if ending in {"ed", "ing"} else (stem,)
    if word.endswith("ied"):
        yield word[:-3] + "y"


def _names(pieces: Sequence[Piece], first: str) -> Iterator[str]:
    """Stretches of words that may be names: capitalised, or such as pinyin spells."""
    for unknown, group in groupby(pieces, lambda piece: piece.kind == "name"):
        words = [piece.text for piece in group if unknown]
        kept = [re.sub("['’]s$", "", word) for word in words if _may_be_name(word, word == first)]
        if kept:
            yield " ".join(kept)


def _may_be_name(word: str, first: bool) -> bool:
    return (word[0].isupper() and not first) or _acronym(word) or len(split_syllables(word.lower()) or ()) > 1


def _acronym(word: str) -> bool:
    return sum(c.isupper() or c.isdigit() for c in word) > 1
