"""The server itself: `/bot{token}/{method}` over real HTTP on a free port of the loopback."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from botapi.methods import Methods
from botapi.platform import Call, Platform
from botapi.pushing import push_forever
from botapi.refusals import RefusalError

_CONNECTIONS: dict[tuple[str, int], asyncio.Transport] = {}


@dataclass
class Server:
    """A running server and the platform behind it."""

    platform: Platform
    url: str


@asynccontextmanager
async def serving(platform: Platform, strict_webhooks: bool = False) -> AsyncIterator[Server]:
    """Serve a platform while the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app = Starlette(
        routes=[Route("/bot{token}/{method}", _endpoint(platform, strict_webhooks), methods=["GET", "POST"])]
    )
    server = _Quiet(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none", http=_Protocol))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    pushing = asyncio.create_task(push_forever(platform))
    try:
        yield Server(platform, f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = server.force_exit = True
        pushing.cancel()
        await running
        with suppress(asyncio.CancelledError):
            await pushing


def _endpoint(platform: Platform, strict_webhooks: bool) -> Any:
    methods = Methods(platform, strict_webhooks)

    async def answer(request: Request) -> Response:
        token, name = request.path_params["token"], request.path_params["method"]
        given = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True)) | dict(request.query_params)
        call = Call(name, given, time.perf_counter())
        platform.calls.append(call)
        try:
            _check_token(platform, token)
            call.outcome = await _outcome(platform, methods, call)
        except RefusalError as refusal:
            call.outcome = refusal
            return _refused(refusal)
        if call.outcome == "drop" and request.client:
            _CONNECTIONS[request.client].abort()
        return JSONResponse({"ok": True, "result": call.outcome})

    return answer


async def _outcome(platform: Platform, methods: Methods, call: Call) -> Any:
    fault = platform.fault(call.method, call.parameters) if platform.fault else None
    if isinstance(fault, RefusalError):
        raise fault
    if fault == "drop":
        return fault
    method = methods.known.get(call.method)
    if not method:
        raise RefusalError(404, "Not Found")
    result = await method(call.parameters)
    return "drop" if fault == "lose" else result


def _check_token(platform: Platform, token: str) -> None:
    if ":" not in token:
        raise RefusalError(404, "Not Found")
    if token != platform.token:
        raise RefusalError(401, "Unauthorized")


def _refused(refusal: RefusalError) -> Response:
    body = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return JSONResponse(body | ({"parameters": refusal.parameters} if refusal.parameters else {}), refusal.code)


class _Protocol(H11Protocol):
    """Keeps the connections at hand, so that they can be broken."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._peer = tuple(transport.get_extra_info("peername")[:2])
        _CONNECTIONS[self._peer] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _CONNECTIONS.pop(self._peer, None)
        super().connection_lost(exc)


class _Quiet(uvicorn.Server):
    """A server that leaves the signals alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
