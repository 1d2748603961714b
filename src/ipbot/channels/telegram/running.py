"""`ipbot telegram`: one process, from start to a signal."""

import asyncio
import signal
from contextlib import AsyncExitStack

from ipbot.channels.telegram import logs
from ipbot.channels.telegram.application import build
from ipbot.channels.telegram.bot import Bot
from ipbot.channels.telegram.receiving import listening, polling, webhook
from ipbot.channels.telegram.token import token
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.errors import SettingsError


def run(pipeline: Pipeline, settings: Settings, *, take_over: bool = False) -> None:
    """Answer until SIGTERM or SIGINT, and then finish what is begun. Raises SettingsError or PlatformError."""
    if settings.telegram_in_serve:
        raise SettingsError(
            "the bot is a part of ipbot serve",
            where="telegram_listen: serve",
            remedy="start ipbot serve, or set telegram_listen to address:port",
        )
    logs.configure(token(settings))
    asyncio.run(_run(pipeline, settings, take_over))


async def _run(pipeline: Pipeline, settings: Settings, take_over: bool) -> None:
    application = build(pipeline, settings)
    bot = application.bot
    if not isinstance(bot, Bot):
        raise TypeError("an application of another making")
    _stop_on_signals(bot)
    async with AsyncExitStack() as stack:
        if settings.telegram_webhook_url:
            await stack.enter_async_context(listening(application, settings))
            await stack.enter_async_context(webhook(application, settings, take_over=take_over))
        else:
            await stack.enter_async_context(polling(application, settings, take_over=take_over))
        await bot.stopped


def _stop_on_signals(bot: Bot) -> None:
    """The first signal ends the bot gracefully; a second one ends it at once."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)

    def stop() -> None:
        for each in signals:
            loop.remove_signal_handler(each)
        bot.stop()

    for each in signals:
        loop.add_signal_handler(each, stop)
