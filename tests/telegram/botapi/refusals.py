"""The platform's refusals, word for word."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class RefusalError(Exception):
    """An answer that is not ok."""

    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)


def bad(description: str, **parameters: Any) -> RefusalError:
    return RefusalError(400, f"Bad Request: {description}", parameters)


def forbidden(description: str) -> RefusalError:
    return RefusalError(403, f"Forbidden: {description}")


def conflict(description: str) -> RefusalError:
    return RefusalError(409, f"Conflict: {description}")


def flood(seconds: int) -> RefusalError:
    return RefusalError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
SET_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_IS_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
