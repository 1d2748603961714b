"""The bot's parts on their own: what is remembered, counted, kept, and carried by buttons."""

import asyncio
import itertools
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bots import Started
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from ipbot.channels.telegram import buttons, ledger, texts
from ipbot.channels.telegram.checking import text_to_check
from ipbot.channels.telegram.feedback import Feedback, FeedbackFile
from ipbot.channels.telegram.ledger import Ledger
from ipbot.channels.telegram.limits import Limits, Rates, Verdict
from ipbot.channels.telegram.markup import units
from ipbot.channels.telegram.pseudonyms import Pseudonyms
from ipbot.channels.telegram.sessions import Exchange, Sessions
from ipbot.channels.telegram.shelf import Place, Shelf
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.values.briefing import Briefing

pytestmark = pytest.mark.anyio
pytest_plugins = ("bot_fixtures",)
WHO = (7, 7, 0)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# --- the ledger


def test_an_update_is_taken_once_even_when_it_is_done_with() -> None:
    found = Ledger()
    assert found.take(5)
    assert not found.take(5)
    found.finish(5)
    assert not found.take(5)


def test_what_is_in_flight_is_not_confirmed_until_it_is_too_old() -> None:
    clock = Clock()
    found = Ledger(clock)
    for id in (5, 6, 7):
        found.take(id)
    found.finish(6)
    assert found.confirmable(8) == 5
    found.finish(5)
    assert found.confirmable(8) == 7
    clock.now = ledger.HOLD
    assert found.confirmable(8) == 8
    found.finish(7)
    assert found.confirmable() == 8


def test_only_a_few_are_confirmed_before_they_are_done_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "LET_GO", 3)
    clock = Clock()
    found = Ledger(clock)
    for id in range(1, 6):
        found.take(id)
    clock.now = ledger.HOLD + 1
    assert found.confirmable(6) == 4
    found.finish(2)
    assert found.confirmable(6) == 5
    found.finish(1)
    assert found.confirmable(6) == 6


@given(st.lists(st.tuples(st.sampled_from(["take", "finish"]), st.integers(1, 30))))
def test_nothing_that_is_in_flight_is_ever_confirmed(steps: Sequence[tuple[str, int]]) -> None:
    found, flying, seen = Ledger(Clock()), set[int](), set[int]()
    for what, id in steps:
        if what == "take":
            assert found.take(id) == (id not in seen)
            flying |= set() if id in seen else {id}
            seen.add(id)
        elif id in flying:
            found.finish(id)
            flying.discard(id)
        assert found.confirmable(31) == min(flying, default=31)
        assert found.in_flight == len(flying)


async def test_no_more_is_asked_for_than_can_be_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 2)
    found = Ledger()
    for id in (1, 2):
        found.take(id)
    waiting = asyncio.create_task(found.ready())
    await asyncio.sleep(0.3)
    assert not waiting.done()
    found.finish(1)
    await asyncio.wait_for(waiting, 1)


# --- sessions


def test_questions_are_remembered_by_conversation_and_forgotten_in_time() -> None:
    clock = Clock()
    sessions = Sessions(30, 2, clock)
    for number, question in enumerate("abc"):
        sessions.remember(Exchange(WHO, number + 1, question, sessions.context(WHO), (number + 100,)))
    assert sessions.context(WHO) == ("b", "c")
    assert sessions.context((7, 8, 0)) == sessions.context((7, 7, 31)) == ()
    found = sessions.of_message(7, 100)
    assert found is not None
    assert found.so_far == ("a",)
    clock.now = 30 * 60
    assert sessions.context(WHO) == ()
    assert sessions.of_message(7, 100) is None


def test_a_conversation_is_bounded() -> None:
    sessions = Sessions(30, 3, Clock())
    for number in range(1, 20_000):
        sessions.remember(Exchange((number, 1, 0), number, "q", (), (number,)))
    assert len(sessions._latest) <= 5_000
    assert len(sessions._exchanges) <= 10_000


def test_forgetting_is_of_one_person_or_of_the_chat() -> None:
    sessions = Sessions(30, 3, Clock())
    for user in (1, 2):
        sessions.remember(Exchange((9, user, 0), user, "q", (), (user + 10,)))
    sessions.forget(9, 1)
    assert (sessions.context((9, 1, 0)), sessions.context((9, 2, 0))) == ((), ("q",))
    assert sessions.of_message(9, 11) is None
    sessions.forget(9)
    assert sessions.context((9, 2, 0)) == ()


