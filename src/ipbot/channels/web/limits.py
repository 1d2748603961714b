"""How often a client may ask, check drafts or try passwords, counted by the `limits` library in memory or in Redis."""

import logging
import math
import time
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, parse_many
from limits.aio.storage import Storage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string

from ipbot.channels.web.problems import Problem
from ipbot.setting_types import OFF
from ipbot.settings import Settings
from ipbot.values.errors import MissingExtraError, SettingsError

logger = logging.getLogger("ipbot.web")

_MEMORY = "memory://"
_REDIS = ("redis://", "rediss://", "redis+unix://")
_PATIENCE = 0.5
"""Seconds that Redis is waited for."""
_SAID_EVERY = 60


class RateLimit:
    """Counts what each client does; a store that can't be reached holds nobody up.

    `name` is the setting that has the rates, and what is counted apart from the rest in one store.
    """

    def __init__(self, settings: Settings, name: str = "rate_limit", *, in_memory: bool = False) -> None:
        self.name, self.items = name, _items(getattr(settings, name), name)
        address = _MEMORY if in_memory else settings.rate_limit_storage.get_secret_value()
        self._limiter = MovingWindowRateLimiter(_storage(address))
        self._said = -math.inf

    async def check(self, client: str) -> None:
        """Count one more. Raises Problem where it is one too many."""
        await self._each(client, self._limiter.hit)

    async def refuse_if_spent(self, client: str) -> None:
        """Count nothing. Raises Problem where one more would be one too many."""
        await self._each(client, self._limiter.test)

    async def _each(self, client: str, allows: Callable[..., Awaitable[bool]]) -> None:
        key = (client,) if self.name == "rate_limit" else (self.name, client)
        for item in self.items:
            try:
                window = None if await allows(item, *key) else await self._limiter.get_window_stats(item, *key)
            except StorageError as error:
                self._say_once(error)
                return
            if window is not None:
                raise too_many(math.ceil(max(1, window.reset_time - time.time())))

    async def close(self) -> None:
        """Leave the store."""
        bridge = getattr(self._limiter.storage, "bridge", None)
        if bridge is not None:
            await bridge.storage.aclose()

    def _say_once(self, error: Exception) -> None:
        if time.monotonic() - self._said > _SAID_EVERY:
            self._said = time.monotonic()
            logger.error("requests are not counted: %s", type(error.__cause__ or error).__name__)


def too_many(seconds: int) -> Problem:
    """The problem of somebody who comes too often."""
    told = f"请在 {seconds} 秒后再试。 Please try again in {seconds} seconds."
    return Problem("rate_limited", told, headers={"Retry-After": str(seconds)}, retry_after=seconds)


def client_key(address: str) -> str:
    """What a client is counted by: its address, or for IPv6 the network that one household has."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))
    return address


def _items(limit: str, name: str) -> tuple[RateLimitItem, ...]:
    if limit == OFF:
        return ()
    try:
        return tuple(parse_many(limit))
    except ValueError as error:
        raise SettingsError(
            f"{limit!r} is no rate", where=name, remedy="write it like 20/minute; 200/hour, or off"
        ) from error


def _storage(address: str) -> Storage:
    """The store that an address names. Raises SettingsError, MissingExtraError."""
    options: dict[str, float | str] = {}
    if address.startswith(_REDIS):
        _need_redis()
        options = {"implementation": "redispy", "socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE}
    elif address != _MEMORY:
        raise SettingsError("no such store", where="rate_limit_storage", remedy="memory:// or redis://HOST:6379")
    try:
        storage = storage_from_string(f"async+{address}", wrap_exceptions=True, **options)
    except (ConfigurationError, ValueError) as error:
        raise SettingsError("no such store", where="rate_limit_storage", remedy="redis://HOST:6379") from error
    assert isinstance(storage, Storage)  # noqa: S101 - async+ makes one
    return storage


def _need_redis() -> None:
    try:
        import redis  # noqa: F401, PLC0415 - an extra of its own
    except ImportError as error:
        raise MissingExtraError(
            "counting in Redis needs the extra 'redis'", remedy="pip install 'ipbot[redis]'"
        ) from error
