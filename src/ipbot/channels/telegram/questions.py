"""Questions as messages: asked, followed up, edited; and what is not a question."""

from contextlib import suppress

from cachetools import TTLCache
from telegram import Message, MessageEntity, Update
from telegram.ext.filters import MessageFilter

from ipbot.channels.telegram import buttons, delivering, texts
from ipbot.channels.telegram.limits import Verdict
from ipbot.channels.telegram.listing import Page
from ipbot.channels.telegram.rendering import reply_markup, said
from ipbot.channels.telegram.service import Context, Service, is_group, who
from ipbot.channels.telegram.sessions import Exchange, Who
from ipbot.values.errors import QuestionError


class Addressed(MessageFilter):
    """Messages meant for the bot: all in a private chat, in a group those that mention it or reply to it."""

    def filter(self, message: Message) -> bool:
        """Whether the bot is addressed; what was inserted with its own inline mode is no question."""
        bot = message.get_bot()
        if message.via_bot and message.via_bot.id == bot.id:
            return False
        return not is_group(message) or _replies_to(message, bot.id) or bool(_mentions(message))


class Questions:
    """Answers messages, one after the other in each chat."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._albums: TTLCache[str, bool] = TTLCache(1000, 60)

    async def ask(self, update: Update, context: Context) -> None:
        """Answer a message."""
        message = update.effective_message
        if message and await self.admitted(update, message):
            await self._answer(update, message, asked_in(message))

    async def ask_again(self, update: Update, context: Context) -> None:
        """Answer an edited message anew, in the place of its answer; one without an answer while it is young."""
        message = update.effective_message
        if not message:
            return
        old = self._service.sessions.of_message(message.chat.id, message.message_id)
        question = asked_in(message)
        changed = bool(question) and question != old.question if old else self._is_recent(message)
        if changed and await self.admitted(update, message):
            await self._answer(update, message, question, old)

    async def not_text(self, update: Update, context: Context) -> None:
        """Say that only text is read, and once for all pictures of an album."""
        message = update.effective_message
        if not message or message.media_group_id in self._albums:
            return
        if message.media_group_id:
            self._albums[message.media_group_id] = True
        if await self.admitted(update, message):
            await delivering.reply(message, said(texts.TEXT_ONLY))

    async def admitted(self, update: Update, message: Message) -> bool:
        """Whether a message is within the limits; who goes beyond them is told once."""
        verdict = await self._service.judge(update)
        if verdict is Verdict.NOTICE:
            await delivering.reply(message, said(texts.SLOW_DOWN))
        return verdict is Verdict.ANSWER

    async def _answer(self, update: Update, message: Message, question: str, old: Exchange | None = None) -> None:
        limit = self._service.pipeline.max_question_chars
        if not question:
            await delivering.reply(message, said(texts.EMPTY.format(name=message.get_bot().name)))
        elif len(question) > limit:
            await delivering.reply(message, said(texts.TOO_LONG.format(limit=limit)))
        else:
            with suppress(QuestionError):  # nothing but white space of some kind
                await self.answer(update, message, question, old=old)

    async def answer(
        self, update: Update, message: Message, question: str, *, old: Exchange | None = None, pressed: bool = False
    ) -> None:
        """Answer a question to a message; `pressed` is one from a button, which the chat doesn't show."""
        service, asking = self._service, who(update, message)
        earlier = (
            old.context if old else service.sessions.context(asking) if pressed else self._earlier(message, asking)
        )
        markup, keyboard = await service.work_visibly(message, self._compose, question, earlier, pressed)
        if old:
            answers = await delivering.replace(message, old.answers, markup, keyboard)
        else:
            answers = await delivering.reply(message, markup, keyboard)
        exchange = Exchange(asking, None if pressed else message.message_id, question, earlier, answers)
        service.sessions.replace(old, exchange) if old else service.sessions.remember(exchange)

    def _compose(self, question: str, earlier: tuple[str, ...], pressed: bool) -> Page:
        found, shelf = self._service.pipeline.ask(question, earlier), self._service.shelf
        return reply_markup(found, shelf, question if pressed else ""), buttons.under(found, shelf)

    def _is_recent(self, message: Message) -> bool:
        """Whether an edited message without an answer is young enough to be asking for one."""
        edited = message.edit_date or message.date
        return (edited - message.date).total_seconds() < 60 * self._service.memory_minutes

    def _earlier(self, message: Message, asking: Who) -> tuple[str, ...]:
        """The questions before this one: those of the answer that it replies to, else the conversation's."""
        replied = message.reply_to_message
        exchange = self._service.sessions.of_message(message.chat.id, replied.message_id) if replied else None
        return exchange.so_far if exchange else self._service.sessions.context(asking)


def asked_in(message: Message) -> str:
    """A message's question, on one line."""
    return " ".join(unaddressed(message).split())


def unaddressed(message: Message) -> str:
    """A message's text, or that below its picture, without the bot's name."""
    text = message.text or message.caption or ""
    for entity in sorted(_mentions(message), key=lambda e: -e.offset):
        begin, end = _characters(text, entity.offset), _characters(text, entity.offset + entity.length)
        text = text[:begin] + text[end:]
    return text


def _replies_to(message: Message, bot: int) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == bot)


def _mentions(message: Message) -> list[MessageEntity]:
    """Where a message names the bot, in its text or below its picture."""
    bot = message.get_bot()
    found = message.parse_entities() | message.parse_caption_entities()
    return [e for e, said in found.items() if said.lower() == bot.name.lower() or (e.user and e.user.id == bot.id)]


def _characters(text: str, units: int) -> int:
    """The offset in characters of one in UTF-16 units."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))
