"""`ipbot serve` as a process: its address, its log, its workers, how it stops, and what it says when it can't start."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from commandline import Run, loaded_by, process, refused
from ipbot.settings import load
from ipbot.values.errors import SettingsError
from server.webserver import ASK, LOAN, eventually

pytestmark = pytest.mark.usefixtures("alone")


@dataclass
class Started:
    """A running `ipbot serve` with what it prints."""

    process: subprocess.Popen[str]
    address: str = ""
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=20, trust_env=False)


@contextmanager
def _started(**settings: str) -> Iterator[Started]:
    given = {f"IPBOT_{name.upper()}": value for name, value in {"port": "0", **settings}.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "ipbot", "serve"],
        env=os.environ | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    started = Started(process)
    assert process.stdout
    assert process.stderr
    started.address = process.stderr.readline().split()[1]
    readers = [
        threading.Thread(target=lambda pipe, lines: lines.extend(pipe), args=pair)
        for pair in ((process.stdout, started.out), (process.stderr, started.err))
    ]
    for reader in readers:
        reader.start()
    try:
        with started.client() as client:
            _ready(client)
        yield started
    finally:
        process.terminate()
        process.wait(30)
        for reader in readers:
            reader.join()
        process.stdout.close()
        process.stderr.close()


def _ready(client: httpx.Client) -> None:
    for _ in range(200):
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail("the service is not ready")


def test_it_tells_its_address_and_logs_lines_without_questions() -> None:
    secret = "哪位局长会被免职?"
    with _started() as started:
        assert started.address.startswith("http://127.0.0.1:")
        with started.client() as client:
            assert client.post(ASK, json={"question": secret}).status_code == 200
            assert client.get("/", params={"q": secret}).status_code == 200
            client.post(ASK, content=b"nonsense", headers={"Content-Type": "application/json"})
        with socket.create_connection(("127.0.0.1", int(started.address.rpartition(":")[2]))) as connection:
            connection.sendall(b"nonsense " + secret.encode() + b"\r\n\r\n")
            connection.recv(4096)
    lines = [json.loads(line) for line in started.out]
    asked = [line for line in lines if line["route"] in (ASK, "/")]
    assert [(line["method"], line["status"]) for line in asked] == [("POST", 200), ("GET", 200), ("POST", 400)]
    assert all({"time", "level", "ms", "bytes", "client", "id"} <= set(line) for line in lines)
    told = "".join([*started.out, *started.err])
    assert secret not in told
    assert quote(secret[:4]) not in told
    assert all(json.loads(line)["level"] for line in started.err)


def test_workers_answer_together_and_count_together() -> None:
    with _started(workers="2") as started, started.client() as client:
        for _ in range(12):
            assert client.post(ASK, json={"question": LOAN}, headers={"Connection": "close"}).status_code == 200
        counted = 'ipbot_http_requests_total{method="POST",route="/api/v1/ask",status="200"} 12.0'
        eventually(lambda: counted in client.get("/metrics").text)
        children = _workers(started)
        assert len(children) == 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert {json.loads(line)["status"] for line in started.out} == {200}


def test_a_worker_that_dies_is_replaced() -> None:
    with _started(workers="2") as started, started.client() as client:
        before = _workers(started)
        os.kill(before[0], signal.SIGKILL)
        for _ in range(150):
            if len(_workers(started)) == 2 and before[0] not in _workers(started):
                break
            time.sleep(0.1)
        _ready(client)
        assert before[0] not in _workers(started)


def _workers(started: Started) -> list[int]:
    """The children that have begun to serve, oldest first."""
    children = Path(f"/proc/{started.process.pid}/task/{started.process.pid}/children").read_text().split()
    found = []
    for child in children:
        try:
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                found.append(int(child))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_under_way_is_finished_before_it_stops(workers: str) -> None:
    with _started(workers=workers, graceful_timeout="10") as started:
        host, port = "127.0.0.1", int(started.address.rpartition(":")[2])
        body = json.dumps({"question": LOAN}).encode()
        with socket.create_connection((host, port)) as connection:
            connection.sendall(
                b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body)
            )
            time.sleep(0.5)
            started.process.terminate()
            time.sleep(1)
            connection.sendall(body)
            connection.settimeout(10)
            answer = b""
            while piece := connection.recv(65_536):
                answer += piece
        assert b"200 OK" in answer
        assert "2.49亿元".encode() in answer
        started.process.wait(15)


def test_ctrl_c_stops_it() -> None:
    with _started() as started:
        started.process.send_signal(signal.SIGINT)
        assert started.process.wait(15) == 130
    assert "Traceback" not in "".join(started.err)


def test_an_address_in_use_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("IPBOT_PORT", str(taken.getsockname()[1]))
        refused(run("serve"), 2, "can't be listened on", "in use", "IPBOT_PORT=8001")


def test_an_address_that_is_not_here(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_HOST", "203.0.113.1")
    refused(run("serve"), 2, "http://203.0.113.1:8000")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_wrong_rate_or_corpus_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, workers: str) -> None:
    monkeypatch.setenv("IPBOT_PORT", "0")
    monkeypatch.setenv("IPBOT_WORKERS", workers)
    refused(run("serve", "--corpus", "nowhere"), 3, "nowhere")
    monkeypatch.setenv("IPBOT_RATE_LIMIT", "often")
    refused(run("serve"), 2, "20/minute")


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn", "jinja2", "limits", "prometheus_client", "cachetools"])
def test_a_missing_extra_is_one_line_that_names_it(missing: str, tmp_path: Path) -> None:
    without = tmp_path / "sitecustomize.py"
    without.write_text(f"import sys\nsys.modules[{missing!r}] = None\n")
    done = process("serve", env=os.environ | {"PYTHONPATH": str(tmp_path), "IPBOT_PORT": "0"})
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "pip install 'ipbot[web]'" in done.stderr.decode()
    assert missing in done.stderr.decode()


def test_redis_needs_an_extra(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['redis'] = None\n")
    given = {"PYTHONPATH": str(tmp_path), "IPBOT_PORT": "0", "IPBOT_RATE_LIMIT_STORAGE": "redis://127.0.0.1:1"}
    done = process("serve", env=os.environ | given)
    assert done.returncode == 2
    assert "pip install 'ipbot[redis]'" in done.stderr.decode()


def test_no_other_verb_loads_the_web() -> None:
    for words in (("--help",), ("serve", "--help"), ("ask", "--help")):
        loaded = loaded_by(*words)
        assert not {name for name in loaded if name.partition(".")[0] in ("fastapi", "starlette", "uvicorn", "jinja2")}


# --- settings

Load = Callable[[], object]


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        (
            "cors_origins",
            "https://A.example:443, http://b.example:8080/",
            ("https://a.example", "http://b.example:8080"),
        ),
        ("embed_origins", "https://*.city.example", ("https://*.city.example",)),
        ("trusted_proxies", "10.0.0.0/8,127.0.0.1", ("10.0.0.0/8", "127.0.0.1/32")),
        ("allowed_hosts", "Example.org, *.example.org, *", ("example.org", "*.example.org", "*")),
        ("workers", "2", 2),
        ("log_questions", "true", True),
    ],
)
def test_lists_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str, given: str, read: object) -> None:
    monkeypatch.setenv(f"IPBOT_{name.upper()}", given)
    assert getattr(load(), name) == read


def test_lists_come_from_the_settings_file() -> None:
    Path("ipbot.yaml").write_text("cors_origins: [https://a.example]\nembed_origins: https://b.example\n", "utf-8")
    settings = load()
    assert (settings.cors_origins, settings.embed_origins) == (("https://a.example",), ("https://b.example",))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("cors_origins", "*"),
        ("cors_origins", "https://*.example"),
        ("cors_origins", "paper.example"),
        ("cors_origins", "https://paper.example/page"),
        ("embed_origins", "https://a.example; script-src *"),
        ("embed_origins", "https://user@a.example"),
        ("embed_origins", "javascript:alert(1)"),
        ("embed_origins", "https://例子.example"),
        ("trusted_proxies", "*"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("metrics_clients", "localhost"),
        ("allowed_hosts", "https://a.example"),
        ("allowed_hosts", "a.*.example"),
        ("allowed_hosts", "*a.example"),
        ("port", "65536"),
        ("workers", "0"),
        ("request_timeout", "0"),
    ],
)
def test_what_cant_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, given: str) -> None:
    monkeypatch.setenv(f"IPBOT_{name.upper()}", given)
    with pytest.raises(SettingsError, match=f"IPBOT_{name.upper()}"):
        load()


def test_the_stores_password_is_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPBOT_RATE_LIMIT_STORAGE", "redis://:hush@store")
    shown = run("settings").stdout
    assert "hush" not in shown
    assert "rate_limit_storage = ********" in shown
