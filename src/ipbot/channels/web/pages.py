"""Pages: the chat, which answers without JavaScript too, and the frame that the widget holds."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ipbot.channels.web import headers
from ipbot.channels.web.answering import Asked
from ipbot.channels.web.rendering import Turn, turn
from ipbot.channels.web.site import Site, language_of, site_of

router = APIRouter(include_in_schema=False)


@router.get("/")
async def chat(request: Request) -> Response:
    """The chat page; with `?q=` it has the answer already."""
    site, language = site_of(request), language_of(request)
    given = request.query_params
    asked = Asked(given.get("q", ""), tuple(given.getlist("context")), given.get("briefing", ""))
    shown = _turn(site, request, asked, language) if asked.question.strip() else None
    page = site.render("chat.html", language, turn=shown, asked=asked, briefings=site.pipeline.corpus.briefings)
    return HTMLResponse(page, headers=headers.PAGE)


@router.get("/embed")
async def embed(request: Request) -> Response:
    """The widget's frame."""
    site, language = site_of(request), language_of(request)
    briefing, theme = request.query_params.get("briefing", ""), request.query_params.get("theme", "auto")
    page = site.render("embed.html", language, briefing=briefing, theme=theme)
    return HTMLResponse(page, headers=headers.framed(site.settings.embed_origins))


def _turn(site: Site, request: Request, asked: Asked, language: str) -> Turn:
    kept, _ = site.answering.ask(asked)
    extra = {"lang": language} | ({"briefing": asked.briefing} if asked.briefing else {})
    return turn(kept.reply, dict(site.pipeline.corpus.by_id), site.address(request), site.root, extra)
