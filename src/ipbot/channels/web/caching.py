"""Conditional requests (RFC 9110): what depends on the corpus and the address alone is made once and not sent twice."""

import hashlib
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web.site import site_of

ASK_AGAIN = "public, no-cache"
"""Any cache may keep it and asks whether it is still the same, so a corrected transcript is seen at once."""
OWN = "private, no-cache"
"""As above, for what holds a question."""


def kept(  # noqa: PLR0913, PLR0917 - what makes a response
    request: Request,
    key: tuple[object, ...],
    make: Callable[[], bytes],
    media_type: str,
    headers: Mapping[str, str] | None = None,
    cache_control: str = ASK_AGAIN,
) -> Response:
    """The response that `make` gives for `key`: from memory where it is there, 304 where the client has it."""
    site = site_of(request)
    tag = etag(site.version, *key)
    told = {"ETag": tag, "Cache-Control": cache_control, "Vary": "Accept-Language", **(headers or {})}
    if has(request, tag):
        return Response(status_code=304, headers=told)
    content = site.pages.get(key)
    if content is None:
        content = make()
        if len(content) <= site.pages.maxsize:
            site.pages[key] = content
    return Response(content, media_type=media_type, headers=told)


def etag(*parts: object) -> str:
    """A weak validator: the bytes may be compressed or not."""
    return f'W/"{hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:24]}"'


def has(request: Request, tag: str) -> bool:
    """Whether the client says that it has the same."""
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag.removeprefix("W/") in [t.strip().removeprefix("W/") for t in given.split(",")]
