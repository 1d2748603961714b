"""Questions that lean on earlier ones: 那今年的目标呢, 结案的呢, 是谁说的. A pure function of the earlier questions."""

import re
from dataclasses import replace

from ipbot.reading.asking import Asking, measures
from ipbot.reading.query import Query

_LEANS = re.compile(
    r"^(?:那|那么|这|它|其|另外|还有|再|里面|其中|分别|后来)|呢[?？]?$|这[个些件项批次家]|那[个些件项批次家]|它|其中|最后那|第[一二三四五六七八九十\d][项个条]|上述|下一届|分别|前者|后者|同期"
)
_OWN_TOPIC = 5
_AMOUNTS = {"amount", "change", "compare"}
_LEANING, _CARRIED = 0.45, 0.25
_LITTLE = 4


def leans(asking: Asking) -> bool:
    """Whether a question is not complete without an earlier one."""
    return bool(_LEANS.search(asking.text)) or _topic(asking) < _OWN_TOPIC


def may_stand_alone(asking: Asking) -> bool:
    """Whether a question leans by its shortness alone, and still names a topic, which may be a new one."""
    return leans(asking) and stands(asking)


def stands(asking: Asking) -> bool:
    """Whether an earlier question says enough for another to lean on it alone."""
    return not _LEANS.search(asking.text) and _topic(asking) >= _LITTLE


def _topic(asking: Asking) -> int:
    """How many characters of the question say what it is about."""
    return sum(map(len, telling(asking)))


def telling(asking: Asking) -> list[str]:
    """The words that say what the question is about."""
    return [w for w in asking.words if len(w) > 1 and not w[0].isdigit() and w not in measures()]


def carry(current: Query, earlier: Query) -> Query:
    """The current question with what it leaves unsaid taken from the earlier one.

    Words of the earlier question count less; its type, its periods and its target count only where the current one
    names none.
    """
    leaning = leans(current.asking)
    share = _LEANING if _LEANS.search(current.asking.text) or _topic(current.asking) < _LITTLE else _CARRIED
    own, before = current.asking, earlier.asking
    words = {w: v * share for w, v in earlier.words.items() if not _replaced(w, current)} | dict(current.words)
    types = own.types if own.types - {"compare"} or not leaning else own.types | before.types
    asking = replace(
        own,
        types=types,
        wanted=own.wanted or (before.wanted if leaning and not own.types - _AMOUNTS and not own.choice else own.wanted),
        target=own.target,
        result=own.result,
    )
    return replace(
        current,
        asking=asking,
        words=words,
        bigrams={b: v * share for b, v in earlier.bigrams.items()} | dict(current.bigrams),
        others={**earlier.others, **current.others},
        said=(*earlier.said, *current.said) if leaning else current.said,
    )


def _replaced(word: str, current: Query) -> bool:
    """Whether the current question puts another word in this one's place: 结案 for 立案."""
    return any(len(w) == len(word) > 1 and w[-1] == word[-1] and w != word for w in current.words)
