"""Which statements have which terms: an inverted index over the statements of a library.

Terms are marked by kind: w word, b bigram, c character, u unit beside a number, d date, n number.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipbot.reading.statements import Reading, Statement

Numbers = NDArray[np.int32]
Matrix = NDArray[np.float32]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MEASURED = re.compile(r"[\d一二三四五六七八九十百千万亿两.,]+[余多]?([\u4e00-\u9fff%a-z])")
_DATE = re.compile(r"\d{2,4}年|\d+月|\d+日|世纪|年代|[去今明前]年")
_NONE = np.zeros(0, np.int32)

STATIC = ("cause", "defines", "place", "person", "quoted", "enumerates", "length", "bigrams", "dates", "numbers")
KINDS = ("heading", "speaker", "title", "question")
_PATTERNS = (
    re.compile(r"因为|由于|因此|原因|因而|所以|是为了|以便|导致|因"),
    re.compile(r"是指|所谓|即|意为|意思|称为|又称|简称|指的是|叫做|也就是|是一[种个项]"),
    re.compile(r"位于|地处|坐落|在[\u4e00-\u9fff]{2,8}[省市县区镇村州岛国]|举行地|地点"),
    re.compile(r"[\u4e00-\u9fff]·[\u4e00-\u9fff]|先生|女士|局长|主任|书记|记者|总统|国王|教授"),
    re.compile(r'["《]'),
)


def dates(text: str) -> frozenset[str]:
    """Years, months, days and the like in a folded text."""
    return frozenset(_DATE.findall(text))


def numbers(text: str) -> frozenset[str]:
    """Numbers in a folded text."""
    return frozenset(_NUMBER.findall(text))


@dataclass(frozen=True, eq=False)
class Postings:
    """For each term the numbers of its statements, ascending; a row of `static` has `STATIC` and `KINDS`."""

    terms: Mapping[str, Numbers]
    static: Matrix
    first: Mapping[str, int]
    """The number of each passage's first statement, by the passage's key; its others follow."""

    def count(self, term: str) -> int:
        """In how many statements a term stands."""
        return len(self.terms.get(term, _NONE))

    def rows(self, readings: Sequence[Reading]) -> Numbers:
        """The numbers of the passages' statements, in order."""
        ranges = [np.arange(self.first[r.key], self.first[r.key] + len(r.statements)) for r in readings]
        return np.concatenate(ranges).astype(np.int32) if ranges else _NONE

    def presence(self, rows: Numbers, terms: Iterable[str]) -> Matrix:
        """1 where the statement of a row has the term of a column."""
        held = [self.terms.get(term, _NONE) for term in terms]
        found = np.zeros((len(rows), len(held)), np.float32)
        place = np.full(len(self.static) + 1, -1, np.int32)
        place[rows] = np.arange(len(rows))
        at = place[np.concatenate([*held, _NONE])]
        column = np.repeat(np.arange(len(held)), [len(holders) for holders in held])
        here = at >= 0
        found[at[here], column[here]] = 1
        return found


def index(readings: Iterable[Reading]) -> Postings:
    """Index every statement."""
    found: dict[str, list[int]] = {}
    static: list[tuple[float, ...]] = []
    first: dict[str, int] = {}
    for reading in readings:
        first[reading.key] = len(static)
        for statement in reading.statements:
            for term in _terms(statement):
                found.setdefault(term, []).append(len(static))
            static.append(_static(statement))
    terms = {term: np.array(holders, np.int32) for term, holders in found.items()}
    return Postings(terms, np.array(static, np.float32).reshape(-1, len(STATIC) + len(KINDS)), first)


def _terms(statement: Statement) -> Iterable[str]:
    text = statement.folded.text
    yield from ("w" + word for word in statement.word_set)
    yield from ("b" + bigram for bigram in statement.bigrams)
    yield from ("c" + character for character in statement.characters)
    yield from ("u" + unit for unit in set(_MEASURED.findall(text)))
    yield from ("d" + date for date in dates(text))
    yield from ("n" + number for number in numbers(text))


def _static(statement: Statement) -> tuple[float, ...]:
    text = statement.folded.text
    return (
        *(float(bool(pattern.search(text))) for pattern in _PATTERNS),
        text.count("、"),
        float(np.log(len(text) + 1)),
        len(statement.bigrams),
        len(dates(text)),
        len(numbers(text)),
        *(float(statement.kind == kind) for kind in KINDS),
    )
