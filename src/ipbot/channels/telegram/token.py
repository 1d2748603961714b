"""The bot's token: from the environment or a file, never shown."""

import re

from ipbot.settings import Settings
from ipbot.values.errors import SettingsError

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")
_REMEDY = "set IPBOT_TELEGRAM_TOKEN, or IPBOT_TELEGRAM_TOKEN_FILE to a file with the token that @BotFather gave"


def token(settings: Settings) -> str:
    """The token. Raises SettingsError where there is none that could be one."""
    found, where = _given(settings)
    if not found:
        raise SettingsError("no Telegram token", remedy=_REMEDY)
    if not _TOKEN.fullmatch(found):
        raise SettingsError("not a Telegram token, which looks like 123456:ABC-DEF…", where=where, remedy=_REMEDY)
    return found


def rejected() -> SettingsError:
    """The error for a token that the platform does not know."""
    return SettingsError("Telegram rejects the token", remedy="ask @BotFather for the bot's token, and set that one")


def _given(settings: Settings) -> tuple[str, str]:
    secret, path = settings.telegram_token, settings.telegram_token_file
    if secret and path:
        raise SettingsError("telegram_token and telegram_token_file don't go together", remedy="leave one of them out")
    if path is None:
        return (secret.get_secret_value().strip() if secret else ""), "telegram_token"
    try:
        return path.read_text("utf-8").strip(), f"telegram_token_file: {path}"
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingsError(f"can't be read: {reason}", where=f"telegram_token_file: {path}") from error
