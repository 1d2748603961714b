"""Clients: wrk for as many requests as go through, and one that sends at a steady rate whatever comes back."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.web.servers import Server

_HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
_THREADS, _CONNECTIONS = 2, 32
_SCRIPT = Path(__file__).with_name("ask.lua")


def saturate(server: Server, bodies: Path, seconds: int) -> dict[str, Any]:
    """As many requests as go through; exits where wrk is missing."""
    wrk = shutil.which("wrk")
    if not wrk:
        sys.exit("needs wrk; on Debian: apt install wrk")
    command = [wrk, "-t", str(_THREADS), "-c", str(_CONNECTIONS), "-d", str(seconds), "--timeout", "10"]
    environment = os.environ | {"BODIES": str(bodies), "THREADS": str(_THREADS)}
    address = f"http://127.0.0.1:{server.port}"
    done = subprocess.run(
        [*command, "-s", str(_SCRIPT), address], env=environment, capture_output=True, text=True, check=True
    )
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    found: dict[str, Any] = json.loads(line.removeprefix("RESULT "))
    return found | {"a_second": found["requests"] / found["seconds"]}


class Steady:
    """Sends questions at a rate over kept connections; a late answer delays no other question."""

    def __init__(self, port: int, bodies: list[bytes], rate: float, connections: int = 16) -> None:
        self.port, self.rate = port, rate
        self._bodies: Iterator[bytes] = cycle(bodies)
        self._idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None] = asyncio.Queue()
        for _ in range(connections):
            self._idle.put_nowait(None)
        self.took: list[float] = []
        self.wrong: list[str] = []

    async def run(self, seconds: float) -> None:
        """Send for that long. Time counts from when a question was due."""
        begun, sent = time.perf_counter(), 0
        async with asyncio.TaskGroup() as group:
            while (due := begun + sent / self.rate) < begun + seconds:
                await asyncio.sleep(max(0, due - time.perf_counter()))
                group.create_task(self._ask(next(self._bodies), due))
                sent += 1

    async def _ask(self, body: bytes, due: float) -> None:
        connection = await self._idle.get()
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", self.port)
            status = await asyncio.wait_for(_exchange(*connection, body), 30)
            if status != 200:
                self.wrong.append(str(status))
            self.took.append(time.perf_counter() - due)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self.wrong.append(type(error).__name__)
            if connection:
                connection[1].close()
            connection = None
        self._idle.put_nowait(connection)


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes) -> int:
    writer.write(_HEAD + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(int(length.partition(b":")[2]))
    return int(head.split(b" ", 2)[1])
