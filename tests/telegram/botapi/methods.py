"""The methods that the bot may call; each takes the parameters and gives the result. Raises RefusalError."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from botapi import refusals
from botapi.chats import Chat, Message
from botapi.entities import LONGEST, parse, plain, units
from botapi.keyboards import keyboard
from botapi.platform import Platform, Webhook
from botapi.refusals import bad

Parameters = dict[str, Any]
_GROUP_RATE, _GROUP_TIME, _RATE = 20, 60.0, 30
_PORTS = (443, 80, 88, 8443)


class Methods:
    """The Bot API of one platform."""

    def __init__(self, platform: Platform, strict_webhooks: bool = False) -> None:
        self._platform = platform
        self._strict_webhooks = strict_webhooks
        self._poll = 0
        self._sent_at: list[float] = []
        self.known: dict[str, Callable[[Parameters], Awaitable[Any]]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_message_text,
            "deleteMessage": self._delete_message,
            "sendChatAction": self._send_chat_action,
            "answerCallbackQuery": self._answer_callback_query,
            "answerInlineQuery": self._answer_inline_query,
            "setMyCommands": self._set_my_commands,
        }

    async def _get_me(self, _: Parameters) -> Any:
        return self._platform.me()

    # --- receiving

    async def _get_updates(self, given: Parameters) -> Any:
        platform = self._platform
        if platform.webhook.url:
            raise refusals.conflict(refusals.WEBHOOK_IS_SET)
        self._poll += 1
        own, offset = self._poll, int(given.get("offset") or 0)
        limit, seconds = int(given.get("limit") or 100), float(given.get("timeout") or 0)
        if not 1 <= limit <= 100:
            raise bad("limit is out of range")
        platform.pending = sorted((u for u in platform.pending if u["update_id"] >= offset), key=_id)
        await platform.notify()
        await self._wait_for_updates(own, seconds)
        if own != self._poll:
            raise refusals.conflict(refusals.OTHER_POLL)
        if platform.webhook.url:
            raise refusals.conflict(refusals.SET_WEBHOOK)
        found = sorted(platform.pending, key=_id)[:limit]
        for update in found:
            platform.handed_out.setdefault(update["update_id"], time.perf_counter())
        return found

    async def _wait_for_updates(self, own: int, seconds: float) -> None:
        platform = self._platform
        try:
            async with asyncio.timeout(seconds), platform.changed:
                await platform.changed.wait_for(
                    lambda: platform.pending or own != self._poll or bool(platform.webhook.url)
                )
        except TimeoutError:
            return

    async def _set_webhook(self, given: Parameters) -> Any:
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        parts = urlsplit(url)
        if self._strict_webhooks and (parts.scheme != "https" or (parts.port or 443) not in _PORTS):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        self._platform.webhook = Webhook(url, secret, int(given.get("max_connections") or 40))
        await self._drop_pending(given)
        return True

    async def _delete_webhook(self, given: Parameters) -> Any:
        self._platform.webhook = Webhook()
        await self._drop_pending(given)
        return True

    async def _get_webhook_info(self, _: Parameters) -> Any:
        pending = len(self._platform.pending)
        return {"url": self._platform.webhook.url, "has_custom_certificate": False, "pending_update_count": pending}

    async def _drop_pending(self, given: Parameters) -> None:
        if str(given.get("drop_pending_updates", "")).lower() == "true":
            self._platform.pending.clear()
        await self._platform.notify()

    # --- messages

    async def _send_message(self, given: Parameters) -> Any:
        chat = self._chat(given)
        text, entities = _text(given)
        markup, topic = keyboard(given.get("reply_markup")), int(given.get("message_thread_id") or 0)
        if topic and topic not in chat.topics:
            raise bad("message thread not found")
        replied = self._replied(chat, given)
        self._count(chat)
        content = {"text": text, "entities": entities} | ({"reply_markup": markup} if markup else {})
        return self._platform.bot_message(chat, content, replied, topic)

    async def _edit_message_text(self, given: Parameters) -> Any:
        chat = self._chat(given)
        message = self._own(chat, given, "message to edit not found", "message can't be edited")
        text, entities = _text(given)
        markup = keyboard(given.get("reply_markup"))
        if (text, entities, markup) == (message["text"], message["entities"], message.get("reply_markup")):
            raise bad(refusals.UNCHANGED)
        message |= {"text": text, "entities": entities, "edit_date": int(time.time())}
        message.pop("reply_markup", None)
        message |= {"reply_markup": markup} if markup else {}
        return message

    async def _delete_message(self, given: Parameters) -> Any:
        chat = self._chat(given)
        self._own(chat, given, "message to delete not found", "message can't be deleted")
        del chat.messages[int(given["message_id"])]
        return True

    async def _send_chat_action(self, given: Parameters) -> Any:
        self._chat(given)
        if given.get("action") != "typing":
            raise bad("wrong parameter action in request")
        return True

    def _chat(self, given: Parameters) -> Chat:
        chat = self._platform.chats.get(int(given.get("chat_id") or 0))
        if not chat:
            raise bad("chat not found")
        if chat.migrated_to:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.closed:
            raise refusals.forbidden(chat.closed)
        return chat

    def _own(self, chat: Chat, given: Parameters, missing: str, others: str) -> Message:
        message = chat.messages.get(int(given.get("message_id") or 0))
        if not message:
            raise bad(missing)
        if not message["from"]["is_bot"]:
            raise bad(others)
        return message

    def _replied(self, chat: Chat, given: Parameters) -> int:
        wanted = json.loads(given.get("reply_parameters") or "{}")
        id = int(wanted.get("message_id") or 0)
        if id and id not in chat.messages and not wanted.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return id if id in chat.messages else 0

    def _count(self, chat: Chat) -> None:
        """The platform's own limits, where they are wanted: 30 a second in all, 20 a minute in a group."""
        now = time.perf_counter()
        if not self._platform.enforces_limits:
            return
        self._sent_at = [at for at in self._sent_at if now - at < 1]
        chat.sent_at = [at for at in chat.sent_at if now - at < _GROUP_TIME]
        if len(self._sent_at) > _RATE:
            raise refusals.flood(1)
        if chat.type != "private" and len(chat.sent_at) >= _GROUP_RATE:
            raise refusals.flood(int(_GROUP_TIME - (now - chat.sent_at[0])) + 1)
        self._sent_at.append(now)
        chat.sent_at.append(now)

    # --- queries, commands

    async def _answer_callback_query(self, given: Parameters) -> Any:
        self._use_query(str(given.get("callback_query_id")))
        if units(str(given.get("text", ""))) > 200:
            raise bad("MESSAGE_TOO_LONG")
        return True

    async def _answer_inline_query(self, given: Parameters) -> Any:
        results = json.loads(given.get("results") or "[]")
        ids = [str(r.get("id", "")) for r in results]
        if len(results) > 50 or len(set(ids)) < len(ids) or any(not 1 <= len(i.encode()) <= 64 for i in ids):
            raise bad("RESULT_ID_INVALID")
        for result in results:
            if not result.get("title"):
                raise bad("ARTICLE_TITLE_EMPTY")
            _text(result["input_message_content"], "message_text")
            keyboard(result.get("reply_markup"))
        button = json.loads(given.get("button") or "{}")
        if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
            raise bad("START_PARAM_INVALID")
        self._use_query(str(given.get("inline_query_id")))
        return True

    def _use_query(self, id: str) -> None:
        if self._platform.queries.get(id, True):
            raise bad(refusals.OLD_QUERY)
        self._platform.queries[id] = True

    async def _set_my_commands(self, given: Parameters) -> Any:
        commands = json.loads(given.get("commands") or "[]")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._platform.commands[str(given.get("language_code", ""))] = commands
        return True


def _text(given: Parameters, name: str = "text") -> tuple[str, list[dict[str, Any]]]:
    raw = str(given.get(name, ""))
    text, entities = parse(raw) if given.get("parse_mode") == "HTML" else plain(raw)
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > LONGEST:
        raise bad("message is too long")
    return text, entities


def _id(update: dict[str, Any]) -> int:
    return int(update["update_id"])
