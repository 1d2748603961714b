"""Conversations as files: what people do, and below it all that the bot then says, in short."""

import json
from typing import Any

from botapi import Platform
from botapi.chats import Chat, Message
from botapi.entities import units
from botapi.platform import Call

USER = 7
GROUP = -1001
_SYMMETRIC = {"bold": "**", "italic": "_", "underline": "__"}
_MARKS = _SYMMETRIC | {"text_link": "", "blockquote": "|", "expandable_blockquote": "||"}


class Conversation:
    """Plays steps on a platform, and tells what the bot did after each."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._seen = 0
        self._said: list[int] = []
        platform.private(USER)
        platform.group(GROUP, topics=(31,))

    async def play(self, step: dict[str, Any]) -> list[str]:
        """Do one thing as a user does it, and give what the bot did."""
        self._seen = len(self._platform.calls)
        chat = self._platform.chats[GROUP if step.get("in") == "group" else USER]
        user = int(step.get("from", USER))
        more = {
            "topic": step.get("topic", 0),
            "reply_to": self._meant(chat, step["reply_to"]) if "reply_to" in step else 0,
        }
        if "say" in step:
            message = await self._platform.say(chat, step["say"], user, **more)
            self._said.append(message["message_id"])
        elif "send" in step:
            await self._platform.post(chat, step["send"], user, **more)
        elif "edit" in step:
            await self._platform.edit(chat, self._said[-1], step["edit"])
        elif "inline" in step:
            await self._platform.inline(step["inline"], user)
        else:
            await self._press(chat, step["press"], user)
        await self._platform.settled()
        return [told for call in self._platform.calls[self._seen :] if (told := self._told(call))]

    async def _press(self, chat: Chat, caption: str, user: int) -> None:
        """Press the latest button that has this caption, or send these data where no button has."""
        for message in reversed(self._platform.sent(chat)):
            for button in _buttons(message):
                if button["text"] == caption:
                    await self._platform.press(chat, message["message_id"], button["callback_data"], user)
                    return
        await self._platform.press(chat, self._platform.sent(chat)[-1]["message_id"], caption, user)

    def _meant(self, chat: Chat, words: str) -> int:
        """The earliest message that has these words."""
        return next(id for id, m in chat.messages.items() if words in m.get("text", ""))

    def _told(self, call: Call) -> str:
        given = call.parameters
        match call.method:
            case "sendMessage":
                message = call.outcome
                topic = f"topic {message['message_thread_id']} " if "message_thread_id" in message else ""
                reply = f"re {message['reply_to_message']['text'][:12]!r} " if "reply_to_message" in message else ""
                return f"{topic}{reply}{drawn(message)}"
            case "editMessageText":
                return f"edit {drawn(call.outcome)}"
            case "answerCallbackQuery" if given.get("text"):
                return f"toast {given['text']}"
            case "answerInlineQuery":
                found = [
                    f"{r['title']}: {r['input_message_content']['message_text']}" for r in json.loads(given["results"])
                ]
                return "\n".join(["inline", *found])
            case "deleteMessage":
                return call.method
        return ""


def drawn(message: Message) -> str:
    """A message as people see it: bold between **, underlined __, quotations behind |, buttons in brackets below."""
    text = message["text"]
    marks: dict[int, str] = {}
    for entity in message["entities"]:
        mark = _MARKS.get(entity["type"], "")
        start, end = entity["offset"], entity["offset"] + entity["length"]
        marks[start] = marks.get(start, "") + mark
        marks[end] = (mark if mark in _SYMMETRIC.values() else "") + marks.get(end, "")
    out, offset = "", 0
    for character in text:
        out += marks.get(offset, "") + character
        offset += units(character)
    rows = ["".join(f"[{b['text']}]" for b in row) for row in _rows(message)]
    return "\n".join([out + marks.get(offset, ""), *rows])


def _rows(message: Message) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _buttons(message: Message) -> list[dict[str, Any]]:
    return [button for row in _rows(message) for button in row if "callback_data" in button]