def test_an_edited_question_changes_what_later_ones_lean_on() -> None:
    sessions = Sessions(30, 8, Clock())
    first = Exchange(WHO, 1, "a", (), (2,))
    sessions.remember(first)
    sessions.remember(Exchange(WHO, 3, "b", ("a",), (4,)))
    sessions.replace(first, Exchange(WHO, 1, "A", (), (2,)))
    assert sessions.context(WHO) == ("A", "b")


def test_no_questions_are_kept_where_none_are_wanted() -> None:
    sessions = Sessions(30, 0, Clock())
    first = Exchange(WHO, 1, "a", (), (2,))
    sessions.remember(first)
    sessions.replace(first, Exchange(WHO, 1, "b", (), (2,)))
    assert sessions.context(WHO) == ()


# --- limits


async def test_too_much_is_told_once_and_others_are_not_held_up() -> None:
    limits = Limits(Rates(user=2, group=3), Clock())
    verdicts = [await limits.judge(1, None) for _ in range(4)]
    assert verdicts == [Verdict.ANSWER, Verdict.ANSWER, Verdict.NOTICE, Verdict.SILENCE]
    assert await limits.judge(2, None) is Verdict.ANSWER


async def test_a_group_has_a_limit_of_its_own() -> None:
    limits = Limits(Rates(user=5, group=3), Clock())
    verdicts = [await limits.judge(user, -1) for user in range(1, 6)]
    assert verdicts == [*[Verdict.ANSWER] * 3, Verdict.NOTICE, Verdict.SILENCE]
    assert await limits.judge(4, None) is Verdict.ANSWER


async def test_a_new_minute_brings_a_new_notice() -> None:
    clock = Clock()
    limits = Limits(Rates(user=1, group=1), clock)
    assert [await limits.judge(1, None) for _ in range(2)] == [Verdict.ANSWER, Verdict.NOTICE]
    clock.now = 61
    assert await limits.judge(1, None) is Verdict.NOTICE


# --- feedback


def _vote(person: str = "p", days_ago: int = 0) -> Feedback:
    return Feedback(datetime.now(UTC) - timedelta(days=days_ago), True, "问？", "b", 1, 2, person)


def test_feedback_is_appended_and_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state" / "feedback.jsonl"
    for person in "ab":
        FeedbackFile(path, 30).keep(_vote(person))
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["person"] for row in rows] == ["a", "b"]
    assert rows[0]["question"] == "问？"
    assert path.stat().st_mode & 0o777 == 0o600


