"""Log records as lines of JSON."""

import json
import logging
from datetime import UTC, datetime
from typing import Any


class JsonLines(logging.Formatter):
    """One object a record; `extra={"line": …}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Lay a record out, in ASCII, so that nothing in it steers a terminal."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "line", {}),
        }
        if record.exc_info:
            line["defect"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configuration() -> dict[str, Any]:
    """Logging of a server: requests to standard output, all else to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {
            "out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"},
            "err": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"},
            "others": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"},
        },
        "root": {"handlers": ["others"], "level": "WARNING"},
        "loggers": {
            "ipbot.access": {"handlers": ["out"], "level": "INFO", "propagate": False},
            "ipbot.web": {"handlers": ["err"], "level": "INFO", "propagate": False},
            "ipbot": {"level": "INFO"},
            "uvicorn": {"handlers": ["err"], "level": "WARNING", "propagate": False},
        },
    }
