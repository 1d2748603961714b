"""The app: routes, what stands before them, and how every error is told."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response

from ipbot import __version__
from ipbot.channels.web import api, pages, problems
from ipbot.channels.web.headers import SecurityHeaders
from ipbot.channels.web.site import Site, site_of
from ipbot.channels.web.static_files import StaticFiles, widget
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import QuestionError

_COMPRESSED_FROM = 500


def create_app(pipeline: Pipeline, settings: Settings) -> FastAPI:
    """The service for one corpus."""
    site = Site(pipeline, settings)
    app = FastAPI(
        title="ipbot",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,
        max_body_size=settings.max_body_bytes,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM, compresslevel=6),
        ],
        exception_handlers={
            HTTPException: _tell,
            RequestValidationError: _tell_fields,
            QuestionError: _tell_question,
        },
    )
    app.state.site = site
    app.include_router(api.router)
    app.include_router(pages.router)
    app.add_api_route("/widget.js", widget, include_in_schema=False)
    app.mount("/static/{version}", StaticFiles(site), name="static")
    return app


async def _tell(request: Request, error: HTTPException) -> Response:
    return problems.response(problems.of(error), site_of(request).root)


async def _tell_fields(request: Request, error: RequestValidationError) -> Response:
    return problems.response(problems.Problem("invalid"), site_of(request).root)


async def _tell_question(request: Request, error: QuestionError) -> Response:
    return problems.response(problems.Problem("question", str(error)), site_of(request).root)
