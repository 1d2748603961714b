"""Whether the service is alive, and whether it can answer."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ipbot.channels.web import api_models as models
from ipbot.channels.web.metrics import metrics
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.site import site_of

router = APIRouter()
_NEW = {"Cache-Control": "no-store"}


@router.get(
    "/healthz",
    operation_id="healthz",
    summary="Is it alive?",
    responses={200: {"model": models.Health}},
    openapi_extra={"x-problems": []},
)
async def healthz(request: Request) -> Response:
    """That the process answers."""
    return JSONResponse({"status": "ok"}, headers=_NEW)


@router.get(
    "/readyz",
    operation_id="readyz",
    summary="Can it answer questions?",
    responses={200: {"model": models.Health}},
    openapi_extra={"x-problems": [503]},
)
async def readyz(request: Request) -> Response:
    """That a question has been answered since the start, so that the next is answered at its usual speed."""
    if not site_of(request).warm:
        raise Problem("overloaded", "正在启动。 Starting.", headers={"Retry-After": "1"}, retry_after=1)
    return JSONResponse({"status": "ready"}, headers=_NEW)


router.add_api_route("/metrics", metrics, include_in_schema=False)
