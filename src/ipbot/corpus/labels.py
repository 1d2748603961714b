"""Who is said to speak: the labels at the front of lines, and the people whom the lines about the event name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, zip_longest

from ipbot.corpus.people import (
    BRACKETS,
    LABEL,
    PARENTHESES,
    Person,
    event_line,
    is_han_name,
    is_name,
    is_organisation,
    is_title,
    office_of,
    parse_person,
    words,
)
from ipbot.values.briefing import Role, Speaker

GREETING = re.compile(
    r"[ \u3000]*(?:尊敬的|各位|女士们|同志们|朋友们|新闻界|记者朋友|媒体朋友|"
    r"大家(?:好|早|上午|下午)|谢谢|感谢|你好|您好|好的?[，,。])"
)
_SPEECH = re.compile(r"[。！？!?…]")
_ADDRESSED = re.compile(r"各位|尊敬|亲爱|大家|你们|朋友|答记者问")
_FOLLOWS = re.compile(r"(?:如下|全文|实录)[^。！？!?]{0,8}[：:。]?\s*$")
"""How a line ends that says that somebody's words follow: 通报全文如下："""
_SPEAKS = "(?=同志|代表|受|向|围绕|就|通报|讲话|介绍|作|发布|致辞|发言|指出|表示|从)"
_LEAD_LINES = 8
_NUMBER_BEFORE = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]+)\s*")
_LONGEST_ROSTER = 300


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label at the front of a line; `whole` where the line holds nothing else."""

    end: int
    role: Role
    speaker: Speaker
    whole: bool


@dataclass(frozen=True, slots=True)
class People:
    """Whom a transcript names: those whose role or office is known, and names that are names beyond doubt."""

    known: dict[str, Person]
    sure: frozenset[str]

    def only(self, role: Role) -> Speaker | None:
        """The one person known to have the role, if it is one."""
        speakers = [p.speaker for p in self.known.values() if p.role is role]
        return speakers[0] if len(speakers) == 1 else None


def roster(lines: Sequence[str]) -> tuple[frozenset[int], dict[str, Person]]:
    """Which lines are about the event rather than anybody's words, and the people whom these name."""
    about: set[int] = set()
    people: dict[str, Person] = {}
    role: Role | None = None
    for number, (line, after) in enumerate(zip_longest(lines, lines[1:], fillvalue="")):
        event = event_line(line)
        if event and _describes(*event, after):
            about.add(number)
            listed = event[0] in words()["people"] or event[0] == "出席"
            role = (Role.HOST if event[0] in words()["host"] else Role.OFFICIAL) if listed else None
            people = _named(event[1], role) | people if role else people
        elif role and _lists_people(line):
            about.add(number)
            people = _named(line, role) | people
        else:
            role = None
    return frozenset(about), people


def _describes(key: str, value: str, after: str) -> bool:
    """Whether a line with such a key is about the event; 主持人：… may be somebody's words as well."""
    if key not in words()["people"]:
        return True
    return _lists_people(value or after) and not GREETING.match(after)


def _lists_people(value: str) -> bool:
    if (
        not value
        or _SPEECH.search(value)
        or GREETING.match(value)
        or len(value) > _LONGEST_ROSTER
        or LABEL.match(value)
    ):
        return False
    return is_title(value) or any(speaker.name for speaker in _people_in(value))


def _named(value: str, role: Role) -> dict[str, Person]:
    return {speaker.name: Person(role, speaker) for speaker in _people_in(value) if speaker.name}


def _people_in(value: str) -> Iterator[Speaker]:
    """The people of a list; a 、 may stand between people or between one's offices: 党组书记、局长 沈知远."""
    for part in re.split(r"[，,；;]", value):
        waiting = ""
        pieces = part.split("、")
        for piece, following in zip_longest(pieces, pieces[1:], fillvalue=""):
            waiting = f"{waiting}、{piece}" if waiting else piece
            speaker = parse_person(waiting)
            if speaker.name and following.strip() not in words()["title"]:
                yield speaker
                waiting = ""


