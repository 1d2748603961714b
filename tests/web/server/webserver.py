"""A running service for tests: the real app on the real server, in a thread, on loopback."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import uvicorn
from fastapi import FastAPI

from ipbot.channels.web.app import create_app
from ipbot.channels.web.protocol import ServerConfig
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings

CANGZHOU = "cangzhou-2022-ip-week"
ORIGINAL = "https://city.example/briefing/1"
ASK = "/api/v1/ask"
LOAN = "知识产权质押融资总额是多少?"


@dataclass(frozen=True)
class Service:
    """A service with its address."""

    app: FastAPI
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **more: object) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=20, trust_env=False, **more)  # type: ignore[arg-type]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


def eventually(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds that comes a moment after an answer."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def serving(pipeline: Pipeline, settings: Settings) -> Iterator[Service]:
    """Serve as `ipbot serve` does, with these settings."""
    app = create_app(pipeline, settings)
    config = ServerConfig(
        settings,
        app,
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=settings.keep_alive,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            yield Service(app, listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(10)
