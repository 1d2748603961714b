"""Requests to the platform: as many as it allows, again where one failed on the way."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import AIORateLimiter
from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt, wait_random_exponential

_LOGGER = logging.getLogger(__name__)
_ATTEMPTS = 6
_FLOODED = 6
_NEVER_SENT = (httpx.ConnectTimeout, httpx.PoolTimeout, httpx.WriteTimeout)

Answered = bool | dict[str, Any] | list[dict[str, Any]]


class PersistentLimiter(AIORateLimiter):
    """The library's limiter, which honours RetryAfter, and behind it further attempts after network errors."""

    def __init__(self, per_second: float) -> None:
        super().__init__(overall_max_rate=per_second, max_retries=_FLOODED)

    async def process_request(  # noqa: PLR0913, PLR0917 - the library's
        self,
        callback: Callable[..., Coroutine[Any, Any, Answered]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answered:
        """Make a request, again after an error that leaves it undone."""
        attempts = AsyncRetrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_random_exponential(0.1, max=10),
            retry=lambda state: _is_undone(state, endpoint),
            before_sleep=lambda state: _tell(state, endpoint),
            reraise=True,
        )
        request = super().process_request
        return await attempts(request, callback, args, kwargs, endpoint, data, rate_limit_args)


def _tell(state: RetryCallState, endpoint: str) -> None:
    error = state.outcome.exception() if state.outcome else None
    _LOGGER.info("%s failed (%s), trying again", endpoint, type(error.__cause__ or error).__name__ if error else "?")


def _is_undone(state: RetryCallState, endpoint: str) -> bool:
    """Whether an attempt failed, and a further one can't do the same thing twice, as far as that can be told.

    After a server error or a broken connection a message was most likely not sent. A timeout while waiting for the
    platform's word most likely comes after the message was.
    """
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TimedOut):
        return not endpoint.startswith("send") or isinstance(error.__cause__, _NEVER_SENT)
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)
