"""HTTP/1.1 connections that can't be held open for nothing.

uvicorn times out idle connections alone. Here a request must arrive whole within a time, what is sent must be taken
within a time, a request's head has a greatest size, and a new connection takes the place of the one that has waited
longest. A response that comes before the whole of its request is not lost to a reset: the rest is taken for a while and
dropped (RFC 9112, 9.6).
"""

from asyncio import TimerHandle, Transport
from http import HTTPStatus
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from ipbot.channels.web import problems
from ipbot.settings import Settings

_LARGEST_HEAD = 16_384
_STALLED = 3
"""How many times the time to send a request a reader gets to take a part of its response."""
_LINGERING = 2.0
"""Seconds for which the rest of an answered request is taken."""


class ServerConfig(Config):
    """uvicorn's configuration, with ours; `waiting` has the connections that may make room, longest waiting first."""

    def __init__(self, settings: Settings, app: Any, **more: Any) -> None:
        super().__init__(app, http=Connection, **more)
        self.settings = settings
        self.waiting: dict[Connection, None] = {}


class Connection(HttpToolsProtocol):
    """A connection with deadlines."""

    config: ServerConfig
    _deadline: TimerHandle | None = None
    _stalled: TimerHandle | None = None
    _head = 0
    _refused = ""
    _leaving = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take a connection in, in the place of another one if there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.config.settings.max_connections and not self._take_place():
            self._refuse("overloaded")
            return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._settle()
        if self._stalled:
            self._stalled.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a piece of a request; an idle connection begins to wait for the whole of it."""
        if self._refused or self._leaving or self.transport.is_closing():
            return
        self._head += len(data)
        super().data_received(data)
        if self._head > _LARGEST_HEAD and not self._is_busy() and not self._has_head():
            self._refuse("head_too_large")
        elif not self._is_busy():
            self._wait()

    def on_headers_complete(self) -> None:
        """Start answering, unless the head is too large."""
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > _LARGEST_HEAD:
            self._refused = "head_too_large"
            raise ValueError("the head is too large")
        super().on_headers_complete()
        self.cycle.transport = cast(Transport, _Outlet(self))

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body, which is counted elsewhere."""
        self._head = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Stop waiting: the request is there."""
        self._head = 0
        self._settle()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Be the next to make room, now that nothing is under way."""
        if self._leaving:
            return
        super().on_response_complete()
        if not self.transport.is_closing() and not self._is_busy():
            self.config.waiting.setdefault(self)

    def pause_writing(self) -> None:
        """Give the reader a time to take what was sent."""
        super().pause_writing()
        self._stalled = self.loop.call_later(_STALLED * self.config.settings.request_timeout, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on sending."""
        super().resume_writing()
        if self._stalled:
            self._stalled.cancel()

    def leave(self) -> None:
        """Close, but take what is still being sent for a while, lest a reset overtake the response on its way."""
        if self._leaving or self.transport.is_closing():
            return
        self._leaving = True
        if self._has_head():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._settle()
        self.flow.resume_reading()
        self.transport.write_eof()
        self.config.waiting.setdefault(self)
        self._deadline = self.loop.call_later(_LINGERING, self._close)

    @property
    def is_being_sent(self) -> bool:
        """Whether the rest of a request is still to come."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and cycle.more_body

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection."""
        self._close()

    def send_400_response(self, msg: str) -> None:
        """Tell what can't be read as HTTP as a problem."""
        if not self._refused:
            self._refuse("bad_request")
        elif not self.transport.is_closing():
            self._tell(self._refused)

    def _has_head(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _is_busy(self) -> bool:
        """Whether a whole request is being answered."""
        return self._has_head() and not self.cycle.more_body

    def _wait(self) -> None:
        self.config.waiting.setdefault(self)
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.config.settings.request_timeout, self._too_late)

    def _settle(self) -> None:
        self.config.waiting.pop(self, None)
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        """Close a connection whose request is late, saying so if a part of it came."""
        self._deadline = None
        begun = self._head > 0 or (self._has_head() and not self.cycle.response_started)
        if begun and not self.transport.is_closing():
            self._refuse("timeout")
        else:
            self.transport.abort()

    def _take_place(self) -> bool:
        """Close the connection that has waited longest, if one does."""
        oldest = next(iter(self.config.waiting), None)
        if oldest is None:
            return False
        oldest._settle()
        oldest.transport.abort()
        return True

    def _refuse(self, code: str) -> None:
        self._refused = code
        self._settle()
        self._tell(code)

    def _tell(self, code: str) -> None:
        """Write a problem past the app, and close."""
        problem = problems.Problem(code)
        body = problems.content(problem)
        head = [
            f"HTTP/1.1 {problem.status_code} {HTTPStatus(problem.status_code).phrase}",
            f"content-type: {problems.MEDIA_TYPE}",
            f"content-length: {len(body)}",
            *(["retry-after: 5"] if code == "overloaded" else []),
            "connection: close",
            "x-content-type-options: nosniff",
        ]
        self.transport.write("\r\n".join([*head, "", ""]).encode() + body)
        self._close() if code == "overloaded" else self.leave()

    def _close(self) -> None:
        """Close once the reader has taken the rest, for which it gets a time."""
        self.transport.close()
        self.loop.call_later(_STALLED * self.config.settings.request_timeout, self.transport.abort)


class _Outlet:
    """A connection's transport as responses see it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection.transport, name)

    def close(self) -> None:
        """Close gently where the request is still being sent."""
        self._connection.leave() if self._connection.is_being_sent else self._connection.transport.close()
