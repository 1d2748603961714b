"""What Prometheus is told: requests by route, answers by status. No address, no question, no client in a label."""

import os

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import Response

from ipbot.channels.web.addresses import is_in
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.site import site_of

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The environment's name for the folder in which several workers keep one count."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

REQUESTS = Counter("ipbot_http_requests", "Requests answered", ["method", "route", "status"])
REQUEST_SECONDS = Histogram("ipbot_http_request_seconds", "Time to answer a request", ["route"], buckets=_SECONDS)
ANSWERS = Counter("ipbot_answers", "Questions answered", ["status", "remembered"])
ANSWER_SECONDS = Histogram("ipbot_answer_seconds", "Time to find an answer that wasn't remembered", buckets=_SECONDS)


async def metrics(request: Request) -> Response:
    """Every count, of all workers together. Raises Problem where the client isn't one that may read it."""
    if not is_in(site_of(request).settings.metrics_clients, request.client.host if request.client else ""):
        raise Problem(
            "forbidden", "只有 metrics_clients 里的地址可以读取。 Only addresses in metrics_clients may read this."
        )
    registry = REGISTRY
    if FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(
        generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
    )
