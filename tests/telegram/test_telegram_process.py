"""`ipbot telegram` as a process of its own: its errors, its signals, and what a crash leaves."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from botapi import Platform, Server, serving

from commandline import process

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("alone")]
pytest_plugins = ("bot_fixtures",)

LOAN, THEME = "去年知识产权质押融资总额是多少？", "今年的主题是什么？"
Launched = Callable[..., AbstractAsyncContextManager[Process]]


@pytest.fixture
def launched(tmp_path: Path) -> Launched:
    """Starts a bot for a server, and kills it where the test has not ended it."""

    @asynccontextmanager
    async def launch(server: Server, *words: str, **more: str) -> AsyncIterator[Process]:
        given = {
            "IPBOT_TELEGRAM_TOKEN": server.platform.token,
            "IPBOT_TELEGRAM_API_URL": server.url,
            "IPBOT_TELEGRAM_FEEDBACK": str(tmp_path / "feedback.jsonl"),
            "IPBOT_BASE_URL": "https://press.example.org",
        }
        command = (sys.executable, "-m", "ipbot", "telegram", *words)
        bot = await asyncio.create_subprocess_exec(*command, env=os.environ | given | more, stdout=PIPE, stderr=PIPE)
        try:
            yield bot
        finally:
            if bot.returncode is None:
                bot.kill()
            await bot.communicate()

    return launch


async def ended(bot: Process, seconds: float = 30) -> tuple[int, str]:
    """The exit status and all of standard error."""
    _, said = await asyncio.wait_for(bot.communicate(), seconds)
    assert bot.returncode is not None
    return bot.returncode, said.decode()


async def online(server: Server, polls: int = 1) -> None:
    async with asyncio.timeout(30):
        while len(server.platform.made("getUpdates")) < polls:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_with_its_work_finished(launched: Launched, sign: int) -> None:
    async with serving(Platform()) as server, launched(server) as bot:
        await online(server)
        for _ in range(10):
            await server.platform.say(server.platform.private(), LOAN)
        bot.send_signal(sign)
        status, said = await ended(bot)
    answered = len(server.platform.sent())
    assert status == 0
    assert answered + len(server.platform.pending) == 10
    assert "online as @briefing_test_bot, polling" in said
    assert server.platform.token not in said
    assert "质押" not in said


async def test_a_crash_loses_nothing_and_old_buttons_work(launched: Launched) -> None:
    async with serving(Platform()) as server:
        platform = server.platform
        chats = [platform.private(id) for id in range(201, 221)]
        async with launched(server) as bot:
            await online(server)
            for chat in chats:
                for text in (LOAN, THEME):
                    await platform.say(chat, text, chat.id)
            while len(platform.sent()) < 12:
                await asyncio.sleep(0)
            bot.kill()
            await bot.wait()
        unconfirmed = len(platform.pending)
        before = len(platform.sent())
        async with launched(server) as bot:
            await platform.settled(30)
            button = platform.sent(chats[0])[0]["reply_markup"]["inline_keyboard"][0][0]
            assert button["text"] == "上下文"
            await platform.press(
                chats[0], platform.sent(chats[0])[0]["message_id"], button["callback_data"], chats[0].id
            )
            await platform.settled(30)
            bot.terminate()
            status, _ = await ended(bot)
    assert status == 0
    assert unconfirmed > 0
    texts = {chat.id: [m["text"].split("\n")[0].split("（")[0] for m in platform.sent(chat)] for chat in chats}
    assert all({"2.49亿元", "全面开启知识产权强国建设新征程"} <= set(found) for found in texts.values())
    assert len(platform.sent()) - 1 - before <= unconfirmed
    assert texts[chats[0].id][-1] == "上下文 · In context"


async def test_a_wrong_token_is_one_line(launched: Launched) -> None:
    wrong = "999999:" + "x" * 35
    async with serving(Platform()) as server, launched(server, IPBOT_TELEGRAM_TOKEN=wrong) as bot:
        status, said = await ended(bot)
    assert status == 2
    assert said == "ipbot: Telegram rejects the token; ask @BotFather for the bot's token, and set that one\n"


async def test_a_platform_that_is_not_there_is_one_line(launched: Launched) -> None:
    async with serving(Platform()) as server:
        pass
    async with launched(server) as bot:
        status, said = await ended(bot, 90)
    assert status == 1
    *attempts, last = said.splitlines()
    assert last == "ipbot: Telegram can't be reached (ConnectError); check the network and try again"
    assert all(line.endswith("INFO getMe failed (ConnectError), trying again") for line in attempts)


async def test_a_webhook_that_is_set_is_one_line(launched: Launched) -> None:
    async with serving(Platform()) as server:
        server.platform.webhook.url = "https://press.example.org/telegram/secret"
        async with launched(server) as bot:
            status, said = await ended(bot)
    assert status == 2
    assert "go to a webhook at press.example.org; stop that service and start with --take-over" in said
    assert "secret" not in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "parts"),
    [
        ({}, ["no Telegram token", "IPBOT_TELEGRAM_TOKEN_FILE"]),
        ({"IPBOT_TELEGRAM_TOKEN": "swordfish"}, ["telegram_token: not a Telegram token"]),
        ({"IPBOT_TELEGRAM_TOKEN_FILE": "nowhere"}, ["telegram_token_file: nowhere: can't be read: No such file"]),
        ({"IPBOT_TELEGRAM_TOKEN": "1", "IPBOT_TELEGRAM_TOKEN_FILE": "x"}, ["don't go together"]),
        ({"IPBOT_TELEGRAM_TOKEN": "123456:" + "x" * 35, "IPBOT_TELEGRAM_FEEDBACK": "/proc/x/y"}, ["can't be written"]),
    ],
)
def test_settings_that_cannot_be_used_are_one_line(environment: dict[str, str], parts: list[str]) -> None:
    done = process("telegram", env=os.environ | environment)
    assert done.returncode == 2
    said = done.stderr.decode()
    assert said.startswith("ipbot: ")
    assert said.count("\n") == 1
    assert all(part in said for part in parts)
    assert "swordfish" not in said


def test_the_token_from_a_file_is_stripped(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123456:" + "x" * 35 + "\n", "utf-8")
    given = {"IPBOT_TELEGRAM_TOKEN_FILE": str(tmp_path / "token"), "IPBOT_TELEGRAM_FEEDBACK": "/proc/x/y"}
    done = process("telegram", env=os.environ | given)
    assert "telegram_feedback" in done.stderr.decode()


def test_a_missing_extra_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "telegram.py").write_text("raise ModuleNotFoundError('no telegram', name='telegram')\n", "utf-8")
    given = {"PYTHONPATH": str(tmp_path), "IPBOT_TELEGRAM_TOKEN": "123456:" + "x" * 35}
    done = process("telegram", env=os.environ | given)
    assert done.returncode == 2
    assert done.stderr.decode() == "ipbot: the Telegram channel isn't installed; pip install 'ipbot[telegram]'\n"
