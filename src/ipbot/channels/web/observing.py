"""What is kept of a request: a line of the access log, counts, and of a defect the place but never the text asked."""

import logging
import secrets
import time
import traceback
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ipbot.channels.web import metrics, problems
from ipbot.channels.web.site import Site

access = logging.getLogger("ipbot.access")
logger = logging.getLogger("ipbot.web")

_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
_GONE = 499
"""The status that nginx logs too where the client left before it got an answer."""


class Observing:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, tell of it, and turn a defect into a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, id, seen = time.perf_counter(), secrets.token_hex(8), {"status": 0, "bytes": 0}
        # What answers GET answers HEAD; the server leaves the body out, by its own view of the request.
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = id
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(inner, receive, noted)
        except ClientDisconnect:
            seen["status"] = seen["status"] or _GONE
        except Exception as error:  # noqa: BLE001 - the outermost edge
            _tell_defect(error, id)
            if not seen["status"]:
                problem = problems.Problem("internal", _SORRY.format(id=id), id=id)
                await problems.response(problem, self.site.root)(inner, receive, noted)
        self._note(scope, inner, seen, time.perf_counter() - begun, id)

    def _note(self, scope: Scope, inner: Scope, seen: dict[str, int], seconds: float, id: str) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route, status = _route(inner), seen["status"] or _GONE
        metrics.REQUESTS.labels(method, route, status).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(seconds)
        line: dict[str, Any] = {"method": method, "route": route, "status": status, "bytes": seen["bytes"]}
        line |= {"ms": round(seconds * 1000, 2), "client": (scope.get("client") or ("",))[0], "id": id}
        if route not in (_NONE, inner.get("root_path")):  # a mounted channel's paths may be its secret
            line["path"] = scope["path"]
        question = inner.get("state", {}).get("question")
        if question is not None and self.site.settings.log_questions:
            line["question"] = question
        access.info("request", extra={"line": line})


_SORRY = "请稍后再试；若仍不行，请告诉我们编号 {id}。 Please try again; if it stays so, tell us the number {id}."
_NONE = "none"


def _route(scope: Scope) -> str:
    """The route's pattern, so that labels stay few; of what is mounted no more than where."""
    if "version" in scope.get("path_params", {}):
        return "/static/{version}"
    return scope.get("root_path") or getattr(scope.get("route"), "path", "") or _NONE


def _tell_defect(error: Exception, id: str) -> None:
    """Log where it happened. An exception's own words may hold what was asked, so they are left out."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("a defect: %s\n%s", type(error).__name__, frames, extra={"line": {"id": id}})
