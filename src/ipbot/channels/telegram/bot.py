"""The library's bot, which confirms an update only once it is done with and notices what polling can't go on with."""

import asyncio
import logging
from time import monotonic
from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, InvalidToken
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from ipbot.channels.telegram.ledger import Ledger
from ipbot.channels.telegram.sending import PersistentLimiter
from ipbot.channels.telegram.token import rejected
from ipbot.settings import Settings
from ipbot.values.errors import IpbotError, PlatformError

_LOGGER = logging.getLogger(__name__)
_CONNECTIONS = 20
_PATIENT = 20.0
_POOL_PATIENCE = 60.0
_TRIES = 3
_BRAKE = 0.1
_NEWCOMER = 60.0
"""Seconds after which a bot that polls has a place of its own."""

DEFAULTS = Defaults(
    parse_mode=ParseMode.HTML,
    link_preview_options=LinkPreviewOptions(is_disabled=True),
    allow_sending_without_reply=True,
)


class Bot(ExtBot[int]):
    """Polls so that a crash loses nothing; `stopped` gets the reason where polling has to end."""

    __slots__ = ("_conflicts", "_ledger", "_since", "_stopped")

    def __init__(self, token: str, settings: Settings, ledger: Ledger) -> None:
        super().__init__(
            token,
            base_url=f"{settings.telegram_api_url}/bot",
            base_file_url=f"{settings.telegram_api_url}/file/bot",
            request=HTTPXRequest(connection_pool_size=_CONNECTIONS, read_timeout=_PATIENT, pool_timeout=_POOL_PATIENCE),
            get_updates_request=HTTPXRequest(connection_pool_size=1),
            defaults=DEFAULTS,
            rate_limiter=PersistentLimiter(settings.telegram_send_rate),
        )
        self._ledger = ledger
        self._stopped: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._conflicts = 0
        self._since = monotonic()

    @property
    def ledger(self) -> Ledger:
        """The updates that were received."""
        return self._ledger

    @property
    def stopped(self) -> asyncio.Future[None]:
        """Done once the bot has to end, with the reason where it is an error."""
        return self._stopped

    async def get_updates(self, offset: int | None = None, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """Hand out what is new; what is being worked on stays unconfirmed. Once the bot has to end, nothing is new."""
        if self._stopped.done():
            await asyncio.sleep(_BRAKE)
            return ()
        await self._ledger.ready()
        try:
            updates = await super().get_updates(self._ledger.confirmable(offset or 0), *args, **kwargs)
        except InvalidToken:
            self.stop(rejected())
            return ()
        except Conflict as error:
            self._conflict("webhook" in error.message.lower())
            if self._stopped.done():
                return ()
            raise
        self._conflicts = 0
        return tuple(update for update in updates if self._ledger.take(update.update_id))

    async def confirm(self) -> None:
        """Tell the platform that what is done with need not be handed out again."""
        if self._ledger.confirmable():
            await super().get_updates(self._ledger.confirmable(), limit=1, timeout=0)

    def stop(self, reason: IpbotError | None = None) -> None:
        """End the bot's run: as it should, or for a reason."""
        if not self._stopped.done():
            self._stopped.set_exception(reason) if reason else self._stopped.set_result(None)

    def _conflict(self, webhook: bool) -> None:
        """A bot that was there first goes on; one that has just come leaves it its place."""
        self._conflicts += 1
        if self._conflicts == 1:
            _LOGGER.warning("another process receives this bot's messages too")
        if self._conflicts >= _TRIES and (webhook or monotonic() - self._since < _NEWCOMER):
            by = "a webhook" if webhook else "another process that polls with this token"
            self.stop(PlatformError(f"this bot's messages go to {by}", remedy="stop one of the two"))
