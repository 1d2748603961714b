"""Servers to measure, each in processes of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    def memory_mb(self) -> float:
        """What its processes hold in memory, in MB."""
        return sum(map(_resident, [self.pid, *_children(self.pid)])) / 1024


@contextmanager
def ipbot(scratch: Path, **settings: str) -> Iterator[Server]:
    """`ipbot serve` with this repository's corpus."""
    given = {"PORT": "0", "WORKERS": str(WORKERS), "RATE_LIMIT": "off", "CORPUS": str(ROOT / "corpus")} | settings
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IPBOT_")}
    ours = {f"IPBOT_{name.upper()}": value for name, value in given.items()}
    command = [sys.executable, "-m", "ipbot", "serve"]
    with _running(command, kept | ours | {"IPBOT_CACHE_DIR": str(scratch / "cache")}, scratch) as server:
        yield server


@contextmanager
def bare(scratch: Path, size: int) -> Iterator[Server]:
    """A bare FastAPI route behind the same server."""
    options = ["--workers", str(WORKERS), "--port", "0", "--loop", "uvloop", "--http", "httptools"]
    command = [sys.executable, "-m", "uvicorn", "benchmarks.web.bare:app", *options, "--no-access-log"]
    with _running(command, os.environ | {"BARE_BYTES": str(size)}, scratch) as server:
        yield server


@contextmanager
def _running(command: list[str], environment: Mapping[str, str], scratch: Path) -> Iterator[Server]:
    path = scratch / "server.log"
    with path.open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            yield Server(_port(path, process), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _port(log: Path, process: subprocess.Popen[bytes]) -> int:
    """The port that the server tells in its log, once each worker has surely begun to answer there."""
    for _ in range(600):
        if process.poll() is not None:
            break
        told = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8", "replace"))
        if told and _answers(int(told[1])):
            time.sleep(3)
            return int(told[1])
        time.sleep(0.1)
    sys.exit("the server did not start")


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        connection.getresponse().read()
        connection.close()
    except OSError:
        return False
    return True


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
