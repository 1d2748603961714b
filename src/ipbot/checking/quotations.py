"""Quotations in a draft: words in quotation marks that somebody is said to have said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ipbot.checking import language
from ipbot.corpus.people import words

_QUOTED = re.compile(
    r"“(?P<a>[^“”]{4,600})”|「(?P<b>[^「」]{4,600})」|『(?P<c>[^『』]{4,600})』|\"(?P<d>[^\"\n]{4,600})\""
)
_LONG = 12
_PAUSE = re.compile(r"[，,。；;！!？?：:]")
_BREAK = re.compile(r"[。！!？?；;\n]")
_REACH = 60
_CALLED = tuple("为是叫以的了名称")
_NAMED = re.compile(
    r"(?:^|[，,、。；;：:\s”」])(?P<who>[^，,、。；;：:\s“”「」]{2,24}?)(?:也|还|则|又|在会上|当天|最后|同时|随后|对此|进一步|特别|再次|向记者|对记者|接受采访时)*$"
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a draft: `start` to `end` with its marks, its words, and who is said to have said them."""

    start: int
    end: int
    text: str
    speaker: str


def find(text: str, names: Iterable[str]) -> Iterator[Quotation]:
    """The quotations of a draft; terms in quotation marks that nobody says are none."""
    known = tuple(sorted(names, key=len, reverse=True))
    for match in _QUOTED.finditer(text):
        words_ = next(g for g in match.groups() if g is not None)
        speaker = _before(text, match.start(), known) or _behind(text, match.end(), known)
        told = bool(speaker) or _says(text, match.start())
        if not told and text[match.start() - 1 : match.start()] in _CALLED:
            continue
        if (told and (len(words_) >= _LONG // 2)) or (len(words_) >= _LONG and _PAUSE.search(words_)):
            yield Quotation(match.start(), match.end(), words_, speaker)


def _saying() -> str:
    return "|".join(sorted(map(re.escape, language.words()["saying"]), key=len, reverse=True))


def _says(text: str, at: int) -> bool:
    return bool(re.search(rf"(?:{_saying()})(?:了|道|说)?[，,：:]\s*$", text[max(0, at - 12) : at]))


def _before(text: str, at: int, names: tuple[str, ...]) -> str:
    """Who speaks in front of a quotation: 吕玉磬表示：“…”."""
    begin = max((m.end() for m in _BREAK.finditer(text, max(0, at - _REACH), at)), default=max(0, at - _REACH))
    lead = text[begin:at]
    said = re.search(rf"(?:{_saying()})(?:了|道|说)?[，,：:]?\s*$", lead)
    if not said:
        return ""
    return _name(lead[: said.start()], names)


def _behind(text: str, at: int, names: tuple[str, ...]) -> str:
    """Who speaks behind a quotation: “…”，吕玉磬说."""
    follow = re.match(
        rf"[，,。]?\s*([^，,。；;！!？?\n“]{{2,30}}?)(?:{_saying()})(?:了|道|说)?[，,。：:；;！]?", text[at : at + 40]
    )
    return _name(follow[1], names) if follow else ""


def _name(lead: str, names: tuple[str, ...]) -> str:
    """The person, or the office, that the words before a verb of saying name last."""
    found = [(lead.rfind(n), n) for n in names if n in lead]
    if found:
        return max(found)[1]
    clause = re.split(r"[，,；;。：:]", lead)[-1] or lead
    named = _NAMED.search(clause)
    who = named["who"] if named else clause
    titled = re.search(
        rf"[^，,。]{{0,16}}(?:{'|'.join(words()['title'])}|记者|主持人|负责人|发言人)(?:[\u4e00-\u9fff]{{2,3}})?", who
    )
    return titled.group() if titled else ""
