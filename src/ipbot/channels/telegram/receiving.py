"""Receiving updates, by polling or by webhook, from start to graceful end."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from telegram import Update
from telegram.constants import SUPPORTED_WEBHOOK_PORTS
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from ipbot.channels.telegram.bot import Bot
from ipbot.channels.telegram.service import App
from ipbot.channels.telegram.token import rejected
from ipbot.channels.telegram.webhook import MOUNTED_AT, path, secret, webhook_app
from ipbot.settings import Settings
from ipbot.values.errors import PlatformError, SettingsError

_LOGGER = logging.getLogger(__name__)
_WANTED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]
_POLL = 25
_LAST_WORK = 30.0
_TRIES = 5
_CONNECTIONS = 40


@asynccontextmanager
async def polling(application: App, settings: Settings, *, take_over: bool = False) -> AsyncIterator[None]:
    """Poll while the block runs. Raises SettingsError or PlatformError where that can't be begun."""
    updater = application.updater
    if not updater:
        raise TypeError("an application without an updater")
    bot = _bot(application)
    async with _initialized(application):
        await _refuse_other_webhook(bot, "", take_over)
        with _platform_errors():
            await updater.start_polling(
                timeout=_POLL,
                allowed_updates=_WANTED,
                drop_pending_updates=settings.telegram_drop_pending,
                bootstrap_retries=_TRIES,
                error_callback=_report,
            )
        try:
            async with _started(application):
                _LOGGER.info("online as %s, polling", bot.name)
                try:
                    yield
                finally:
                    with suppress(TelegramError):  # what ended polling is raised again here
                        await updater.stop()
        finally:
            with suppress(TelegramError):
                await bot.confirm()


@asynccontextmanager
async def webhook(application: App, settings: Settings, *, take_over: bool = False) -> AsyncIterator[None]:
    """Have the platform call the webhook while the block runs; it stays set, so that nothing sent later is lost.

    Whoever enters serves `webhook_app` by then. Raises SettingsError or PlatformError where that can't be begun.
    """
    bot, address = _bot(application), _address(settings)
    async with _initialized(application):
        await _refuse_other_webhook(bot, address, take_over)
        async with _started(application):
            with _platform_errors():
                await bot.set_webhook(
                    address,
                    secret_token=secret(settings),
                    allowed_updates=_WANTED,
                    max_connections=_CONNECTIONS,
                    drop_pending_updates=settings.telegram_drop_pending,
                )
            _LOGGER.info("online as %s, webhook at %s", bot.name, urlsplit(address).netloc)
            yield


@asynccontextmanager
async def listening(application: App, settings: Settings) -> AsyncIterator[None]:
    """Serve the webhook on the bot's own listener while the block runs. Raises SettingsError."""
    host, _, port = settings.telegram_listen.rpartition(":")
    try:
        listener = socket.create_server((host.strip("[]"), int(port)), family=_family(host), backlog=128)
    except OSError as error:
        where = f"telegram_listen: {settings.telegram_listen}"
        raise SettingsError(f"can't listen there: {error.strerror or error}", where=where) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio does so only where it opens the socket
    mounted = Starlette(routes=[Mount(MOUNTED_AT, webhook_app(application, settings))])
    config = uvicorn.Config(mounted, log_config=None, access_log=False, lifespan="off", ws="none")
    server = _Listener(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Listener(uvicorn.Server):
    """A server that leaves the signals to the bot."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def _initialized(application: App) -> AsyncIterator[None]:
    """The application initialised, with its menu; shut down in the end."""
    with _platform_errors():
        await application.initialize()
    try:
        if application.post_init:
            try:
                await application.post_init(application)
            except TelegramError as error:
                _LOGGER.warning("the menu of commands is as it was: %s", type(error).__name__)
        yield
    finally:
        await application.shutdown()
        if application.post_shutdown:
            await application.post_shutdown(application)


@asynccontextmanager
async def _started(application: App) -> AsyncIterator[None]:
    """The application at work; in the end it finishes what it has begun, within half a minute."""
    await application.start()
    try:
        yield
    finally:
        try:
            await asyncio.wait_for(application.stop(), _LAST_WORK)
        except TimeoutError:
            _LOGGER.warning("stopped with %s messages unanswered", _bot(application).ledger.in_flight)


async def _refuse_other_webhook(bot: Bot, own: str, take_over: bool) -> None:
    """Refuse to take away the messages of a service that a webhook calls. Raises SettingsError."""
    with _platform_errors():
        found = (await bot.get_webhook_info()).url
    if found and found != own and not take_over:
        raise SettingsError(
            f"this bot's messages go to a webhook at {urlsplit(found).netloc}",
            remedy="stop that service and start with --take-over, or set telegram_webhook_url as it is there",
        )


def _address(settings: Settings) -> str:
    url = settings.telegram_webhook_url or ""
    parts, official = urlsplit(url), settings.telegram_api_url == "https://api.telegram.org"
    if official and (parts.scheme != "https" or (parts.port or 443) not in SUPPORTED_WEBHOOK_PORTS):
        ports = ", ".join(map(str, SUPPORTED_WEBHOOK_PORTS))
        raise SettingsError(
            f"Telegram calls https addresses on port {ports} only", where=f"telegram_webhook_url: {url}"
        )
    return url + path(settings)


@contextmanager
def _platform_errors() -> Iterator[None]:
    """What the platform says while the bot starts, as one line."""
    try:
        yield
    except InvalidToken as error:
        raise rejected() from error
    except NetworkError as error:
        reason = type(error.__cause__ or error).__name__
        raise PlatformError(
            f"Telegram can't be reached ({reason})", remedy="check the network and try again"
        ) from error
    except RetryAfter as error:
        raise PlatformError("Telegram asks to wait", remedy="start again in some minutes") from error
    except TelegramError as error:
        raise PlatformError(f"Telegram refuses: {error.message}") from error


def _report(error: TelegramError) -> None:
    """Tell of a poll that failed; conflicts are told of by the bot itself."""
    if isinstance(error, NetworkError):
        _LOGGER.warning("polling failed (%s), trying again", type(error.__cause__ or error).__name__)


def _bot(application: App) -> Bot:
    if not isinstance(application.bot, Bot):
        raise TypeError("an application of another making")
    return application.bot


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
