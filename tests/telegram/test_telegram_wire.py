"""The bot over real HTTP: refusals, failures on the way, order, and what it does when something goes wrong."""

import asyncio
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from botapi import Platform, serving
from botapi.refusals import RefusalError, flood
from bots import Configured, Running, Started

from ipbot import assembly
from ipbot.channels.telegram import service, texts
from ipbot.channels.telegram.application import build
from ipbot.channels.telegram.logs import Discreet
from ipbot.channels.telegram.markup import text_of
from ipbot.channels.telegram.receiving import polling
from ipbot.channels.telegram.rendering import reply_markup
from ipbot.channels.telegram.shelf import Shelf
from ipbot.pipeline import Pipeline
from ipbot.settings import load
from ipbot.values.answer import Answer, Citation, Question, Reply, Span
from ipbot.values.errors import PlatformError, SettingsError, VerbatimError

pytestmark = pytest.mark.anyio
pytest_plugins = ("bot_fixtures",)

LOAN, THEME, FAKES = "去年知识产权质押融资总额是多少？", "今年的主题是什么？", "去年查处了多少起假冒商标案件？"


class Stand:
    """A pipeline of which asking does something else."""

    def __init__(self, pipeline: Pipeline, ask: Callable[[str, Sequence[str]], Reply]) -> None:
        self._pipeline = pipeline
        self.ask = ask

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pipeline, name)


def once(method: str, fault: Any) -> Callable[[str, dict[str, Any]], Any]:
    """The fault at the first call of a method."""
    left = [fault]
    return lambda called, _: left.pop() if called == method and left else None


async def ask(bot: Running, text: str, **more: Any) -> list[str]:
    """Ask in the private chat, and give what the bot said since."""
    chat = bot.platform.private()
    before = len(bot.platform.sent(chat))
    await bot.platform.say(chat, text, **more)
    await bot.platform.settled()
    return [m["text"] for m in bot.platform.sent(chat)[before:]]


# --- failures on the way


@pytest.mark.parametrize(
    "fault", [flood(1), RefusalError(500, "Internal Server Error"), RefusalError(502, "Bad Gateway"), "drop"]
)
async def test_what_fails_on_the_way_is_sent_again_and_once(
    started: Started, fault: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "ipbot")
    async with started(Platform(fault=once("sendMessage", fault))) as bot:
        began = time.perf_counter()
        said = await ask(bot, LOAN)
    assert len(said) == 1
    assert len(bot.platform.made("sendMessage")) == 2
    assert ("sendMessage failed" in caplog.text) == (not isinstance(fault, RefusalError) or fault.code != 429)
    assert not isinstance(fault, RefusalError) or fault.code != 429 or time.perf_counter() - began >= 1


async def test_a_failing_poll_is_made_again(started: Started, caplog: pytest.LogCaptureFixture) -> None:
    async with started(Platform(fault=once("getUpdates", RefusalError(502, "Bad Gateway")))) as bot:
        assert await ask(bot, LOAN)
    assert "polling failed (NetworkError), trying again" in caplog.text


async def test_what_is_never_taken_is_given_up_and_logged(started: Started, caplog: pytest.LogCaptureFixture) -> None:
    def down(method: str, _: Any) -> Any:
        return RefusalError(500, "Internal Server Error") if method == "sendMessage" else None

    async with started(Platform(fault=down)) as bot:
        await bot.platform.say(bot.platform.private(), LOAN)
        await bot.platform.settled(60)
        bot.platform.fault = None
        assert await ask(bot, THEME)
    assert re.search(r"error [0-9a-f]{6} in chat [0-9a-f]{16}: NetworkError", caplog.text)


