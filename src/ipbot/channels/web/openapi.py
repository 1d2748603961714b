"""The API's description: FastAPI's, with every error as a problem, and a page of it that needs no script."""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web import headers
from ipbot.channels.web.api_models import Problem
from ipbot.channels.web.caching import kept
from ipbot.channels.web.desk_api import securities
from ipbot.channels.web.door import is_configured
from ipbot.channels.web.problems import KINDS, MEDIA_TYPE
from ipbot.channels.web.site import Site, site_of
from ipbot.channels.web.texts import language_of
from ipbot.settings import Settings

_ANYWHERE = (421, 431, 500, 503)
_ABOUT = "Answers in the exact words of press briefings, with who said them and where, or that they were not said."
_REF = {"$ref": "#/components/schemas/Problem"}


def describe(app: FastAPI, site: Site) -> dict[str, Any]:
    """The description, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="ipbot",
            version=app.version,
            description=_ABOUT,
            routes=app.routes,
            servers=[{"url": site.root or "/"}],
        )
        for operations in made["paths"].values():
            for operation in operations.values():
                _with_problems(operation)
        schemas = made["components"]["schemas"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        schemas["Problem"] = Problem.model_json_schema()
        _with_limits(made["paths"]["/api/v1/ask"]["post"]["requestBody"], site.settings)
        if is_configured(site.settings):
            _with_desk(made, site)
        app.openapi_schema = made
    return app.openapi_schema


def _with_limits(body: dict[str, Any], settings: Settings) -> None:
    fields = body["content"]["application/json"]["schema"]["properties"]
    fields["question"] |= {"maxLength": settings.max_question_chars, "pattern": r"\S"}
    fields["context"]["maxItems"] = settings.context_limit
    fields["context"]["items"]["maxLength"] = settings.max_question_chars


def _with_desk(made: dict[str, Any], site: Site) -> None:
    made["components"]["securitySchemes"] = securities(site.root)
    fields = made["paths"]["/api/v1/check"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields["properties"]["draft"] |= {"maxLength": site.settings.max_draft_chars, "pattern": r"\S"}


def _with_problems(operation: dict[str, Any]) -> None:
    operation["responses"].pop("422", None)
    for status in sorted({*operation.pop("x-problems"), *_ANYWHERE}):
        titles = " / ".join(kind.en for kind in KINDS.values() if kind.status == status)
        operation["responses"][str(status)] = {"description": titles, "content": {MEDIA_TYPE: {"schema": _REF}}}


async def document(request: Request) -> Response:
    """The description for programs."""
    return kept(request, ("openapi",), lambda: json.dumps(request.app.openapi()).encode(), "application/json")


async def page(request: Request) -> Response:
    """The API's description for people."""
    site, language = site_of(request), language_of(request)

    def make() -> bytes:
        other = "en" if language == "zh" else "zh"
        told = {"other": f"?lang={other}", "other_language": other, "address": site.address(request)}
        return site.render("api.html", language, api=request.app.openapi(), **told).encode()

    return kept(request, ("api", language, site.address(request)), make, "text/html; charset=utf-8", headers.PAGE)
