"""The answer API, version 1."""

import json
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web import api_models as models
from ipbot.channels.web.asking import AskBody, answer, read
from ipbot.channels.web.caching import kept
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.rendering import checksum, page_of
from ipbot.channels.web.site import Site, site_of
from ipbot.reading.figure_table import rows
from ipbot.values.briefing import Briefing, Passage

router = APIRouter(prefix="/api/v1")
_JSON = "application/json"


@router.post(
    "/ask",
    operation_id="ask",
    summary="Ask a question",
    responses={
        200: {"model": models.Answer, "description": "The answer object; that it is not stated is an answer too."}
    },
    openapi_extra={"requestBody": models.body(AskBody), "x-problems": [400, 404, 413, 415, 422, 429]},
)
async def ask(request: Request) -> Response:
    """The exact words that answer a question, who said them and where they stand, or that they were not said."""
    found = await answer(request, await read(request))
    return Response(found.json, media_type=_JSON, headers={"Cache-Control": "no-store"})


@router.get(
    "/briefings",
    operation_id="briefings",
    summary="Every briefing",
    responses={200: {"model": models.Briefings}},
    openapi_extra={"x-problems": []},
)
async def briefings(request: Request) -> Response:
    """What is known about every briefing, by id."""
    site = site_of(request)
    return _json(request, ("briefings",), lambda: {"briefings": [_briefing(site, b) for b in site.pipeline.corpus]})


@router.get(
    "/briefings/{briefing}",
    operation_id="briefing",
    summary="One briefing",
    responses={200: {"model": models.WholeBriefing}},
    openapi_extra={"x-problems": [404]},
)
async def briefing(request: Request, briefing: models.BriefingId) -> Response:
    """What is known about a briefing, where its transcript is, and the places of its passages."""
    site = site_of(request)
    found = site.briefing(briefing)
    return _json(request, ("briefing", briefing), lambda: _whole(site, found))


@router.get(
    "/briefings/{briefing}/passages/{passage}",
    operation_id="passage",
    summary="One passage",
    responses={200: {"model": models.Passage}},
    openapi_extra={"x-problems": [404]},
)
async def passage(request: Request, briefing: models.BriefingId, passage: models.PassageId) -> Response:
    """A paragraph with its speaker and its sections."""
    site = site_of(request)
    found = next((p for p in site.outline(site.briefing(briefing)).passages if p.id == passage), None)
    if found is None:
        raise Problem("not_found", "没有这一段。 There is no such passage.")
    return _json(request, ("passage", briefing, passage), lambda: _passage(found))


@router.get(
    "/briefings/{briefing}/figures",
    operation_id="figures",
    summary="The figures of a briefing",
    responses={200: {"model": models.Figures}},
    openapi_extra={"x-problems": [404]},
)
async def figures(request: Request, briefing: models.BriefingId) -> Response:
    """Every figure with its indicator, period, status, and the sentence that states it."""
    site = site_of(request)
    found = site.briefing(briefing)
    return _json(request, ("figures.json", briefing), lambda: {"figures": rows(site.pipeline.corpus, found)})


def _json(request: Request, key: tuple[object, ...], make: Any) -> Response:
    return kept(
        request, key, lambda: json.dumps(make(), ensure_ascii=False).encode(), _JSON, {"Vary": "Accept-Encoding"}
    )


def _briefing(site: Site, briefing: Briefing) -> dict[str, Any]:
    return {
        "id": briefing.id,
        "title": briefing.title,
        "held_on": str(briefing.held_on) if briefing.held_on else None,
        "publisher": briefing.publisher,
        "city": briefing.city,
        "language": briefing.language,
        "source": {"name": briefing.source.name, "url": briefing.source.url},
        "url": page_of(_above(site), briefing),
    }


def _above(site: Site) -> str:
    """What every address begins with."""
    return site.settings.base_url or site.root


def _whole(site: Site, briefing: Briefing) -> dict[str, Any]:
    passages = [{"id": p.id, "start": p.start, "end": p.end} for p in site.outline(briefing).passages]
    return _briefing(site, briefing) | {
        "sha256": checksum(briefing),
        "transcript_url": f"{page_of(_above(site), briefing)}/transcript.txt",
        "passages": passages,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "briefing": passage.briefing,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "role": str(passage.role),
        "speaker": str(passage.speaker),
        "section": list(passage.section),
        "asked": passage.asked,
    }
