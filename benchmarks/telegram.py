"""The Telegram bot against the tests' Bot API server: `python -m benchmarks.telegram [--json]`.

The bot is a process of its own, `ipbot telegram`; the server, which takes the times, is this one.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring import spread
from ipbot.assembly import build
from ipbot.question_set import read
from ipbot.settings import load

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "telegram"))

from botapi import Platform, Server, serving  # noqa: E402
from botapi.refusals import RefusalError, flood  # noqa: E402

QUESTIONS = ROOT / "tests" / "evaluation" / "cangzhou-2022-ip-week.yaml"
SEED = 20220422
FLOODED, FAILED, DROPPED = 0.05, 0.01, 0.01
EACH = 10
"""Questions of a chat."""
WARM = 9_000
"""Chats from this number on are asked to warm up."""

Figures = dict[str, Any]
Fault = Callable[[str, dict[str, Any]], Any]


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks.telegram", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--chats", type=int, default=200, help="chats, each with ten questions (default: 200)")
    parser.add_argument("--single", type=int, default=500, help="questions one after the other (default: 500)")
    parser.add_argument("--rate", type=float, default=1000, help="telegram_send_rate of the bot (default: 1000)")
    given = parser.parse_args()
    figures = asyncio.run(_measure(given))
    print(json.dumps(figures, indent=2) if given.json else "\n".join(_lines(figures)))


async def _measure(given: argparse.Namespace) -> Mapping[str, Figures]:
    with TemporaryDirectory(prefix="ipbot-bench-") as folder:
        bench = Bench(Path(folder), given.rate)
        return {
            "one at a time": await bench.run(lambda s, b: bench.single(s, given.single)),
            "25 a second": await bench.run(lambda s, b: bench.steady(s, given.single)),
            "all at once": await bench.run(lambda s, b: bench.burst(s, b, given.chats)),
            "all at once, 5 % 429, 1 % 5xx, 1 % dropped": await bench.run(
                lambda s, b: bench.burst(s, b, given.chats), faults(lost=False)
            ),
            "the same, dropped after they were taken": await bench.run(
                lambda s, b: bench.burst(s, b, given.chats), faults(lost=True)
            ),
            "kill -9 in the middle, and a restart": await bench.killed(given.chats),
        }


def faults(lost: bool) -> Fault:
    """What goes wrong with messages: at random, but the same each time. `lost` drops the answer, not the message."""
    chance = random.Random(SEED)

    def fault(method: str, _: dict[str, Any]) -> Any:
        if method != "sendMessage":
            return None
        drawn = chance.random()
        if drawn < FLOODED:
            return flood(1)
        if drawn < FLOODED + FAILED:
            return RefusalError(502, "Bad Gateway")
        return ("lose" if lost else "drop") if drawn < FLOODED + FAILED + DROPPED else None

    return fault


class Bench:
    """Runs bots, asks them, and counts what came."""

    def __init__(self, scratch: Path, rate: float) -> None:
        self._scratch = scratch
        self._rate = rate
        self._pipeline = build(load({"corpus": ROOT / "corpus", "cache_dir": scratch / "cache"}))
        self._questions = [i.question for i in read(QUESTIONS) if len(i.question) > 4 and not i.context]

    async def run(
        self, measure: Callable[[Server, Process], Awaitable[Figures]], fault: Fault | None = None
    ) -> Figures:
        """Measure with a fresh platform and a fresh bot."""
        async with serving(Platform(fault=fault)) as server, self._bot(server) as bot:
            await self._warm(server)
            return await measure(server, bot)

    async def single(self, server: Server, count: int) -> Figures:
        """One question after the other."""
        asked: dict[int, int] = {}
        for number in range(count):
            asked |= await self._ask(server, 10_000 + number, number)
            await server.platform.settled()
        return self._times(server, asked)

    async def steady(self, server: Server, count: int) -> Figures:
        """Questions that come at random, 25 a second on average, each from another chat."""
        chance = random.Random(SEED)
        asked: dict[int, int] = {}
        for number in range(count):
            asked |= await self._ask(server, 10_000 + number, number)
            await asyncio.sleep(chance.expovariate(25))
        await server.platform.settled()
        return self._times(server, asked)

    async def burst(self, server: Server, bot: Process, chats: int) -> Figures:
        """Ten questions from each of the chats, as fast as the server hands them out."""
        before, began = _memory(bot), time.perf_counter()
        await self._fill(server, chats)
        await server.platform.settled(900)
        await self._until_answered(server, chats * EACH)
        seconds = time.perf_counter() - began
        memory = {"before_mb": before[0], "after_mb": _memory(bot)[0], "peak_mb": _memory(bot)[1]}
        return (
            {"seconds": round(seconds, 1), "a_second": round(chats * EACH / seconds)}
            | self._counts(server, chats)
            | memory
        )

    @staticmethod
    async def _until_answered(server: Server, count: int, seconds: float = 60) -> None:
        """Wait for the few that were confirmed before they were answered."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while sum(chat < WARM for chat in (m["chat"]["id"] for m in server.platform.sent())) < count:
                    await asyncio.sleep(0.1)

    async def killed(self, chats: int) -> Figures:
        """As before, but the bot is killed when half is answered, and started again."""
        async with serving(Platform()) as server:
            async with self._bot(server) as bot:
                await self._warm(server)
                await self._fill(server, chats)
                while len(server.platform.sent()) < chats * EACH // 2:
                    await asyncio.sleep(0.001)
                bot.send_signal(signal.SIGKILL)
                await bot.wait()
            platform = server.platform
            again = sum(u["update_id"] in platform.handed_out for u in platform.pending)
            pending = Counter(u["message"]["chat"]["id"] for u in platform.pending)
            before = {chat: len(platform.sent(platform.chats[chat])) for chat in range(1, chats + 1)}
            async with self._bot(server):
                await platform.settled(900)
            after = {chat: len(platform.sent(platform.chats[chat])) - before[chat] for chat in before}
            return {
                "questions": chats * EACH,
                "answered_before": sum(before.values()),
                "handed_out_again": again,
                "unanswered": sum(
                    max(0, EACH - pending[c] - before[c]) + max(0, pending[c] - after[c]) for c in before
                ),
                "twice": sum(max(0, before[c] + pending[c] - EACH) for c in before),
                "too_many": sum(max(0, after[c] - pending[c]) for c in before),
            }

    @asynccontextmanager
    async def _bot(self, server: Server) -> AsyncIterator[Process]:
        given = {
            "IPBOT_CORPUS": str(ROOT / "corpus"),
            "IPBOT_CACHE_DIR": str(self._scratch / "cache"),
            "IPBOT_TELEGRAM_TOKEN": server.platform.token,
            "IPBOT_TELEGRAM_API_URL": server.url,
            "IPBOT_TELEGRAM_SEND_RATE": str(self._rate),
            "IPBOT_TELEGRAM_FEEDBACK": str(self._scratch / "feedback.jsonl"),
        }
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("IPBOT_", "PYTHONDEVMODE"))}
        bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "ipbot", "telegram", env=kept | given)
        try:
            yield bot
        finally:
            if bot.returncode is None:
                bot.terminate()
            await bot.wait()

    async def _warm(self, server: Server) -> None:
        for number in range(20):
            await self._ask(server, WARM + number, number)
            await server.platform.settled(60)

    async def _ask(self, server: Server, chat: int, number: int) -> dict[int, int]:
        """Ask one question in a chat of its own; gives the chat of the update."""
        platform = server.platform
        await platform.say(platform.private(chat), self._questions[number % len(self._questions)], chat)
        return {platform.pending[-1]["update_id"]: chat}

    async def _fill(self, server: Server, chats: int) -> None:
        for turn in range(EACH):
            for chat in range(chats):
                await server.platform.say(server.platform.private(chat + 1), self._sequence(chat)[turn], chat + 1)

    def _sequence(self, chat: int) -> Sequence[str]:
        """The questions of a chat; no two chats have the same in the same order."""
        return random.Random(SEED + chat).sample(self._questions, EACH)

    def _times(self, server: Server, asked: Mapping[int, int]) -> Figures:
        """From an update's handing out to the arrival of its answer."""
        arrived = {int(c.parameters["chat_id"]): c.at for c in reversed(server.platform.made("sendMessage"))}
        taken = [arrived[chat] - server.platform.handed_out[update] for update, chat in asked.items()]
        return {name: round(value, 2) for name, value in (spread(taken) | {"max_ms": max(taken) * 1000}).items()}

    def _counts(self, server: Server, chats: int) -> Figures:
        """Compare what each chat got with what its questions, one after the other, are answered by."""
        missing = twice = wrong = 0
        for chat in range(chats):
            wanted = self._expected(chat)
            got = [m["text"] for m in server.platform.sent(server.platform.chats[chat + 1])]
            position = 0
            for text in got:
                if position < len(wanted) and text.startswith(wanted[position]):
                    position += 1
                elif position and text.startswith(wanted[position - 1]):
                    twice += 1
                else:
                    wrong += 1
            missing += len(wanted) - position
        return {"questions": chats * EACH, "unanswered": missing, "twice": twice, "wrong_or_out_of_order": wrong}

    def _expected(self, chat: int) -> list[str]:
        asked = self._sequence(chat)
        return [self._pipeline.ask(q, asked[:n]).text.strip() for n, q in enumerate(asked)]


def _memory(bot: Process) -> tuple[float, float]:
    """Resident memory now and at its peak, in MB."""
    status = Path(f"/proc/{bot.pid}/status").read_text("ascii")
    rows = dict(line.split(":", 1) for line in status.splitlines())
    return int(rows["VmRSS"].split()[0]) // 1024, int(rows["VmHWM"].split()[0]) // 1024


def _lines(figures: Mapping[str, Figures]) -> list[str]:
    return [f"{name}: {', '.join(f'{key} {value}' for key, value in found.items())}" for name, found in figures.items()]


if __name__ == "__main__":
    main()
