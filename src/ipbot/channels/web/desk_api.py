"""The desk's API: a draft in, the report object out."""

import json
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web import api_models as models
from ipbot.channels.web import door
from ipbot.channels.web.asking import read_json
from ipbot.channels.web.limits import client_key
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.site import site_of
from ipbot.values.report import report_object

router = APIRouter(prefix="/api/v1")
_JSON_OVERHEAD = 6
"""How many times its size a draft may have as JSON, where every character is written as an escape."""


class CheckBody(BaseModel):
    """A draft to be held against the transcripts."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"draft": "去年沧州质押融资额达到4亿元。"}]},
    )

    draft: Annotated[str, Field(description="The draft: text, or HTML that says so at its start.", min_length=1)]
    briefing: Annotated[str | None, Field(description="Hold it against this briefing: its id.")] = None


@router.post(
    "/check",
    operation_id="check",
    summary="Check a draft",
    responses={
        200: {"model": models.Report, "description": "The report object; that something is contradicted is one too."}
    },
    openapi_extra={
        "requestBody": models.body(CheckBody),
        "x-problems": [400, 401, 403, 404, 413, 415, 422, 429],
        "security": [{"staff": []}, {"session": []}],
    },
)
async def check(request: Request) -> Response:
    """Every checkable statement of a draft with its verdict and the transcript's words. The draft is not kept."""
    site = site_of(request)
    await _admit(request)
    await site.checking.rate_limit.check(client_key(request.client.host if request.client else ""))
    body = await read_json(request, CheckBody, _JSON_OVERHEAD * site.settings.max_draft_chars)
    if body.briefing:
        site.briefing(body.briefing)
    draft = await site.checking.read(body.draft.encode("utf-8", "replace"), "")
    report = await site.checking.check(draft, body.briefing)
    content = json.dumps(report_object(report), ensure_ascii=False)
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})


async def _admit(request: Request) -> None:
    """Let staff in alone, and of requests that a browser sends by itself only the service's own. Raises Problem."""
    site = site_of(request)
    if not await site.door.admits(request):
        told = "请把密码放在 Authorization: Bearer 里。 Send the password as Authorization: Bearer."
        raise Problem("unauthorized", told, headers={"WWW-Authenticate": 'Bearer realm="desk"'})
    if "authorization" not in request.headers:
        door.check_origin(request, site.settings.base_url)


def securities(root: str) -> dict[str, Any]:
    """The ways in, for OpenAPI."""
    return {
        "staff": {"type": "http", "scheme": "bearer", "description": "The staff password."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": door.COOKIE,
            "description": f"The session of somebody who has logged in at {root}/desk, or a login at the proxy.",
        },
    }
