"""Putting messages into chats: in parts, into the right topic, in the place of older ones."""

from collections.abc import Sequence
from contextlib import suppress

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated

from ipbot.channels.telegram.markup import Markup, html, split

_UNCHANGED = "message is not modified"


async def reply(message: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None = None) -> tuple[int, ...]:
    """Answer a message, and give the ids of the answer's parts; the keyboard is the last one's."""
    return tuple([await _send(message, html(part), keys) for part, keys in _parts(markup, keyboard)])


async def replace(
    message: Message, old: Sequence[int], markup: Markup, keyboard: InlineKeyboardMarkup | None
) -> tuple[int, ...]:
    """Put an answer in the place of an older one of as many or fewer parts or more; gives the ids of its parts."""
    parts = _parts(markup, keyboard)
    ids = []
    for number, (part, keys) in enumerate(parts):
        edited = number < len(old) and await _edit(message, old[number], html(part), keys)
        ids.append(old[number] if edited else await _send(message, html(part), keys))
    for id in old[len(parts) :]:
        with suppress(BadRequest):
            await message.get_bot().delete_message(message.chat.id, id)
    return tuple(ids)


async def turn_page(message: Message, markup: Markup, keyboard: InlineKeyboardMarkup | None) -> None:
    """Show another page in the message whose button was pressed; pressing twice is no error."""
    try:
        await message.edit_text(html(split(markup)[0]), reply_markup=keyboard)
    except BadRequest as error:
        if _UNCHANGED not in error.message.lower():
            raise


def _parts(markup: Markup, keyboard: InlineKeyboardMarkup | None) -> list[tuple[Markup, InlineKeyboardMarkup | None]]:
    parts = split(markup)
    return [(part, keyboard if number == len(parts) else None) for number, part in enumerate(parts, start=1)]


async def _send(message: Message, text: str, keyboard: InlineKeyboardMarkup | None) -> int:
    try:
        return (await message.reply_text(text, reply_markup=keyboard)).message_id
    except ChatMigrated as moved:
        return (await message.get_bot().send_message(moved.new_chat_id, text, reply_markup=keyboard)).message_id


async def _edit(message: Message, id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> bool:
    """Whether the old message now says this; it can't where it was deleted or is too old."""
    try:
        await message.get_bot().edit_message_text(text, message.chat.id, id, reply_markup=keyboard)
    except BadRequest as error:
        return _UNCHANGED in error.message.lower()
    return True
