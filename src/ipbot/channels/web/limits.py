"""How often a client may ask, counted by the `limits` library in memory or in Redis."""

import logging
import math
import time
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
    """Counts the questions of each client; a store that can't be reached holds nobody up."""

    def __init__(self, settings: Settings) -> None:
        self.items = _items(settings.rate_limit)
        self._limiter = MovingWindowRateLimiter(_storage(settings.rate_limit_storage.get_secret_value()))
        self._said = -math.inf

    async def check(self, client: str) -> None:
        """Count a question. Raises Problem where it is one too many."""
        for item in self.items:
            try:
                allowed = await self._limiter.hit(item, client)
                window = None if allowed else await self._limiter.get_window_stats(item, client)
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
            logger.error("questions are not counted: %s", type(error.__cause__ or error).__name__)


def too_many(seconds: int) -> Problem:
    """The problem of somebody who has asked too often."""
    told = f"请在 {seconds} 秒后再问。 Please ask again in {seconds} seconds."
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


def _items(limit: str) -> tuple[RateLimitItem, ...]:
    if limit == OFF:
        return ()
    try:
        return tuple(parse_many(limit))
    except ValueError as error:
        raise SettingsError(
            f"{limit!r} is no rate", where="rate_limit", remedy="write it like 20/minute; 200/hour, or off"
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
