"""What a question asks: its type, the kind of quantity, the number of things, and the words that carry information."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ipbot.data import load
from ipbot.text import numerals
from ipbot.text.quantities import quantities

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
_MARKS = re.compile(r"[^\w%]+|[呢啊呀吗吧]+$")
_FARTHEST_HEAD = 2
_CALLED = re.compile(r"(?:全称|名称|名字)?(?:叫|名为|称为|称作|是)(?:做|作)?$")
_NO_HEAD = frozenset({"名称", "名字", "全称", "来着", "东西", "名号"})
_BESIDE = 4
_MEASURED = re.compile(r"(?<![好第])(?:几|多少)(?!钱|个钱|分钱)(?=(.{1,4}))", re.DOTALL)


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
    count: int
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


def understand(folded: str, cut: Sequence[str]) -> Asking:
    """Read a folded question, cut into words."""
    interrogative = _INTERROGATIVE.search(folded)
    words = [w for w in dict.fromkeys(cut) if any(c.isalnum() for c in w)]
    dropped = {w for w in words if w in stop_words() or _ASKS.search(w)}
    types = {name for name, pattern in _patterns("types") if pattern.search(folded)}
    if _level().search(folded):
        types.discard("change")
    if "phone" in types and not _WHEN.search(folded):
        types.discard("date")
    if interrogative and _WHICH_ONE.match(interrogative.group()) and not _HOW_MANY.search(folded):
        types.discard("amount")
    if not types and _MARKS.sub("", folded).endswith(indicator_ends()):
        types.add("amount")
    return Asking(
        text=folded,
        words=tuple(w for w in words if w not in dropped),
        dropped=tuple(w for w in words if w in dropped),
        types=frozenset(types),
        wanted=frozenset(
            {*(name for name, pattern in _patterns("wanted") if pattern.search(folded)), *_measured(folded)}
        ),
        left=folded[max(0, interrogative.start() - _BESIDE) : interrogative.start()] if interrogative else "",
        right=folded[interrogative.end() : interrogative.end() + _BESIDE] if interrogative else "",
        head=_head(folded, cut, interrogative, "person" in types) if interrogative else "",
        count=_count(folded),
        target=bool(_any_of("target").search(folded)),
        result=bool(_any_of("result").search(folded)),
    )


def _head(folded: str, cut: Sequence[str], interrogative: re.Match[str], of_person: bool) -> str:
    """The first word of two characters or more behind the interrogative and its measure word, or that before 叫什么."""
    behind = interrogative.end()
    places = _places(folded, cut)
    for at, word in places:
        if behind <= at <= behind + _FARTHEST_HEAD and len(word) > 1 and word not in stop_words() | _NO_HEAD:
            return word
    called = _CALLED.search(folded[: interrogative.start()])
    if of_person or not called or (called.group() == "是" and "名" not in folded[behind:]):
        return ""
    before = folded[: called.start()]
    return next((w for at, w in reversed(places) if len(w) > 1 and before.endswith(w)), "")


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


def _measured(folded: str) -> Iterator[str]:
    """The kinds of quantity that the measure word behind 几 or 多少 counts: 几户, 多少公里."""
    for behind in _MEASURED.findall(folded):
        kinds = {q.kind for q in quantities("5" + behind) if q.number_start == 0} - {"number"}
        yield from ("count", "people") if kinds & {"count", "people"} else kinds


def _count(folded: str) -> int:
    """How many things are asked for: 哪四项 is 4; 0 where no number is said."""
    match = _COUNT.search(folded)
    return numerals.count(match.group(1)) if match else 0
