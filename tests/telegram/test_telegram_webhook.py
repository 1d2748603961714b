"""The webhook on its own listener, over real HTTP."""

import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from botapi import Platform, Server, serving
from bots import Configured

from ipbot.channels.telegram.application import build
from ipbot.channels.telegram.receiving import listening, webhook
from ipbot.channels.telegram.webhook import SECRET_HEADER, path, secret
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import SettingsError
from ports import reserved_port

pytestmark = pytest.mark.anyio
pytest_plugins = ("bot_fixtures",)
LOAN = "去年知识产权质押融资总额是多少？"


@dataclass
class Called:
    """A bot that is called, and a client to call it with."""

    server: Server
    settings: Settings
    client: httpx.AsyncClient

    async def call(self, body: bytes | object, *, path: str = "", headers: dict[str, str | bytes] | None = None) -> int:
        given = {SECRET_HEADER: secret(self.settings)} if headers is None else headers
        url = f"http://{self.settings.telegram_listen}{path or _path(self.settings)}"
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        raw = [(k.encode(), v if isinstance(v, bytes) else v.encode()) for k, v in given.items()]
        return (await self.client.post(url, content=content, headers=raw)).status_code


def _path(settings: Settings) -> str:
    return path(settings)


@pytest.fixture
async def called(configured: Configured, pipeline: Pipeline) -> AsyncIterator[Called]:
    async with _called(configured, pipeline) as found:
        yield found


@asynccontextmanager
async def _called(configured: Configured, pipeline: Pipeline) -> AsyncIterator[Called]:
    async with serving(Platform()) as server, AsyncExitStack() as stack:
        address = f"127.0.0.1:{stack.enter_context(reserved_port())}"
        given = configured(server, telegram_webhook_url=f"http://{address}", telegram_listen=address)
        application = build(pipeline, given)
        await stack.enter_async_context(listening(application, given))
        await stack.enter_async_context(webhook(application, given))
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=30))
        yield Called(server, given, client)


def message(update: int = 1, text: str = LOAN) -> dict[str, object]:
    person = {"id": 7, "is_bot": False, "first_name": "记者"}
    content = {"message_id": update, "date": 0, "chat": {"id": 7, "type": "private"}, "from": person, "text": text}
    return {"update_id": update, "message": content}


async def test_what_the_platform_pushes_is_answered(called: Called) -> None:
    platform = called.server.platform
    for text in (LOAN, "那今年的目标呢"):
        await platform.say(platform.private(), text)
    await platform.settled()
    assert [m["text"].split("（")[0] for m in platform.sent()] == ["2.49亿元", "4亿元"]
    assert platform.webhook.url.startswith(called.settings.telegram_webhook_url or "-")
    assert platform.webhook.secret == secret(called.settings)


async def test_an_update_is_answered_200_once_it_is_done_with_and_answered_once(called: Called) -> None:
    called.server.platform.private()
    assert await called.call(message()) == 200
    assert len(called.server.platform.sent()) == 1
    assert await called.call(message()) == 200
    assert len(called.server.platform.sent()) == 1


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: b"\xe9"}])
async def test_a_call_without_the_secret_is_refused(called: Called, headers: dict[str, str | bytes]) -> None:
    assert await called.call(message(), headers=headers) == 403
    assert called.server.platform.sent() == []


async def test_another_path_is_not_found_and_another_method_not_allowed(called: Called) -> None:
    assert await called.call(message(), path="/telegram/" + "0" * 32) == 404
    url = f"http://{called.settings.telegram_listen}{path(called.settings)}"
    assert (await called.client.get(url)).status_code == 405


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"7", b'{"update_id": "x"}', b"\xff", b"[" * 100_000, b"{}"]
)
async def test_what_is_no_update_is_a_bad_request(called: Called, body: bytes) -> None:
    assert await called.call(body) == 400


async def test_a_body_that_is_too_large_is_refused(called: Called) -> None:
    assert await called.call(b" " * (1 << 20) + b"{}") == 413


async def test_the_webhook_stays_set_so_that_nothing_is_lost(configured: Configured, pipeline: Pipeline) -> None:
    async with _called(configured, pipeline) as called:
        platform = called.server.platform
        assert platform.webhook.url
    assert platform.webhook.url


async def test_a_port_that_is_taken_is_one_line(configured: Configured, pipeline: Pipeline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        async with serving(Platform()) as server:
            given = configured(server, telegram_webhook_url="http://127.0.0.1", telegram_listen=address)
            with pytest.raises(SettingsError, match=f"telegram_listen: {address}: can't listen there"):
                async with listening(build(pipeline, given), given):
                    pytest.fail("it listens")


@pytest.mark.parametrize("url", ["http://press.example.org", "https://press.example.org:9999"])
async def test_an_address_that_telegram_never_calls_is_refused(
    configured: Configured, pipeline: Pipeline, url: str
) -> None:
    async with serving(Platform()) as server:
        given = configured(server, telegram_webhook_url=url, telegram_api_url="https://api.telegram.org")
        with pytest.raises(SettingsError, match="https addresses on port 443, 80, 88, 8443 only"):
            async with webhook(build(pipeline, given), given):
                pytest.fail("it is set")


async def test_another_services_webhook_is_left_alone(configured: Configured, pipeline: Pipeline) -> None:
    async with serving(Platform()) as server:
        server.platform.webhook.url = "https://other.example.org/telegram/abc"
        given = configured(server, telegram_webhook_url="http://127.0.0.1")
        with pytest.raises(SettingsError, match=r"go to a webhook at other\.example\.org"):
            async with webhook(build(pipeline, given), given):
                pytest.fail("it is set")
