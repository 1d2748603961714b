"""Possible short answers inside a statement: quantities, dates, names, quoted words, lists, and parts of clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from ipbot.corpus.people import is_name as is_person
from ipbot.reading.asking import noun_like
from ipbot.reading.statements import Statement
from ipbot.text.quantities import quantities
from ipbot.text.segmentation import Segmenter

KINDS = (
    "quantity",
    "date",
    "ordinal",
    "quoted",
    "name",
    "phrase",
    "list",
    "clause",
    "clauses",
    "rest",
    "tail",
    "whole",
)
TAGS = ("nr", "ns", "nt", "nz", "n", "v", "a", "m", "x")

_NUMERAL = r"[\d〇零一二三四五六七八九十]"
_YEAR = rf"(?:公元前?|民国|西元前?)?{_NUMERAL}{{1,4}}年代?"
_MONTH = rf"{_NUMERAL}{{1,3}}月(?:{_NUMERAL}{{1,3}}[日号])?"
_CENTURY = r"[\d一二三四五六七八九十]{1,3}世纪(?:\d{2}年代)?"
_PART = r"(?:初|末|底|中期|初期|末期|前后|上半年|下半年|上旬|中旬|下旬|春|夏|秋|冬)?"
_TO = rf"(?:{_PART}(?:[至到~—-]+|年?至)(?:\d{{2,4}}年)?(?:{_NUMERAL}{{1,3}}月)?(?:{_NUMERAL}{{1,3}}[日号])?)?"
_BOUND = r"(?:以前|之前|前|以后|之后|起)?"
_TIME = r"(?:上午|下午|晚上?|凌晨|早上?|中午|每天|每晚|次日|第二天)*\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半|整)?)"
_CLOCK = re.compile(rf"{_TIME}(?:[至到~—-]+{_TIME})?(?:前|后|起)?")
_DATE = re.compile(
    rf"(?:{_YEAR}(?:{_MONTH})?|{_MONTH}|{_CENTURY}|[去今明前]年(?:底|初|{_MONTH})?|每[年月周](?:{_MONTH}|[\d一二三四五六日天]{{1,3}}[日号]?))"
    rf"{_TO}{_PART}(?:{_CLOCK.pattern}|[上下]午|晚上?|凌晨)?{_BOUND}"
)
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十百]+(?:个|届|次|位|名|批|期|轮|大|条|项)?")
_QUOTED = re.compile(r'"([^"]{1,60})"|《[^》]{1,60}》|<([^>]{1,60})>|〈([^〉]{1,60})〉')
_QUOTED_RUN = re.compile(r'(?:"[^"]{1,30}"[、和与及]?){2,}(?<=")|(?:《[^》]{1,40}》[、和与及]?){2,}(?<=》)')
_ENUMERATION = re.compile(r"[^、,;:。!?\s()]{1,24}(?:、[^、,;:。!?\s()]{1,24})+")
_CLAUSE = re.compile(r"[,，;；。!?！？:：\n]")
_NOUN = ("n", "vn", "an", "a", "b", "m", "q", "j", "l", "i", "eng", "x", "t", "s", "f", "ng", "nrt", "nrfg")
_JOINS = {"的", "、", "和", "与", "及", "·", "-", "之"}
_AFTER = re.compile(
    r"是指|指的是|称为|称作|叫做|叫作|名为|包括|分别为|分别是|成为|作为|担任|位于|即|为|是|叫|在|由|被|因为|由于|因|向|于|至|到"
)
_TAKES_AS = re.compile(r"以[^,，。;；]{1,12}为$")
"""以…为 takes one thing as another: what stands behind it is no answer without what stands before."""
_LEANS = re.compile(r"[的了地得等和与及且而]|并(?![网购轨联列入发存])|同时(?!在)")
_JOINS_ON = ("和", "与", "及")
_TRIED, _LAST_TRIED = 6, 2

Offsets = NDArray[np.int32]
Matrix = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Spans of a statement's folded text, and the signals of each that no question changes."""

    starts: Offsets
    ends: Offsets
    kinds: tuple[str, ...]
    static: Matrix
    measured: tuple[str, ...]
    """For every candidate, the kind of quantity that it begins with; empty where it begins with none."""
    clauses: Offsets
    """For every character, and for the end, the number of its clause."""

    @cached_property
    def clause_edges(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For every candidate, where the clause of its first character begins, and where that of its last one ends."""
        numbers = self.clauses[:-1]
        begins = np.searchsorted(numbers, numbers[self.starts], side="left")
        ends = np.searchsorted(numbers, numbers[self.ends - 1], side="right")
        return begins, ends


STATIC = (
    *(f"is_{k}" for k in KINDS),
    *(f"first_{t}" for t in TAGS),
    *(f"last_{t}" for t in TAGS),
    "length",
    "log_length",
    "share_of_statement",
    "position",
    "digits",
    "latin",
    "commas",
    "enumeration",
    "in_quotes",
    "opens_clause",
    "closes_clause",
    "after_copula",
    "after_preposition",
    "before_of",
    "organisation",
    "place_suffix",
    "person_suffix",
    "verbs_inside",
    "person",
    "of_its_kind",
)
_COPULA = re.compile(r"(?:是|为|即|叫|称|作|成|指)$")
_PREPOSITION = re.compile(r"(?:在|由|被|向|于|至|到|从|以|把|将|对|与|和|因)$")
_ORGANISATION = re.compile(
    r"(?:公司|局|委|部|厅|院|所|会|中心|大学|学校|银行|集团|报|台|社|队|党|协会|组织|机构|法院|政府|军|站|店|厂)$"
)
_PLACE = re.compile(r"(?:省|市|县|区|镇|乡|村|州|国|岛|山|河|湖|路|街|洲|港|湾|城|地区|半岛|海)$")
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·・.][\u4e00-\u9fff]{1,8})+")
_PERSON = re.compile(r"(?:先生|女士|局长|主任|书记|总统|国王|皇帝|教授|将军|王|帝|公|后)$")


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A statement's words with their offsets and parts of speech."""

    words: tuple[str, ...]
    edges: tuple[int, ...]
    tags: tuple[str, ...]


def candidates(statement: Statement, segmenter: Segmenter) -> Candidates:
    """Every candidate of a statement, each span once, with the most telling of its kinds."""
    text = statement.folded.text
    tokens = _Tokens(
        statement.words,
        tuple(accumulate(map(len, statement.words), initial=0)),
        tuple(_tag(w, segmenter) for w in statement.words),
    )
    found: dict[tuple[int, int], str] = {}
    whole, taken = _unbroken(text), _taken(text)
    for start, end, kind in _propose(text, tokens):
        first, last = _stripped(text, start, end)
        leans = first in taken or (last < len(text) and text[last - 1] == "的" and text[last].isalnum())
        if first < last and not (whole[first] or whole[last] or leans) and _stands_alone(text[first:last]):
            found.setdefault((first, last), kind)
    spans = sorted(found)
    return Candidates(
        np.array([s for s, _ in spans], np.int32),
        np.array([e for _, e in spans], np.int32),
        tuple(found[span] for span in spans),
        _static(text, spans, [found[span] for span in spans], tokens),
        tuple(map({q.start: q.kind for q in quantities(text)}.get, (s for s, _ in spans), repeat(""))),
        _clause_numbers(text),
    )


def _taken(text: str) -> frozenset[int]:
    """Where there stands what something is taken as: 以…为(目标)."""
    return frozenset(at for at, character in enumerate(text, 1) if character == "为" and _TAKES_AS.search(text, 0, at))


def _unbroken(text: str) -> bytearray:
    """1 for each place inside a quantity or date, where no candidate may begin or end."""
    inside = bytearray(len(text) + 1)
    for start, end in [(q.start, q.end) for q in quantities(text)] + [
        m.span() for m in chain(_DATE.finditer(text), _CLOCK.finditer(text))
    ]:
        inside[start + 1 : end] = b"\x01" * (end - start - 1)
    return inside


def _tag(word: str, segmenter: Segmenter) -> str:
    if not any(c.isalnum() for c in word):
        return "w"
    if word[0].isdigit():
        return "m"
    return segmenter.tag(word) or ("eng" if word.isascii() else "x")


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in ",;:。!?、 ":
        start += 1
    while end > start and text[end - 1] in ",;:。!?、 ":
        end -= 1
    return start, end


def _stands_alone(span: str) -> bool:
    """Whether no word beside it is needed, and every quotation and bracket that it opens or closes is whole."""
    paired = all(span.count(a) == span.count(b) for a, b in ("《》", "()", "<>")) and span.count('"') % 2 == 0
    return paired and (len(span) == 1 or not (_LEANS.match(span) or span.endswith(_JOINS_ON)))


def _propose(text: str, tokens: _Tokens) -> Iterator[tuple[int, int, str]]:
    yield from _quantities(text, tokens)
    yield from ((m.start(), m.end(), "ordinal") for m in _ORDINAL.finditer(text))
    yield from ((m.start(), m.end(), "date") for m in _DATE.finditer(text))
    yield from ((m.start(), m.end(), "date") for m in _CLOCK.finditer(text))
    for match in _QUOTED.finditer(text):
        group = next((g for g in (1, 2, 3) if match.group(g)), 0)
        yield *match.span(group), "quoted"
    yield from ((m.start(), m.end(), "list") for m in _QUOTED_RUN.finditer(text))
    yield from _enumerations(text, tokens)
    yield from _names(tokens)
    yield from _phrases(tokens)
    yield from _clauses(text, tokens)
    yield 0, len(text), "whole"


def _quantities(text: str, tokens: _Tokens) -> Iterator[tuple[int, int, str]]:
    """Quantities, and each with the nouns that it counts: 22家企业."""
    starts = dict(zip(tokens.edges, range(len(tokens.tags)), strict=False))
    for quantity in quantities(text):
        yield quantity.start, quantity.end, "quantity"
        index = starts.get(quantity.end)
        end = quantity.end
        while index is not None and index < len(tokens.tags) and tokens.tags[index].startswith("n"):
            index += 1
            end = tokens.edges[index]
        if quantity.end < end <= quantity.end + 8:
            yield quantity.start, end, "quantity"


def _enumerations(text: str, tokens: _Tokens) -> Iterator[tuple[int, int, str]]:
    """What 、 joins, from each word of its first item on and to the end of its last item's words."""
    for match in _ENUMERATION.finditer(text):
        first, last = text.index("、", match.start()), text.rindex("、", match.start(), match.end()) + 1
        starts = [e for e in tokens.edges if match.start() <= e < first][-_TRIED:]
        ends = [e for e in tokens.edges if last < e <= match.end()]
        for end in {*ends[:_TRIED], *ends[-_LAST_TRIED:]}:
            yield from ((start, end, "list") for start in starts)


def _names(tokens: _Tokens) -> Iterator[tuple[int, int, str]]:
    edges = tokens.edges
    for i, tag in enumerate(tokens.tags):
        if tag[:2] in ("nr", "ns", "nt", "nz") or tag == "eng" or (tag == "x" and len(tokens.words[i]) > 1):
            yield edges[i], edges[i + 1], "name"


def _phrases(tokens: _Tokens) -> Iterator[tuple[int, int, str]]:
    """Runs of words that can make up a noun phrase, whole, and cut at each 的 and at each word where they are short."""
    count = len(tokens.tags)
    i = 0
    while i < count:
        j = i
        while j < count and (tokens.tags[j].startswith(_NOUN) or tokens.words[j] in _JOINS):
            j += 1
        if j > i:
            yield from _parts(tokens, i, j)
        i = max(j, i + 1)


def _parts(tokens: _Tokens, i: int, j: int) -> Iterator[tuple[int, int, str]]:
    edges, words = tokens.edges, tokens.words
    joined = "、" in words[i:j] or "和" in words[i:j]
    yield edges[i], edges[j], "list" if joined else "phrase"
    for k in range(i, j):
        if words[k] in _JOINS:
            yield edges[i], edges[k], "phrase"
            yield edges[k + 1], edges[j], "list" if "、" in words[k + 1 : j] else "phrase"
    for k in range(i, j):
        for m in range(k + 1, min(j, k + 5) + 1):
            if words[k] not in _JOINS and words[m - 1] not in _JOINS and edges[m] - edges[k] > 1:
                yield edges[k], edges[m], "phrase"


def _clauses(text: str, tokens: _Tokens) -> Iterator[tuple[int, int, str]]:
    """Clauses, neighbouring pairs of them, what stands behind 是, 为, 在 …, and what begins with each verb."""
    edges = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    spans = [(a, b) for a, b in pairwise(edges) if b > a]
    words = frozenset(tokens.edges)
    begins = [m.end() for m in _AFTER.finditer(text) if m.end() in words]
    for start, end in spans:
        yield start, end, "clause"
        yield from ((at, end, "rest") for at in begins if start < at <= end)
    for (start, middle), (_, end) in pairwise(spans):
        yield start, end, "clauses"
        yield from ((at, end, "rest") for at in begins if start < at <= middle)
    for i, tag in enumerate(tokens.tags):
        if tag.startswith("v") and tag != "vn" and not _in_compound(tokens, i):
            end = next(b for a, b in spans if a <= tokens.edges[i] < b)
            yield tokens.edges[i], end, "tail"
            yield tokens.edges[i + 1], end, "tail"


def _in_compound(tokens: _Tokens, i: int) -> bool:
    """Whether a verb stands in a name as nouns do, right behind one: 高端装备(制造), 知识产权(托管)."""
    return i > 0 and tokens.words[i] in noun_like() and tokens.tags[i - 1].startswith(("n", "vn", "b"))


def _clause_numbers(text: str) -> Offsets:
    numbers = np.zeros(len(text) + 1, np.int32)
    for match in _CLAUSE.finditer(text):
        numbers[match.end() :] += 1
    return numbers


def _static(text: str, spans: list[tuple[int, int]], kinds: list[str], tokens: _Tokens) -> Matrix:
    tag_at = _tags_by_character(tokens)
    table = np.zeros((len(spans), len(STATIC)), np.float32)
    base = len(KINDS) + 2 * len(TAGS)
    for row, (start, end), kind in zip(table, spans, kinds, strict=True):
        row[KINDS.index(kind)] = 1
        row[len(KINDS) + tag_at[start]] = 1
        row[len(KINDS) + len(TAGS) + tag_at[end - 1]] = 1
        span, before, after = text[start:end], text[max(0, start - 2) : start], text[end : end + 1]
        row[base:] = (
            end - start,
            np.log(end - start),
            (end - start) / len(text),
            start / len(text),
            sum(c.isdigit() for c in span),
            sum(c.isascii() and c.isalpha() for c in span),
            span.count(","),
            span.count("、"),
            before.endswith(('"', "《")),
            not before or bool(_CLAUSE.match(before[-1])),
            not after or bool(_CLAUSE.match(after)),
            bool(_COPULA.search(before)),
            bool(_PREPOSITION.search(before)),
            after == "的",
            bool(_ORGANISATION.search(span)),
            bool(_PLACE.search(span)),
            bool(_PERSON.search(span)),
            sum(t.startswith("v") for t, e in zip(tokens.tags, tokens.edges, strict=False) if start <= e < end),
            is_person(span) or bool(_FOREIGN.fullmatch(span)),
            kinds.count(kind),
        )
    return table


def _tags_by_character(tokens: _Tokens) -> list[int]:
    numbers = []
    for word, tag in zip(tokens.words, tokens.tags, strict=True):
        known = tag[:2] if tag[:2] in TAGS else tag[:1]
        numbers.extend([TAGS.index(known) if known in TAGS else len(TAGS) - 1] * len(word))
    return numbers
