"""Fixtures: a bot on the real corpus, talking to the loopback platform over real HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from botapi import Platform, Server, serving
from bots import Configured, Running, Started

from ipbot import assembly
from ipbot.channels.telegram.application import build
from ipbot.channels.telegram.receiving import polling
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings, load


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def pipeline(root: Path, cache: Path) -> Pipeline:
    return assembly.build(
        load({"corpus": root / "corpus", "cache_dir": cache, "base_url": "https://press.example.org"})
    )


@pytest.fixture
def configured(alone: None, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configured:
    """Settings of a bot at a server; further ones by name."""

    def make(server: Server, **more: Any) -> Settings:
        monkeypatch.setenv("IPBOT_TELEGRAM_TOKEN", server.platform.token)
        given = {
            "telegram_api_url": server.url,
            "telegram_feedback": tmp_path / "feedback.jsonl",
            "telegram_send_rate": 1000,
        }
        return load(given | {"telegram_user_limit": 1000, "telegram_group_limit": 1000} | more)

    return make


@pytest.fixture
def started(configured: Configured, pipeline: Pipeline) -> Started:
    """Starts a bot that polls a fresh platform."""

    @asynccontextmanager
    async def start(
        platform: Platform | None = None, *, pipeline: Pipeline = pipeline, **settings: Any
    ) -> AsyncIterator[Running]:
        async with serving(platform or Platform()) as server:
            given = configured(server, **settings)
            application = build(pipeline, given)
            async with polling(application, given):
                yield Running(application, server, given)

    return start
