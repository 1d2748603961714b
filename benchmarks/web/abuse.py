"""Abuse: several clients at once do what they shouldn't, while another asks normal questions."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import spread
from benchmarks.web import bodies, servers
from benchmarks.web.clients import Steady

_HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
_ASKED = 5.0
"""Normal questions a second."""


async def _send(port: int, data: bytes, wait: float = 1.0) -> None:
    """Send, read what comes for a while, and go without a farewell."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        await asyncio.sleep(0.1)
        return
    try:
        writer.write(data)
        await asyncio.wait_for(reader.read(4096), wait)
    except (OSError, TimeoutError):
        pass
    finally:
        writer.transport.abort()


async def oversized(port: int) -> None:
    """Bodies of a megabyte, told and untold."""
    await _send(port, _HEAD + b"Content-Length: 1048576\r\n\r\n" + b"x" * 1_048_576)
    await _send(port, _HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + (b"4000\r\n" + b"x" * 0x4000 + b"\r\n") * 64)


async def slow(port: int) -> None:
    """Posts that come a byte at a time."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_HEAD + b"Content-Length: 9000\r\n\r\n")
        for _ in range(60):
            await asyncio.sleep(0.5)
            writer.write(b" ")
            await writer.drain()
        writer.transport.abort()
    except OSError:
        await asyncio.sleep(0.1)


async def bad_text(port: int) -> None:
    """Bytes that are no text, and text that is no JSON."""
    body = random.choice(
        (b'{"question": "\xff\xfe"}', random.randbytes(2_000), b'{"question": "\\ud800"}', b"\x00" * 99)
    )
    await _send(port, _HEAD + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


async def deep(port: int) -> None:
    """JSON in JSON in JSON."""
    body = random.choice((b"[" * 16_000, b'{"a":' * 3_000, b'{"question":' + b"[" * 8_000))
    await _send(port, _HEAD + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


async def dropped(port: int) -> None:
    """Connections opened and dropped."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        if random.random() < 0.5:
            writer.write(_HEAD)
        writer.transport.abort()
    except OSError:
        await asyncio.sleep(0.1)


async def held(port: int) -> None:
    """Connections opened and held."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(30)
        writer.transport.abort()
    except OSError:
        await asyncio.sleep(0.1)


ABUSES: tuple[tuple[Callable[[int], Awaitable[None]], int, float], ...] = (
    (oversized, 4, 0.05),
    (slow, 200, 0.0),
    (bad_text, 4, 0.02),
    (deep, 4, 0.02),
    (dropped, 8, 0.02),
    (held, 1500, 0.0),
)
"""Each with how many do it at once, and the seconds between two turns of one."""


def run(scratch: Path, questions: Path, minutes: float) -> dict[str, Any]:
    """Normal questions before, during and after the abuse: how many went wrong, and how long they took."""
    sent = scratch / "different.jsonl"
    bodies.write(sent, bodies.different(questions))
    asked = sent.read_bytes().split(b"\n")
    with servers.ipbot(scratch) as server:
        before = asyncio.run(_normal(server.port, asked[:3000], 20))
        memory = [round(server.memory_mb(), 1)]
        during, counts = asyncio.run(_abused(server.port, asked[3000:20_000], minutes * 60))
        after = asyncio.run(_normal(server.port, asked[20_000:], 20))
        memory.append(round(server.memory_mb(), 1))
    return {"before": before, "during": during, "after": after, "abuses": counts, "memory_mb": memory}


async def _normal(port: int, asked: list[bytes], seconds: float) -> dict[str, Any]:
    client = Steady(port, asked, _ASKED)
    await client.run(seconds)
    return {**spread(client.took), "asked": len(client.took), "wrong": client.wrong}


async def _abused(port: int, asked: list[bytes], seconds: float) -> tuple[dict[str, Any], dict[str, int]]:
    counts = {abuse.__name__: 0 for abuse, _, _ in ABUSES}

    async def again(abuse: Callable[[int], Awaitable[None]], pause: float) -> None:
        while True:
            await abuse(port)
            counts[abuse.__name__] += 1
            await asyncio.sleep(pause)

    tasks = [asyncio.create_task(again(abuse, pause)) for abuse, many, pause in ABUSES for _ in range(many)]
    found = await _normal(port, asked, seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found, counts