async def test_every_question_once_and_in_order_whatever_fails(started: Started) -> None:
    sends: Counter[str] = Counter()

    def faults(method: str, given: dict[str, Any]) -> Any:
        sends[method] += 1
        if method != "sendMessage":
            return "drop" if method == "getUpdates" and sends[method] % 9 == 0 else None
        number = sends[method]
        return (
            flood(1)
            if number % 40 == 0
            else RefusalError(502, "Bad Gateway")
            if number % 13 == 0
            else ("drop" if number % 17 == 0 else None)
        )

    questions = [LOAN, THEME, FAKES]
    async with started(Platform(fault=faults)) as bot:
        chats = [bot.platform.private(id) for id in range(101, 121)]
        for question in questions:
            for chat in chats:
                await bot.platform.say(chat, question, chat.id)
        await bot.platform.settled(60)
    for chat in chats:
        assert [m["text"].split("（")[0].split("\n")[0] for m in bot.platform.sent(chat)] == [
            "2.49亿元",
            "全面开启知识产权强国建设新征程",
            "192起",
        ]


async def test_an_update_that_comes_again_is_answered_once(started: Started) -> None:
    async with started() as bot:
        chat = bot.platform.private()
        await bot.platform.say(chat, LOAN)
        update = dict(bot.platform.pending[0])
        await bot.platform.settled()
        await bot.platform.push({"message": update["message"]}, update["update_id"])
        assert len(await ask(bot, THEME)) == 1
        assert len(bot.platform.sent(chat)) == 2


async def test_an_answer_too_long_for_a_message_comes_in_parts(started: Started, pipeline: Pipeline) -> None:
    briefing = next(iter(pipeline.corpus))
    passages = pipeline.corpus.passages
    cited = tuple(Citation.cut(briefing, p, p.start, p.end) for p in passages if len(p.text) > 100)
    spans = tuple(Span.cut(briefing, c.start, c.start + 40) for c in cited)

    def everything(question: str, context: Sequence[str]) -> Reply:
        return Answer(Question(question), "\n".join(s.text for s in spans), spans, cited)

    async with started(pipeline=Stand(pipeline, everything)) as bot:
        await ask(bot, LOAN)
        sent = bot.platform.sent()
    assert len(sent) > 1
    assert ["reply_markup" in m for m in sent] == [False] * (len(sent) - 1) + [True]
    told = "".join(m["text"] for m in sent)
    assert all("".join(c.text.split()) in "".join(told.split()) for c in cited)
    whole = text_of(reply_markup(everything(LOAN, ()), Shelf(pipeline)))
    for message in sent[:-1]:
        end = whole.index(message["text"]) + len(message["text"])
        assert whole[end] == "\n" or whole[end - 1] in "。！？…"
    assert all(any(e["type"] == "expandable_blockquote" for e in m["entities"]) for m in sent[1:])


# --- who can't be reached


async def test_a_user_who_blocked_the_bot_is_left_alone(started: Started, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "ipbot")
    async with started() as bot:
        await ask(bot, LOAN)
        bot.platform.private().closed = "bot was blocked by the user"
        assert await ask(bot, THEME) == []
        bot.platform.private().closed = ""
        assert await ask(bot, "那今年的目标呢") != []
        assert "4亿元" not in bot.platform.sent()[-1]["text"].split("\n")[0]
    assert "error" not in caplog.text
    assert "is closed to the bot" in caplog.text


async def test_being_put_out_forgets_the_chat(started: Started) -> None:
    async with started() as bot:
        await ask(bot, LOAN)
        await bot.platform.membership(bot.platform.private(), "kicked")
        said = await ask(bot, "那今年的目标呢")
    assert "4亿元" not in said[0].split("\n")[0]


async def test_a_group_that_became_a_supergroup_is_answered_there(started: Started) -> None:
    async with started() as bot:
        old = bot.platform.group(-5, type="group")
        new = bot.platform.group(-1005)
        old.migrated_to = new.id
        await bot.platform.say(old, f"@{bot.platform.username} {LOAN}")
        await bot.platform.settled()
    assert [m["text"][:6] for m in bot.platform.sent(new)] == ["2.49亿元"]
    assert bot.platform.sent(old) == []


