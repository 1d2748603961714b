"""The webhook as an ASGI application: for the bot's own listener, or to be mounted beside others."""

import hmac
import json
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from telegram import Update

from ipbot.channels.telegram.bot import Bot
from ipbot.channels.telegram.pseudonyms import Pseudonyms
from ipbot.channels.telegram.service import App
from ipbot.channels.telegram.token import token
from ipbot.settings import Settings

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOUNTED_AT = "/telegram"
_LARGEST = 1 << 20


def path(settings: Settings) -> str:
    """The webhook's path, which nobody can guess without the token."""
    return f"{MOUNTED_AT}/{_opaque(settings)}"


def secret(settings: Settings) -> str:
    """What the platform has to send with each update."""
    return Pseudonyms(token(settings)).derive("webhook secret")


def webhook_app(application: App, settings: Settings) -> Router:
    """To be mounted at `MOUNTED_AT`: answers POST /{opaque} once the update is done with, so that no update gets lost.

    The application is started and stopped by `ipbot.channels.telegram.receiving.webhook`; till then the answer is 503.
    """
    wanted, bot = secret(settings), application.bot
    if not isinstance(bot, Bot):
        raise TypeError("an application of another making")

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), wanted.encode()):
            raise HTTPException(HTTPStatus.FORBIDDEN)
        if not application.running:
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE)
        update = _update(await _body(request), bot)
        if bot.ledger.take(update.update_id):
            await application.update_queue.put(update)
        await bot.ledger.finished(update.update_id)
        return Response()

    return Router(routes=[Route(f"/{_opaque(settings)}", receive, methods=["POST"])])


def _opaque(settings: Settings) -> str:
    return Pseudonyms(token(settings)).derive("webhook path")[:32]


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body


def _update(body: bytes, bot: Bot) -> Update:
    try:
        update = Update.de_json(json.loads(body), bot)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST) from error
    if not isinstance(update.update_id, int):
        raise HTTPException(HTTPStatus.BAD_REQUEST)
    return update
