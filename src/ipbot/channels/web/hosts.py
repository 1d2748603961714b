"""Requests that are for another host's name are refused, so that no other name's pages can reach the service."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ipbot.channels.web import problems
from ipbot.channels.web.site import Site

_FOR_ANYBODY = ("/healthz", "/readyz")


class TrustedHosts:
    """ASGI middleware like Starlette's `TrustedHostMiddleware`, which tells a problem and knows base_url's host."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.root = app, site.root
        called = site.settings.telegram_webhook_url if site.settings.telegram_in_serve else None
        own = [urlsplit(address).hostname or "" for address in (site.settings.base_url, called) if address]
        self.names = [*site.settings.allowed_hosts, *own]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for us, and checks of health, which come by address."""
        if (
            scope["type"] != "http"
            or scope["path"] in _FOR_ANYBODY
            or self._is_ours(Headers(scope=scope).get("host", ""))
        ):
            return await self.app(scope, receive, send)
        told = "请用 base_url 或 allowed_hosts 里的主机名访问。 Use a host name of base_url or allowed_hosts."
        return await problems.response(problems.Problem("wrong_host", told), self.root)(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        name = _without_port(host.lower())
        return any(
            allowed in (name, "*") or (allowed.startswith("*.") and name.endswith(allowed[1:]))
            for allowed in self.names
        )


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host
