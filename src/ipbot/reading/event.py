"""Questions about the event itself: who spoke, when, where, who asked, what the headline is."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import fsum

from ipbot.corpus.people import PARENTHESES, event_line, is_name, is_title, office_of, words
from ipbot.data import load
from ipbot.reading.library import Library
from ipbot.reading.statements import grams
from ipbot.text.folding import fold
from ipbot.text.numerals import count
from ipbot.values.briefing import Briefing, HeadingKind, Outline, Role, Speaker, Turn

Place = tuple[int, int]
_DIGIT = r"[\d０-９〇○零一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?:{_DIGIT}{{4}}\s*年\s*)?{_DIGIT}{{1,2}}\s*月\s*{_DIGIT}{{1,3}}\s*[日号](?:[上下]午)?|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}"
)
_HELD = re.compile(r"(?:举行|召开|举办|主办|组织召开)")
_VENUE = re.compile(r"在([\u4e00-\u9fffA-Za-z\d]{2,24}?)(?:举行|召开|举办)")
_TOPICS = re.compile(
    r"[,，]?就([^。!?]{4,120}?)(?:进行|(?<!工)作(?![业物])|做|(?<!方)向)(?:了|出)?(?:[\u4e00-\u9fff]{0,8})"
    r"(?:介绍|通报|说明|发布|解读|情况)"
)
_ABOUT_SPEAKING = re.compile(
    r"回答|答复|解答|解释|介绍|通报|说明|问题|提问|记者|发布会|情况|这[句番]?话|[说讲]的|的人|的是|是谁|哪一?位|官员|领导|职务|负责|由谁|谁|什么"
)
_EVENT = re.compile(
    r"(?:发布|新闻|通报|通气|吹风|见面|说明|推介)会|会议|记者会|这[场次]会|会上|会场|开会|(?<![\u4e00-\u9fff])会(?=在|是|由)|台上|主持|"
    r"发言|发布人|主讲|嘉宾|官员|领导|记者|媒体|讲话|通稿|正文|全文|实录|[a-z]{3}"
)
_SPOKEN = re.compile(
    r"回答|答复|解答|解释|(?:谁|哪一?位).{0,3}(?:介绍|通报|说明|说|讲|谈|答)(?:了|的|过|[?？]?$)|[说讲](?:这|那)?话?的"
)
_FILLING = re.compile(
    r"请问|问一?下|这[场次]|本[场次]|今天|当天|当时|到底|究竟|情况|名字|[这那]?[句番]?话|什么|都有|有哪些|"
    r"[是的了呢啊呀吗吧都在由谁叫有又请]"
)
_CONTENT = re.compile(r"[\u4e00-\u9fff\w]{2}")
_GUARDED = frozenset({"speaker", "place", "city", "organiser", "half_day", "sections", "thanks"})
"""Intents whose patterns fit other events and other senders too: 花博会在哪里举办, 哪个部门发布了预警."""
_HOSTS_OFFICE = re.compile(r"主持人.{0,4}(?:职务|职位|头衔|官|单位|领导|身份|级别)")
_OF_PERSONS = ("speaker", "host")
_AND_OFFICE = re.compile(r"职务|职位|头衔|身份|什么官|级别|哪个?单位|什么单位")
_HOSTED = re.compile(r"[\u4e00-\u9fff]{2,30}(?=主持(?:[\u4e00-\u9fff]{0,12}会|[,，。]))")
_NAMES = (3, 2, 4)
_CALLS = re.compile(r"出席(?:今天|本次|这次)[^。\n]{0,6}会的|(?:首先|下面|现在)[^。\n]{0,6}请")
_CALLED = re.compile(r"请[^。！？!?\n]+")
_MEDIA = re.compile(r"([\u4e00-\u9fff]{1,12}(?:报|台|社|网|刊|新闻|客户端|频道|传媒))的?记?者?[^,，]{0,4}(?:问|提)")
_BYLINE = re.compile(r"[（(]([\u4e00-\u9fff]{2,4}(?:[ 、\u3000][\u4e00-\u9fff]{2,4}){0,4})[）)]\s*$")
_WHOSE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:到底|究竟)?(?:是|在|属于|担?任|当)(?:了|着|的)?(?:哪|什么|啥|干|做|谁)"
)
_REPORTER = re.compile(
    r"[（(](?:本[报网台社])?(?:全媒体)?(?:见习)?记者[ \u3000:：]*"
    r"([\u4e00-\u9fff]{2,3}(?:[ 、\u3000]+(?!通讯员)[\u4e00-\u9fff]{2,3})*)"
)
_HOLDER = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{2,20}?)(?:到底|究竟)?(?:是|叫)(?:谁|哪一?位|什么名字|啥名字?|什么$)|(?:谁|哪一?位)是(?P<behind>[\u4e00-\u9fff]{2,20})"
)
_NTH = re.compile(r"第([一二三四五六1-6])")
_QUESTION = re.compile(r"[^。!！?？\n]+[?？]")
_HOPE = re.compile(r"(?:希望|期待|恳请|也请|欢迎)[^。!！?？;；\n]{4,60}")
_LAST_PASSAGES = 3
_THANKED = re.compile(r"感谢([^,，。!！的对在]{2,16})")
_OCCASION = re.compile(
    r"(?:举行|召开|举办|组织)[^。\n“\"]{0,8}[“\"]([^”\"\n]{2,30})[”\"](?:主题)?(?:新闻|专题)?(?:发布|通气|通报)会|在([^,，。\n]{4,30}?)(?:来临|到来)之际"
)
_RECORD = re.compile(r"(?:全程|全文|文字|现场|图文)*(?:实录|摘要|摘编|节选|摘登)")
_HALF_DAY = re.compile(r"上午|下午|晚上")
_CLOSE = 4
_MARKS = "，,；;：:。！!？?\n（("
_LEAD = re.compile(
    r"^(?:(?:同志|先生|女士|老师)?、?(?:还有|以及|首先|下面|现在|接下来|今天)?(?:[我他]们?)?(?:邀?请(?:来了?|到了?)?|有请?|是|欢迎)?)"
)
_ORGANISATION = re.compile(r"[\u4e00-\u9fff]{2,30}")


@cache
def _intents() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists: Mapping[str, list[str]] = load("intents")["event"]
    return tuple((name, re.compile("|".join(parts).replace(" ", ""))) for name, parts in lists.items())


def intents(folded: str) -> tuple[str, ...]:
    """What a question may ask about the event, the narrower first."""
    return tuple(name for name, pattern in _intents() if pattern.search(folded) and _fits(name, pattern, folded))


def _fits(name: str, pattern: re.Pattern[str], folded: str) -> bool:
    """Whether the question speaks of the event, or has no words of its own besides the pattern's."""
    if name not in _GUARDED or _EVENT.search(folded) or (name == "speaker" and _SPOKEN.search(folded)):
        return True
    return not _CONTENT.search(_FILLING.sub("", pattern.sub("", folded)))