def sure_names(lines: Sequence[str], text: str) -> frozenset[str]:
    """Names that label lines and are names beyond doubt: beside a title in the text, or followed by speech."""
    said: dict[str, list[str]] = {}
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        match = LABEL.match(line)
        if match:
            said.setdefault(parse_person(_label(match)).name, []).append(match["rest"].strip() or after)
    titles = "|".join(map(re.escape, words()["title"]))

    def sure(name: str, speeches: list[str]) -> bool:
        behind = "先生|女士|同志" if len(name) == 2 else f"先生|女士|同志|{titles}"
        if re.search(f"(?:{titles})[ \u3000]?{name}|{name}(?:{behind})", text) or any(map(GREETING.match, speeches)):
            return True
        return len(name) > 2 and len(speeches) > 1 and any(map(_SPEECH.search, speeches))

    return frozenset(name for name, speeches in said.items() if name and sure(name, speeches))


def read_label(line: str, after: str, people: People, before: Role | None) -> Label | None:
    """The speaker's label that the line begins with, if it does.

    `after` is the next line; `before` is who spoke last: a reporter's or the host's words are followed by another's.
    """
    match = LABEL.match(line)
    if not match:
        return None
    label, rest = _label(match), match["rest"].strip()
    end = match.end() - len(match["rest"])
    if is_name(rest) and not GREETING.match(rest):
        speaker = _speaker_behind(label, rest, after, people)
        if speaker:
            return Label(match.end(), *speaker, whole=True)
    described = _role(label, rest or after, people, before)
    return Label(end, *described, whole=not rest) if described else None


def _label(match: re.Match[str]) -> str:
    return _NUMBER_BEFORE.sub("", (match["boxed"] or match["plain"]).strip(BRACKETS))


def _speaker_behind(label: str, name: str, after: str, people: People) -> tuple[Role, Speaker] | None:
    """A line with an office and a name, and nothing else: 沧州市市场监督管理局三级调研员:吕玉磬."""
    organisation, title = office_of(label)
    if label in words()["host"]:
        return _known(name, people) or (Role.HOST, Speaker(name, "", "主持人"))
    if label in words()["answer"] or (title and not organisation):
        official = Speaker(name, "", "" if label in words()["answer"] else title)
        return _known(name, people) or ((Role.OFFICIAL, official) if GREETING.match(after) else None)
    return (Role.OFFICIAL, Speaker(name, organisation, title)) if title else None


def _known(name: str, people: People) -> tuple[Role, Speaker] | None:
    person = people.known.get(name)
    return (person.role, person.speaker) if person else None


def _role(label: str, speech: str, people: People, before: Role | None) -> tuple[Role, Speaker] | None:
    inner = PARENTHESES.search(label)
    bare = PARENTHESES.sub("", label).strip(BRACKETS)
    reporter = _reporter(bare, inner.group(1) if inner else "")
    if reporter:
        return Role.REPORTER, reporter
    if bare in words()["answer"]:
        return _answering(inner.group(1), people) if inner else (Role.OFFICIAL, Speaker(""))
    return (
        _known(bare, people)
        or _host(bare, inner.group(1) if inner else "", people)
        or _official(label, speech, people, before)
    )


def _answering(inner: str, people: People) -> tuple[Role, Speaker]:
    """Who answers, by the words in brackets behind 答; never anybody else."""
    person = parse_person(inner)
    known = _known(person.name, people) or _known(inner, people) or _addressed(inner, people)
    return known or (Role.OFFICIAL, person if person.name else Speaker(inner))


@cache
def _reporter_label() -> re.Pattern[str]:
    kinds = "|".join(sorted(map(re.escape, words()["reporter"]), key=len, reverse=True))
    name = f"(?:[{words()['surnames']}]|{'|'.join(words()['compound_surnames'])})[\u3400-\u9fff]{{1,2}}?"
    return re.compile(
        rf"(?P<of>.*?)(?P<kind>{kinds})[ \u3000]?(?P<name>{name})?(?:提问|问)?[\d一二三四五六七八九十A-Z]?"
    )


