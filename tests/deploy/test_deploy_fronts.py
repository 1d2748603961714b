"""What a visitor, an attacker and a log reader see of the service behind nginx and behind Caddy."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

import fronts
from fronts import ASK, BRIEFING, NAME, THEME, Front
from ports import reserved_port

FRONTS = {"nginx": fronts.nginx, "caddy": fronts.caddy}
MARK = "SECRETWORD"
PASSWORD = "correct horse battery"


@contextmanager
def _before_a_service(kind: str, folder: Path, cache: Path) -> Iterator[Front]:
    fronts.needed(kind)
    logs = folder / "logs"
    logs.mkdir()
    with (
        reserved_port() as behind,
        fronts.service(behind, cache, logs, DESK_PASSWORD=PASSWORD) as service,
        FRONTS[kind](folder, logs, behind) as (port, plain, tls),
    ):
        yield Front(port, plain, tls, service, logs)


@pytest.fixture(scope="module", params=FRONTS)
def front(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Front]:
    """A front that many tests ask."""
    with _before_a_service(request.param, tmp_path_factory.mktemp(request.param), cache) as made:
        yield made


@pytest.fixture(params=FRONTS)
def own(request: pytest.FixtureRequest, tmp_path: Path, cache: Path) -> Iterator[Front]:
    """A front of the test's own, to be stopped or flooded."""
    with _before_a_service(request.param, tmp_path, cache) as made:
        yield made


def _problem(response: httpx.Response, status: int, code: str) -> None:
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert (response.json()["status"], response.json()["code"]) == (status, code)
    assert set(response.json()) >= {"type", "title", "detail"}


def test_it_answers_a_question(front: Front) -> None:
    with front.client() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        answer = client.post(ASK, json={"question": THEME}).json()
        assert answer["status"] == "answered"
        assert answer["citations"][0]["url"].startswith(f"https://{NAME}/b/")
        assert answer["spans"][0]["text"] in client.get("/", params={"q": THEME}).text


def test_every_part_of_a_page_comes_through(front: Front) -> None:
    with front.client(Accept="text/html") as client:
        page = client.get(f"/b/{BRIEFING}").text
        for asset in {*re.findall(r'(?:src|href)="(/static/[^"]+)"', page), "/widget.js", "/embed", "/api"}:
            assert client.get(asset).status_code == 200, asset


def test_responses_are_compressed_once_and_checked_again(front: Front) -> None:
    with front.client(**{"Accept-Encoding": "gzip"}) as client:
        page = client.get(f"/b/{BRIEFING}")
        assert page.headers["content-encoding"] == "gzip"
        assert page.headers["vary"].lower().count("accept-encoding") == 1
        again = client.get(f"/b/{BRIEFING}", headers={"If-None-Match": page.headers["etag"]})
        assert again.status_code == 304
    with front.client(**{"Accept-Encoding": "identity"}) as client:
        plain = client.get(f"/b/{BRIEFING}")
        assert "content-encoding" not in plain.headers
        assert plain.text == page.text
        assert "accept-encoding" in plain.headers["vary"].lower()


def test_the_services_own_headers_stay_and_none_contradicts_them(front: Front) -> None:
    with front.client() as client:
        embed = client.get("/embed")
    assert "https://news.example.org" in embed.headers["content-security-policy"].partition("frame-ancestors")[2]
    assert "x-frame-options" not in embed.headers
    assert embed.headers.get_list("strict-transport-security") == ["max-age=31536000"]
    assert embed.headers.get_list("x-content-type-options") == ["nosniff"]
    assert not re.search(r"\d", embed.headers.get("server", ""))


def test_plain_http_leads_to_https(front: Front) -> None:
    response = httpx.get(f"http://127.0.0.1:{front.plain_port}/b?x=1", headers={"Host": NAME}, trust_env=False)
    assert response.status_code == 308
    assert re.fullmatch(rf"https://{NAME}(:\d+)?/b\?x=1", response.headers["location"])


def test_a_client_is_who_it_is_and_not_who_it_says(front: Front) -> None:
    lies = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    with front.client(**lies) as client:
        id = client.get("/api/v1/briefings").headers["x-request-id"]
    until = time.monotonic() + 10
    while id not in (told := (front.logs / "service.log").read_text("utf-8")) and time.monotonic() < until:
        time.sleep(0.05)
    lines = [json.loads(line) for line in told.splitlines() if id in line]
    assert [line["client"] for line in lines] == ["127.0.0.2"]
    assert "203.0.113.9" not in front.written()


def test_the_figures_of_the_service_are_for_its_own_machine(front: Front) -> None:
    with front.client() as client:
        assert client.get("/metrics").status_code == 404


def test_another_hosts_name_is_refused(front: Front) -> None:
    with front.client(Host="127.0.0.1") as client:
        assert client.get("/b").status_code in (200, 421)  # the service knows that name, a proxy may not
    with front.client(Host="evil.example") as client:
        response = client.get("/b")
        assert response.status_code == 421 or not response.content


