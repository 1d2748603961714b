"""Who does a thing, or with whom: the name between a preposition and the verb, 经市编办批准, 与中国银行签订."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ipbot.corpus.people import is_organisation
from ipbot.reading.findings import Found
from ipbot.reading.query import Query
from ipbot.reading.ranking import RankedStatement
from ipbot.reading.statements import Statement, grams
from ipbot.text.segmentation import Segmenter

_WHOM = r"(?:谁|哪[一个家]?(?:部门|单位|机构)?)"
_DOES = (
    r"(?:批|核准|审|发|授|颁|认定|牵头|主管|负责|组织|承办|承建|承担|主办|建设|投资|出资|出钱|出面|掏钱|运营|管|验收|监督|委托|"
    r"评|落实|出台)"
)
_BY = re.compile(
    rf"(?:由|归){_WHOM}(?!来?(?:担任|兼任|出任|当))|(?:(?:经过?|被|受){_WHOM}|谁|哪[一个]?(?:部门|单位|机构))(?:来)?{_DOES}"
)
_WITH = re.compile(r"(?:和|跟|与|同|联合|协同|会同)(?:谁|哪)|哪[^?？]{0,12}(?:联手|携手|合作|搭伙|搭档|共建|共同|一起)")
_AGENT = re.compile(r"(?:经过?|由|被|已?获|受(?=[^,。]{2,18}委托)|报|指导|督促|责成|委托)(?=[\u4e00-\u9fff])")
_PARTNER = re.compile(r"(?:联合|会同|协同|携手|联手|与|和|同|跟)(?=[\u4e00-\u9fff])")
_READ = 3
_AS_NEAR = 3.0
_LEAST, _LONGEST = 2, 18
_FAR = 24
_GOES_ON = 3
_OF_ITS_KIND = 3.0
_OF_SENTENCE = 0.2
_AS_WELL = 0.3
_ENDS = (",", "。", ";", "!", "?", ":", "\n")

_Span = tuple[int, int]


def asks_agent(query: Query) -> bool:
    """Whether it is asked who does, approves or leads something: an organisation answers as well as a person."""
    return bool(_BY.search(query.said[-1]))


def find(query: Query, ranked: Sequence[RankedStatement], segmenter: Segmenter) -> tuple[Found, ...]:
    """The name in a near statement that stands in the role asked for, where most of the question stands around it.

    Where several are asked for, as many of its statement as say enough of the question, in order.
    """
    role = _AGENT if asks_agent(query) else _PARTNER if _WITH.search(query.said[-1]) else None
    near = [r.statement for r in ranked[:_READ] if r.score >= ranked[0].score - _AS_NEAR] if role else []
    found: list[tuple[float, Statement, _Span]] = []
    for statement in near:
        for span, around in _named(statement, role, segmenter) if role and statement.kind != "question" else ():
            said = query.shared(grams(around, 2)) + _OF_SENTENCE * query.shared(statement.bigrams)
            said *= _OF_ITS_KIND if statement.folded.text[slice(*span)].endswith(query.asking.head or " ") else 1
            if said > 0:
                found.append((said, statement, span))
    best = max(found, key=lambda f: f[0], default=None)
    if best is None:
        return ()
    beside = [f for f in found if f[1] is best[1] and f[0] >= _AS_WELL * best[0]]
    several = role is _PARTNER and len(beside) == query.asking.count
    chosen = beside if several else [best]
    return tuple(Found(statement, *statement.original(*span)) for _, statement, span in chosen)


def _ends(so_far: str, word: str, tag: str, behind: Sequence[str]) -> bool:
    """Whether a name ends before a word: at a mark, at a verb, or where it is an organisation's and no noun follows.

    Not at brackets inside, nor at a verb in an organisation's name: 市(安居)集团.
    """
    if not (word[0].isalnum() or word in "、()"):
        return True
    if is_organisation(so_far + word):
        return False
    if is_organisation(so_far):
        return bool(tag) and not tag.startswith("n")
    return tag == "v" and not any(map(is_organisation, accumulate(behind, initial=so_far + word)))


def _named(statement: Statement, role: re.Pattern[str], segmenter: Segmenter) -> Iterator[tuple[_Span, str]]:
    """The names behind each preposition up to the verb, with their clauses."""
    text = statement.folded.text
    for match in role.finditer(text):
        length = 0
        words = segmenter.words(text[match.end() : match.end() + _FAR])
        for place, word in enumerate(words, 1):
            behind = words[place : place + _GOES_ON]
            if _ends(text[match.end() : match.end() + length], word, segmenter.tag(word), behind):
                break
            length += len(word)
        span = match.end(), match.end() + length
        if _LEAST <= length <= _LONGEST and text[span[1] : span[1] + 1] not in (*_ENDS, ""):
            yield span, _clause(text, *span)


def _clause(text: str, start: int, end: int) -> str:
    begin = max((text.rfind(mark, 0, start) + 1 for mark in _ENDS), default=0)
    stop = min((at for mark in _ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[begin:stop]
