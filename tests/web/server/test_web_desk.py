"""The fact-checking desk over real HTTP: who gets in, what is checked, what is refused, and that nothing is kept."""

import logging
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import httpx
import pytest
from argon2 import PasswordHasher
from docx import Document

from ipbot.channels.web.app import create_app
from ipbot.channels.web.door import COOKIE
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import SettingsError
from server.webserver import ASK, CANGZHOU, LOAN, Service, serving

PASSWORD = "correct horse battery"
CHECK = "/api/v1/check"
BEARER = {"Authorization": f"Bearer {PASSWORD}"}
DRAFT = "去年沧州质押融资额达到4亿元。\n去年，沧州知识产权质押融资2.49亿元。"
SECRET = "密件：去年沧州质押融资额达到7.77亿元。"
DESK = ("/desk", "/desk/login", "/desk/logout", "/desk/report", CHECK)


@pytest.fixture(scope="module")
def desk(pipeline: Pipeline, web_settings: Callable[..., Settings]) -> Iterator[Service]:
    """A service with a desk."""
    given = {"desk_password": PASSWORD, "desk_login_limit": "off", "desk_rate_limit": "off"}
    with serving(pipeline, web_settings(**given)) as running:
        yield running


@pytest.fixture
def visitor(desk: Service) -> Iterator[httpx.Client]:
    """Somebody who has not logged in."""
    with desk.client() as client:
        yield client


@pytest.fixture
def staff(visitor: httpx.Client) -> httpx.Client:
    """Somebody who has."""
    assert _log_in(visitor).status_code == 303
    return visitor


def _token(page: httpx.Response) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def _log_in(client: httpx.Client, password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/desk/login", data={"token": _token(client.get("/desk")), "password": password, **more})


def _send(client: httpx.Client, draft: str, path: str = "/desk", **more: str) -> httpx.Response:
    return client.post(path, data={"token": _token(client.get("/desk")), "draft": draft, **more})


# --- the door


def test_without_a_password_or_a_proxy_there_is_no_desk(client: httpx.Client) -> None:
    for path in DESK:
        for method in ("GET", "POST"):
            response = client.request(method, path)
            assert (response.status_code, response.json()["code"]) == (404, "not_found")
            assert "set-cookie" not in response.headers
    assert CHECK not in client.get("/api/v1/openapi.json").json()["paths"]


def test_the_password_opens_it(visitor: httpx.Client) -> None:
    assert 'id="draft"' not in visitor.get("/desk").text
    refused = _log_in(visitor, "incorrect horse")
    assert refused.status_code == 401
    assert "密码不对" in refused.text
    entered = _log_in(visitor)
    assert (entered.status_code, entered.headers["location"]) == (303, "/desk")
    assert 'id="draft"' in visitor.get("/desk").text


def test_the_cookie_is_signed_and_kept_from_scripts_and_other_sites(visitor: httpx.Client) -> None:
    cookie = _log_in(visitor).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"max-age={240 * 60}" in cookie
    assert "secure" not in cookie
    value = visitor.cookies[COOKIE]
    visitor.cookies.set(COOKIE, ("X" if value[0] != "X" else "Y") + value[1:], domain="127.0.0.1", path="/")
    assert 'id="password"' in visitor.get("/desk").text


def test_the_page_of_the_api_tells_of_it(staff: httpx.Client) -> None:
    page = staff.get("/api", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "/api/v1/check" in page.text


def test_no_other_page_sets_a_cookie(staff: httpx.Client) -> None:
    for path in ("/", "/b", "/api", "/embed", "/nowhere"):
        assert "set-cookie" not in staff.get(path).headers


def test_over_https_the_cookie_is_secure(serve: Callable[..., Service]) -> None:
    service = serve(desk_password=PASSWORD, trusted_proxies="127.0.0.1")
    with service.client(headers={"X-Forwarded-Proto": "https"}) as client:
        assert "; secure" in client.get("/desk").headers["set-cookie"].lower()
    service = serve(desk_password=PASSWORD, base_url="https://answers.example/ipbot")
    with service.client() as client:
        cookie = client.get("/desk").headers["set-cookie"].lower()
        assert "; secure" in cookie
        assert "path=/ipbot/;" in cookie


def test_leaving(staff: httpx.Client) -> None:
    left = staff.post("/desk/logout", data={"token": _token(staff.get("/desk"))})
    assert left.status_code == 303
    assert 'id="password"' in staff.get("/desk").text


def test_a_password_may_be_a_hash_and_may_lie_in_a_file(serve: Callable[..., Service], tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD) + "\n", "utf-8")
    with serve(desk_password_file=file).client() as client:
        assert _log_in(client, "incorrect horse").status_code == 401
        assert _log_in(client).status_code == 303
        hashed = file.read_text("utf-8").strip()
        assert (
            client.post(CHECK, json={"draft": DRAFT}, headers={"Authorization": f"Bearer {hashed}"}).status_code == 401
        )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"desk_password": "short"}, "less than 10 characters"),
        ({"desk_password": "$argon2id$v=19$broken"}, "no whole argon2 hash"),
        ({"desk_password_file": Path("/nowhere/password")}, "can't be read"),
        ({"desk_password": PASSWORD, "desk_password_file": Path("/nowhere")}, "don't go together"),
        ({"desk_user_header": "Remote-User"}, "nobody is trusted"),
        ({"desk_password": PASSWORD, "desk_login_limit": "often"}, "desk_login_limit"),
        ({"desk_rate_limit": "often"}, "desk_rate_limit"),
    ],
)
def test_settings_that_would_leave_the_door_open(
    pipeline: Pipeline, web_settings: Callable[..., Settings], given: dict[str, object], told: str
) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        create_app(pipeline, web_settings(**given))
    assert PASSWORD not in str(caught.value)


