"""A question as it comes in over HTTP: read, checked, counted, answered, and put into the visitor's language."""

import time
from typing import Annotated, Literal, TypeVar

from anyio import to_thread
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from ipbot.channels.web import metrics
from ipbot.channels.web.answering import Asked, Kept
from ipbot.channels.web.limits import client_key
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.site import Site, site_of
from ipbot.values.answer import status

_TAKEN = 4
Model = TypeVar("Model", bound=BaseModel)


class AskBody(BaseModel):
    """A question, with the earlier ones that it may lean on."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"question": "今年质押融资的目标是多少?"}]},
    )

    question: Annotated[str, Field(description="The question, in Chinese or English.", min_length=1)]
    context: Annotated[list[str], Field(description="Earlier questions of the conversation, oldest first.")] = []
    briefing: Annotated[str | None, Field(description="Ask this briefing alone: its id.")] = None
    lang: Annotated[Literal["zh", "en"], Field(description="The language of phrases around the quotes.")] = "zh"


async def read(request: Request) -> Asked:
    """The question that a request's body holds. Raises Problem."""
    body = await read_json(request, AskBody, site_of(request).settings.max_body_bytes)
    return Asked(body.question, tuple(body.context), body.briefing or "", body.lang)


async def read_json(request: Request, model: type[Model], most: int) -> Model:
    """A body of JSON with at most so many bytes, by its model. Raises Problem."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        told = "请求头 Content-Type 应为 application/json。 The header Content-Type must be application/json."
        raise Problem("media_type", told, headers={"Accept-Post": "application/json"})
    try:
        return model.model_validate_json(await read_body(request, most))
    except ValidationError as error:
        raise _refusal(error) from None


async def read_body(request: Request, most: int) -> bytes:
    """A request's body, of which no more is kept than is allowed. Raises Problem."""
    told = f"请求最多 {most} 字节。 A request has at most {most} bytes."
    too_large = Problem("too_large", told, headers={"Connection": "close"})
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > _TAKEN * most:
        raise too_large
    body, size = bytearray(), 0
    async for piece in request.stream():
        size += len(piece)
        if size > _TAKEN * most:
            break
        # What is somewhat too large is taken and dropped: who is cut off while sending does not hear why.
        body += piece if size <= most else b""
    if size > most:
        raise too_large
    return bytes(body)


def _refusal(error: ValidationError) -> Problem:
    """What is wrong with a body, by field; what was in the fields is not repeated."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if found[0]["type"] == "json_invalid":
        return Problem("bad_request", "请求内容不是 UTF-8 编码的 JSON。 The body isn't JSON in UTF-8.")
    fields = [{"field": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in found[:10]]
    named = dict.fromkeys(field["field"] or "{}" for field in fields)
    told = f"请检查字段：{'、'.join(named)}。 Check the fields: {', '.join(named)}."
    return Problem("invalid", told, errors=fields)


async def answer(request: Request, asked: Asked) -> Kept:
    """Check, count and answer a question. Raises Problem."""
    site = site_of(request)
    check(asked, site)
    await site.rate_limit.check(client_key(request.client.host if request.client else ""))
    request.state.question = asked.question
    await make_ready(site, asked.briefing)
    begun = time.perf_counter()
    kept, remembered = site.answering.ask(asked)
    metrics.ANSWERS.labels(status(kept.reply), str(remembered).lower()).inc()
    if not remembered:
        metrics.ANSWER_SECONDS.observe(time.perf_counter() - begun)
    return kept


async def make_ready(site: Site, briefing: str) -> None:
    """See to it that a briefing can be asked alone, one at a time and beside everything else."""
    if site.answering.is_ready(briefing):
        return
    async with site.preparing:
        if not site.answering.is_ready(briefing):
            site.answering.keep(briefing, await to_thread.run_sync(site.answering.alone, briefing))


def check(asked: Asked, site: Site) -> None:
    """Hold a question to the limits. Raises Problem."""
    longest, most = site.settings.max_question_chars, site.settings.context_limit
    if not asked.question.strip():
        raise Problem("question", "请输入问题。 Please ask something.")
    for text in (asked.question, *asked.context):
        if len(text) > longest:
            told = f"问题有 {len(text)} 个字，最多 {longest} 个。 It has {len(text)} characters; at most {longest}."
            raise Problem("question", told)
    if len(asked.context) > most:
        raise Problem("question", f"先前的问题最多 {most} 个。 At most {most} earlier questions.")
    if asked.briefing:
        site.briefing(asked.briefing)
