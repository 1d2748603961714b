"""The page about the web keeps up with the service: addresses, fields, problems, metrics."""

import re
from collections.abc import Callable
from pathlib import Path

from ipbot.channels.web import metrics
from ipbot.channels.web.asking import AskBody
from ipbot.channels.web.desk_api import CheckBody
from ipbot.channels.web.problems import KINDS
from server.test_web_problems import every_route
from server.webserver import Service

PAGE = (Path(__file__).parents[3] / "docs" / "web.md").read_text("utf-8")


def _listed() -> set[str]:
    """What the first column of a table lists in code style."""
    rows = re.findall(r"^\| (`[^|]+) \|", PAGE, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_every_address(serve: Callable[..., Service]) -> None:
    service = serve(desk_password="correct horse battery")
    listed = {name.removeprefix("GET ") for name in _listed()}
    for path, _ in every_route(service.app.routes):
        assert path.removesuffix("/chat.js") in listed or f"POST {path}" in PAGE, path


def test_every_field() -> None:
    assert {*AskBody.model_fields, *CheckBody.model_fields} <= _listed()


def test_every_problem() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(\d+)` \|", PAGE, re.MULTILINE)
    assert dict(rows) == {kind.code: str(kind.status) for kind in KINDS.values()}


def test_every_metric() -> None:
    ours = (metrics.REQUESTS, metrics.REQUEST_SECONDS, metrics.ANSWERS, metrics.ANSWER_SECONDS)
    names = {family.name + ("_total" if family.type == "counter" else "") for m in ours for family in m.collect()}
    assert {name for name in _listed() if name.startswith("ipbot_")} == names