def test_erasing_takes_one_person_out_and_leaves_what_is_not_understood(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    store = FeedbackFile(path, 30)
    store.keep(_vote("a"))
    with path.open("a", encoding="utf-8") as file:
        file.write("broken\n[1]\n")
    store.keep(_vote("b"))
    store.keep(_vote("a"))
    assert store.erase("a") == 2
    assert store.erase("a") == 0
    assert path.read_text("utf-8").splitlines()[:2] == ["broken", "[1]"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_old_feedback_goes_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    store = FeedbackFile(path, 30)
    store.keep(_vote("old", days_ago=31))
    store.keep(_vote("young", days_ago=29))
    FeedbackFile(path, 30)
    assert [json.loads(line)["person"] for line in path.read_text("utf-8").splitlines()] == ["young"]


def test_pseudonyms_need_the_token() -> None:
    assert Pseudonyms("one").of(7) == Pseudonyms("one").of(7) != Pseudonyms("two").of(7)
    assert "one" not in repr(Pseudonyms("one"))


# --- pages and buttons


def test_pages_go_through_the_whole_transcript_and_back(pipeline: Pipeline) -> None:
    shelf = Shelf(pipeline)
    briefing = next(iter(pipeline.corpus))
    page: Place | None = shelf.around(Place(briefing, 0, 10))
    forth: list[Place] = []
    while page:
        forth.append(page)
        page = shelf.after(page)
    told = "".join("".join(briefing.transcript[p.start : p.end].split()) for p in forth)
    assert told == "".join(briefing.transcript.split())
    back: list[Place] = [forth[-1]]
    while before := shelf.before(back[-1]):
        back.append(before)
    assert back[-1].start == 0
    assert all(a.start >= b.end for a, b in itertools.pairwise(back))


def test_a_changed_transcript_has_another_key(pipeline: Pipeline) -> None:
    shelf = Shelf(pipeline)
    briefing = next(iter(pipeline.corpus))
    key = shelf.keys[briefing.id]
    assert shelf.place(key, 0, 5) == Place(briefing, 0, 5)
    assert shelf.place(key, 5, 5) is shelf.place(key, 0, 10**8) is shelf.place("0" * 12, 0, 5) is None
    changed = Briefing(briefing.id, briefing.title, briefing.transcript + "。")
    other = Shelf(_Held(pipeline, Corpus.of([changed])))  # type: ignore[arg-type]
    assert other.briefing(key) is None


class _Held:
    """A pipeline over other briefings, as far as a shelf needs it."""

    def __init__(self, pipeline: Pipeline, corpus: Corpus) -> None:
        self.library = pipeline.library
        self.corpus = corpus


def test_every_figures_question_has_a_button_that_fits(pipeline: Pipeline) -> None:
    shelf = Shelf(pipeline)
    figures = [f for b in pipeline.corpus for f in shelf.figures(b)]
    asked = [buttons.question_about(f.indicator) for f in figures]
    rows = buttons.questions(asked, pipeline.corpus.briefings, shelf)
    assert len(rows) == len(asked)
    for (button,), question in zip(rows, asked, strict=True):
        data = str(button.callback_data)
        assert buttons.fits(data)
        assert buttons.ASK.fullmatch(data) or buttons.ASK_FIGURE.fullmatch(data)
        assert button.text == question
    assert any(buttons.ASK_FIGURE.fullmatch(str(row[0].callback_data)) for row in rows)


async def test_a_question_that_is_too_long_for_a_button_is_asked_by_its_figure(
    started: Started, pipeline: Pipeline
) -> None:
    shelf = Shelf(pipeline)
    asked = [buttons.question_about(f.indicator) for b in pipeline.corpus for f in shelf.figures(b)]
    long = next(q for q in asked if not buttons.fits(f"a:{q}"))
    data = str(buttons.questions([long], pipeline.corpus.briefings, shelf)[0][0].callback_data)
    async with started() as bot:
        chat = bot.platform.private()
        await bot.platform.say(chat, "你好")
        await bot.platform.settled()
        await bot.platform.press(chat, bot.platform.sent(chat)[0]["message_id"], data)
        await bot.platform.settled()
    assert bot.platform.sent(chat)[-1]["text"].startswith(texts.ASKED.format(question=long))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://press.example.org/b/x/1-2", True),
        ("http://localhost:8000/b/x/1-2", False),
        ("http://127.0.0.1:8000/b/x", False),
        ("", False),
    ],
)
def test_a_link_that_the_platform_would_refuse_is_left_out(url: str, shown: bool) -> None:
    assert (buttons.original(url) is not None) == shown


# --- checking


def _checking(**more: object) -> Message:
    person = {"id": 7, "is_bot": False, "first_name": "记者"}
    given = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": person}
    return Message.de_json(given | more, None)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"text": "/check 质押融资\n4亿元 "}, "质押融资\n4亿元"),
        ({"text": "/check@briefing_test_bot\n质押融资4亿元"}, "质押融资4亿元"),
        ({"text": "/check  ", "quote": {"text": "其中一句", "position": 3}}, "其中一句"),
        ({"text": "/check 这一句", "quote": {"text": "其中一句", "position": 3}}, "这一句"),
        ({"text": "/check"}, ""),
    ],
)
def test_what_is_checked(given: dict[str, object], wanted: str) -> None:
    assert text_to_check(_checking(**given)) == wanted


async def test_a_text_below_a_picture_is_checked_without_the_bots_name(started: Started) -> None:
    async with started() as bot:
        chat = bot.platform.private()
        named = {"type": "mention", "offset": 0, "length": 18}
        caption = "@briefing_test_bot 去年质押融资4亿元"
        picture = await bot.platform.post(chat, {"photo": [], "caption": caption, "caption_entities": [named]})
        await bot.platform.say(chat, "/check", reply_to=picture["message_id"])
        await bot.platform.settled()
    said = bot.platform.sent(chat)[-1]["text"]
    assert said.startswith(f"{texts.CONTRADICTED}\n去年质押融资4亿元\n")


async def test_a_long_draft_is_checked_whole_in_several_messages(started: Started, pipeline: Pipeline) -> None:
    draft = "".join(f"第{n}项，去年质押融资{n}亿元。" for n in range(3, 180))
    async with started() as bot:
        chat = bot.platform.private()
        await bot.platform.say(chat, f"/check {draft}")
        await bot.platform.settled(60)
    said = [m["text"] for m in bot.platform.sent(chat)]
    assert len(said) > 1
    assert all(units(text) <= 4096 for text in said)
    assert all(f"去年质押融资{n}亿元" in "".join(said) for n in range(3, 180))
