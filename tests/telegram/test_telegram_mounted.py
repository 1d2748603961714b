"""The webhook in `ipbot serve`: the real process, called over real HTTP by the platform and by others."""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from botapi import Platform, Server, serving

from commandline import process
from ipbot.channels.telegram.webhook import SECRET_HEADER
from ports import reserved_port

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("alone")]
pytest_plugins = ("bot_fixtures",)

LOAN = "去年知识产权质押融资总额是多少？"
TARGET = "那今年的目标呢"
ASK = "/api/v1/ask"


@dataclass
class Serving:
    """A running `ipbot serve` with the bot in it."""

    process: Process
    address: str
    lines: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.address, trust_env=False, timeout=30)

    async def stop(self, sign: int = signal.SIGTERM) -> int:
        self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), 60)


def _environment(server: Server, folder: Path, port: int, **more: str) -> dict[str, str]:
    given = {
        "TELEGRAM_TOKEN": server.platform.token,
        "TELEGRAM_API_URL": server.url,
        "TELEGRAM_FEEDBACK": str(folder / "feedback.jsonl"),
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_LISTEN": "serve",
        "PORT": str(port),
        **more,
    }
    return os.environ | {f"IPBOT_{name}": value for name, value in given.items()}


@asynccontextmanager
async def _serve(server: Server, folder: Path, *words: str, **more: str) -> AsyncIterator[Serving]:
    with reserved_port() as port:
        env = _environment(server, folder, port, **more)
        async with _running(env, f"http://127.0.0.1:{port}", *words) as service:
            await _ready(service)
            yield service


@asynccontextmanager
async def _running(env: dict[str, str], address: str, *words: str) -> AsyncIterator[Serving]:
    command = (sys.executable, "-m", "ipbot", "serve", *words)
    running = await asyncio.create_subprocess_exec(*command, env=env, stdout=PIPE, stderr=PIPE)
    service = Serving(running, address)
    assert running.stdout
    assert running.stderr
    readers = [
        asyncio.create_task(_keep(*pair))
        for pair in ((running.stderr, service.lines), (running.stdout, service.requests))
    ]
    try:
        yield service
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()
        await asyncio.gather(*readers)


async def _keep(pipe: asyncio.StreamReader, lines: list[str]) -> None:
    lines.extend([line.decode() async for line in pipe])


async def _ready(service: Serving) -> None:
    async with asyncio.timeout(60), service.client() as client:
        while service.process.returncode is None:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


def _update(id: int, text: str = LOAN) -> dict[str, object]:
    person = {"id": 7, "is_bot": False, "first_name": "记者"}
    content = {"message_id": id, "date": 0, "chat": {"id": 7, "type": "private"}, "from": person, "text": text}
    return {"update_id": id, "message": content}


async def test_chats_and_pages_are_answered_by_one_process(tmp_path: Path) -> None:
    async with serving(Platform()) as server, _serve(server, tmp_path, RATE_LIMIT="1/minute") as service:
        platform = server.platform
        chats = [platform.private(id) for id in range(101, 111)]
        for text in (LOAN, TARGET):
            for chat in chats:
                await platform.say(chat, text, chat.id)
        async with service.client() as client:
            asked = await client.post(ASK, json={"question": LOAN})
            await platform.settled(60)
            assert asked.json()["answer"].startswith("2.49亿元")
            assert (await client.get("/")).status_code == 200
            assert (await client.post(ASK, json={"question": LOAN})).status_code == 429
        status = await service.stop()
    found = [[m["text"].split("（")[0] for m in platform.sent(chat)] for chat in chats]
    assert found == [["2.49亿元", "4亿元"]] * 10
    assert status == -signal.SIGTERM
    assert platform.webhook.url
    online, address = service.lines
    assert json.loads(online)["message"].startswith("online as @briefing_test_bot, webhook at 127.0.0.1")
    assert address.startswith("ipbot: http://127.0.0.1:")
    _is_discreet(service, platform)


def _is_discreet(service: Serving, platform: Platform) -> None:
    """No line has the token, the webhook's path or its secret, or what was asked."""
    told = "".join(service.lines + service.requests)
    opaque = urlsplit(platform.webhook.url).path.rpartition("/")[2]
    assert len(opaque) == 32
    assert not [word for word in (platform.token, opaque, platform.webhook.secret, "质押", "目标") if word in told]
    assert re.search(r'"route": "/telegram".*"status": 200', told)


async def test_figures_and_log_lines_do_not_tell_the_path(tmp_path: Path) -> None:
    async with serving(Platform()) as server, _serve(server, tmp_path) as service:
        platform = server.platform
        await platform.say(platform.private(), LOAN)
        await platform.settled(60)
        async with service.client() as client:
            told = (await client.get("/metrics")).text
    assert 'route="/telegram",status="200"' in told
    assert urlsplit(platform.webhook.url).path not in told
    _is_discreet(service, platform)


