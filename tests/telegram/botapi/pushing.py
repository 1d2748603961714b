"""Calling the webhook: a chat's updates one after the other, again until the bot says 200."""

import asyncio
import time
from contextlib import suppress
from typing import Any

import httpx

from botapi.platform import Platform

_PAUSE = 0.1


async def push_forever(platform: Platform) -> None:
    """Deliver what is pending whenever a webhook is set."""
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client, asyncio.TaskGroup() as tasks:
        under_way: set[int] = set()
        while True:
            async with platform.changed:
                await platform.changed.wait_for(lambda: _next(platform, under_way) is not None)
            update = _next(platform, under_way)
            if update:
                under_way.add(_queue(update))
                tasks.create_task(_deliver(platform, client, update, under_way))


def _next(platform: Platform, under_way: set[int]) -> dict[str, Any] | None:
    if not platform.webhook.url or len(under_way) >= platform.webhook.connections:
        return None
    return next((u for u in platform.pending if _queue(u) not in under_way), None)


async def _deliver(platform: Platform, client: httpx.AsyncClient, update: dict[str, Any], under_way: set[int]) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": platform.webhook.secret} if platform.webhook.secret else {}
    platform.handed_out.setdefault(update["update_id"], time.perf_counter())
    done = False
    with suppress(httpx.HTTPError):
        done = (await client.post(platform.webhook.url, json=update, headers=headers)).is_success
    if done:
        with suppress(ValueError):
            platform.pending.remove(update)
    else:
        await asyncio.sleep(_PAUSE)
    under_way.discard(_queue(update))
    await platform.notify()


def _queue(update: dict[str, Any]) -> int:
    """What updates are delivered in order by: their chat, else their user."""
    content = next(value for key, value in update.items() if key != "update_id")
    message = content.get("message", content)
    return int(message["chat"]["id"] if "chat" in message else content["from"]["id"])
