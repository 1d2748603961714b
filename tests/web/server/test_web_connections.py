"""Connections that misbehave, on real sockets: late, halved, endless, too many, or not HTTP at all."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress

import pytest

from server.webserver import ASK, CANGZHOU, LOAN, Service

Serve = Callable[..., Service]
HEAD = b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SOON = 0.6
LATE = 6.0


@pytest.fixture
def quick(serve: Serve) -> Service:
    """A service that waits for nobody."""
    return serve(request_timeout=SOON, keep_alive=1)


def _all_of(connection: socket.socket, within: float = LATE) -> bytes:
    """What comes until the server closes, which it must do in time."""
    connection.settimeout(within)
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def _problem(received: bytes) -> tuple[int, str]:
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert b"connection: close" in head
    assert f"content-length: {len(body)}".encode() in head
    status = int(head.split()[1])
    problem = json.loads(body)
    assert problem["status"] == status
    return status, problem["code"]


def _works(service: Service) -> None:
    with service.client() as client:
        assert client.post(ASK, json={"question": LOAN}).json()["status"] == "answered"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", None),
        (b"GET / HTTP/1.1\r\n", (408, "timeout")),
        (b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n", (408, "timeout")),
        (HEAD + b'Content-Length: 99\r\n\r\n{"question"', (408, "timeout")),
        (HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"que\r\n', (408, "timeout")),
    ],
    ids=["nothing", "half a head", "a head without an end", "half a body", "half a chunked body"],
)
def test_a_request_that_does_not_come_whole(quick: Service, sent: bytes, told: tuple[int, str] | None) -> None:
    with quick.connect() as connection:
        begun = time.monotonic()
        connection.sendall(sent)
        received = _all_of(connection)
    assert SOON * 0.9 < time.monotonic() - begun < LATE
    assert (_problem(received) if told else None) == told
    _works(quick)


@pytest.mark.parametrize("part", [b"X-Slow: 1\r\n", b"a"], ids=["headers", "body"])
def test_drops_do_not_prolong_the_time(quick: Service, part: bytes) -> None:
    head = HEAD + b"Content-Length: 999\r\n"
    with quick.connect() as connection:
        connection.sendall(head + (b"" if part.startswith(b"X") else b"\r\n"))
        begun = time.monotonic()
        stopped = threading.Event()

        def trickle() -> None:
            while not stopped.wait(0.1):
                try:
                    connection.sendall(part)
                except OSError:
                    return

        thread = threading.Thread(target=trickle)
        thread.start()
        received = _all_of(connection)
        stopped.set()
        thread.join()
    assert time.monotonic() - begun < LATE
    assert not received or _problem(received)[0] == 408


def test_an_idle_connection_is_closed_and_line_breaks_do_not_keep_it(quick: Service) -> None:
    with quick.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.settimeout(LATE)
        assert b"200 OK" in connection.recv(65_536)
        begun = time.monotonic()
        connection.sendall(b"\r\n")
        _all_of(connection)
    assert time.monotonic() - begun < LATE


def test_a_connection_may_be_used_again(quick: Service) -> None:
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with quick.connect() as connection:
        connection.settimeout(LATE)
        for _ in range(5):
            connection.sendall(request)
            received = b""
            while not received.endswith(b"}"):
                received += connection.recv(65_536)
            assert b"200 OK" in received
            time.sleep(SOON / 2)
        connection.sendall(request * 3)
        received = b""
        while received.count(b"200 OK") < 3:
            received += connection.recv(65_536)


def test_a_body_that_nobody_reads_holds_nothing(quick: Service) -> None:
    with quick.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nhalf")
        received = _all_of(connection)
    assert b"200 OK" in received


def test_a_reader_that_does_not_read_is_cut_off(serve: Serve) -> None:
    service = serve(request_timeout=0.3, keep_alive=60)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", service.port))
        request = f"GET /b/{CANGZHOU} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n\r\n".encode()
        connection.sendall(request * 400)
        time.sleep(3)
        _works(service)
        received = _all_of(connection)
    assert received.count(b"HTTP/1.1 200 OK") < 400


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 100,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /发布会 HTTP/1.1\r\nHost: a\r\n\r\n".encode("gb18030"),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_not_http(quick: Service, sent: bytes) -> None:
    with quick.connect() as connection:
        connection.sendall(sent)
        received = _all_of(connection)
    assert _problem(received) in {(400, "bad_request"), (421, "wrong_host")} or b" 421 " in received
    _works(quick)


@pytest.mark.parametrize("pieces", [1, 40])
@pytest.mark.parametrize("where", ["address", "header", "headers"])
def test_too_large_a_head(quick: Service, where: str, pieces: int) -> None:
    head = {
        "address": b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 40_000 + b"\r\n\r\n",
        "headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-Many: abcdefgh\r\n" * 3_000 + b"\r\n",
    }[where]
    with quick.connect() as connection:
        size = len(head) // pieces + 1
        try:
            for start in range(0, len(head), size):
                connection.sendall(head[start : start + size])
                time.sleep(0.002)
        except OSError:
            pass
        received = _all_of(connection)
    assert _problem(received) == (431, "head_too_large")
    _works(quick)


@pytest.mark.parametrize("chunked", [False, True])
def test_who_sends_all_before_reading_is_told_that_it_is_too_large(service: Service, chunked: bool) -> None:
    piece = b"a" * 65_536
    size = 64 * len(piece)
    length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % size
    framed = b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece
    for _ in range(30):
        with service.connect() as connection:
            connection.sendall(HEAD + length + b"\r\n\r\n")
            for _ in range(size // len(piece)):
                connection.sendall(framed)
            received = b""
            while part := connection.recv(65_536):
                received += part
        assert b"HTTP/1.1 413" in received.partition(b"\r\n")[0]
        assert json.loads(received.partition(b"\r\n\r\n")[2])["code"] == "too_large"


def test_who_never_ends_sending_is_cut_off(service: Service) -> None:
    with service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 1000000000000\r\n\r\n")
        begun = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - begun < LATE:
                connection.sendall(b"a" * 65_536)
    assert 1 < time.monotonic() - begun < LATE
    _works(service)


def test_those_that_are_being_parted_from_make_room(serve: Serve) -> None:
    service = serve(max_connections=10, request_timeout=60)
    with ExitStack() as stack:
        for _ in range(10):
            connection = stack.enter_context(service.connect())
            connection.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n" + b"a" * 20_000)
        begun = time.monotonic()
        for _ in range(10):
            _works(service)
        assert time.monotonic() - begun < 2


def test_heads_below_the_limit_are_taken(quick: Service) -> None:
    with quick.client() as client:
        for _ in range(5):
            assert client.get("/healthz", headers={"X-Long": "a" * 15_000}).status_code == 200


def test_waiting_connections_make_room_for_new_ones(serve: Serve) -> None:
    service = serve(max_connections=20, request_timeout=60)
    with ExitStack() as stack:
        for number in range(60):
            connection = stack.enter_context(service.connect())
            connection.sendall(
                (b"", b"GET / HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n1")[number % 3]
            )
        begun = time.monotonic()
        _works(service)
        assert time.monotonic() - begun < 5


def test_more_than_can_be_answered_at_once_are_told_to_come_back(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    service = serve(max_connections=2, request_timeout=60)
    released = threading.Event()

    async def held(*_: object) -> None:
        while not released.is_set():
            await asyncio.sleep(0.01)

    monkeypatch.setattr(service.app.state.site.rate_limit, "check", held)
    body = json.dumps({"question": LOAN}).encode()
    request = (
        b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\nConnection: close\r\n\r\n%b" % (len(body), body)
    )
    with ExitStack() as stack:
        busy = [stack.enter_context(service.connect()) for _ in range(2)]
        for connection in busy:
            connection.sendall(request)
        time.sleep(0.5)
        with service.connect() as refused:
            received = _all_of(refused)
        assert _problem(received) == (503, "overloaded")
        assert b"retry-after: 5" in received
        released.set()
        for connection in busy:
            assert b"200 OK" in _all_of(connection)
    _works(service)


def test_thousands_of_connections_opened_and_dropped(quick: Service) -> None:
    for number in range(1_500):
        connection = quick.connect()
        if number % 2:
            connection.sendall(b"POST /api/v1/ask HTTP/1.1\r\n")
        if number % 3:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        connection.close()
    _works(quick)
