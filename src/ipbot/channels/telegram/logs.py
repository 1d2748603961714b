"""The log: what happened, never what somebody wrote, and never the token."""

import logging
import sys

_FORMAT = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
_OURS = "ipbot"


class Discreet(logging.Formatter):
    """Of other libraries' records it tells the template and the kind of error, since the rest may hold anything."""

    def __init__(self, token: str, form: logging.Formatter = _FORMAT) -> None:
        super().__init__()
        self._token, self._form = token, form

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        shown = record
        if not record.name.startswith(_OURS):
            kind = record.exc_info[0] if record.exc_info else None
            text = f"{record.name}: {str(record.msg).partition(chr(10))[0]}{f' ({kind.__name__})' if kind else ''}"
            shown = logging.makeLogRecord(
                {"created": record.created, "msecs": record.msecs, "levelname": record.levelname, "msg": text}
            )
        line = self._form.format(shown)
        return " ".join(line.replace(self._token, "********").split())


def configure(token: str) -> None:
    """Log to standard error. httpx logs each address, which has the token in it, and so is not heard below warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(token))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(_OURS).setLevel(logging.INFO)


def guard(token: str) -> None:
    """Have the log that is set up already be as discreet, in the form that it has."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Discreet(token, handler.formatter or _FORMAT))
