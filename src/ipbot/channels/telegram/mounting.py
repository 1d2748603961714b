"""The webhook mounted beside the pages of `ipbot serve`, with the bot at work for as long as the service is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.routing import Mount

from ipbot.channels.telegram import logs
from ipbot.channels.telegram.application import build
from ipbot.channels.telegram.receiving import webhook
from ipbot.channels.telegram.token import token
from ipbot.channels.telegram.webhook import MOUNTED_AT, webhook_app
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import SettingsError


def check(settings: Settings) -> None:
    """Refuse what can't work before anything is loaded. Raises SettingsError."""
    token(settings)
    where = "telegram_listen: serve"
    if not settings.telegram_webhook_url:
        raise SettingsError(
            "ipbot serve answers Telegram by webhook only",
            where=where,
            remedy="set telegram_webhook_url to the address that Telegram reaches it at",
        )
    if settings.workers > 1:
        raise SettingsError(
            f"{settings.workers} workers can't share one bot's chats, which it keeps in memory",
            where=where,
            remedy="set workers to 1, or telegram_listen to address:port and run ipbot telegram beside it",
        )


@asynccontextmanager
async def mounted(pipeline: Pipeline, settings: Settings, *, take_over: bool = False) -> AsyncIterator[Mount]:
    """What to route to the bot, which works while the block runs. Raises SettingsError or PlatformError."""
    logs.guard(token(settings))
    application = build(pipeline, settings)
    async with webhook(application, settings, take_over=take_over):
        yield Mount(MOUNTED_AT, webhook_app(application, settings))