async def test_a_question_deleted_meanwhile_is_still_answered(started: Started) -> None:
    async with started() as bot:
        group = bot.platform.group()
        await bot.platform.say(group, f"@{bot.platform.username} {LOAN}")
        group.messages.clear()
        await bot.platform.settled()
    assert len(bot.platform.sent(group)) == 1


async def test_an_answer_deleted_meanwhile_is_sent_anew_when_its_question_is_edited(started: Started) -> None:
    async with started() as bot:
        await ask(bot, LOAN)
        chat = bot.platform.private()
        del chat.messages[bot.platform.sent(chat)[0]["message_id"]]
        asked = next(iter(chat.messages))
        await bot.platform.edit(chat, asked, THEME)
        await bot.platform.settled()
    assert [m["text"][:4] for m in bot.platform.sent(chat)] == ["全面开启"]


async def test_buttons_of_a_message_too_old_to_be_shown_still_work(started: Started) -> None:
    async with started() as bot:
        await ask(bot, LOAN)
        chat = bot.platform.private()
        answer = bot.platform.sent(chat)[0]
        old = {"message_id": answer["message_id"], "chat": answer["chat"], "date": 0}
        for data in (answer["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "s:0", "a:今年的主题是什么？"):
            bot.platform.queries[data] = False
            shown = {"id": data, "from": bot.platform.user(7).shown(), "chat_instance": "1", "data": data}
            await bot.platform.push({"callback_query": shown | {"message": old}})
        await bot.platform.settled()
    said = [m["text"].split("\n")[0] for m in bot.platform.sent(chat)]
    assert said == [texts.SOURCES, texts.CONTEXT_OF, texts.ASKED.format(question=THEME)]


async def test_a_group_where_the_bot_may_not_write_is_left_alone(
    started: Started, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = RefusalError(400, "Bad Request: not enough rights to send text messages to the chat")
    async with started(Platform(fault=once("sendMessage", refusal))) as bot:
        assert await ask(bot, LOAN) == []
    assert len(bot.platform.made("sendMessage")) == 1
    assert "error" not in caplog.text


async def test_what_is_inserted_inline_is_marked_up(started: Started) -> None:
    async with started() as bot:
        await bot.platform.inline("质押融资")
        await bot.platform.settled()
    (answer,) = bot.platform.made("answerInlineQuery")
    results = json.loads(answer.parameters["results"])
    assert [r["input_message_content"]["parse_mode"] for r in results] == ["HTML", "HTML"]
    assert (answer.parameters["cache_time"], len(results)) == ("60", 2)


async def test_many_briefings_have_pages(started: Started, tmp_path: Path, cache: Path) -> None:
    for n in range(1, 8):
        folder = tmp_path / "corpus" / f"b{n}"
        folder.mkdir(parents=True)
        (folder / "briefing.yaml").write_text(
            f"title: 第{n}场发布会\nheld_on: 2021-01-0{n}\npublisher: 第{n}局\n", "utf-8"
        )
        (folder / "transcript.txt").write_text(f"第{n}场发布会\n2021年完成{n}件。\n", "utf-8")
    many = assembly.build(load({"corpus": tmp_path / "corpus", "cache_dir": cache}))
    async with started(pipeline=many) as bot:
        assert "第7场发布会" in (await ask(bot, "/sources"))[0]
        assert await ask(bot, "/figures") == [texts.WHICH]
        chat = bot.platform.private()
        listed, choice = (m["message_id"] for m in bot.platform.sent(chat)[-2:])
        assert chat.messages[choice]["reply_markup"]["inline_keyboard"][0][0]["text"] == "第7场发布会 · 2021-01-07"
        await bot.platform.press(chat, listed, "s:5")
        await bot.platform.press(chat, choice, "w:5")
        await bot.platform.settled()
        assert "第2场发布会" in chat.messages[listed]["text"]
        assert "第7场发布会" not in chat.messages[listed]["text"]
        button = chat.messages[choice]["reply_markup"]["inline_keyboard"][0][0]
        await bot.platform.press(chat, choice, button["callback_data"])
        await bot.platform.settled()
    assert "2件" in bot.platform.sent(chat)[-1]["text"]


async def test_what_was_inserted_inline_is_no_question(started: Started) -> None:
    async with started() as bot:
        await bot.platform.post(bot.platform.private(), {"text": LOAN, "via_bot": bot.platform.me()})
        await bot.platform.settled()
    assert bot.platform.sent() == []


# --- errors


async def test_an_error_is_told_by_its_number_alone(
    started: Started, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(question: str, context: Sequence[str]) -> Reply:
        raise VerbatimError(f"broken by {question}", where="秘密")

    caplog.set_level(logging.DEBUG, "ipbot")
    async with started(pipeline=Stand(pipeline, fail)) as bot:
        said = await ask(bot, LOAN)
    number = re.findall(r"error ([0-9a-f]{6}) in chat", caplog.text)
    assert said == [texts.FAILED.format(id=number[0])]
    ours = "".join(r.getMessage() for r in caplog.records if r.name.startswith("ipbot"))
    assert "VerbatimError" in ours
    assert "质押" not in ours
    assert "秘密" not in ours
    assert "7" not in re.findall(r"in chat (\w+)", ours)


async def test_a_message_that_the_platform_refuses_is_an_error_with_a_number(
    started: Started, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = RefusalError(400, "Bad Request: can't parse entities: Unsupported start tag")
    async with started(Platform(fault=once("sendMessage", refusal))) as bot:
        said = await ask(bot, LOAN)
    assert len(said) == 1
    assert said[0].startswith("出错了，编号 ")
    assert "can't parse" not in said[0]


async def test_nothing_that_was_written_reaches_the_log(started: Started, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with started() as bot:
        await ask(bot, LOAN)
        told = Discreet(bot.platform.token)
        kept = [told.format(r) for r in caplog.records if r.levelno >= logging.WARNING or r.name.startswith("ipbot")]
    assert "online as @briefing_test_bot, polling" in "\n".join(kept)
    assert not any("质押" in line or bot.platform.token in line for line in kept)


def test_the_log_never_has_the_token_nor_another_librarys_words() -> None:
    formatter = Discreet("123:SECRET")
    ours = logging.LogRecord("ipbot.x", logging.INFO, "", 0, "about 123:SECRET and %s", ("this",), None)
    theirs = logging.LogRecord("telegram.ext", logging.ERROR, "", 0, "received %r\nmore", ("someone's words",), None)
    assert formatter.format(ours).endswith("INFO about ******** and this")
    assert formatter.format(theirs).endswith("ERROR telegram.ext: received %r")


# --- slow answers, menus, feedback


async def test_typing_is_shown_only_when_it_is_slow(
    started: Started, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(question: str, context: Sequence[str]) -> Reply:
        time.sleep(0.5)
        return pipeline.ask(question, context)

    async with started(pipeline=Stand(pipeline, slow)) as bot:
        monkeypatch.setattr(service, "PATIENCE", 60)
        await ask(bot, LOAN)
        assert [c.method for c in bot.platform.calls if c.method.startswith("send")] == ["sendMessage"]
        monkeypatch.setattr(service, "PATIENCE", 0.05)
        await ask(bot, THEME)
    sent = [c.method for c in bot.platform.calls if c.method.startswith("send")]
    assert sent == ["sendMessage", "sendChatAction", "sendMessage"]


async def test_the_menu_is_there_in_chinese_and_english(started: Started) -> None:
    async with started() as bot:
        menus = bot.platform.commands
    assert [c["command"] for c in menus["zh"]] == ["start", "help", "sources", "figures", "check", "new", "privacy"]
    assert menus["zh"][0]["description"] == "这是什么，怎么问"
    assert menus[""][0]["description"] == "What this is, with examples"


async def test_votes_are_kept_without_the_voter_and_erased(started: Started) -> None:
    async with started() as bot:
        await ask(bot, LOAN)
        chat = bot.platform.private()
        answer = bot.platform.sent(chat)[0]
        votes = answer["reply_markup"]["inline_keyboard"][-1]
        for button in votes:
            await bot.platform.press(chat, answer["message_id"], button["callback_data"])
        await bot.platform.settled()
        kept = [json.loads(line) for line in bot.settings.telegram_feedback.read_text("utf-8").splitlines()]
        await bot.platform.press(chat, answer["message_id"], "x:")
        await bot.platform.settled()
        assert bot.settings.telegram_feedback.read_text("utf-8") == ""
    assert [(row["good"], row["question"], row["briefing"]) for row in kept] == [
        (True, LOAN, "cangzhou-2022-ip-week"),
        (False, LOAN, "cangzhou-2022-ip-week"),
    ]
    assert re.fullmatch("[0-9a-f]{16}", kept[0]["person"])
    assert kept[0].keys() == {"at", "good", "question", "briefing", "start", "end", "person"}


# --- who receives the messages


async def test_a_bot_that_has_just_come_leaves_the_place_to_the_other(
    started: Started, configured: Configured, pipeline: Pipeline
) -> None:
    async with started() as first:
        first.application.bot._since -= 100  # it has been here for a while
        second = build(pipeline, first.settings)
        async with polling(second, first.settings):
            with pytest.raises(PlatformError, match="another process that polls with this token; stop one of the two"):
                await asyncio.wait_for(second.bot.stopped, 30)
        assert not first.application.bot.stopped.done()
        assert await ask(first, LOAN)


async def test_polling_refuses_a_webhook_that_is_set_and_takes_over_when_told(
    configured: Configured, pipeline: Pipeline
) -> None:
    async with serving(Platform()) as server:
        server.platform.webhook.url = "https://press.example.org/telegram/abc"
        given = configured(server)
        with pytest.raises(SettingsError, match=r"go to a webhook at press\.example\.org; stop that service"):
            async with polling(build(pipeline, given), given):
                pytest.fail("it polls")
        assert server.platform.webhook.url
        async with polling(build(pipeline, given), given, take_over=True):
            assert server.platform.webhook.url == ""


async def test_a_webhook_that_is_set_meanwhile_ends_polling(started: Started) -> None:
    async with started() as bot:
        bot.platform.webhook.url = "https://press.example.org/telegram/abc"
        await bot.platform.notify()
        with pytest.raises(PlatformError, match="go to a webhook"):
            await asyncio.wait_for(bot.application.bot.stopped, 30)


async def test_a_token_that_is_revoked_ends_polling(started: Started) -> None:
    async with started() as bot:
        bot.platform.token = "123456:another"
        await bot.platform.notify()
        await bot.platform.push({"message": {}})
        with pytest.raises(SettingsError, match="rejects the token"):
            await asyncio.wait_for(bot.application.bot.stopped, 30)


@pytest.mark.parametrize(("drop", "answers"), [(False, 1), (True, 0)])
async def test_what_came_while_the_bot_was_down(started: Started, drop: bool, answers: int) -> None:
    platform = Platform()
    await platform.say(platform.private(), LOAN)
    async with started(platform, telegram_drop_pending=drop) as bot:
        await bot.platform.settled()
    assert len(platform.sent()) == answers


async def test_what_was_begun_is_finished_and_confirmed_before_the_end(started: Started, pipeline: Pipeline) -> None:
    def slow(question: str, context: Sequence[str]) -> Reply:
        time.sleep(0.5)
        return pipeline.ask(question, context)

    platform = Platform()
    async with started(platform, pipeline=Stand(pipeline, slow)) as bot:
        await platform.say(platform.private(), LOAN)
        while not bot.application.bot.ledger.in_flight:
            await asyncio.sleep(0.01)
    assert len(platform.sent()) == 1
    assert platform.pending == []
