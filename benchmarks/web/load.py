"""Load: questions a second beside a bare route, the slowest at half of that, and memory over time."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.measuring import spread
from benchmarks.web import bodies, servers
from benchmarks.web.clients import Steady, saturate

REPEATED = 0.8


def run(scratch: Path, questions: Path, seconds: int, minutes: float) -> dict[str, Any]:
    """Every figure. The bare route answers with a body of the average answer's size, in the same run."""
    every, often = scratch / "different.jsonl", scratch / "repeating.jsonl"
    bodies.write(every, bodies.different(questions))
    bodies.write(often, bodies.repeating(questions, REPEATED))
    found: dict[str, Any] = {}
    for name, sent in (("different", every), ("repeating", often)):
        with servers.ipbot(scratch) as server:
            found[name] = saturate(server, sent, seconds)
    size = round(found["different"]["bytes"] / found["different"]["requests"])
    with servers.bare(scratch, size) as server:
        found["bare"] = saturate(server, every, seconds)
    for name in ("different", "repeating"):
        found[name]["of_bare"] = found[name]["a_second"] / found["bare"]["a_second"]
    found["half"] = half_load(scratch, every, found["different"]["a_second"] / 2, seconds)
    found["long"] = long(scratch, often, found["different"]["a_second"] / 2, minutes * 60)
    return found


def half_load(scratch: Path, sent: Path, rate: float, seconds: float) -> dict[str, Any]:
    """How long questions take, all different, at a rate."""
    with servers.ipbot(scratch) as server:
        client = Steady(server.port, sent.read_bytes().split(b"\n"), rate)
        asyncio.run(client.run(seconds))
    return {"rate": rate, **spread(client.took), "errors": len(client.wrong)}


def long(scratch: Path, sent: Path, rate: float, seconds: float) -> dict[str, Any]:
    """Memory at each tenth of a long time at a rate, with the cache full early."""
    memory = []
    with servers.ipbot(scratch) as server:
        client = Steady(server.port, sent.read_bytes().split(b"\n"), rate)
        for _ in range(10):
            asyncio.run(_again(client, seconds / 10))
            memory.append(round(server.memory_mb(), 1))
    return {"memory_mb": memory, "errors": len(client.wrong), "requests": len(client.took), **spread(client.took)}


async def _again(client: Steady, seconds: float) -> None:
    """Run with connections of this loop's own."""
    fresh = Steady(client.port, [], client.rate)
    fresh._bodies, fresh.took, fresh.wrong = client._bodies, client.took, client.wrong
    await fresh.run(seconds)