def _reporter(bare: str, inner: str) -> Speaker | None:
    """A reporter and the house; what isn't said of a person, such as 问 or 媒体, must be the whole label."""
    match = _reporter_label().fullmatch(bare)
    if not match or _ADDRESSED.search(bare):
        return None
    kind, house = match["kind"], match["of"].strip()
    if house and not re.search("[者友民表]", kind):
        return None
    title = "记者" if "记者" in kind else "" if kind.endswith("问") else kind
    return Speaker(match["name"] or "", inner if house in words()["reporter"] or not house else house, title)


def _host(bare: str, inner: str, people: People) -> tuple[Role, Speaker] | None:
    kind = next((w for w in sorted(words()["host"], key=len, reverse=True) if bare.startswith(w)), None)
    if kind is None:
        return None
    rest = bare.removeprefix(kind)
    described = parse_person(inner)
    if not rest.strip() and described.name:
        host = described if described.title else replace(described, title="主持人")
        return _known(described.name, people) or (Role.HOST, host)
    name = rest.strip()
    if not name:
        return Role.HOST, people.only(Role.HOST) or Speaker("", "", "主持人")
    if name in people.known:
        return Role.HOST, people.known[name].speaker
    named = is_name(name) or (rest != name and is_han_name(name))
    return (Role.HOST, Speaker(name, "", "主持人")) if named else None


def _official(label: str, speech: str, people: People, before: Role | None) -> tuple[Role, Speaker] | None:
    person = parse_person(label)
    greets = GREETING.match(speech)
    expected = before in {Role.REPORTER, Role.HOST} and bool(_SPEECH.search(speech) or greets)
    if not person.name:
        organisation, title = office_of(label)
        addressed = _addressed(label, people)
        if addressed:
            return addressed
        said = (title and (expected or greets)) or (expected and is_organisation(organisation))
        return (Role.OFFICIAL, Speaker("", organisation, title)) if said else None
    if person.name in people.known:
        return _known(person.name, people)
    long = len(person.name) > 2 or before is Role.REPORTER
    sure = person.name in people.sure or (person.title and speech) or (expected and long)
    return (Role.OFFICIAL, person) if sure else None


def speech(lines: Sequence[str]) -> tuple[int, Label] | None:
    """The line at which a speech begins that a news report gives whole, and who gives it: …局长某某作通报。全文如下：

    A salutation (各位代表：) has to follow, so that the report's own words are not put into anybody's mouth.
    """
    for number, (line, after) in enumerate(pairwise(lines[:_LEAD_LINES])):
        if _FOLLOWS.search(line) and GREETING.match(after):
            return number + 1, Label(0, Role.OFFICIAL, _giving(line), whole=False)
    return None


def _giving(line: str) -> Speaker:
    """Whom a report names, with an office, as the one who speaks; nobody where it names none."""
    titles = "|".join(sorted(map(re.escape, words()["title"]), key=len, reverse=True))
    name = f"(?:[{words()['surnames']}]|{'|'.join(words()['compound_surnames'])})[\u3400-\u9fff]{{1,2}}?"
    for match in re.finditer(rf"(?P<office>[^，,。；;：:！？!?（）() ]*(?:{titles}))(?P<name>{name}){_SPEAKS}", line):
        if is_name(match["name"]):
            return Speaker(match["name"], *office_of(match["office"]))
    return Speaker("")


def _addressed(label: str, people: People) -> tuple[Role, Speaker] | None:
    """The one person whom 沈局长 can mean."""
    if label[1:] not in words()["title"]:
        return None
    meant = [p for p in people.known.values() if p.speaker.name[:1] == label[0] and p.speaker.title.endswith(label[1:])]
    return (meant[0].role, meant[0].speaker) if len(meant) == 1 else None


def completed(speaker: Speaker, earlier: Sequence[Speaker], people: People) -> Speaker:
    """An unnamed answer is given by the official who spoke last, or by the only one there is."""
    if str(speaker):
        return speaker
    named = [official for official in earlier if official.name]
    return named[-1] if named else people.only(Role.OFFICIAL) or speaker


def known_people(listed: Mapping[str, Person], described: Sequence[Speaker]) -> dict[str, Person]:
    """The people of the roster, and those of the briefing's description, which says more of them."""
    roles = {name: person.role for name, person in listed.items()}
    return {**listed, **{s.name: Person(roles.get(s.name, Role.OFFICIAL), s) for s in described}}
