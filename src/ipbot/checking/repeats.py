"""Sentences that stand twice in a briefing, and names that it spells in two ways."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz.distance import Levenshtein

from ipbot.checking import language
from ipbot.checking.evidence import Fact
from ipbot.checking.quoting import key
from ipbot.checking.terms import Lexicon
from ipbot.corpus.people import is_name, words

_SHORTEST = 15
_QUOTED = re.compile(r'"([\u4e00-\u9fff]{3,12})"')
_LEAST = 4
_PERSON = 3
_OPPOSED = "上下东西南北左右大小高低前后一二三四五六七八九十甲乙丙新老内外省市县区年月日男女"


def repeated(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """The statements that say the very same, in groups."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        said = key(fact.text).text
        if fact.statement.kind == "sentence" and len(said) >= _SHORTEST:
            groups.setdefault(said, []).append(fact)
    yield from (tuple(group) for group in groups.values() if len(group) > 1)


def spelt_two_ways(facts: Sequence[Fact], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Names of which two differ in one character, the one that stands more often first."""
    counts = Counter(name for fact in facts for name in _names(fact, lexicon))
    for one, other in combinations(sorted(counts, key=lambda n: (-counts[n], n)), 2):
        if len(one) == len(other) and Levenshtein.distance(one, other, score_cutoff=1) == 1 and _is_slip(one, other):
            yield one, other


def misspelt_people(facts: Sequence[Fact], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """People of whose name one character is another elsewhere, beside an office: 局长柏望舒, 局长柏望抒."""
    offices = "|".join(sorted(map(re.escape, words()["title"]), key=len, reverse=True))
    text = "\n".join(fact.text for fact in facts)
    for name in names:
        others = (
            "|".join(f"{name[:i]}[\u4e00-\u9fff]{name[i + 1 :]}" for i in range(len(name))) if len(name) > 2 else ""
        )
        pattern = rf"(?:{offices})(?P<a>{others})|(?P<b>{others})(?:{offices})"
        for match in re.finditer(pattern, text) if others else ():
            found = match["a"] or match["b"]
            if found not in names:
                yield name, found


def _is_slip(one: str, other: str) -> bool:
    """Whether the character that differs is no word of its own that tells two things apart."""
    a, b = next((x, y) for x, y in zip(one, other, strict=True) if x != y)
    return not (a in _OPPOSED or b in _OPPOSED or a.isdecimal() or b.isdecimal()) and one[-1] == other[-1]


def _names(fact: Fact, lexicon: Lexicon) -> Iterator[str]:
    yield from (m[1] for m in _QUOTED.finditer(fact.text) if len(m[1]) >= _LEAST)
    for term in lexicon.terms(fact.text):
        organisation = len(term.text) >= _LEAST and language.kind_of(term.text) == "organisation"
        person = len(term.text) == _PERSON and not term.tag and is_name(term.text)
        if organisation or person:
            yield term.text
