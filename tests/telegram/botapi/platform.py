"""The platform's state: what users do becomes updates, what the bot does becomes messages."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from botapi.chats import Chat, Message, User
from botapi.entities import plain
from botapi.refusals import RefusalError

TOKEN = "123456:" + "TEST-token_0123456789abcdefghijklmnopq"[:35]
Fault = Callable[[str, dict[str, Any]], "RefusalError | str | None"]
"""Given a method and its parameters: a refusal, "drop" to break the connection, or nothing."""


@dataclass
class Call:
    """One request of the bot, and what became of it: a result, a refusal, or "drop"."""

    method: str
    parameters: dict[str, Any]
    at: float
    outcome: Any = None


@dataclass
class Webhook:
    """Where updates are pushed to."""

    url: str = ""
    secret: str = ""
    connections: int = 40


@dataclass
class Platform:
    """One bot's view of the platform; times are those of `time.perf_counter`."""

    token: str = TOKEN
    username: str = "briefing_test_bot"
    fault: Fault | None = None
    enforces_limits: bool = False
    chats: dict[int, Chat] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    handed_out: dict[int, float] = field(default_factory=dict)
    """When each update was first given to the bot."""
    queries: dict[str, bool] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self._update_ids, self._message_ids, self._query_ids = count(1000), count(1), count(1)

    # --- who and where

    def me(self) -> dict[str, Any]:
        id = int(self.token.partition(":")[0])
        return {
            "id": id,
            "is_bot": True,
            "first_name": "发布会问答",
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    def private(self, id: int = 7, name: str = "记者") -> Chat:
        self.users.setdefault(id, User(id, name))
        return self.chats.setdefault(id, Chat(id, "private"))

    def group(
        self, id: int = -1001, title: str = "采访群", topics: tuple[int, ...] = (), type: str = "supergroup"
    ) -> Chat:
        return self.chats.setdefault(id, Chat(id, type, title, topics))

    def user(self, id: int) -> User:
        return self.users.setdefault(id, User(id))

    # --- what users do

    async def say(self, chat: Chat, text: str, user: int = 7, **more: Any) -> Message:
        """Somebody writes; `reply_to` is a message's id, `topic` a topic's."""
        text, entities = plain(text)
        message = self._message(chat, self.user(user).shown(), {"text": text, "entities": entities}, **more)
        await self.push({"message": message})
        return message

    async def post(self, chat: Chat, content: dict[str, Any], user: int = 7, **more: Any) -> Message:
        """Somebody sends something else: a photo, a voice message."""
        message = self._message(chat, self.user(user).shown(), content, **more)
        await self.push({"message": message})
        return message

    async def edit(self, chat: Chat, id: int, text: str) -> None:
        text, entities = plain(text)
        chat.messages[id] |= {"text": text, "entities": entities, "edit_date": int(time.time())}
        await self.push({"edited_message": chat.messages[id]})

    async def press(self, chat: Chat, id: int, data: str, user: int = 7) -> str:
        query = f"q{next(self._query_ids)}"
        self.queries[query] = False
        shown = {"id": query, "from": self.user(user).shown(), "chat_instance": "1", "data": data}
        await self.push({"callback_query": shown | {"message": chat.messages[id]}})
        return query

    async def inline(self, text: str, user: int = 7) -> str:
        query = f"q{next(self._query_ids)}"
        self.queries[query] = False
        await self.push({"inline_query": {"id": query, "from": self.user(user).shown(), "query": text, "offset": ""}})
        return query

    async def membership(self, chat: Chat, status: str, user: int = 7) -> None:
        me = self.me()
        old, new = ({"user": me, "status": s} | _kept(s) for s in ("member", status))
        change = {"chat": chat.shown(), "from": self.user(user).shown(), "date": int(time.time())}
        await self.push({"my_chat_member": change | {"old_chat_member": old, "new_chat_member": new}})

    async def push(self, update: dict[str, Any], id: int | None = None) -> None:
        """Queue an update; `id` repeats one that was sent before."""
        self.pending.append({"update_id": next(self._update_ids) if id is None else id} | update)
        await self.notify()

    async def notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def settled(self, seconds: float = 20) -> None:
        """Wait until the bot is done with everything."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: not self.pending)

    # --- what the bot did

    def sent(self, chat: Chat | None = None) -> list[Message]:
        """The bot's messages, in order."""
        chats = [chat] if chat else self.chats.values()
        found = [m for c in chats for m in c.messages.values() if m["from"]["is_bot"]]
        return sorted(found, key=lambda m: m["message_id"])

    def made(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    # --- for the methods

    def _message(
        self, chat: Chat, sender: dict[str, Any], content: dict[str, Any], reply_to: int = 0, topic: int = 0
    ) -> Message:
        id = next(self._message_ids)
        message = {"message_id": id, "from": sender, "chat": chat.shown(), "date": int(time.time()), **content}
        if topic:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to:
            replied = dict(chat.messages[reply_to])
            replied.pop("reply_to_message", None)
            message["reply_to_message"] = replied
        chat.messages[id] = message
        return message

    def bot_message(self, chat: Chat, content: dict[str, Any], reply_to: int = 0, topic: int = 0) -> Message:
        return self._message(chat, self.me(), content, reply_to, topic)


def _kept(status: str) -> dict[str, Any]:
    return {"until_date": 0} if status == "kicked" else {}
