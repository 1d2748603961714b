"""Words of Chinese text, by jieba: the only place that imports it.

jieba's prefix dictionary takes a second and 60 MB to build at every start; here its words stand in a compact trie,
built once into the cache folder, over which jieba's own algorithm runs unchanged.
"""

import logging
import math
import re
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import marisa_trie

from ipbot.derived import derived

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

jieba.setLogLevel(logging.CRITICAL)

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST_WORD = 24
_OWN_WORD_FREQUENCY = 50_000
_TOTAL = "\x01total"
_RECORD = "<I4s"


class Segmenter(Protocol):
    """Cuts text into words that, put together again, are the text."""

    def words(self, text: str) -> list[str]: ...

    def rarity(self, word: str) -> float:
        """How rare the word is in general text: 0 (in every second word) to 1 (not in the dictionary)."""
        ...

    def tag(self, word: str) -> str:
        """The word's usual part of speech (n, nr, ns, nt, v, m, …), or "" where the dictionary doesn't have it."""
        ...


class JiebaSegmenter:
    """jieba with its dictionary kept in `cache`, and words of the caller's own that it should not cut."""

    def __init__(self, cache: Path, words: Iterable[str] = ()) -> None:
        self._tokenizer = _TrieTokenizer(_dictionary(cache), words)
        self._log_total = math.log(self._tokenizer.total)

    def words(self, text: str) -> list[str]:
        """Cut `text` into words."""
        return list(self._tokenizer.cut(text))

    def rarity(self, word: str) -> float:
        """How rare the word is in general text, by its logarithmic frequency."""
        count = self._tokenizer.FREQ.get(word) or 1
        return 1 - math.log(count) / self._log_total

    def tag(self, word: str) -> str:
        """The word's usual part of speech, or ""."""
        found = self._tokenizer.FREQ.record(word)
        return found[1].rstrip(b"\0").decode() if found else ""


def terms(words: Iterable[str]) -> Iterator[str]:
    """What the index sees of segmented text: its words, and the character bigrams of its Han runs.

    Bigrams find what a dictionary cuts wrongly; each is marked, so that it never counts as a word.
    """
    kept = list(words)
    for word in kept:
        if any(c.isalnum() for c in word):
            yield word
    for run in _HAN_RUN.findall("".join(kept)):
        for i in range(len(run) - 1):
            yield "_" + run[i : i + 2]


class _Frequencies:
    """Word frequencies behind the one method of a mapping that jieba asks for."""

    def __init__(self, trie: "marisa_trie.RecordTrie[tuple[int, bytes]]", own: dict[str, int]) -> None:
        self.trie, self.own = trie, own
        self.get = lru_cache(maxsize=65536)(self._get)
        self.record = lru_cache(maxsize=65536)(self._record)

    def _get(self, word: str, default: int | None = None) -> int | None:
        if word in self.own:
            return self.own[word]
        found = self.record(word)
        return found[0] if found else default

    def _record(self, word: str) -> tuple[int, bytes] | None:
        """The dictionary's frequency and tag of a word; half a surrogate pair, which it can't look up, has none."""
        try:
            found = self.trie.get(word)
        except UnicodeEncodeError:
            return None
        return found[0] if found else None


class _TrieTokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's Tokenizer with the trie in place of its dictionary in memory; the words are the same."""

    def __init__(self, trie: "marisa_trie.RecordTrie[tuple[int, bytes]]", words: Iterable[str]) -> None:
        super().__init__()
        own = dict.fromkeys((w for w in words if len(w) > 1), _OWN_WORD_FREQUENCY)
        self.FREQ: Any = _Frequencies(trie, own)
        self.total = trie[_TOTAL][0][0]
        self.initialized = True
        self._prefixes = trie.prefixes
        self._own_by_first: dict[str, list[str]] = {}
        for word in own:
            self._own_by_first.setdefault(word[0], []).append(word)

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802 - jieba's name
        """For every position, where the words that begin there may end."""
        graph = {}
        for k, character in enumerate(sentence):
            ends = [k + len(word) - 1 for word in self._prefixes(sentence[k : k + _LONGEST_WORD])]
            own = [k + len(w) - 1 for w in self._own_by_first.get(character, ()) if sentence.startswith(w, k)]
            graph[k] = (sorted({*ends, *own}) if own else ends) or [k]
        return graph


def _dictionary(cache: Path) -> "marisa_trie.RecordTrie[tuple[int, bytes]]":
    versions = f"jieba {version('jieba')}, marisa-trie {version('marisa-trie')}, layout 2"
    content = derived(cache, "words", versions, _build)
    return marisa_trie.RecordTrie(_RECORD).frombytes(content)


def _build() -> bytes:
    lines = files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    entries = [(word, int(count), tag) for word, count, tag in (line.split(" ") for line in lines)]
    total = sum(count for _, count, _ in entries)
    records = ((word, (count, tag.encode()[:4])) for word, count, tag in [*entries, (_TOTAL, total, "")] if count)
    content: bytes = marisa_trie.RecordTrie(_RECORD, records).tobytes()
    return content
