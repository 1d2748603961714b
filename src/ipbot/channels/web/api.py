"""The answer API."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web.answering import Asked
from ipbot.channels.web.site import site_of

router = APIRouter(prefix="/api/v1")


class AskBody(BaseModel):
    """A question."""

    model_config = ConfigDict(extra="forbid", strict=True)

    question: str
    context: Annotated[list[str], Field(max_length=8)] = []
    briefing: str = ""
    lang: str = "zh"


@router.post("/ask")
async def ask(request: Request, body: AskBody) -> Response:
    """Answer a question."""
    kept, _ = site_of(request).answering.ask(Asked(body.question, tuple(body.context), body.briefing))
    return Response(kept.json, media_type="application/json")
