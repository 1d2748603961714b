"""Pages of one briefing: its transcript, a permalink for each sentence, its figures, and both as files."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web import headers
from ipbot.channels.web.caching import kept
from ipbot.channels.web.charts import charts
from ipbot.channels.web.figure_rows import SORTED_BY, figure_rows
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.rendering import card, checksum, page_of
from ipbot.channels.web.site import Site, site_of
from ipbot.channels.web.texts import language_of
from ipbot.channels.web.transcripts import Range, around, blocks, contents, place_of
from ipbot.reading.figure_table import as_csv, rows
from ipbot.values.answer import Citation
from ipbot.values.briefing import Briefing

router = APIRouter(include_in_schema=False)
_PLACE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_HTML = "text/html; charset=utf-8"
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What Excel knows UTF-8 by."""


@router.get("/b")
async def briefings(request: Request) -> Response:
    """Every briefing."""
    return _page(request, ("b",), "briefings.html", lambda site: {"briefings": site.pipeline.corpus.briefings})


@router.get("/b/{id}")
async def transcript(request: Request, id: str) -> Response:
    """The transcript."""
    briefing = site_of(request).briefing(id)
    return _page(request, ("b", id), "source.html", lambda site: _source(site, briefing))


@router.get("/b/{id}/transcript.txt")
async def text(request: Request, id: str) -> Response:
    """The transcript as it was quoted from, which its checksum is of."""
    briefing = site_of(request).briefing(id)
    return kept(request, ("text", id), briefing.transcript.encode, "text/plain; charset=utf-8")


@router.get("/b/{id}/figures.csv")
async def figures_csv(request: Request, id: str) -> Response:
    """The figures as CSV that Excel opens too."""
    site = site_of(request)
    briefing = site.briefing(id)
    named = f"attachment; filename=\"figures.csv\"; filename*=UTF-8''{quote(f'{id}-figures.csv')}"

    def make() -> bytes:
        return (_BOM + as_csv(rows(site.pipeline.corpus, briefing))).encode()

    return kept(request, ("csv", id), make, "text/csv; charset=utf-8; header=present", {"Content-Disposition": named})


@router.get("/b/{id}/figures")
async def figures(request: Request, id: str) -> Response:
    """The figures as a table."""
    briefing = site_of(request).briefing(id)
    by, down = request.query_params.get("sort", ""), request.query_params.get("order", "") == "down"
    by = by if by in SORTED_BY else ""
    return _page(request, ("figures", id, by, down), "figures.html", lambda site: _figures(site, briefing, by, down))


@router.get("/b/{id}/{place}")
async def sentence(request: Request, id: str, place: str) -> Response:
    """The transcript, opened at a sentence that is set off."""
    briefing = site_of(request).briefing(id)
    at = _range(briefing, place)
    return _page(request, ("b", id, at), "source.html", lambda site: _quoted(site, request, briefing, at))


def _page(request: Request, key: tuple[object, ...], name: str, given: Callable[[Site], dict[str, Any]]) -> Response:
    site, language = site_of(request), language_of(request)

    def make() -> bytes:
        other = "en" if language == "zh" else "zh"
        return site.render(name, language, other=f"?lang={other}", other_language=other, **given(site)).encode()

    address = site.address(request)
    return kept(request, (*key, language, address), make, _HTML, {**headers.PAGE, "Content-Language": language})


def _source(site: Site, briefing: Briefing, at: Range | None = None) -> dict[str, Any]:
    library = site.pipeline.library
    return {
        "briefing": briefing,
        "page": page_of(site.root, briefing),
        "contents": contents(briefing, site.outline(briefing)),
        "blocks": blocks(briefing, library, site.root, at),
        "checksum": checksum(briefing),
        "quoted": None,
        "before": None,
        "after": None,
    }


def _quoted(site: Site, request: Request, briefing: Briefing, at: Range) -> dict[str, Any]:
    passage = place_of(site.outline(briefing), at[0])
    before, after = around(briefing, site.pipeline.library.statements[briefing.id], at, site.root)
    if passage is None:
        raise Problem("not_found")
    cited = card(Citation.cut(briefing, passage, *at), briefing, (), site.address(request), site.root)
    return _source(site, briefing, at) | {"quoted": cited, "before": before, "after": after}


def _figures(site: Site, briefing: Briefing, by: str, down: bool) -> dict[str, Any]:
    found = site.pipeline.library.figures_of(briefing.id)
    return {
        "briefing": briefing,
        "page": page_of(site.root, briefing),
        "rows": figure_rows(found, briefing, site.outline(briefing), site.root, by, down),
        "charts": charts(found, briefing.transcript),
        "by": by,
        "down": down,
    }


def _range(briefing: Briefing, place: str) -> Range:
    """The stretch that an address names. Raises Problem."""
    found = _PLACE.fullmatch(place)
    start, end = map(int, found.groups()) if found else (0, 0)
    if not start < end <= len(briefing.transcript) or not briefing.transcript[start:end].strip():
        raise Problem("not_found", "实录里没有这个位置。 The transcript has no such place.")
    return start, end