def test_wrong_passwords_are_counted_by_client_and_right_ones_are_not(serve: Callable[..., Service]) -> None:
    with serve(desk_password=PASSWORD, desk_login_limit="3/hour", desk_rate_limit="off").client() as client:
        for _ in range(5):
            assert client.post(CHECK, json={"draft": DRAFT}, headers=BEARER).status_code == 200
        for _ in range(3):
            assert _log_in(client, "incorrect horse").status_code == 401
        refused = _log_in(client)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert client.post(CHECK, json={"draft": DRAFT}, headers=BEARER).status_code == 429
        assert client.post(ASK, json={"question": LOAN}).status_code == 200


def test_a_login_at_a_trusted_proxy(serve: Callable[..., Service]) -> None:
    named = {"Remote-User": "li"}
    with serve(desk_user_header="Remote-User", trusted_proxies="127.0.0.1").client() as client:
        assert client.get("/desk").json()["code"] == "forbidden"
        assert client.post(CHECK, json={"draft": DRAFT}).status_code == 401
        assert client.post(CHECK, json={"draft": DRAFT}, headers=named).status_code == 200
        client.headers.update(named)
        assert 'id="draft"' in client.get("/desk").text
        assert "4亿元" in _send(client, DRAFT).text
        client.headers["X-Forwarded-For"] = "203.0.113.9"
        assert client.get("/desk").status_code == 200
    with serve(desk_user_header="Remote-User", trusted_proxies="192.0.2.1").client(headers=named) as client:
        assert client.get("/desk").status_code == 403
        assert client.post(CHECK, json={"draft": DRAFT}).status_code == 401


# --- what other sites make a browser send


def test_a_form_needs_the_token_of_its_session(staff: httpx.Client) -> None:
    for token in ("", "made-up"):
        for path in ("/desk", "/desk/report"):
            refused = staff.post(path, data={"token": token, "draft": DRAFT})
            assert refused.status_code == 403
            assert "4亿元" in refused.text, "what was pasted is still there"
        assert staff.post("/desk/logout", data={"token": token}).status_code == 403
    assert 'id="draft"' in staff.get("/desk").text


