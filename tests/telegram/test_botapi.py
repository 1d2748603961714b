"""The tests' own platform refuses what the platform refuses."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from botapi import Platform, Server, serving
from botapi.entities import parse
from botapi.refusals import RefusalError

pytestmark = pytest.mark.anyio
pytest_plugins = ("bot_fixtures",)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving(Platform(), strict_webhooks=True) as found:
        found.platform.private(7)
        yield found


async def call(server: Server, method: str, token: str = "", **given: Any) -> dict[str, Any]:
    data = {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{server.url}/bot{token or server.platform.token}/{method}", data=data)
    found: dict[str, Any] = answer.json()
    assert found.get("error_code", 200) == answer.status_code
    return found


def keys(**button: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "  "}, "message text is empty"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't find end tag"),
        ({"text": "<x>y</x>", "parse_mode": "HTML"}, 'Unsupported start tag "x"'),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "unexpected end tag"),
        ({"text": "x", "reply_markup": keys(callback_data="字" * 22)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keys(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keys(url="http://localhost/")}, "Wrong HTTP URL"),
        ({"text": "x", "reply_markup": keys()}, "exactly one optional field"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "chat_id": 8}, "chat not found"),
    ],
)
async def test_messages_that_are_refused(server: Server, given: dict[str, Any], refused: str) -> None:
    found = await call(server, "sendMessage", **{"chat_id": 7} | given)
    assert found["error_code"] == 400
    assert refused in found["description"]
    assert server.platform.sent() == []


async def test_the_limit_counts_after_entities_are_parsed(server: Server) -> None:
    assert (await call(server, "sendMessage", chat_id=7, text=f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML"))["ok"]


async def test_an_edit_that_changes_nothing_is_refused(server: Server) -> None:
    sent = (await call(server, "sendMessage", chat_id=7, text="x"))["result"]
    found = await call(server, "editMessageText", chat_id=7, message_id=sent["message_id"], text="x")
    assert "message is not modified" in found["description"]
    assert (await call(server, "editMessageText", chat_id=7, message_id=sent["message_id"], text="y"))["ok"]


async def test_a_query_is_answered_once(server: Server) -> None:
    sent = (await call(server, "sendMessage", chat_id=7, text="x"))["result"]
    query = await server.platform.press(server.platform.chats[7], sent["message_id"], "x:")
    assert (await call(server, "answerCallbackQuery", callback_query_id=query))["ok"]
    assert "query is too old" in (await call(server, "answerCallbackQuery", callback_query_id=query))["description"]
    assert not (await call(server, "answerCallbackQuery", callback_query_id="q0"))["ok"]


@pytest.mark.parametrize(("token", "code"), [("nonsense", 404), ("123456:wrong", 401)])
async def test_wrong_tokens(server: Server, token: str, code: int) -> None:
    assert (await call(server, "getMe", token))["error_code"] == code


async def test_an_offset_confirms_and_an_older_one_hands_out_again(server: Server) -> None:
    chat = server.platform.chats[7]
    for text in "abc":
        await server.platform.say(chat, text)
    first = [u["update_id"] for u in (await call(server, "getUpdates"))["result"]]
    assert [u["update_id"] for u in (await call(server, "getUpdates", offset=first[1]))["result"]] == first[1:]
    assert [u["update_id"] for u in (await call(server, "getUpdates", offset=first[0]))["result"]] == first[1:]


async def test_of_two_polls_the_earlier_one_ends(server: Server) -> None:
    earlier = asyncio.create_task(call(server, "getUpdates", timeout=10))
    await asyncio.sleep(0.2)
    await call(server, "getUpdates")
    assert (await earlier)["error_code"] == 409


async def test_a_webhook_ends_polling_and_must_be_https(server: Server) -> None:
    assert (await call(server, "setWebhook", url="http://example.org"))["error_code"] == 400
    assert (await call(server, "setWebhook", url="https://example.org:9999"))["error_code"] == 400
    assert (await call(server, "setWebhook", url="https://example.org", secret_token="a b"))["error_code"] == 400
    assert (await call(server, "setWebhook", url="https://example.org"))["ok"]
    assert (await call(server, "getUpdates"))["error_code"] == 409


async def test_floods_are_refused_with_the_seconds_to_wait(server: Server) -> None:
    server.platform.enforces_limits = True
    group = server.platform.group()
    found = [await call(server, "sendMessage", chat_id=group.id, text=str(n)) for n in range(21)]
    assert [f["ok"] for f in found] == [True] * 20 + [False]
    assert found[-1]["error_code"] == 429
    assert 0 < found[-1]["parameters"]["retry_after"] <= 61


async def test_a_dropped_connection_is_one(server: Server) -> None:
    server.platform.fault = lambda method, _: "drop"
    with pytest.raises(httpx.TransportError):
        await call(server, "sendMessage", chat_id=7, text="x")
    assert server.platform.sent() == []


def test_entities_are_trimmed_and_counted_in_utf_16() -> None:
    text, entities = parse("  <b>😀</b> <blockquote expandable>x</blockquote> ")
    assert text == "😀 x"
    assert entities == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "expandable_blockquote", "offset": 3, "length": 1},
    ]
    with pytest.raises(RefusalError, match="nested"):
        parse("<blockquote>a<blockquote>b</blockquote></blockquote>")
