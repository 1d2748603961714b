"""The API does what its description says: Schemathesis sends what is allowed and what isn't."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.errors import InvalidSchema
from schemathesis.core.result import Err, Ok

from ipbot import __version__
from server.webserver import Service

SLOW = tuple(HealthCheck)
OPERATIONS = ("ask", "briefings", "briefing", "passage", "figures", "healthz", "readyz")


@pytest.mark.parametrize(
    ("operation", "mode"),
    [*((operation, GenerationMode.POSITIVE) for operation in OPERATIONS), ("ask", GenerationMode.NEGATIVE)],
)
def test_an_operation_is_as_described(service: Service, operation: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_url(f"{service.address}/api/v1/openapi.json")
    schema.config.update(base_url=service.address)
    operations = [found for found in map(_operation, schema.get_all_operations()) if _id(found) == operation]
    (described,) = operations
    sent = []

    @settings(max_examples=30, suppress_health_check=SLOW, deadline=None)
    @given(case=described.as_strategy(generation_mode=mode))
    def conforms(case: Case[Any]) -> None:
        sent.append(case)
        case.call_and_validate()

    conforms()
    assert sent


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_desk_is_as_described(serve: Callable[..., Service], mode: GenerationMode) -> None:
    password = "correct horse battery"
    service = serve(desk_password=password, desk_rate_limit="off", desk_login_limit="off", max_draft_chars=400)
    schema = schemathesis.openapi.from_url(f"{service.address}/api/v1/openapi.json")
    schema.config.update(base_url=service.address)
    (described,) = [found for found in map(_operation, schema.get_all_operations()) if _id(found) == "check"]
    statuses = set()

    @settings(max_examples=30, suppress_health_check=SLOW, deadline=None)
    @given(case=described.as_strategy(generation_mode=mode))
    def conforms(case: Case[Any]) -> None:
        response = case.call_and_validate(headers={"Authorization": f"Bearer {password}"})
        statuses.add(response.status_code)

    conforms()
    assert statuses & ({200} if mode is GenerationMode.POSITIVE else {400, 422})


def _operation(found: Ok[APIOperation[Any, Any, Any, Any]] | Err[InvalidSchema]) -> APIOperation[Any, Any, Any, Any]:
    assert isinstance(found, Ok), found
    return found.ok()


def _id(operation: APIOperation[Any, Any, Any, Any]) -> str:
    return str(operation.definition.raw["operationId"])


def test_the_description_is_whole(client: httpx.Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["info"]["version"] == __version__
    operations = [o for path in described["paths"].values() for o in path.values()]
    assert {o["operationId"] for o in operations} == set(OPERATIONS)
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        for status, response in operation["responses"].items():
            (media_type,) = response["content"]
            assert media_type == ("application/json" if status == "200" else "application/problem+json")
    ask = described["paths"]["/api/v1/ask"]["post"]
    assert ask["requestBody"]["content"]["application/json"]["schema"]["examples"]
    assert {"400", "413", "415", "422", "429", "503"} <= set(ask["responses"])


def test_its_page_names_every_operation_and_field_and_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    described, page = client.get("/api/v1/openapi.json").json(), client.get("/api").text
    for path, operations in described["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in page
    for name, schema in described["components"]["schemas"].items():
        assert f'id="{name}"' in page
        assert all(f"<code>{field}</code>" in page for field in schema["properties"])
    assert 'src="http' not in page
    assert 'href="http' not in page
