"""What a question asks: its type, the kind of quantity, the number of things, and the words that carry information."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from ipbot.data import load
from ipbot.reading import answer_types
from ipbot.text import numerals
from ipbot.text.quantities import Quantity, quantities

_INTERROGATIVE = re.compile(
    r"什么时候|什么时间|什么地方|什么人|什么样?|啥|哪些|哪里|哪儿|哪几|哪一?|何时|何地|何人|何处|何种|何|谁|多少|多大|多高|多长|多久|多远|"
    r"第几|几|为什么|为何|为啥|如何|怎么样?|怎样|咋"
)
_COUNTED = "大|个|项|条|方面|件|种|类|点|块|招|家|步|市|县|位|部分|所|座|支|名|届|样|桩|档|句|套|批|轮|道"
_COUNT = re.compile(rf"(?:哪|那|这|这些|的)([二两三四五六七八九十]|\d{{1,2}})(?:{_COUNTED})")
_ASKS = re.compile(rf"几(?!乎|何)|多少|多大|多久|多长|哪|什么|啥|谁|怎么|咋|^[一二两三四五六七八九十]+(?:{_COUNTED})$")
_WHEN = re.compile(r"什么时候|何时|哪天|几月|几点|时间|日期|到几|从几")
_WHICH_ONE = re.compile(r"哪(?!几)|谁|何[人地处]|什么[地人]")
_HOW_MANY = re.compile(r"几|多少|多[大长高久远快宽]|百分|数$")
_LEVEL_OF_OTHERS = re.compile(
    r"谁(?![^?？]{0,6}(?:更|[多大快高猛]))|(?:哪一?个?|什么|何种?)(?:样的?|地方的?)?(?:水平|位置|标准|档次|难题|战略|级别)"
)
_ASKS_WHAT = re.compile(r"(?:提高|提升|增强|增加|降低|减少)(?:的是)?(?:什么|啥|哪)")
_MARKS = re.compile(r"[^\w%]+|[呢啊呀吗吧]+$")
_FARTHEST_HEAD = 2
_CALLED = re.compile(r"(?:全称|名称|名字)?(?:叫|名为|称为|称作|是)(?:做|作)?$")
_ONLY_MEASURE = re.compile(r"(?:个|家|座|条|种|类|项|位|款|支|处)?[^\w]*")
_NO_HEAD = frozenset({"名称", "名字", "全称", "来着", "东西", "名号"})
_SUMS = ("钱", "个钱", "分钱")
_RATES = frozenset({"percent", "points"})
_ALIKE = (frozenset({"count", "people"}), _RATES)
_OF_SUCH = re.compile(r"(?:以[上下内外]|岁)的?(?![吗吧呢对是不])[\u4e00-\u9fff]")
_BESIDE = 4
_NOUN = 8
_FRAMES = ("choices", "bases", "by")
_YEAR = re.compile(r"\d{4}(?=年)")
_NUMBER = re.compile(r"(?<![好第哪])(?:几|多少)(?!乎|何)")
_MEASURE = re.compile(r"(?!个?补[助贴]|个?时限|百).{1,4}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asking:
    """How a question is put; `left` and `right` are the folded words beside the interrogative."""

    text: str
    words: tuple[str, ...]
    dropped: tuple[str, ...]
    types: frozenset[str]
    wanted: frozenset[str]
    left: str
    right: str
    head: str
    """The noun behind the interrogative, for whose kind is asked: 宗教 in 哪一个宗教."""
    answer_types: frozenset[str]
    """The types of answer that words beside the interrogative ask for; see `answer_types`."""
    beside: tuple[str, str]
    """The informative words nearest to the interrogative, before it and behind it; "" where there is none."""
    count: int
    bases: frozenset[str]
    """What changes are to be measured from; see `bases`."""
    choice: bool
    """Whether it is asked which way something changed, and not by how much: 多了还是少了."""
    target: bool
    result: bool

    def is_a(self, *types: str) -> bool:
        """Whether the question has one of the types."""
        return not self.types.isdisjoint(types)


@cache
def _patterns(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists: Mapping[str, list[str]] = load("questions")[section]
    return tuple((name, re.compile("|".join(parts))) for name, parts in lists.items())


@cache
def _any_of(section: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, load("questions")[section])))


@cache
def _level() -> re.Pattern[str]:
    return re.compile("|".join(load("questions")["level"]))


@cache
def stop_words() -> frozenset[str]:
    """Words without information about what is asked."""
    return frozenset(map(str, load("questions")["stop"]))


@cache
def not_names() -> frozenset[str]:
    """Words that the dictionary takes for names."""
    return frozenset(map(str, load("questions")["not_names"]))


@cache
def noun_like() -> frozenset[str]:
    """Verbs that stand in names as nouns do."""
    return frozenset(map(str, load("questions")["noun_like"]))


@cache
def scopes() -> tuple[str, ...]:
    """Words for areas larger than a briefing's own, whose figures must not be taken for its own."""
    return tuple(map(str, load("questions")["scopes"]))


