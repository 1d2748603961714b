"""The chat page, which answers without JavaScript too, the widget's frame, and what a problem's address leads to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ipbot.channels.web import headers, problems
from ipbot.channels.web.answering import Asked
from ipbot.channels.web.asking import answer, check, make_ready
from ipbot.channels.web.caching import OWN, etag, has, kept
from ipbot.channels.web.problems import KINDS, Problem
from ipbot.channels.web.rendering import Link, asking, turn
from ipbot.channels.web.site import NO_BRIEFING, Site, site_of
from ipbot.channels.web.texts import language_of
from ipbot.values.answer import answer_object

router = APIRouter(include_in_schema=False)
_HTML = "text/html; charset=utf-8"
_THEMES = ("auto", "light", "dark")


@router.get("/")
async def chat(request: Request) -> Response:
    """The chat page; with `?q=` it has the answer already."""
    site, language, given = site_of(request), language_of(request), request.query_params
    asked = Asked(given.get("q", ""), tuple(given.getlist("context")), given.get("briefing", ""), language)
    if not asked.question.strip():
        return await _empty(request, site, asked)
    try:
        return await _answered(request, site, asked)
    except Problem as problem:
        asked = asked if asked.briefing in site.pipeline.corpus.by_id else replace(asked, briefing="")
        page = _chat(site, asked, problem=problem.detail)
        return HTMLResponse(page, problem.status_code, {**headers.PAGE, **_told(language), **problems.told(problem)})


@router.get("/embed")
async def embed(request: Request) -> Response:
    """The widget's frame. It is the same for every question."""
    site, language, given = site_of(request), language_of(request), request.query_params
    briefing = given.get("briefing", "")
    theme = given.get("theme", "") if given.get("theme", "") in _THEMES else _THEMES[0]
    security = headers.framed(site.settings.embed_origins)
    if briefing and briefing not in site.pipeline.corpus.by_id:
        raise Problem("not_found", NO_BRIEFING, headers=security)
    held = site.briefing(briefing) if briefing else None
    await make_ready(site, briefing)

    def make() -> bytes:
        told = {"briefing": briefing, "theme": theme, "held": held, "examples": _examples(site, briefing, language)}
        return site.render("embed.html", language, origins=site.settings.embed_origins, **told).encode()

    return kept(request, ("embed", briefing, language, theme), make, _HTML, {**security, "Content-Language": language})


@router.get("/problems/{code}")
async def problem(request: Request, code: str) -> Response:
    """What a problem's `type` says. Raises Problem."""
    site, language = site_of(request), language_of(request)
    if code not in KINDS:
        raise Problem("not_found")

    def make() -> bytes:
        other = "en" if language == "zh" else "zh"
        return site.render(
            "problems.html", language, kind=KINDS[code], other=f"?lang={other}", other_language=other
        ).encode()

    return kept(request, ("problem", code, language), make, _HTML, headers.PAGE)


async def _empty(request: Request, site: Site, asked: Asked) -> Response:
    if asked.briefing:
        site.briefing(asked.briefing)
    await make_ready(site, asked.briefing)
    key = ("chat", asked.briefing, asked.context, asked.language)
    if asked.context:
        return HTMLResponse(_chat(site, asked), headers={**headers.PAGE, **_told(asked.language)})
    return kept(
        request, key, lambda: _chat(site, asked).encode(), _HTML, {**headers.PAGE, "Content-Language": asked.language}
    )


async def _answered(request: Request, site: Site, asked: Asked) -> Response:
    check(asked, site)
    tag = etag(site.version, asked, site.address(request))
    told = {**headers.PAGE, **_told(asked.language), "ETag": tag}
    if has(request, tag):
        return Response(status_code=304, headers=told)
    reply = (await answer(request, asked)).reply
    extra = {"lang": asked.language} | ({"briefing": asked.briefing} if asked.briefing else {})
    shown = turn(reply, site.pipeline.corpus.by_id, site.address(request), site.root, extra)
    return HTMLResponse(_chat(site, asked, turn=shown, answer=answer_object(reply)), headers=told)


def _told(language: str) -> Mapping[str, str]:
    return {"Cache-Control": OWN, "Vary": "Accept-Language", "Content-Language": language}


def _chat(site: Site, asked: Asked, **given: Any) -> str:
    told = {"turn": None, "problem": "", "answer": None, "asked": asked} | given
    examples = _examples(site, asked.briefing, asked.language)
    return site.render("chat.html", asked.language, briefings=site.pipeline.corpus.briefings, examples=examples, **told)


def _examples(site: Site, briefing: str, language: str) -> list[Link]:
    """Questions to begin with, where they are to be had at once."""
    if not site.answering.is_ready(briefing):
        return []
    extra = {"lang": language} | ({"briefing": briefing} if briefing else {})
    return [Link(text, asking(site.root, text, (), extra)) for text in site.answering.examples(briefing)]
