"""Every route tells every error as an RFC 9457 problem; people who come with a browser get a page."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from ipbot.channels.web.app import create_app
from ipbot.channels.web.problems import KINDS
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from server.webserver import ASK, CANGZHOU, Service

VALUES = {"briefing": CANGZHOU, "id": CANGZHOU, "passage": "t1-p1", "place": "0-28", "code": "question"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def every_route(routes: list[BaseRoute]) -> Iterator[tuple[str, set[str]]]:
    for route in routes:
        below = getattr(getattr(route, "original_router", None), "routes", None)
        if below is not None:
            yield from every_route(below)
        elif isinstance(route, APIRoute | Route):
            yield route.path, set(route.methods or ())
        elif isinstance(route, Mount):
            yield f"{route.path}/chat.js", {"GET"}


def _filled(path: str, version: str) -> str:
    return path.format(**VALUES, version=version).replace("{", "").replace("}", "")


def _all(app: FastAPI) -> list[tuple[str, set[str]]]:
    return sorted((_filled(path, app.state.site.static_version), methods) for path, methods in every_route(app.routes))


def _is_problem(response: httpx.Response, status: int, code: str = "") -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert {"type", "title", "status", "detail", "code"} <= set(problem)
    assert problem["status"] == status == KINDS[problem["code"]].status
    assert problem["type"].endswith(f"/problems/{problem['code']}")
    assert not code or problem["code"] == code
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"]
    assert response.headers["cache-control"] == "no-store"


def test_every_route_is_there(service: Service) -> None:
    paths = [path for path, _ in _all(service.app)]
    expected = (ASK, "/", "/embed", "/widget.js", "/metrics", "/healthz", "/readyz", "/api/v1/openapi.json", "/api")
    assert set(expected) <= set(paths)
    assert f"/b/{CANGZHOU}/0-28" in paths
    assert len(paths) >= 21


def test_no_route_takes_another_method(service: Service, client: httpx.Client) -> None:
    for path, methods in _all(service.app):
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} - methods:
            _is_problem(client.request(method, path), 405, "method_not_allowed")


def test_every_route_answers_get_and_head_alike(service: Service, client: httpx.Client) -> None:
    for path, methods in _all(service.app):
        if "GET" in methods:
            got, head = client.get(path), client.head(path)
            assert (got.status_code, head.status_code, head.content) == (200, 200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/b/no-such",
        "/b/no-such/0-3",
        "/b/no-such/figures",
        "/b/no-such/figures.csv",
        "/b/no-such/transcript.txt",
        f"/b/{CANGZHOU}/3-3",
        f"/b/{CANGZHOU}/9-3",
        f"/b/{CANGZHOU}/0-99999999",
        f"/b/{CANGZHOU}/{'9' * 5000}-3",
        f"/b/{CANGZHOU}/٣-٩",
        f"/b/{CANGZHOU}/25-28",
        "/b/%00",
        "/b/%ff",
        "/b/..%2f..%2fetc%2fpasswd",
        "/embed?briefing=no-such",
        "/?briefing=no-such",
        "/problems/no-such",
        "/api/v1/nowhere",
        "/api/v1/briefings/no-such",
        "/api/v1/briefings/no-such/figures",
        "/api/v1/briefings/no-such/passages/p1",
        f"/api/v1/briefings/{CANGZHOU}/passages/no-such",
        "/static/x/no-such.js",
        "/static/x/../app.py",
        "/static/x/%2e%2e/app.py",
        "/static/chat.js",
        "/static/x/%00",
        f"/static/x/{'a' * 300}",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_what_is_not_there(client: httpx.Client, path: str) -> None:
    _is_problem(client.get(path), 404, "not_found")


def test_a_person_gets_a_page(client: httpx.Client) -> None:
    page = client.get("/nowhere", headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert KINDS["not_found"].zh in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    _is_problem(client.get("/api/v1/nowhere", headers=BROWSER), 404)


def test_every_problem_has_a_page_at_its_type(client: httpx.Client) -> None:
    for kind in KINDS.values():
        page = client.get(f"/problems/{kind.code}")
        assert kind.zh in page.text
        assert str(kind.status) in page.text


def test_another_host(client: httpx.Client, service: Service) -> None:
    for path, _ in _all(service.app):
        response = client.get(path, headers={"Host": "rebound.example"})
        if path in ("/healthz", "/readyz"):
            assert response.status_code == 200
        else:
            _is_problem(response, 421, "wrong_host")
    for host in ("localhost", "127.0.0.1:8000", "LOCALHOST:1", "[::1]:8000"):
        assert client.get("/b", headers={"Host": host}).status_code == 200
    for host in ("localhost.evil.example", "evil-localhost", "[::1].evil.example"):
        _is_problem(client.get("/b", headers={"Host": host}), 421)


def test_hosts_that_are_allowed(serve: Callable[..., Service]) -> None:
    service = serve(allowed_hosts="*.example.org, desk.example", base_url="https://answers.example")
    with service.client() as client:
        statuses = {
            host: client.get("/b", headers={"Host": host}).status_code
            for host in ("a.example.org", "desk.example", "answers.example", "example.org", "localhost")
        }
    assert statuses == {
        "a.example.org": 200,
        "desk.example": 200,
        "answers.example": 200,
        "example.org": 421,
        "localhost": 421,
    }


def test_a_defect_is_told_by_number_and_logged_without_the_question(
    serve: Callable[..., Service], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    service = serve()

    def broken(asked: object) -> None:
        raise RuntimeError(f"could not answer {asked}")

    monkeypatch.setattr(service.app.state.site.answering, "ask", broken)
    secret = "谁泄露了预算草案?"
    with service.client() as client, caplog.at_level(logging.DEBUG):
        for response in (client.post(ASK, json={"question": secret}), client.get("/", params={"q": secret})):
            _is_problem(response, 500, "internal")
            assert response.json()["id"] == response.headers["x-request-id"]
            assert response.json()["id"] in response.json()["detail"]
    ours = [record for record in caplog.records if record.name.startswith(("ipbot", "uvicorn", "asyncio"))]
    told = "\n".join([*(r.getMessage() for r in ours), *(str(r.__dict__) for r in ours)])
    assert "RuntimeError" in told
    assert "in broken" in told
    assert secret not in unquote(told)


def test_it_is_not_ready_before_it_has_answered(pipeline: Pipeline, web_settings: Callable[..., Settings]) -> None:
    app = create_app(pipeline, web_settings())

    async def ready() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as cold:
            return await cold.get("/readyz")

    _is_problem(asyncio.run(ready()), 503, "overloaded")
    app.state.site.warm_up()
    assert asyncio.run(ready()).json() == {"status": "ready"}