@cache
def indicator_ends() -> tuple[str, ...]:
    """How an indicator ends of which one can ask how much it is."""
    return tuple(map(str, load("questions")["indicator_ends"]))


@cache
def measures() -> frozenset[str]:
    """Nouns that only say that something is counted."""
    return frozenset(map(str, load("questions")["measures"]))


@cache
def asked_and_told(section: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of a section that has words as they are asked and as they are told: `remainder`, `each_one`."""
    lists: Mapping[str, list[str]] = load("questions")[section]
    return {name: re.compile("|".join(parts)) for name, parts in lists.items()}


@cache
def _superlatives() -> tuple[re.Pattern[str], re.Pattern[str]]:
    ends = load("questions")["superlatives"]
    return re.compile("|".join(ends["most"])), re.compile("|".join(ends["least"]))


def superlative(folded: str) -> int:
    """Which end of a ranking a text speaks of: 1 the upper, -1 the lower, 0 none or both."""
    most, least = (bool(end.search(folded)) for end in _superlatives())
    return most - least


def extreme(end: int) -> re.Pattern[str]:
    """The words for one end of a ranking: of the upper where `end` is 1, else of the lower."""
    most, least = _superlatives()
    return most if end > 0 else least


@cache
def _comparing(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(load("questions")["comparing"][kind]))


@lru_cache(maxsize=8)  # a question is cut into pieces by its frames, and then understood by them
def _frames(folded: str) -> Mapping[str, tuple[re.Match[str], ...]]:
    """Where a folded question says that it compares, by the kind of the frame."""
    return {kind: tuple(_comparing(kind).finditer(folded)) for kind in _FRAMES}


def pieces(folded: str) -> list[str]:
    """A folded question, cut around what says that it compares, so that no word runs across: 产量|比上年."""
    edges = {0, len(folded), *(edge for found in _frames(folded).values() for match in found for edge in match.span())}
    return [folded[start:end] for start, end in pairwise(sorted(edges))]


@lru_cache(maxsize=4096)
def bases(text: str) -> frozenset[str]:
    """What a text measures changes from: the year before, what is usual, or the years that it names."""
    named: Mapping[str, list[str]] = load("questions")["bases"]
    return frozenset({*(kind for kind, words in named.items() if any(w in text for w in words)), *_YEAR.findall(text)})


def understand(folded: str, cut: Sequence[str], is_noun: Callable[[str], bool] = lambda _: False) -> Asking:
    """Read a folded question, cut into words; `is_noun` tells which of them go on with a noun asked for."""
    interrogative = _INTERROGATIVE.search(folded)
    words = [w for w in dict.fromkeys(cut) if any(c.isalnum() for c in w)]
    frames = _frames(folded)
    choice = bool(frames["choices"]) and not _HOW_MANY.search(_comparing("choices").sub("", folded))
    framing = "|".join(match.group() for found in frames.values() for match in found)
    elsewhere = folded
    for kind in _FRAMES if framing else ():
        elsewhere = _comparing(kind).sub("|", elsewhere)
    dropped = {w for w in words if w in stop_words() or _ASKS.search(w) or (w in framing and w not in elsewhere)}
    types = {name for name, pattern in _patterns("types") if pattern.search(folded)}
    if _level().search(folded):
        types.discard("change")
    telling = tuple(w for w in words if w not in dropped)
    if frames["bases"] and frames["by"]:
        types.add("change")
    if "phone" in types and not _WHEN.search(folded):
        types.discard("date")
    if interrogative and _WHICH_ONE.match(interrogative.group()) and not _HOW_MANY.search(folded):
        types.discard("amount")
        if _LEVEL_OF_OTHERS.match(folded, interrogative.start()):
            types.discard("change")
    if _ASKS_WHAT.search(folded) and not _HOW_MANY.search(folded):
        types.discard("change")
    if not types and _MARKS.sub("", folded).endswith(indicator_ends()):
        types.add("amount")
    return Asking(
        text=folded,
        words=telling,
        dropped=tuple(w for w in words if w in dropped),
        types=frozenset(types),
        wanted=frozenset() if choice else _wanted(folded, types),
        left=folded[max(0, interrogative.start() - _BESIDE) : interrogative.start()] if interrogative else "",
        right=folded[interrogative.end() : interrogative.end() + _BESIDE] if interrogative else "",
        head=_head(folded, cut, interrogative, "person" in types, is_noun) if interrogative else "",
        answer_types=_answer_types(folded, interrogative) if interrogative else frozenset(),
        beside=_words_beside(folded, telling, interrogative),
        count=_count(folded),
        choice=choice,
        bases=bases("".join(match.group() for match in frames["bases"])),
        target=bool(_any_of("target").search(folded)),
        result=bool(_any_of("result").search(folded)),
    )


def _head(
    folded: str, cut: Sequence[str], interrogative: re.Match[str], of_person: bool, is_noun: Callable[[str], bool]
) -> str:
    """The noun behind the interrogative and its measure word, of several in a row the last; or that before 叫什么."""
    behind = interrogative.end()
    places = _places(folded, cut)
    for number, (at, word) in enumerate(places):
        if behind <= at <= behind + _FARTHEST_HEAD and len(word) > 1 and word not in stop_words() | _NO_HEAD:
            return _last_noun(places[number:], is_noun)
    called = _CALLED.search(folded[: interrogative.start()])
    named = "名" in folded[behind:] or (
        interrogative.group().startswith("哪") and _ONLY_MEASURE.fullmatch(folded, behind)
    )
    if of_person or not called or (called.group() == "是" and not named):
        return ""
    before = folded[: called.start()]
    return next((w for at, w in reversed(places) if len(w) > 1 and before.endswith(w)), "")


def _last_noun(places: Sequence[tuple[int, str]], is_noun: Callable[[str], bool]) -> str:
    """The last of the nouns that run on from the first word, up to one that asks for a type: 地理标志(农产品)."""
    (at, last), *others = places
    for start, word in others:
        if start != at + len(last) or answer_types.is_asked(last) or len(word) == 1 or not is_noun(word):
            break
        at, last = start, word
    return last


def _answer_types(folded: str, interrogative: re.Match[str]) -> frozenset[str]:
    start, end = interrogative.span()
    return answer_types.asked(
        folded[max(0, start - _NOUN) : start], interrogative.group(), folded[end : end + 2 * _NOUN]
    )


def _words_beside(folded: str, words: Sequence[str], interrogative: re.Match[str] | None) -> tuple[str, str]:
    if not interrogative:
        return "", ""
    start, end = interrogative.span()
    before = [(at, w) for w in words if (at := folded.rfind(w, 0, start)) >= 0]
    behind = [(at, w) for w in words if (at := folded.find(w, end)) >= 0]
    return max(before, default=(0, ""))[1], min(behind, default=(0, ""))[1]


def _places(folded: str, cut: Sequence[str]) -> list[tuple[int, str]]:
    """Where each word stands."""
    found, at = [], 0
    for word in cut:
        at = folded.find(word, at)
        if at < 0:
            break
        found.append((at, word))
        at += len(word)
    return found


def _wanted(folded: str, types: Collection[str]) -> frozenset[str]:
    """The kinds of quantity that are asked for: by measure words, by the value to confirm, or else by telling words."""
    asked = [_measured(folded, match.end()) for match in _NUMBER.finditer(folded)]
    if asked and all(asked):
        return frozenset().union(*asked)
    if not asked and "verify" in types and (named := _kinds(_stated(folded))):
        return named
    told = {name for name, pattern in _patterns("wanted") if pattern.search(folded)}
    changed = _RATES if told and "change" in types else frozenset[str]()
    return changed.union(told, *asked)


def _stated(folded: str) -> Iterator[Quantity]:
    """The quantities that a question states, but for those that only tell of what it speaks: 65岁以上老人."""
    return (q for q in quantities(folded) if not _OF_SUCH.search(folded, q.start, q.end + _BESIDE))


def _measured(folded: str, start: int) -> frozenset[str]:
    """The kinds of quantity that the measure word behind 几 or 多少 counts: 几户, 多少公里, 多少钱."""
    if folded.startswith(_SUMS, start):
        return frozenset({"money"})
    behind = _MEASURE.match(folded, start)
    return _kinds(q for q in quantities("5" + behind.group()) if not q.number_start) if behind else frozenset()


def _kinds(named: Iterable[Quantity]) -> frozenset[str]:
    """The kinds of some quantities, and those that people take for the same: 个, 名; 百分之几, 几个点."""
    kinds = {q.kind for q in named} - {"number", "clock"}
    return frozenset(kinds.union(*(alike for alike in _ALIKE if kinds & alike)))


def _count(folded: str) -> int:
    """How many things are asked for: 哪四项 is 4; 0 where no number is said."""
    match = _COUNT.search(folded)
    return numerals.count(match.group(1)) if match else 0
