"""Users, chats and their messages."""

from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]


@dataclass
class User:
    """Somebody who writes."""

    id: int
    first_name: str = "记者"
    blocked: bool = False

    def shown(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, "language_code": "zh-hans"}


@dataclass
class Chat:
    """A private chat, a group or a supergroup; `topics` are those of a forum."""

    id: int
    type: str
    title: str = ""
    topics: tuple[int, ...] = ()
    closed: str = ""
    """Why the bot may not write here."""
    migrated_to: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    sent_at: list[float] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.type == "private":
            return found | {"first_name": "记者"}
        return found | {"title": self.title} | ({"is_forum": True} if self.topics else {})