async def test_who_may_call_and_with_what(tmp_path: Path) -> None:
    async with serving(Platform()) as server, _serve(server, tmp_path, MAX_BODY_BYTES="1024") as service:
        platform = server.platform
        platform.private(7)
        path, secret = urlsplit(platform.webhook.url).path, {SECRET_HEADER: platform.webhook.secret}
        async with service.client() as client:
            large = _update(2) | {"more": "x" * 100_000}
            calls = [
                (await client.post(path, json=_update(1), headers={SECRET_HEADER: "wrong"}), 403, "forbidden"),
                (await client.post(path, json=_update(1)), 403, "forbidden"),
                (await client.post("/telegram/" + "0" * 32, json=_update(1), headers=secret), 404, "not_found"),
                (await client.post(path + "/x", json=_update(1), headers=secret), 404, "not_found"),
                (await client.get(path, headers=secret), 405, "method_not_allowed"),
                (await client.post(path, content=b"{", headers=secret), 400, "bad_request"),
                (await client.post(path, content=b" " * (1 << 21), headers=secret), 413, "too_large"),
                (
                    await client.post(path, json=_update(1), headers=secret | {"Host": "evil.example"}),
                    421,
                    "wrong_host",
                ),
            ]
            assert [(r.status_code, r.json()["code"]) for r, *_ in calls] == [tuple(told) for _, *told in calls]
            assert platform.sent() == []
            assert (await client.post(path, json=large, headers=secret)).status_code == 200
            assert (await client.post(path, json=large, headers=secret)).status_code == 200
        assert len(platform.sent()) == 1


async def test_the_webhooks_own_host_is_taken(tmp_path: Path) -> None:
    address = "https://press.example.org/ipbot"
    async with serving(Platform()) as server, _serve(server, tmp_path, TELEGRAM_WEBHOOK_URL=address) as service:
        platform = server.platform
        platform.private(7)
        url = platform.webhook.url
        assert url.startswith(f"{address}/telegram/")
        called = {SECRET_HEADER: platform.webhook.secret, "Host": "press.example.org"}
        async with service.client() as client:
            path = url.removeprefix(address)  # as the proxy passes it on
            assert (await client.post(path, json=_update(1), headers=called)).status_code == 200
        assert len(platform.sent()) == 1


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_with_its_work_finished(tmp_path: Path, sign: int) -> None:
    async with serving(Platform()) as server, _serve(server, tmp_path) as service:
        platform = server.platform
        for chat in [platform.private(id) for id in range(101, 131)]:
            await platform.say(chat, LOAN, chat.id)
        while not platform.sent():
            await asyncio.sleep(0.005)
        await service.stop(sign)
        answered, left = len(platform.sent()), len(platform.pending)
        assert answered + left == 30
        assert platform.webhook.url


async def test_another_services_webhook_is_left_alone_unless_taken_over(tmp_path: Path, port: int) -> None:
    async with serving(Platform()) as server:
        server.platform.webhook.url = "https://other.example.org/telegram/abc"
        env = _environment(server, tmp_path, port)
        done = await asyncio.to_thread(process, "serve", env=env)
        assert done.returncode == 2
        assert (
            done.stderr.decode()
            .splitlines()[-1]
            .startswith("ipbot: this bot's messages go to a webhook at other.example.org")
        )
        assert server.platform.webhook.url.endswith("/abc")
        async with _serve(server, tmp_path, "--take-over"):
            assert server.platform.webhook.url.startswith("http://127.0.0.1:")


async def test_a_platform_that_rejects_the_token_ends_the_start_with_a_line(tmp_path: Path, port: int) -> None:
    async with serving(Platform()) as server:
        env = _environment(server, tmp_path, port, TELEGRAM_TOKEN="999999:" + "x" * 35)
        done = await asyncio.to_thread(process, "serve", env=env)
    assert done.returncode == 2
    assert (
        done.stderr.decode()
        == "ipbot: Telegram rejects the token; ask @BotFather for the bot's token, and set that one\n"
    )


TOKEN = {"IPBOT_TELEGRAM_TOKEN": "123456:" + "x" * 35}
LISTEN = {"IPBOT_TELEGRAM_LISTEN": "serve"}
CALLED = {"IPBOT_TELEGRAM_WEBHOOK_URL": "https://press.example.org"}


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (["serve"], TOKEN | LISTEN, "ipbot serve answers Telegram by webhook only; set telegram_webhook_url"),
        (["serve"], LISTEN | CALLED, "no Telegram token"),
        (["serve"], TOKEN | LISTEN | CALLED | {"IPBOT_WORKERS": "2"}, "2 workers can't share one bot's chats"),
        (["serve", "--take-over"], TOKEN | CALLED, "--take-over is for a webhook in ipbot serve; set telegram_listen"),
        (["telegram"], TOKEN | LISTEN | CALLED, "the bot is a part of ipbot serve; start ipbot serve, or set"),
        (["telegram"], TOKEN | LISTEN, "the bot is a part of ipbot serve; start ipbot serve, or set"),
    ],
)
def test_what_cannot_work_is_one_line(words: list[str], environment: dict[str, str], said: str) -> None:
    done = process(*words, env=os.environ | environment)
    told = done.stderr.decode()
    assert done.returncode == 2
    assert told.startswith("ipbot: ")
    assert told.count("\n") == 1
    assert said in told


def test_a_missing_extra_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "telegram.py").write_text("raise ModuleNotFoundError('no telegram', name='telegram')\n", "utf-8")
    done = process("serve", env=os.environ | TOKEN | LISTEN | CALLED | {"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.decode() == "ipbot: the Telegram channel isn't installed; pip install 'ipbot[telegram]'\n"
