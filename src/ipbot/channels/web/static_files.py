"""Static files: kept for ever below an address that changes with them; the widget's loader at one that never does."""

from starlette import staticfiles
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from ipbot.channels.web.caching import ASK_AGAIN, kept
from ipbot.channels.web.site import STATIC, Site

_FOR_EVER = "public, max-age=31536000, immutable"
_A_WHILE = "public, max-age=300"


class StaticFiles(staticfiles.StaticFiles):
    """The static folder at /static/VERSION."""

    def __init__(self, site: Site) -> None:
        super().__init__(directory=STATIC)
        self.site = site

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; only the present version's may be kept. Raises HTTPException."""
        response = await super().get_response(path, scope)
        current = scope["path_params"]["version"] == self.site.static_version
        response.headers["Cache-Control"] = _FOR_EVER if current else ASK_AGAIN
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


async def widget(request: Request) -> Response:
    """The loader, which pages of other origins hold."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin"}
    content = (STATIC / "widget.js").read_bytes
    return kept(request, ("widget.js",), content, "text/javascript; charset=utf-8", headers, _A_WHILE)
