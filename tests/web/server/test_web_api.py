"""The answer API: the answer object, the other resources, and every way to ask wrongly."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from ipbot.channels.web.asking import AskBody
from ipbot.channels.web.texts import messages
from ipbot.pipeline import Pipeline
from ipbot.reading.composing import phrases
from ipbot.values.answer import answer_object
from server.webserver import ASK, CANGZHOU, LOAN, Service

GREETING = "您好"
MAYOR = "沧州市市长是谁?"


def _ask(client: httpx.Client, **body: object) -> Any:
    response = client.post(ASK, json=body)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("question", [LOAN, MAYOR, GREETING, "今年知識產權宣傳週的主題是什麼?"])
def test_the_answer_is_the_pipelines(client: httpx.Client, pipeline: Pipeline, question: str) -> None:
    assert _ask(client, question=question) == answer_object(pipeline.ask(question))


def test_quotes_slice_the_transcript_that_the_api_gives(client: httpx.Client) -> None:
    found = _ask(client, question=LOAN, briefing=CANGZHOU)
    transcript = client.get(client.get(f"/api/v1/briefings/{CANGZHOU}").json()["transcript_url"]).text
    assert found["status"] == "answered"
    for quote in [*found["spans"], *found["citations"]]:
        assert transcript[quote["start"] : quote["end"]] == quote["text"]


def test_a_follow_up_leans_on_its_context(client: httpx.Client) -> None:
    found = _ask(client, question="那今年的目标呢", context=[LOAN])
    assert found["context"] == [LOAN]
    assert found["spans"][0]["text"] == "4亿元"


def test_a_briefing_can_be_asked_alone(client: httpx.Client, pipeline: Pipeline) -> None:
    for briefing in pipeline.corpus:
        found = _ask(client, question="发布会什么时候举行?", briefing=briefing.id)
        assert {c["briefing"] for c in found["citations"]} == {briefing.id}


def test_the_same_again_is_remembered(client: httpx.Client, service: Service) -> None:
    first = _ask(client, question=LOAN)
    before = len(service.app.state.site.answering.kept)
    assert _ask(client, question=f" {LOAN} ") == first
    assert len(service.app.state.site.answering.kept) == before


def test_what_is_remembered_is_bounded(serve: Callable[..., Service]) -> None:
    service = serve(answer_cache=3)
    with service.client() as client:
        for number in range(9):
            _ask(client, question=f"第{number}项工作是什么?")
    assert len(service.app.state.site.answering.kept) == 3


def test_nothing_is_remembered_where_the_cache_is_off(serve: Callable[..., Service]) -> None:
    with serve(answer_cache=0).client() as client:
        assert _ask(client, question=LOAN) == _ask(client, question=LOAN)


def test_the_phrases_around_quotes_can_be_english(client: httpx.Client) -> None:
    chinese, english = (_ask(client, question=MAYOR, lang=lang) for lang in ("zh", "en"))
    assert english["answer"].startswith("The briefing does not state this")
    assert "市长" in english["answer"]
    assert english["citations"] == chinese["citations"]
    assert _ask(client, question="谢谢", lang="en")["answer"] == "You are welcome."
    assert _ask(client, question="质押融资是24.9亿元吗?", lang="en")["answer"].startswith("This differs")


def test_the_phrases_in_chinese_are_the_readers_own() -> None:
    own = messages()["zh"]["phrases"]
    assert own == {key: text for key, text in phrases().items() if key != "suggestion"}


def test_permalinks_are_the_citations_urls_where_there_is_a_base_url(serve: Callable[..., Service]) -> None:
    service = serve(base_url="https://briefings.example/ipbot")
    with service.client() as client:
        cited = _ask(client, question=LOAN)["citations"][0]
        place = f"/b/{cited['briefing']}/{cited['start']}-{cited['end']}"
        assert cited["url"] == f"https://briefings.example/ipbot{place}"
        page = client.get(place)
        assert cited["text"] in page.text
        assert f'href="/ipbot/b/{cited["briefing"]}"' in page.text


# --- the other resources


def test_briefings(client: httpx.Client, pipeline: Pipeline) -> None:
    listed = client.get("/api/v1/briefings").json()["briefings"]
    assert [b["id"] for b in listed] == [b.id for b in pipeline.corpus]
    assert next(b for b in listed if b["id"] == CANGZHOU)["held_on"] == "2022-04-22"


def test_every_passage(client: httpx.Client) -> None:
    whole = client.get(f"/api/v1/briefings/{CANGZHOU}").json()
    transcript = client.get(whole["transcript_url"]).text
    assert len(whole["passages"]) > 10
    for place in whole["passages"]:
        passage = client.get(f"/api/v1/briefings/{CANGZHOU}/passages/{place['id']}").json()
        assert passage["text"] == transcript[place["start"] : place["end"]]


def test_figures(client: httpx.Client) -> None:
    figures = client.get(f"/api/v1/briefings/{CANGZHOU}/figures").json()["figures"]
    loans = {(f["figure"], f["status"]) for f in figures if "质押融资" in f["indicator"]}
    assert {("2.49亿元", "result"), ("4亿元", "target")} <= loans


# --- wrong questions


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "bad_request"),
        (b"{", 400, "bad_request"),
        (b"\xff\xfe{}", 400, "bad_request"),
        (b'{"question": "\xe4\xbb"}', 400, "bad_request"),
        (b'{"question": "\\ud800"}', 400, "bad_request"),
        (b"[" * 8000, 400, "bad_request"),
        (b'{"question": ' * 1000, 400, "bad_request"),
        (b"[]", 422, "invalid"),
        (b"null", 422, "invalid"),
        (b"{}", 422, "invalid"),
        (b'{"question": 1}', 422, "invalid"),
        (b'{"question": "?", "context": "a"}', 422, "invalid"),
        (b'{"question": "?", "context": [1]}', 422, "invalid"),
        (b'{"question": "?", "lang": "fr"}', 422, "invalid"),
        (b'{"question": "?", "surprise": 1}', 422, "invalid"),
        (b'{"question": ""}', 422, "invalid"),
        (b'{"question": " \\n"}', 422, "question"),
        (json.dumps({"question": "问" * 301}).encode(), 422, "question"),
        (json.dumps({"question": "问?", "context": ["问" * 301]}).encode(), 422, "question"),
        (json.dumps({"question": "问?", "context": ["问"] * 9}).encode(), 422, "question"),
        (b'{"question": "?", "briefing": "no-such"}', 404, "not_found"),
    ],
)
def test_a_wrong_question_is_a_problem(client: httpx.Client, body: bytes, status: int, code: str) -> None:
    response = client.post(ASK, content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_problem_names_the_fields_and_repeats_nothing(client: httpx.Client) -> None:
    problem = client.post(ASK, json={"question": 7, "context": ["机密"], "briefing": 8}).json()
    assert [e["field"] for e in problem["errors"]] == ["question", "briefing"]
    assert "question" in problem["detail"]
    assert "机密" not in json.dumps(problem, ensure_ascii=False)


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
def test_only_json_is_taken(client: httpx.Client, media_type: str) -> None:
    response = client.post(ASK, content=b'{"question": "?"}', headers={"Content-Type": media_type})
    assert (response.status_code, response.json()["code"]) == (415, "media_type")


def test_a_charset_may_be_named(client: httpx.Client) -> None:
    body = json.dumps({"question": LOAN}, ensure_ascii=False).encode()
    response = client.post(ASK, content=body, headers={"Content-Type": "application/json; charset=utf-8"})
    assert response.json()["status"] == "answered"


@pytest.mark.parametrize("chunked", [False, True])
def test_too_large_a_body(client: httpx.Client, chunked: bool) -> None:
    body = b" " * 16_385
    content = iter([body[:9000], body[9000:]]) if chunked else body
    response = client.post(ASK, content=content, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert client.get("/healthz").status_code == 200


def test_the_longest_question_and_context_that_are_taken(client: httpx.Client) -> None:
    _ask(client, question="问" * 300, context=["问" * 300] * 8)


def test_the_body_is_described_as_it_is_read() -> None:
    assert set(AskBody.model_json_schema()["properties"]) == {"question", "context", "briefing", "lang"}