@pytest.mark.parametrize(
    "strange", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_can_send_nothing(staff: httpx.Client, strange: dict[str, str]) -> None:
    token = _token(staff.get("/desk"))
    for path in ("/desk", "/desk/report", "/desk/logout", "/desk/login"):
        data = {"token": token, "draft": DRAFT, "password": PASSWORD}
        assert staff.post(path, data=data, headers=strange).status_code == 403, path
    assert staff.post(CHECK, json={"draft": DRAFT}, headers=strange).status_code == 403
    own = {"Origin": str(staff.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert staff.post(CHECK, json={"draft": DRAFT}, headers=own).status_code == 200


# --- checking


def test_a_report_as_json(visitor: httpx.Client, staff: httpx.Client) -> None:
    response = staff.post(CHECK, json={"draft": DRAFT, "briefing": CANGZHOU})
    report = response.json()
    assert response.headers["cache-control"] == "no-store"
    assert report["counts"] == {"supported": 1, "contradicted": 1, "not_stated": 0}
    (wrong, right) = report["statements"]
    (mark,) = wrong["marks"]
    assert (DRAFT[mark["start"] : mark["end"]], mark["said"]) == ("4亿元", "2.49亿元")
    assert right["evidence"][0]["briefing"] == CANGZHOU


def test_the_api_says_what_is_wrong(desk: Service) -> None:
    cases: list[tuple[int, str, dict[str, object]]] = [
        (401, "unauthorized", {"json": {"draft": DRAFT}, "headers": {"Authorization": "Bearer nonsense"}}),
        (401, "unauthorized", {"json": {"draft": DRAFT}, "headers": {"Authorization": "Basic eA=="}}),
        (401, "unauthorized", {"json": {"draft": DRAFT}, "headers": {}}),
        (404, "not_found", {"json": {"draft": DRAFT, "briefing": "no-such"}}),
        (415, "media_type", {"data": {"draft": DRAFT}}),
        (400, "bad_request", {"content": b"{", "headers": {**BEARER, "Content-Type": "application/json"}}),
        (422, "invalid", {"json": {"text": DRAFT}}),
        (422, "draft", {"json": {"draft": " \n "}}),
        (422, "draft", {"json": {"draft": "一" * 400_001}}),
        (413, "too_large", {"json": {"draft": "一" * 800_001}}),
    ]
    with desk.client() as client:
        for status, code, given in cases:
            response = client.post(CHECK, **{"headers": BEARER, **given})  # type: ignore[arg-type]
            assert (response.status_code, response.json()["code"]) == (status, code), given.keys()
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["cache-control"] == "no-store"


def test_the_page_marks_the_draft_and_links_the_evidence(staff: httpx.Client) -> None:
    page = _send(staff, DRAFT)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-encoding"] == "identity"
    assert "<mark>4亿元</mark>" in page.text
    (permalink, *_) = re.findall(r'class="permalink" href="([^"]+)"', page.text)
    assert "2.49亿元" in staff.get(permalink).text
    assert "4亿元" in page.text.partition('name="draft"')[2], "it can be changed and checked again"


def test_a_draft_is_text_and_never_markup(staff: httpx.Client) -> None:
    page = _send(staff, '去年<img src=x onerror="alert(1)">质押融资额达到4亿元。</textarea><script>alert(2)</script>')
    assert page.status_code == 200
    assert "<img" not in page.text
    assert "<script>alert" not in page.text


def _docx() -> bytes:
    document, file = Document(), BytesIO()
    document.add_paragraph("去年沧州质押融资额达到4亿元。")
    document.save(file)
    return file.getvalue()


FILES = {
    "稿件.docx": _docx(),
    "a.md": "# 融资\n\n去年沧州质押融资额达到**4亿元**。".encode(),
    "a.html": "<p>去年沧州质押融资额达到<b>4亿元</b>。</p>".encode(),
    "a.txt": "去年沧州质押融资额达到4亿元。".encode("gb18030"),
}


@pytest.mark.parametrize("name", FILES)
def test_files(staff: httpx.Client, name: str) -> None:
    data = {"token": _token(staff.get("/desk")), "draft": ""}
    page = staff.post("/desk", data=data, files={"file": (name, FILES[name])})
    assert page.status_code == 200
    assert "4亿元</mark>" in page.text
    assert name in page.text
    report = staff.post("/desk/report", data=data, files={"file": (name, FILES[name])})
    assert report.headers["cache-control"] == "no-store"
    named = unquote(report.headers["content-disposition"])
    assert "attachment" in named
    assert f"{name.partition('.')[0]}-核对报告.html" in named
    assert "4亿元</mark>" in report.text


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0old", bytes(range(256)) * 9, b" "]
)
def test_files_that_are_no_drafts(staff: httpx.Client, content: bytes) -> None:
    data = {"token": _token(staff.get("/desk")), "draft": ""}
    page = staff.post("/desk", data=data, files={"file": ("a.docx", content)})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "DOCX" in page.text
    assert 'id="draft"' in page.text


def test_bodies_that_are_no_forms(staff: httpx.Client) -> None:
    for kind in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/json"):
        page = staff.post("/desk", content=b"--y\r\nbroken", headers={"Content-Type": kind})
        assert page.status_code == 400, kind
    assert staff.post("/desk", content=b"a" * 9_000_000, headers={"Content-Type": "text/plain"}).status_code == 400


def test_a_draft_that_comes_after_its_session_is_there_after_logging_in(visitor: httpx.Client) -> None:
    late = _send(visitor, DRAFT)
    assert late.status_code == 401
    assert DRAFT in late.text.replace("\r", "")
    again = visitor.post("/desk/login", data={"token": _token(late), "password": PASSWORD, "draft": DRAFT})
    assert again.status_code == 200
    assert DRAFT in again.text
    assert 'id="draft"' in again.text


def test_drafts_are_counted_apart_from_questions(serve: Callable[..., Service]) -> None:
    with serve(desk_password=PASSWORD, desk_rate_limit="2/hour").client() as client:
        assert [client.post(CHECK, json={"draft": DRAFT}, headers=BEARER).status_code for _ in range(3)] == [
            200,
            200,
            429,
        ]
        assert _log_in(client).status_code == 303
        refused = _send(client, DRAFT)
        assert refused.status_code == 429
        assert client.post(ASK, json={"question": LOAN}).status_code == 200


# --- beside others


def _long(root: Path, length: int) -> str:
    text = (root / "corpus" / CANGZHOU / "transcript.txt").read_text("utf-8")
    copies = (text.replace("\n", f"（{n}）\n") for n in range(length // len(text) + 1))
    return "".join(copies)[:length]


def test_a_long_draft_shows_how_far_it_is_and_holds_nobody_up(staff: httpx.Client, root: Path) -> None:
    waits: list[float] = []
    shares: list[int] = []
    data = {"token": _token(staff.get("/desk")), "draft": _long(root, 60_000)}
    with staff.stream("POST", "/desk", data=data, timeout=60) as page:
        text = ""
        for piece in page.iter_text():
            text += piece
            shares = [int(share) for share in re.findall(r"<li>(\d+)%</li>", text)]
            if shares and 'id="report"' not in text:
                begun = time.perf_counter()
                assert staff.post(ASK, json={"question": f"{len(waits)}质押融资总额是多少?"}).status_code == 200
                waits.append(time.perf_counter() - begun)
    assert len(shares) >= 2
    assert shares == sorted(shares)
    assert text.rstrip().endswith("</html>")
    assert waits, "questions were answered while the draft was checked"


def test_checks_side_by_side_come_to_what_they_come_to_alone(desk: Service, root: Path) -> None:
    drafts = [_long(root, 6_000)[n * 1000 :] for n in range(4)]
    with desk.client(headers=BEARER) as client:
        alone = [client.post(CHECK, json={"draft": draft}).json() for draft in drafts]
        together: dict[int, object] = {}

        def check(number: int) -> None:
            together[number] = client.post(CHECK, json={"draft": drafts[number]}).json()

        threads = [threading.Thread(target=check, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [together[n] for n in range(4)] == alone


def test_too_many_drafts_at_once_are_told_to_come_again(desk: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.app.state.site.checking, "under_way", 8)
    with desk.client(headers=BEARER) as client:
        busy = client.post(CHECK, json={"draft": DRAFT})
    assert (busy.status_code, busy.json()["code"]) == (503, "overloaded")
    assert busy.headers["retry-after"] == "5"


def test_a_reader_who_leaves_takes_the_check_along(desk: Service, staff: httpx.Client, root: Path) -> None:
    data = {"token": _token(staff.get("/desk")), "draft": _long(root, 200_000)}
    with staff.stream("POST", "/desk", data=data) as page:
        next(page.iter_text())
    checking, until = desk.app.state.site.checking, time.monotonic() + 5
    while checking.under_way:
        assert time.monotonic() < until, "it is still being checked"
        time.sleep(0.05)


# --- nothing is kept


def test_no_log_has_a_draft_and_no_file_does(
    desk: Service, staff: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rolled: list[str] = []

    def roll(*_: object, **__: object) -> BytesIO:
        rolled.append("a file")
        return BytesIO()

    monkeypatch.setattr(tempfile, "TemporaryFile", roll)
    token = _token(staff.get("/desk"))
    with caplog.at_level(logging.DEBUG):
        staff.post("/desk", data={"token": token, "draft": SECRET})
        staff.post("/desk", data={"token": "made-up", "draft": SECRET})
        large = SECRET.encode() + b"\n" * 3_000_000
        page = staff.post("/desk", data={"token": token}, files={"file": ("秘密名称.txt", large)})
        staff.post(CHECK, json={"draft": SECRET})
        staff.post(CHECK, json={"draft": 7, "secret": SECRET})

        def broken(*_: object) -> None:
            raise RuntimeError(SECRET)

        site = desk.app.state.site
        monkeypatch.setitem(site.checking.__dict__, "checker", SimpleNamespace(statements=broken))
        staff.post(CHECK, json={"draft": SECRET})
    assert page.status_code in (200, 422)
    assert rolled == []
    ours = [record for record in caplog.records if record.name.startswith(("ipbot", "uvicorn", "asyncio"))]
    told = unquote("\n".join([*(r.getMessage() for r in ours), *(str(r.__dict__) for r in ours)]))
    assert "RuntimeError" in told
    for secret in ("密件", "7.77", PASSWORD, "秘密名称"):
        assert secret not in told


def test_workers_know_each_others_sessions(root: Path, cache: Path, port: int) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "IPBOT_CORPUS": str(root / "corpus"),
        "IPBOT_CACHE_DIR": str(cache),
        "IPBOT_PORT": str(port),
        "IPBOT_WORKERS": "2",
        "IPBOT_DESK_PASSWORD": PASSWORD,
    }
    service = subprocess.Popen([sys.executable, "-m", "ipbot", "serve"], env=environment, stdout=-3, stderr=-3)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=20) as client:
            _wait(client)
            assert _log_in(client).status_code == 303
            cookie = {"Cookie": f"{COOKIE}={client.cookies[COOKIE]}", "Connection": "close"}
            for _ in range(12):
                assert 'id="draft"' in httpx.get(client.base_url.join("/desk"), headers=cookie, trust_env=False).text
    finally:
        service.terminate()
        service.wait(30)


def _wait(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not start")
