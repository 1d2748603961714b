"""How often a client may ask, who a client is, what may be kept, who may call from where, and what is counted."""

import json
import logging
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from ipbot.channels.web.answering import corpus_version
from ipbot.channels.web.limits import RateLimit, client_key
from ipbot.channels.web.log_lines import JsonLines
from ipbot.corpus import Corpus
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.briefing import Briefing
from ipbot.values.errors import SettingsError
from server.webserver import ASK, CANGZHOU, LOAN, Service, eventually

Serve = Callable[..., Service]


# --- rates


def test_too_many_questions(serve: Serve) -> None:
    with serve(rate_limit="3/minute").client() as client:
        asked = [client.post(ASK, json={"question": LOAN}) for _ in range(3)]
        assert [r.status_code for r in asked] == [200] * 3
        refused = client.post(ASK, json={"question": LOAN})
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        seconds = int(refused.headers["retry-after"])
        assert 1 <= seconds <= 60
        assert refused.json()["retry_after"] == seconds
        assert f"{seconds} 秒后" in refused.json()["detail"]
        assert f"in {seconds} seconds" in refused.json()["detail"]
        page = client.get("/", params={"q": LOAN})
        assert page.status_code == 429
        assert "秒后再试" in page.text
        assert LOAN in page.text
        for path in ("/", f"/b/{CANGZHOU}", "/api/v1/briefings", "/embed"):
            assert client.get(path).status_code == 200


def test_a_client_may_ask_again_after_a_while(serve: Serve) -> None:
    with serve(rate_limit="1/3 seconds").client() as client:
        client.post(ASK, json={"question": LOAN})
        refused = client.post(ASK, json={"question": LOAN})
        time.sleep(int(refused.headers["retry-after"]))
        assert client.post(ASK, json={"question": LOAN}).status_code == 200


