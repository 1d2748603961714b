"""Services that the tests of the web ask."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from ipbot.assembly import build
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings, load
from server.webserver import ORIGINAL, Service, serving

Serve = Callable[..., Service]


@pytest.fixture(scope="session")
def briefings(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the repository's briefing and of the invented ones."""
    folder = tmp_path_factory.mktemp("briefings")
    for found in (root / "corpus", root / "tests" / "evaluation"):
        for briefing in found.glob("*/briefing.yaml"):
            (folder / briefing.parent.name).mkdir()
            for name in ("briefing.yaml", "transcript.txt"):
                shutil.copy(briefing.parent / name, folder / briefing.parent.name)
    description = folder / "heqing-2024-autumn-harvest" / "briefing.yaml"
    description.write_text(f"{description.read_text('utf-8')}\nsource: {{name: 原网页, url: {ORIGINAL}}}\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def web_settings(briefings: Path, cache: Path) -> Callable[..., Settings]:
    """Settings of a service for tests: no limit on questions where the test sets none."""

    def make(**given: object) -> Settings:
        return load({"corpus": briefings, "cache_dir": cache, "rate_limit": "off", **given})

    return make


@pytest.fixture(scope="session")
def pipeline(web_settings: Callable[..., Settings]) -> Pipeline:
    """One pipeline for every service, but for those that set base_url."""
    return build(web_settings())


@pytest.fixture
def serve(pipeline: Pipeline, web_settings: Callable[..., Settings]) -> Iterator[Serve]:
    """Starts services with settings of a test's own."""
    with ExitStack() as stack:

        def start(**given: object) -> Service:
            settings = web_settings(**given)
            chosen = build(settings) if "base_url" in given else pipeline
            return stack.enter_context(serving(chosen, settings))

        yield start


@pytest.fixture(scope="session")
def service(pipeline: Pipeline, web_settings: Callable[..., Settings]) -> Iterator[Service]:
    """A service with the usual settings."""
    with serving(pipeline, web_settings()) as running:
        yield running


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    """A client of the usual service."""
    with service.client() as client:
        yield client
