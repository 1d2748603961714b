"""The Dockerfile's own steps, carried out on a clean folder; then what they made answers behind nginx, locked up as it
is in a container: another user, no powers, nothing to write but /tmp."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dockerfile
import fronts
from dockerfile import Stage
from fronts import ASK, ROOT, THEME
from ports import reserved_port


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """What the Dockerfile makes, with this machine's system as its base."""
    fronts.needed("bwrap")
    tried = ["bwrap", "--unshare-all", "--share-net", "--uid", "10001", "--ro-bind", "/", "/", "true"]
    if subprocess.run(tried, capture_output=True, check=False).returncode:
        pytest.skip("needs bubblewrap, which may not make namespaces here")
    folder, cache = tmp_path_factory.mktemp("image"), tmp_path_factory.mktemp("pip")
    _skip_without_index(cache)
    return dockerfile.build(folder, cache)


def _skip_without_index(cache: Path) -> None:
    first = next(line for line in (ROOT / "requirements" / "build.txt").read_text("utf-8").splitlines() if "==" in line)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir", "--retries", "1"]
    done = subprocess.run([*pip, "--dest", str(cache), first.split()[0]], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs the package index, as building an image does")


@pytest.fixture(scope="module")
def serving(image: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[fronts.Front]:
    """A container of the image behind nginx."""
    folder = tmp_path_factory.mktemp("container")
    logs = folder / "logs"
    logs.mkdir()
    words = [*dockerfile.words_of(image, "ENTRYPOINT"), *dockerfile.words_of(image, "CMD")]
    with (
        reserved_port() as behind,
        fronts.running([*_inside(image, behind), *words], logs / "service.log", {"PATH": "/usr/bin:/bin"}) as process,
    ):
        fronts.wait_for(f"http://127.0.0.1:{behind}/readyz", process, logs / "service.log")
        with fronts.nginx(folder, logs, behind) as (port, plain, tls):
            yield fronts.Front(port, plain, tls, process, logs)


def _inside(image: Stage, port: int) -> list[str]:
    """A container with what compose.yaml sets."""
    settings = {"IPBOT_PORT": str(port), "IPBOT_HOST": "127.0.0.1", "IPBOT_BASE_URL": f"https://{fronts.NAME}"}
    settings |= {"IPBOT_TRUSTED_PROXIES": "127.0.0.1", "IPBOT_WORKERS": "2"}
    return dockerfile.command(image, writable=False, env=settings)


def _run(image: Stage, *words: str, port: int = 9) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*_inside(image, port), *words], capture_output=True, text=True, check=False)


def test_what_the_steps_made_answers_behind_nginx(serving: fronts.Front) -> None:
    with serving.client() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        answer = client.post(ASK, json={"question": THEME}).json()
    assert answer["status"] == "answered"
    assert answer["answer"].startswith("全面开启知识产权强国建设新征程")


def test_its_health_check_tells_a_service_from_none(image: Stage, serving: fronts.Front, port: int) -> None:
    check = dockerfile.words_of(image, "HEALTHCHECK")
    taken = int((serving.logs / "service.log").read_text("utf-8").partition("127.0.0.1:")[2].split()[0])
    well = _run(image, *check, port=taken)
    assert (well.returncode, well.stdout, well.stderr) == (0, "", "")
    ill = _run(image, *check, port=port)
    assert ill.returncode == 1
    assert "refused" in ill.stderr
    assert ill.stderr.count("\n") == 1


def test_it_is_not_root_and_can_write_nothing(image: Stage) -> None:
    assert _run(image, "id", "-u").stdout.strip() == "10001"
    for path in ("/opt/ipbot/x", "/srv/ipbot/corpus/x", "/srv/ipbot/x"):
        assert "Read-only" in _run(image, "touch", path).stderr
    assert _run(image, "touch", "/tmp/x").returncode == 0


def test_it_has_no_compiler_no_installer_and_nothing_left_from_building(image: Stage) -> None:
    assert not (image.folder / "srv" / "build").exists()
    programs = {path.name for path in (image.folder / "opt/ipbot/bin").iterdir()}
    assert "ipbot" in programs
    assert not {name for name in programs if name.startswith(("pip", "cc", "gcc", "hatch"))} - {"pipdeptree"}
    packages = {path.name for path in (image.folder / "opt/ipbot/lib").glob("python*/site-packages/*")}
    assert not packages & {"pip", "setuptools", "hatchling", "editables"}
    assert "uvicorn" in packages


def test_it_holds_what_requirements_say_and_nothing_else(image: Stage) -> None:
    listing = "from importlib.metadata import distributions as d; print(*sorted(f'{x.name}=={x.version}' for x in d()))"
    held = _run(image, "/opt/ipbot/bin/python", "-c", listing).stdout.lower().replace("_", "-").split()
    locked = {
        line.split()[0].lower()
        for line in (ROOT / "requirements" / "run.txt").read_text("utf-8").splitlines()
        if "==" in line.partition(";")[0]
    }
    assert {name for name in held if not name.startswith("ipbot==")} <= locked


def test_everything_derived_is_there_before_the_first_start(image: Stage) -> None:
    kept = {path.name.partition("-")[0] for path in (image.folder / "opt/ipbot/cache").iterdir()}
    assert kept == {"words", "wording", "english", "pinyin"}
    for path in (image.folder / "opt/ipbot").rglob("*"):
        if not path.is_symlink():
            assert path.stat().st_mode & 0o044 == 0o044, path
            assert not path.stat().st_mode & 0o022, path


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    done = subprocess.run([ROOT / "deploy/install", tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("deploy/install: ")
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    for words in ([], ["opt/ipbot"], ["/opt/a", "/opt/b"]):
        assert subprocess.run([ROOT / "deploy/install", *words], capture_output=True, check=False).returncode == 2
