"""Running the app: one process, or several that share a socket."""

import os
import secrets
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from ipaddress import IPv6Address, ip_address

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.routing import BaseRoute
from uvicorn.supervisors import Multiprocess

from ipbot.assembly import build
from ipbot.channels.web.app import create_app
from ipbot.channels.web.door import Door
from ipbot.channels.web.limits import RateLimit
from ipbot.channels.web.log_lines import configuration
from ipbot.channels.web.metrics import FOLDER
from ipbot.channels.web.protocol import ServerConfig
from ipbot.corpus import loading
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import SettingsError

_WAITING = 2048
"""Connections that the system holds until a worker takes them."""


Beside = Callable[[Pipeline], AbstractAsyncContextManager[BaseRoute]]
"""What works beside the pages while the service does, and the route to it."""


def serve(settings: Settings, started: Callable[[str], None], beside: Beside | None = None) -> None:
    """Serve until told to stop; `started` gets the address. What works `beside` needs one worker. Raises IpbotError."""
    _open_many_files()
    settings = _with_session_key(settings)
    with _listen(settings) as listening:
        address = _address(settings.host, listening.getsockname()[1])
        if settings.workers == 1:
            _serve_alone(settings, listening, lambda: started(address), beside)
        else:
            _serve_together(settings, listening, lambda: started(address))


def _with_session_key(settings: Settings) -> Settings:
    """The settings with a key for the desk's sessions, so that every worker knows those of the others."""
    if settings.desk_session_key:
        return settings
    return settings.model_copy(update={"desk_session_key": SecretStr(secrets.token_hex(32))})


def _serve_alone(
    settings: Settings, listening: socket.socket, started: Callable[[], None], beside: Beside | None
) -> None:
    pipeline = build(settings)
    app = create_app(pipeline, settings)
    working = _working(app, beside(pipeline) if beside else nullcontext(), started)
    Server(_config(settings, lambda: app), working).run(sockets=[listening])


@asynccontextmanager
async def _working(
    app: FastAPI, beside: AbstractAsyncContextManager[BaseRoute | None], started: Callable[[], None]
) -> AsyncIterator[None]:
    """What works beside the pages, with its route in the app."""
    async with beside as route:
        if route is not None:
            app.router.routes.append(route)
        started()
        yield


class Server(uvicorn.Server):
    """A server with work beside it, begun before the first request is taken and ended after the last is answered."""

    def __init__(self, config: ServerConfig, working: AbstractAsyncContextManager[None]) -> None:
        super().__init__(config)
        self._working = working

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin the work, whose errors end the start, and take requests."""
        await self._working.__aenter__()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is under way, and end the work, unless there is haste."""
        await super().shutdown(sockets)
        if not self.force_exit:
            await self._working.__aexit__(None, None, None)


def _serve_together(settings: Settings, listening: socket.socket, started: Callable[[], None]) -> None:
    """Run workers, which count in one folder, under a supervisor; what they would all stumble over is told first."""
    RateLimit(settings)
    RateLimit(settings, "desk_rate_limit")
    Door(settings)
    loading.load(settings.corpus)
    with tempfile.TemporaryDirectory(prefix="ipbot-metrics-") as folder:
        os.environ[FOLDER] = folder
        config = _config(settings, partial(_app, settings))
        started()
        Multiprocess(config, sockets=[listening]).run()


def _app(settings: Settings) -> FastAPI:
    """A worker's own app."""
    return create_app(build(settings), settings)


def _config(settings: Settings, app: Callable[[], FastAPI]) -> ServerConfig:
    return ServerConfig(
        settings,
        app,
        factory=True,
        loop="uvloop",
        ws="none",
        lifespan="on",
        workers=settings.workers,
        log_config=configuration(),
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=settings.keep_alive,
        timeout_graceful_shutdown=settings.graceful_timeout,
    )


def _listen(settings: Settings) -> socket.socket:
    """Listen on the address. Raises SettingsError."""
    host, port = settings.host.strip("[]"), settings.port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        told = f"{_address(host, port)} can't be listened on: {error.strerror or error}"
        raise SettingsError(told, where="host, port", remedy="set another port, such as IPBOT_PORT=8001") from error
    listening.set_inheritable(True)
    return listening


def _address(host: str, port: int) -> str:
    try:
        ip = ip_address(host.strip("[]"))
    except ValueError:
        return f"http://{host}:{port}"
    if ip.is_unspecified:
        return f"http://localhost:{port}"
    return f"http://[{ip}]:{port}" if isinstance(ip, IPv6Address) else f"http://{ip}:{port}"


def _open_many_files() -> None:
    """Let the process hold as many connections as the system allows it."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
