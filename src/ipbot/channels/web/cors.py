"""Calls from pages of other origins: those of an allow-list may; the rest are told so as a problem."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from ipbot.channels.web import problems
from ipbot.channels.web.site import Site


class SharedWith(CORSMiddleware):
    """Starlette's middleware for the origins that settings allow; without cookies, which there are none of."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        super().__init__(
            app,
            allow_origins=site.settings.cors_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After", "X-Request-ID"],
            max_age=3600,
        )
        self.root = site.root

    def preflight_response(self, request_headers: Headers) -> Response:
        """What a browser asks before a call."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        told = "这个来源、方法或请求头不在许可之列。 This origin, method or header isn't allowed to call."
        return problems.response(problems.Problem("forbidden", told, headers={"Vary": "Origin"}), self.root)