def test_what_is_too_large_is_refused_as_a_problem(front: Front) -> None:
    asked = json.dumps({"question": THEME}).encode()
    for size in (16_385, 17_000, 20_000, 40_000, 100_000, 4_000_000):
        with front.client() as client:
            response = client.post(ASK, content=asked.ljust(size), headers={"Content-Type": "application/json"})
        _problem(response, 413, "too_large")
    with front.client() as client:
        assert client.post(ASK, content=asked.ljust(16_384), headers={"Content-Type": "application/json"}).is_success


def test_a_draft_may_be_larger_and_touches_no_disk(front: Front) -> None:
    spool = front.logs.parent / "client_body"
    if spool.exists():
        shutil.rmtree(spool)  # nginx fails where it would write a body there
    draft = "去年沧州质押融资额达到4亿元。\n" + f"天气很好{MARK}。\n" * 10_000
    with front.client(Authorization=f"Bearer {PASSWORD}") as client:
        checked = client.post("/api/v1/check", json={"draft": draft}, timeout=60)
        assert checked.status_code == 200
        assert checked.json()["counts"]["contradicted"] == 1
        page = client.get("/desk")
        assert "; secure" in page.headers["set-cookie"].lower()
        token = re.findall(r'name="token" value="([^"]+)"', page.text)[0]
        own = {"Origin": f"https://{NAME}"}
        page = client.post("/desk", data={"token": token, "draft": draft}, headers=own, timeout=60)
        assert page.status_code == 200
        assert "<mark>4亿元</mark>" in page.text
    assert MARK not in front.written()


def test_what_a_webhook_is_called_with_reaches_the_service(front: Front) -> None:
    with front.client() as client:
        response = client.post(f"/telegram/{'0' * 32}", content=b"{}".ljust(200_000))
    _problem(response, 404, "not_found")  # there is no bot here, and that is the service's word
    told = front.written()
    assert "0" * 32 not in told, [line for line in told.splitlines() if "0" * 32 in line]


def test_a_long_address_reaches_the_service_and_a_longer_one_is_refused(front: Front) -> None:
    with front.client() as client:
        assert client.get("/", params={"q": "a" * 15_000}).status_code == 422
        assert client.get("/", params={"q": "a" * 40_000}).status_code == 431


def test_a_client_that_dawdles_does_not_reach_the_service(front: Front) -> None:
    with (
        socket.create_connection(("127.0.0.1", front.port)) as bare,
        front.tls.wrap_socket(bare, server_hostname=NAME) as slow,
    ):
        slow.sendall(f"POST {ASK} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 100\r\n".encode())
        begun = time.monotonic()
        slow.settimeout(25)
        with suppress(ConnectionResetError):
            assert b" 200 " not in slow.recv(1000)
        assert time.monotonic() - begun < 20
    with front.client() as client:
        assert client.get("/healthz").status_code == 200


def test_while_the_service_is_away_people_and_programs_are_told_when_to_come_back(own: Front) -> None:
    hidden = {"Referer": f"https://{NAME}/?q={MARK}"}
    with own.client(**hidden) as client:
        assert client.get("/", params={"q": MARK}).status_code == 200
        fronts.end(own.service)
        program = client.post(ASK, json={"question": MARK})
        _problem(program, 503, "overloaded")
        person = client.get("/", params={"q": MARK}, headers={"Accept": "text/html,*/*;q=0.8"})
        script = client.get(ASK, params={"q": MARK}, headers={"Accept": "text/html"})
        _problem(script, 503, "overloaded")
    assert (person.status_code, person.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "稍后会自动重试" in person.text
    for told in (program, person):
        assert told.headers["retry-after"] == "5"
        assert told.headers["strict-transport-security"] == "max-age=31536000"
    assert MARK not in own.written()


# --- nginx alone


def _until_refused(client: httpx.Client, path: str, **more: Any) -> httpx.Response:
    """Ask faster than people do."""
    answers = (client.get(path, **more) for _ in range(5000))
    return next(response for response in answers if response.status_code != 200)


@pytest.mark.parametrize("own", ["nginx"], indirect=True)
def test_nginx_holds_a_flood_back_but_no_page_with_all_its_files(own: Front) -> None:
    with own.client() as client:
        assert [client.get("/healthz").status_code for _ in range(60)] == [200] * 60
        refused = _until_refused(client, "/healthz", params={"q": MARK})
        _problem(refused, 429, "rate_limited")
        assert refused.headers["retry-after"] == "5"
        page = _until_refused(client, "/healthz", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert '"GET /healthz" 429 ' in (own.logs / "ipbot.access.log").read_text("utf-8")
    assert MARK not in own.written()


def test_nginx_finds_no_fault_with_the_site(tmp_path: Path) -> None:
    program = fronts.needed("nginx")
    configuration = fronts.nginx_configuration(tmp_path, tmp_path, 8000, 8080, 8443)
    command = [program, "-t", "-p", str(tmp_path), "-e", str(tmp_path / "start.log"), "-c", str(configuration)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not re.search(r"\[(?!warn\] the \"listen|info|notice)\w+\]", done.stderr)


def test_caddy_finds_no_fault_with_its_file(tmp_path: Path) -> None:
    program = fronts.needed("caddy")
    command = [program, "validate", "--config", str(fronts.DEPLOY / "docker" / "Caddyfile"), "--adapter", "caddyfile"]
    env = {"SITE": NAME, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stderr
    assert "not formatted" not in done.stderr
