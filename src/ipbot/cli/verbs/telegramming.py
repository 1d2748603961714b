"""`ipbot telegram`."""

from ipbot.cli.exits import DONE
from ipbot.cli.verbs.desk import Desk
from ipbot.values.errors import MissingExtraError

_LIBRARIES = {"aiolimiter", "cachetools", "starlette", "telegram", "tenacity", "uvicorn"}


def answer_chats(desk: Desk, *, take_over: bool) -> int:
    """Answer Telegram's chats until a signal comes. Raises IpbotError."""
    try:
        from ipbot.channels.telegram import running, token
    except ModuleNotFoundError as error:
        raise missing(error) from error
    token.token(desk.settings)
    running.run(desk.pipeline, desk.settings, take_over=take_over)
    return DONE


def missing(error: ModuleNotFoundError) -> Exception:
    """What to say of a module that isn't there: the error itself where no extra would bring it."""
    if (error.name or "").partition(".")[0] not in _LIBRARIES:
        return error
    return MissingExtraError("the Telegram channel isn't installed", remedy="pip install 'ipbot[telegram]'")
