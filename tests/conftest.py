"""What every test may use: the repository, the shared evaluation sets, one cache folder, and Hypothesis' profiles."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner, Result

from commandline import Run
from ipbot.cli import app
from ports import reserved_port

ROOT = Path(__file__).parents[1]
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("ci", derandomize=True, max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile("thorough", max_examples=2000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Where the tests run in the background Ctrl-C is ignored, and what they start would ignore it too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with the evaluation sets."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs {folder}, which stands beside the repository where it is developed")
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that all tests share, so that the dictionary is built once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def port() -> Iterator[int]:
    """A port for a server of the test's own."""
    with reserved_port() as reserved:
        yield reserved


@pytest.fixture
def alone(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working directory, no settings but the repository's corpus and the tests' cache."""
    for name in [n for n in os.environ if n.upper().startswith("IPBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("IPBOT_CORPUS", str(ROOT / "corpus"))
    monkeypatch.setenv("IPBOT_CACHE_DIR", str(cache))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(alone: None) -> Run:
    """The command line, called in this process."""

    def call(*words: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=input, catch_exceptions=False, prog_name="ipbot")

    return call