def find(name: str, folded: str, library: Library, briefing: Briefing) -> tuple[Place, ...]:
    """The places in the transcript that answer the intent; empty where it doesn't say."""
    finder = _Event(library, briefing)
    about: Mapping[str, Callable[[str], Iterator[Place]]] = {
        "holder": finder.holder,
        "office": finder.offices,
        "asked": finder.asked,
        "asker": finder.asker,
        "nth_asked": finder.nth_asked,
        "speaker": finder.speaker,
        "media": finder.media,
    }
    finders: Mapping[str, Callable[[], Iterator[Place]]] = {
        "headline": finder.headline,
        "host": finder.host,
        "byline": finder.byline,
        "place": finder.venue,
        "city": finder.city,
        "organiser": finder.organiser,
        "date": finder.date,
        "topics": finder.topics,
        "half_day": finder.half_day,
        "sections": finder.sections,
        "closing": finder.closing,
        "thanks": finder.thanks,
        "occasion": finder.occasion,
        "record": finder.record,
    }
    places = dict.fromkeys(about[name](folded) if name in about else finders[name]())
    with_office = name in _OF_PERSONS and _AND_OFFICE.search(folded)
    return tuple(map(finder.with_office, places) if with_office else places)


def _topic(folded: str) -> frozenset[str]:
    """Bigrams of what a question about speaking is about."""
    return grams(_ABOUT_SPEAKING.sub("|", folded), 2)


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of a shorter name stand in a longer one, in their order: 科技局 in 市科学技术局."""
    rest = iter(long)
    return all(character in rest for character in short)


def _bare(name: str) -> str:
    """A name folded, without the brackets of 《云浦日报》."""
    return fold(name).text.strip('《》<>"“” ')


class _Event:
    """The parts of one transcript that tell about the event."""

    def __init__(self, library: Library, briefing: Briefing) -> None:
        self.briefing, self.text = briefing, briefing.transcript
        self.outline: Outline = library.corpus.outlines[briefing.id]

    def headline(self) -> Iterator[Place]:
        """The title line, or wherever the title stands."""
        titles = [h for h in self.outline.headings if h.kind is HeadingKind.TITLE]
        for heading in titles:
            yield self._trim(heading.start, heading.end)
        at = self.text.find(self.briefing.title)
        if not titles and at >= 0:
            yield at, at + len(self.briefing.title)

    def asked(self, folded: str) -> Iterator[Place]:
        """The reporters' words; where the question names a newspaper or a station, only of its reporters."""
        turns = list(self._turns(Role.REPORTER))
        named = [t for t in turns if (name := _bare(t.speaker.organisation)) and name in folded]
        for turn in named if named or _MEDIA.search(folded) else turns:
            yield self._trim(turn.label_end, turn.end)

    def nth_asked(self, folded: str) -> Iterator[Place]:
        """The question of that number, of all that reporters put one after the other."""
        named = _NTH.search(folded)
        questions = [
            self._trim(t.label_end + m.start(), t.label_end + m.end())
            for t in self._turns(Role.REPORTER)
            for m in _QUESTION.finditer(self.text[t.label_end : t.end])
        ]
        at = count(named[1]) if named else 0
        yield from questions[at - 1 : at] if at else ()

    def closing(self) -> Iterator[Place]:
        """What is hoped for at the very end."""
        told = [p for p in self.outline.passages if p.role is not Role.REPORTER][-_LAST_PASSAGES:]
        for passage in reversed(told):
            hope = _HOPE.search(passage.text)
            if hope:
                yield self._trim(passage.start + hope.start(), passage.start + hope.end())
                return

    def thanks(self) -> Iterator[Place]:
        """Who is thanked first."""
        match = _THANKED.search(self.text)
        if match:
            yield match.span(1)

    def occasion(self) -> Iterator[Place]:
        """The day, or whatever else stands in quotation marks, that the briefing was held for."""
        lead = next((p.start for p in self.outline.passages), 0)
        match = _OCCASION.search(self.text, lead) or _OCCASION.search(self.text)
        if match:
            yield match.span(match.lastindex or 0)

    def record(self) -> Iterator[Place]:
        """What the text calls itself: a record of every word, or a summary."""
        match = _RECORD.search(self.text)
        if match:
            yield match.span()

    def half_day(self) -> Iterator[Place]:
        """Whether it was held before noon or after."""
        for start, end in self.date():
            match = _HALF_DAY.search(self.text, start, end + _CLOSE)
            if match:
                yield match.span()
                return

    def sections(self) -> Iterator[Place]:
        """The headings of the highest level."""
        sections = [h for h in self.outline.headings if h.kind is HeadingKind.SECTION]
        highest = min((h.level for h in sections), default=0)
        for heading in sections:
            if heading.level == highest:
                at = self.text.index(heading.text, heading.start)
                yield at, at + len(heading.text)

    def media(self, folded: str) -> Iterator[Place]:
        """The media whose reporters asked, or of the one that asked at the place that is named: 第二个提问的记者."""
        turns = list(self._turns(Role.REPORTER))
        named = _NTH.search(folded)
        for turn in turns[count(named[1]) - 1 :][:1] if named else turns:
            at = self.text.find(turn.speaker.organisation, turn.start, turn.label_end)
            if turn.speaker.organisation and at >= 0:
                yield at, at + len(turn.speaker.organisation)

    def host(self) -> Iterator[Place]:
        """The host's name, where it is said who that is."""
        names = {t.speaker.name for t in self._turns(Role.HOST) if t.speaker.name}
        if not names:
            calling = (t.speaker.name for t in self.outline.turns if _CALLS.search(self.text, t.label_end, t.end))
            names = set(list(filter(None, calling))[:1])
        lines = list(self._event_lines(set(words()["host"]), names))
        places = lines or [place for name in sorted(names) for place in self.person(name)]
        yield from places or self._hosting()

    def _hosting(self) -> Iterator[Place]:
        """The name that the narration has right before 主持会议."""
        for match in _HOSTED.finditer(self.text[: self._spoken_from()]):
            length = next((n for n in _NAMES if is_name(match.group()[-n:])), 0)
            if length:
                yield match.end() - length, match.end()
                return

    def speakers(self) -> Iterator[Place]:
        """The names of those who spoke for the publisher, where their offices stand."""
        for name in dict.fromkeys(t.speaker.name for t in self._turns(Role.OFFICIAL) if t.speaker.name):
            yield from self.person(name)

    def speaker(self, folded: str) -> Iterator[Place]:
        """Who answered or told what the words are about; all who spoke where they are about nothing."""
        one = self.answered(folded) or self.told(folded)
        yield from (one,) if one else self.speakers()

    def asker(self, folded: str) -> Iterator[Place]:
        """The newspaper or station of the reporter who asked what the words are about."""
        about = _topic(folded)
        turns = [t for t in self._turns(Role.REPORTER) if t.speaker.organisation]
        best = max(turns, key=lambda t: len(about & self._grams(t)), default=None)
        if best and about & self._grams(best):
            at = self.text.find(best.speaker.organisation, best.start, best.label_end)
            if at >= 0:
                yield at, at + len(best.speaker.organisation)

    def _grams(self, turn: Turn) -> frozenset[str]:
        return grams(fold(self.text[turn.label_end : turn.end]).text, 2)

    def answered(self, folded: str) -> Place | None:
        """Who answered the reporter's question that the words are about: 回答噪声问题的人是谁."""
        about = _topic(folded)
        exchanges: dict[tuple[str, str], frozenset[str]] = {}
        for p in self.outline.passages:
            if p.asked and p.role is Role.OFFICIAL and p.speaker.name:
                said = grams(fold(p.asked + p.text).text, 2) & about
                exchanges[p.asked, p.speaker.name] = exchanges.get((p.asked, p.speaker.name), frozenset()) | said
        held = Counter(bigram for shared in exchanges.values() for bigram in shared)
        best = max(exchanges, key=lambda e: fsum(1 / held[bigram] for bigram in exchanges[e]), default=None)
        return next(self.person(best[1]), None) if best and exchanges[best] else None

    def told(self, folded: str) -> Place | None:
        """Who said what the words are about, where one speaker's passages have clearly more of them: 谁介绍了雨情."""
        about = _topic(folded)
        shared: dict[str, int] = {}
        for name, text in self._said_by():
            shared[name] = max(shared.get(name, 0), len(about & grams(fold(text).text, 2)))
        best, *others = [*sorted(shared, key=lambda name: -shared[name]), ""]
        return next(self.person(best), None) if others and shared[best] > shared.get(others[0], 0) else None

    def _said_by(self) -> Iterator[tuple[str, str]]:
        """Officials, each with a passage, or with what the host calls on them to speak about: 请某某介绍雨情."""
        names = {t.speaker.name for t in self._turns(Role.OFFICIAL) if t.speaker.name}
        for passage in self.outline.passages:
            if passage.role is Role.OFFICIAL and passage.speaker.name:
                yield passage.speaker.name, passage.text
            for called in _CALLED.findall(passage.text) if passage.role is Role.HOST else ():
                yield from ((name, called) for name in names if name in called)

    def person(self, name: str) -> Iterator[Place]:
        """Where a name first stands with its office: in an event line or a speaker's line, else anywhere."""
        found = list(self._event_lines(set(words()["people"]), {name}))
        lines = [h for h in self.outline.headings if h.kind is HeadingKind.SPEAKER and name in h.text]
        for heading in lines[:1]:
            at = self.text.index(name, heading.start)
            found.append((at, at + len(name)))
        at = self.text.find(name)
        yield from (found or [(at, at + len(name))])[:1]

    def holder(self, folded: str) -> Iterator[Place]:
        """The names of those speakers who hold the office that is asked for: 水务局局长是谁."""
        asked = _HOLDER.search(folded)
        organisation, title = office_of(asked["behind"] or asked["before"]) if asked else ("", "")
        speakers = dict.fromkeys(t.speaker for t in self.outline.turns if t.speaker.name)
        for speaker in speakers if is_title(title) else ():
            of_whole, _, rest = fold(speaker.title).text.rpartition(title)
            holds = title in fold(speaker.title).text and not rest and not of_whole.endswith("副")
            if holds and _is_within(organisation, fold(speaker.organisation).text):
                yield from self.person(speaker.name)

    def offices(self, folded: str) -> Iterator[Place]:
        """The organisation and the title of those speakers whom the question names, or of the host."""
        speakers = dict.fromkeys(t.speaker for t in self.outline.turns if t.speaker.name)
        named = [s for s in speakers if s.name in folded]
        hosts = dict.fromkeys(t.speaker for t in self._turns(Role.HOST) if t.speaker.name)
        for speaker in named or (hosts if _HOSTS_OFFICE.search(folded) else ()):
            yield from self._office(speaker)
        asked = _WHOSE.match(folded)
        introduced = self._introduced(asked["name"]) if asked and not named and is_name(asked["name"]) else None
        if introduced:
            yield introduced

    def _office(self, speaker: Speaker) -> Iterator[Place]:
        name = next(self.person(speaker.name), None)
        if name is None:
            return
        start = self.text.rfind("\n", 0, name[0]) + 1
        line = self.text.find("\n", name[1])
        end = line if line >= 0 else len(self.text)
        whole = speaker.organisation + speaker.title
        for office in (whole, speaker.title, speaker.organisation):
            at = self.text.find(office, start, end) if office else -1
            if at >= 0:
                yield at, at + len(office)
                return
        introduced = self._introduced(speaker.name)
        if introduced:
            yield introduced

    def with_office(self, place: Place) -> Place:
        """The place of a name, with the office that stands right before it."""
        office = self._introduced(self.text[slice(*place)])
        return (office[0], place[1]) if office and not self.text[office[1] : place[0]].strip() else place

    def _introduced(self, name: str) -> Place | None:
        """The office that stands right before a name, or in brackets behind it: 市文物局局长温砚白先生."""
        names = {t.speaker.name for t in self.outline.turns if t.speaker.name}
        for match in re.finditer(re.escape(name), self.text):
            behind = PARENTHESES.match(self.text, match.end())
            if behind and is_title(behind[1]):
                return behind.span(1)
            start = max(self.text.rfind(mark, 0, match.start()) for mark in _MARKS) + 1
            before = self.text[start : match.start()]
            for other in names:
                before = before.rpartition(other)[2]
            office = _LEAD.sub("", before).strip(" 、\u3000")
            if is_title(office) or office.endswith("》"):
                at = self.text.rindex(office, start, match.start())
                return at, at + len(office)
        return None

    def venue(self) -> Iterator[Place]:
        """Where the briefing was held."""
        lines = list(self._values({"地点", "场所", "会议地点", "发布会地点"}))
        yield from lines
        match = _VENUE.search(self.text[: self._spoken_from()])
        if match and not lines:
            yield match.span(1)

    def city(self) -> Iterator[Place]:
        """The city's name, in the narration first."""
        at = self.text.find(self.briefing.city)
        lead = next(
            (p for p in self.outline.passages if p.role is Role.NARRATOR and self.briefing.city in p.text), None
        )
        if self.briefing.city and at >= 0:
            at = self.text.index(self.briefing.city, lead.start) if lead else at
            yield at, at + len(self.briefing.city)

    def organiser(self) -> Iterator[Place]:
        """Who held it: what stands before 举行, or the publisher."""
        for passage in self.outline.passages[:6]:
            held = _HELD.search(passage.text)
            at = passage.text.find(self.briefing.publisher) if self.briefing.publisher else -1
            if held and 0 <= at < held.start():
                yield passage.start + at, passage.start + at + len(self.briefing.publisher)
                return
            if held:
                before = _ORGANISATION.findall(passage.text[: held.start()])
                if before and before[-1].endswith(tuple(words()["organisation"])):
                    name = re.sub(r"^.*(?:出席|参加|来到)", "", before[-1])
                    at = passage.text.index(name)
                    yield passage.start + at, passage.start + at + len(name)
                    return

    def date(self) -> Iterator[Place]:
        """When the briefing was held."""
        lines = list(self._values({"时间", "日期", "会议时间", "发布会时间"}))
        yield from lines
        told = self.text[: self._spoken_from()]
        held = _HELD.search(told)
        before = list(_DATE.finditer(told, 0, held.start())) if held else []
        match = before[-1] if before else _DATE.search(told)
        if match and not lines:
            yield match.span()

    def byline(self) -> Iterator[Place]:
        """The names in brackets at the very end or behind 记者 in the lead, or of an author's line."""
        for match in filter(None, (_BYLINE.search(self.text), _REPORTER.search(self.text))):
            yield match.span(1)
        yield from self._values({"作者", "编辑", "责任编辑", "责编", "记录", "整理"})

    def topics(self) -> Iterator[Place]:
        """What the briefing was about: 就…进行介绍, or the headings of the first level."""
        match = _TOPICS.search(self.text)
        if match:
            yield self._trim(*match.span(1))
        else:
            yield from self.sections()

    def _turns(self, role: Role) -> Iterator[Turn]:
        return (t for t in self.outline.turns if t.role is role)

    def _spoken_from(self) -> int:
        return next((t.start for t in self.outline.turns if t.role is not Role.NARRATOR), len(self.text))

    def _values(self, keys: set[str]) -> Iterator[Place]:
        """The values of event lines with one of the keys."""
        for passage in self.outline.passages:
            event = event_line(passage.text.split("\n", 1)[0]) if passage.role is Role.NARRATOR else None
            if event and event[0] in keys and event[1]:
                at = self.text.index(event[1], passage.start)
                yield at, at + len(event[1])

    def _event_lines(self, keys: set[str], names: set[str]) -> Iterator[Place]:
        for start, end in self._values(keys):
            for name in names:
                at = self.text.find(name, start, end)
                if at >= 0:
                    yield at, at + len(name)

    def _trim(self, start: int, end: int) -> Place:
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
