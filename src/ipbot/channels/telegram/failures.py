"""One handler for every error: it logs with an id and tells the user that id, and nothing else of the error."""

import logging
import traceback
from pathlib import Path
from secrets import token_hex

from telegram import Message, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.pseudonyms import Pseudonyms
from ipbot.channels.telegram.service import Context
from ipbot.channels.telegram.sessions import Sessions

_LOGGER = logging.getLogger(__name__)
_FRAMES = 8
_CLOSED = ("not enough rights", "have no rights", "chat not found", "topic_closed", "chat_write_forbidden")
_PERHAPS_SENT = (RetryAfter, TimedOut)


class Failures:
    """Handles what the other handlers raise."""

    def __init__(self, sessions: Sessions, pseudonyms: Pseudonyms) -> None:
        self._sessions = sessions
        self._pseudonyms = pseudonyms

    async def handle(self, update: object, context: Context) -> None:
        """Log an error, and tell the person who met it unless they can't be reached."""
        error = context.error
        chat = update.effective_chat if isinstance(update, Update) else None
        if _is_closed(error):
            if chat:
                self._sessions.forget(chat.id)
            _LOGGER.info("chat %s is closed to the bot", self._pseudonyms.of(chat.id) if chat else "?")
            return
        id = token_hex(3)
        where = self._pseudonyms.of(chat.id) if chat else "none"
        _LOGGER.error("error %s in chat %s: %s", id, where, told(error))
        if isinstance(update, Update) and not isinstance(error, _PERHAPS_SENT):
            await _tell(update, texts.FAILED.format(id=id))


def _is_closed(error: BaseException | None) -> bool:
    """Whether the bot may not write where it wanted to."""
    refused = isinstance(error, BadRequest) and any(words in error.message.lower() for words in _CLOSED)
    return refused or isinstance(error, (Forbidden, ChatMigrated))


def told(error: BaseException | None) -> str:
    """An error's kind and place, without its message, which may hold what somebody wrote."""
    if error is None:
        return "no error"
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(frames))
    known = f" ({error.message})" if isinstance(error, NetworkError) and not isinstance(error, BadRequest) else ""
    cause = f" from {type(error.__cause__).__name__}" if error.__cause__ else ""
    return f"{type(error).__name__}{known}{cause} at {places or 'nowhere'}"


async def _tell(update: Update, text: str) -> None:
    """Tell the person; if that fails too, the log has it."""
    try:
        if isinstance(update.effective_message, Message):
            await update.effective_message.reply_text(text)
        elif update.callback_query:
            await update.callback_query.answer(text, show_alert=True)
    except TelegramError as error:
        _LOGGER.warning("could not tell the person: %s", type(error).__name__)