def test_several_rates_hold_together(serve: Serve) -> None:
    with serve(rate_limit="100/second; 2/hour").client() as client:
        statuses = [client.post(ASK, json={"question": LOAN}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_an_unreachable_store_holds_nobody_up(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    service = serve(rate_limit="1/hour", rate_limit_storage="redis://:secret@127.0.0.1:1/0")
    with service.client() as client:
        assert [client.post(ASK, json={"question": LOAN}).status_code for _ in range(3)] == [200] * 3
    told = [r.getMessage() for r in caplog.records if r.name == "ipbot.web"]
    assert len(told) == 1
    assert "not counted" in told[0]
    assert "secret" not in told[0]


@pytest.fixture
def redis(tmp_path: Path, port: int) -> Iterator[str]:
    """A Redis server on a port of its own."""
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("needs redis-server")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        eventually(lambda: _answers(port))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_replicas_count_together_in_redis(serve: Serve, redis: str) -> None:
    one, two = (serve(rate_limit="3/hour", rate_limit_storage=redis) for _ in range(2))
    with one.client() as first, two.client() as second:
        asked = [client.post(ASK, json={"question": LOAN}).status_code for client in (first, second) * 2]
    assert asked == [200, 200, 200, 429]


@pytest.mark.parametrize("rate", ["often", "3", "3/fortnight", ""])
def test_a_rate_that_is_none(web_settings: Callable[..., Settings], rate: str) -> None:
    with pytest.raises(SettingsError, match="20/minute"):
        RateLimit(web_settings(rate_limit=rate))


def test_a_store_that_is_none(web_settings: Callable[..., Settings]) -> None:
    with pytest.raises(SettingsError, match="redis://HOST"):
        RateLimit(web_settings(rate_limit_storage="floppy://a"))


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_what_a_client_is_counted_by(address: str, key: str) -> None:
    assert client_key(address) == key


def test_forwarded_addresses_are_believed_from_proxies_alone(serve: Serve) -> None:
    def statuses(service: Service) -> list[int]:
        with service.client() as client:
            return [
                client.post(ASK, json={"question": LOAN}, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
                for n in range(3)
            ]

    assert statuses(serve(rate_limit="1/hour")) == [200, 429, 429]
    assert statuses(serve(rate_limit="1/hour", trusted_proxies="127.0.0.0/8")) == [200, 200, 200]
    assert statuses(serve(rate_limit="1/hour", trusted_proxies="10.0.0.1")) == [200, 429, 429]


def test_a_forged_address_before_the_proxys_own_is_not_believed(serve: Serve) -> None:
    with serve(rate_limit="1/hour", trusted_proxies="127.0.0.1").client() as client:
        statuses = [
            client.post(
                ASK, json={"question": LOAN}, headers={"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.5"}
            ).status_code
            for n in range(2)
        ]
    assert statuses == [200, 429]


# --- what may be kept

STABLE = (
    "/",
    "/embed",
    "/b",
    f"/b/{CANGZHOU}",
    f"/b/{CANGZHOU}/0-28",
    f"/b/{CANGZHOU}/figures",
    f"/b/{CANGZHOU}/figures.csv",
    f"/b/{CANGZHOU}/transcript.txt",
    f"/?q={LOAN}",
    "/api",
    "/api/v1/openapi.json",
    "/api/v1/briefings",
    f"/api/v1/briefings/{CANGZHOU}",
    f"/api/v1/briefings/{CANGZHOU}/passages/t1-p1",
    f"/api/v1/briefings/{CANGZHOU}/figures",
    "/widget.js",
)


@pytest.mark.parametrize("path", STABLE)
def test_what_is_unchanged_is_not_sent_twice(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    for given in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert first.headers["cache-control"]


def test_each_address_and_language_has_a_tag_of_its_own(client: httpx.Client) -> None:
    tags = [client.get(path).headers["etag"] for path in STABLE]
    tags += [client.get(path, headers={"Accept-Language": "en"}).headers["etag"] for path in STABLE[:4]]
    assert len(set(tags)) == len(tags)


def test_an_answer_is_not_kept_by_others(client: httpx.Client) -> None:
    assert client.post(ASK, json={"question": LOAN}).headers["cache-control"] == "no-store"
    assert client.get("/", params={"q": LOAN}).headers["cache-control"] == "private, no-cache"


def test_static_files_are_kept_for_ever_at_their_versions_address(client: httpx.Client, service: Service) -> None:
    version = service.app.state.site.static_version
    assert "immutable" in client.get(f"/static/{version}/chat.js").headers["cache-control"]
    assert client.get("/static/older/chat.js").headers["cache-control"] == "public, no-cache"


def test_pages_are_compressed_where_the_browser_takes_that(client: httpx.Client) -> None:
    page = client.get(f"/b/{CANGZHOU}", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert page.num_bytes_downloaded < len(page.content) / 3
    plain = client.get(f"/b/{CANGZHOU}", headers={"Accept-Encoding": "identity"})
    assert plain.content == page.content


def test_the_version_changes_with_any_word(pipeline: Pipeline) -> None:
    def version(**changed: object) -> str:
        made = Briefing(**{"id": "a", "title": "甲", "transcript": "一。", **changed})  # type: ignore[arg-type]
        return corpus_version(Corpus.of([made]))

    changes: list[dict[str, object]] = [
        {},
        {"transcript": "二。"},
        {"title": "乙"},
        {"publisher": "局"},
        {"aliases": {"甲": ("乙",)}},
    ]
    assert len({version(**change) for change in changes}) == len(changes)
    assert version() == version()


# --- who may call from where


def test_no_other_origin_may_call_by_default(client: httpx.Client) -> None:
    headers = {"Origin": "https://paper.example"}
    assert "access-control-allow-origin" not in client.post(ASK, json={"question": LOAN}, headers=headers).headers
    preflight = client.options(ASK, headers={**headers, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 405
    assert "access-control-allow-origin" not in preflight.headers


def test_origins_that_may_call(serve: Serve) -> None:
    with serve(cors_origins="https://paper.example, http://localhost:3000").client() as client:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        preflight = client.options(ASK, headers={"Origin": "https://paper.example", **asked})
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == "https://paper.example"
        assert "access-control-allow-credentials" not in preflight.headers
        response = client.post(ASK, json={"question": LOAN}, headers={"Origin": "http://localhost:3000"})
        assert response.headers["access-control-allow-origin"] == "http://localhost:3000"
        assert "Retry-After" in response.headers["access-control-expose-headers"]
        refused = client.options(ASK, headers={"Origin": "https://paper.example.evil", **asked})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert "access-control-allow-origin" not in refused.headers


# --- what is counted and logged


def test_metrics_are_for_those_who_may_read_them(client: httpx.Client, serve: Serve) -> None:
    client.post(ASK, json={"question": LOAN})
    time.sleep(0.1)
    told = client.get("/metrics").text
    assert 'ipbot_http_requests_total{method="POST",route="/api/v1/ask",status="200"}' in told
    assert 'ipbot_answers_total{remembered="' in told
    assert "ipbot_http_request_seconds_bucket" in told
    with serve(metrics_clients="10.0.0.0/8").client() as other:
        refused = other.get("/metrics")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_no_metric_or_log_line_has_the_question(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    secret = "谁会当选下一任局长?"
    with caplog.at_level(logging.DEBUG):
        client.post(ASK, json={"question": secret})
        client.get("/", params={"q": secret, "context": secret})
        client.get(f"/{secret}")
        client.get("/metrics")
        eventually(lambda: len([r for r in caplog.records if r.name == "ipbot.access"]) == 4)
    # pytest alone listens to uvicorn.access, which the server leaves without a handler.
    ours = [r for r in caplog.records if r.name.startswith(("ipbot", "uvicorn.error"))]
    assert len(ours) == 4
    told = "\n".join(JsonLines().format(record) for record in ours) + client.get("/metrics").text
    assert secret not in unquote(told)
    assert secret[:6] not in unquote(told)


def test_a_line_of_the_access_log(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    with serve(log_questions=True).client() as client, caplog.at_level(logging.INFO):
        response = client.post(ASK, json={"question": LOAN}, headers={"Accept-Encoding": "identity"})
        eventually(lambda: any(r.name == "ipbot.access" for r in caplog.records))
    line = json.loads(JsonLines().format(next(r for r in caplog.records if r.name == "ipbot.access")))
    assert line | {"time": "", "ms": 0} == {
        "time": "",
        "level": "info",
        "message": "request",
        "method": "POST",
        "route": ASK,
        "path": ASK,
        "status": 200,
        "bytes": len(response.content),
        "ms": 0,
        "client": "127.0.0.1",
        "id": response.headers["x-request-id"],
        "question": LOAN,
    }


def test_labels_of_metrics_are_few(client: httpx.Client) -> None:
    for path in ("/x1", "/x2", "/b/x3", "/b/x4/1-2", "/static/x5/a.js"):
        client.get(path)
    client.request("BREW", "/")
    told = client.get("/metrics").text
    assert not [name for name in ("x1", "x2", "x3", "x4", "x5", "BREW") if name in told]


# --- headers everywhere


def test_headers_that_keep_a_browser_in(client: httpx.Client) -> None:
    for path in (*STABLE, "/nowhere", "/healthz", "/metrics"):
        headers = client.get(path, headers={"Accept": "text/html"}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"]
        assert headers["permissions-policy"]
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "server" not in headers
    page = client.get("/").headers["content-security-policy"]
    assert "require-trusted-types-for 'script'" in page
    assert "base-uri 'none'" in page
