"""The fact-checking desk: a draft with its marks, and beside each finding what the transcript says."""

from collections.abc import AsyncIterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from ipbot.channels.web import desk_forms, door, headers, problems
from ipbot.channels.web.desk_forms import Sent
from ipbot.channels.web.findings import shown
from ipbot.channels.web.limits import client_key
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.site import Site, site_of
from ipbot.channels.web.texts import language_of
from ipbot.reports import html
from ipbot.reports.html import NAMES
from ipbot.values.draft import Draft
from ipbot.values.report import Report

router = APIRouter(prefix="/desk", include_in_schema=False)
_HERE = "\N{OBJECT REPLACEMENT CHARACTER}report\N{OBJECT REPLACEMENT CHARACTER}"
"""Where in the page the report comes."""
_MARKDOWN = (".md", ".markdown")


@router.get("")
async def desk(request: Request) -> Response:
    """The desk, or the way in."""
    if await site_of(request).door.admits(request):
        return _page(request, Sent())
    return _login(request, Sent())


@router.post("/login")
async def login(request: Request) -> Response:
    """Enter by the staff password; a draft that came too late for its session is still there afterwards."""
    site, sent = site_of(request), Sent()
    try:
        _only_with_password(site)
        sent = await desk_forms.read(request, site.settings.max_draft_bytes)
        _check_own(request, sent)
        if not await site.door.try_password(request, sent.password):
            raise Problem("unauthorized", "密码不对。 That is not the password.", headers=_CHALLENGE)
    except Problem as problem:
        return _login(request, sent, problem)
    door.enter(request)
    return _page(request, sent) if sent.pasted else RedirectResponse(_path(request), 303, _told(request))


@router.post("/logout")
async def logout(request: Request) -> Response:
    """Leave."""
    sent = await desk_forms.read(request, site_of(request).settings.max_body_bytes)
    _check_own(request, sent)
    door.leave(request)
    return RedirectResponse(_path(request), 303, _told(request))


@router.post("")
async def check(request: Request) -> Response:
    """Check a draft; the page grows while that goes on."""
    return await _with_draft(request, _streamed)


@router.post("/report")
async def report(request: Request) -> Response:
    """The report of a draft as a page to mail or keep."""
    return await _with_draft(request, _download)


async def _with_draft(request: Request, answer: Any) -> Response:
    """Read a draft and answer with it, or show the page again with what was pasted and what is wrong."""
    site, sent = site_of(request), Sent()
    try:
        await site.checking.rate_limit.check(client_key(request.client.host if request.client else ""))
        sent = await desk_forms.read(request, site.settings.max_draft_bytes)
        if not await site.door.admits(request):
            raise Problem("unauthorized", headers=_CHALLENGE)
        _check_own(request, sent)
        if sent.briefing:
            site.briefing(sent.briefing)
        draft = await site.checking.read(sent.content, sent.name)
    except Problem as problem:
        admitted = await site.door.admits(request)
        return _page(request, sent, problem) if admitted else _login(request, sent, problem)
    response: Response = await answer(request, draft, sent)
    return response


async def _streamed(request: Request, draft: Draft, sent: Sent) -> Response:
    return StreamingResponse(_growing(request, draft, sent), headers=_told(request), media_type="text/html")


async def _growing(request: Request, draft: Draft, sent: Sent) -> AsyncIterator[str]:
    """The page up to the report, how far the check is, the report, the rest; styles show the last of these alone."""
    site, language = site_of(request), language_of(request)
    again = Sent(pasted=draft.source, name=_kept(draft.name), briefing=sent.briefing)
    before, _, after = _text(request, again, checking=True).partition(_HERE)
    yield before
    try:
        async for step in site.checking.steps(draft, sent.briefing or None):
            if isinstance(step, float):
                yield f"<li>{step:.0%}</li>\n"
            else:
                yield await to_thread.run_sync(_report, site, language, step, draft, site.address(request))
    except Exception:
        yield site.render("desk_failed.html", language, problem=Problem("internal"))
        raise
    yield after


def _report(site: Site, language: str, report: Report, draft: Draft, address: str) -> str:
    given = {"shown": shown(report, draft, site, address), "names": NAMES, "file": PurePath(draft.name).name}
    return site.render("desk_report.html", language, **given)


async def _download(request: Request, draft: Draft, sent: Sent) -> Response:
    site = site_of(request)
    found = await site.checking.check(draft, sent.briefing or None)
    page = await to_thread.run_sync(html.page, found, draft)
    name = quote(f"{PurePath(draft.name).stem or '稿件'}-核对报告.html")
    disposition = f"attachment; filename=\"report.html\"; filename*=UTF-8''{name}"
    return HTMLResponse(page, headers={"Cache-Control": "no-store", "Content-Disposition": disposition})


def _check_own(request: Request, sent: Sent) -> None:
    door.check_origin(request, site_of(request).settings.base_url)
    door.check_token(request, sent.token)


def _only_with_password(site: Site) -> None:
    if not site.door.password:
        raise Problem("forbidden", "请从登录过的入口进来。 Please come by way of the login in front of this service.")


def _page(request: Request, sent: Sent, problem: Problem | None = None) -> Response:
    return _response(request, _text(request, sent, problem), problem)


def _text(request: Request, sent: Sent, problem: Problem | None = None, *, checking: bool = False) -> str:
    """The desk's page."""
    site = site_of(request)
    told: dict[str, Any] = {"sent": sent, "problem": problem, "checking": checking, "here": _HERE}
    told |= {"user": door.proxy_user(request), "briefings": site.pipeline.corpus.briefings}
    return _rendered(request, "desk.html", told)


def _login(request: Request, sent: Sent, problem: Problem | None = None) -> Response:
    if not site_of(request).door.password:
        _only_with_password(site_of(request))
    return _response(request, _rendered(request, "desk_login.html", {"sent": sent, "problem": problem}), problem)


def _rendered(request: Request, name: str, given: Mapping[str, Any]) -> str:
    language = language_of(request)
    other = "en" if language == "zh" else "zh"
    told = {"other": f"?lang={other}", "other_language": other, "token": door.token(request)}
    return site_of(request).render(name, language, **told, **given)


def _response(request: Request, page: str, problem: Problem | None) -> Response:
    more = problems.told(problem) if problem else {}
    return HTMLResponse(page, problem.status_code if problem else 200, {**_told(request), **more})


def _told(request: Request) -> dict[str, str]:
    """Headers of every page of the desk. Not compressed: a page with a secret and somebody's text must not be (BREACH),
    and progress must not wait in a buffer, of a proxy neither."""
    return {
        **headers.PAGE,
        "Cache-Control": "no-store",
        "Content-Encoding": "identity",
        "Content-Language": language_of(request),
        "X-Accel-Buffering": "no",
        "X-Robots-Tag": "noindex",
    }


def _path(request: Request) -> str:
    lang = request.query_params.get("lang", "")
    return f"{site_of(request).root}/desk" + (f"?lang={lang}" if lang in ("zh", "en") else "")


def _kept(name: str) -> str:
    """The name under which the words of a draft may be sent once more: of a Markdown file its own."""
    return PurePath(name).name if name.lower().endswith(_MARKDOWN) else ""


_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="desk"'}
