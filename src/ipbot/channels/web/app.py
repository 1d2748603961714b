"""The app: routes, what stands before them, and how every error is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from ipbot import __version__
from ipbot.channels.web import api, briefing_pages, desk_api, desk_pages, headers, health, openapi, pages, problems
from ipbot.channels.web.cors import SharedWith
from ipbot.channels.web.door import ProxyLogin, Sessions, is_configured
from ipbot.channels.web.hosts import TrustedHosts
from ipbot.channels.web.observing import Observing
from ipbot.channels.web.site import Site, site_of
from ipbot.channels.web.static_files import StaticFiles, widget
from ipbot.channels.web.texts import language_of
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import QuestionError

_COMPRESSED_FROM = 500


def create_app(pipeline: Pipeline, settings: Settings) -> FastAPI:
    """The service for one corpus. Raises SettingsError, MissingExtraError."""
    site = Site(pipeline, settings)
    site.rate_limit, site.checking  # noqa: B018 - their settings are checked now
    app = FastAPI(
        title="ipbot",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=_middleware(site),
        lifespan=_warmed,
        exception_handlers={
            HTTPException: _tell,
            RequestValidationError: _tell_fields,
            QuestionError: _tell_question,
        },
    )
    app.state.site = site
    desk = (desk_api, desk_pages) if is_configured(settings) else ()
    for module in (api, health, pages, briefing_pages, *desk):
        app.include_router(module.router)
    app.add_api_route("/api", openapi.page, include_in_schema=False)
    app.add_api_route("/api/v1/openapi.json", openapi.document, include_in_schema=False)
    app.add_api_route("/widget.js", widget, include_in_schema=False)
    app.mount("/static/{version}", StaticFiles(site), name="static")
    app.openapi = lambda: openapi.describe(app, site)  # type: ignore[method-assign]
    return app


def _middleware(site: Site) -> list[Middleware]:
    """What a request passes, outermost first."""
    settings = site.settings
    proxied = [Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))]
    desk = is_configured(settings)
    return [
        *([Middleware(ProxyLogin, settings=settings)] if settings.desk_user_header else []),
        *(proxied if settings.trusted_proxies else []),
        Middleware(headers.SecurityHeaders),
        Middleware(Observing, site=site),
        Middleware(TrustedHosts, site=site),
        *([Middleware(SharedWith, site=site)] if settings.cors_origins else []),
        Middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=6),
        *([Middleware(Sessions, door=site.door, root=site.root)] if desk else []),
    ]


@asynccontextmanager
async def _warmed(app: FastAPI) -> AsyncIterator[None]:
    """Answer a question before the first visitor asks one; leave the store of rates at the end."""
    site: Site = app.state.site
    site.warm_up()
    try:
        yield
    finally:
        for limit in (site.rate_limit, site.checking.rate_limit):
            await limit.close()


async def _tell(request: Request, error: HTTPException) -> Response:
    """An error as a problem, or as a page where a person came to one."""
    site, problem = site_of(request), problems.of(error)
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problems.response(problem, site.root)
    language = language_of(request)
    other = "en" if language == "zh" else "zh"
    page = site.render("problem.html", language, problem=problem, other=f"?lang={other}", other_language=other)
    return HTMLResponse(page, problem.status_code, {**headers.PAGE, **problems.told(problem)})


async def _tell_fields(request: Request, error: RequestValidationError) -> Response:
    return await _tell(request, problems.Problem("invalid"))


async def _tell_question(request: Request, error: QuestionError) -> Response:
    return await _tell(request, problems.Problem("question", str(error)))
