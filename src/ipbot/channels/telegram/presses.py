"""Buttons pressed, new ones and those of before a restart."""

import re
from contextlib import suppress
from datetime import UTC, datetime

from telegram import CallbackQuery, InaccessibleMessage, Message, Update
from telegram.constants import MessageLimit
from telegram.error import BadRequest
from telegram.ext import CallbackQueryHandler

from ipbot.channels.telegram import buttons, delivering, texts
from ipbot.channels.telegram.feedback import Feedback
from ipbot.channels.telegram.limits import Verdict
from ipbot.channels.telegram.listing import Page, briefing_page, context_page, figure_page, source_page
from ipbot.channels.telegram.questions import Questions, asked_in
from ipbot.channels.telegram.rendering import FIGURES_ON_A_PAGE, figure_list
from ipbot.channels.telegram.service import App, Callback, Context, Service
from ipbot.channels.telegram.shelf import Place, Shelf

_MOST_SHOWN = MessageLimit.MAX_TEXT_LENGTH


class Presses:
    """What each kind of button does."""

    def __init__(self, service: Service, questions: Questions) -> None:
        self._service = service
        self._questions = questions

    def add_to(self, application: App) -> None:
        """Register a handler a kind, and one for buttons of another time."""
        for pattern, callback in (
            (buttons.ASK, self._ask),
            (buttons.ASK_FIGURE, self._ask_figure),
            (buttons.CONTEXT, self._context),
            (buttons.NEARBY, self._nearby),
            (buttons.FIGURES, self._figures),
            (buttons.SOURCES, self._sources),
            (buttons.VOTE, self._vote),
            (buttons.ERASE, self._erase),
        ):
            whole = re.compile(rf"(?:{pattern.pattern})\Z", pattern.flags)
            application.add_handler(CallbackQueryHandler(self._within_limits(callback), whole))
        application.add_handler(CallbackQueryHandler(self._stale))

    def _within_limits(self, callback: Callback) -> Callback:
        async def limited(update: Update, context: Context) -> None:
            if await self._service.judge(update) is Verdict.ANSWER:
                await callback(update, context)
            else:
                await _settle(_pressed(update)[0], texts.SLOW_DOWN)

        return limited

    async def _ask(self, update: Update, context: Context) -> None:
        await self._answer(update, _match(context)["question"])

    async def _ask_figure(self, update: Update, context: Context) -> None:
        briefing = self._shelf.briefing(_match(context)["key"])
        start = int(_match(context)["start"])
        found = await self._service.work(self._shelf.figures, briefing) if briefing else ()
        figure = next((f for f in found if f.start == start), None)
        if figure:
            await self._answer(update, buttons.question_about(figure.indicator))
        else:
            await self._stale(update, context)

    async def _answer(self, update: Update, question: str) -> None:
        query, message = _pressed(update)
        await _settle(query)
        if message:
            await self._questions.answer(update, message, question, pressed=True)

    async def _context(self, update: Update, context: Context) -> None:
        match, place = _match(context), self._place(context)
        first, last = int(match["first"] or 0), int(match["last"] or 0)
        shown = self._shelf.place(match["key"], first, last) if match["last"] else None
        if not place or (match["last"] and (not shown or last - first > _MOST_SHOWN)):
            await self._stale(update, context)
        else:
            await self._show(update, context_page(self._shelf, place, shown), turned=bool(shown))

    async def _nearby(self, update: Update, context: Context) -> None:
        place = self._place(context)
        if not place:
            await self._stale(update, context)
            return
        figures = await self._service.work(self._shelf.nearby, place)
        await self._show(update, (figure_list(texts.NEARBY, figures, place.briefing), None), turned=False)

    async def _figures(self, update: Update, context: Context) -> None:
        briefing = self._shelf.briefing(_match(context)["key"])
        index = int(_match(context)["index"])
        found = await self._service.work(self._shelf.figures, briefing) if briefing else ()
        if not briefing or index >= max(len(found), 1):
            await self._stale(update, context)
        else:
            page = figure_page(self._shelf, briefing, index)
            await self._show(update, page, turned=index > 0 or len(found) > FIGURES_ON_A_PAGE)

    async def _sources(self, update: Update, context: Context) -> None:
        match = _match(context)
        index, page = int(match["index"]), source_page if match["what"] == "s" else briefing_page
        if index < len(self._shelf.corpus):
            await self._show(update, page(self._shelf, index), turned=True)
        else:
            await self._stale(update, context)

    async def _vote(self, update: Update, context: Context) -> None:
        query, message = _pressed(update)
        place = self._place(context) if _match(context)["key"] else None
        where = (place.briefing.id, place.start, place.end) if place else ("", 0, 0)
        good, person = _match(context)["vote"] == "+", self._service.pseudonyms.of(query.from_user.id)
        feedback = Feedback(datetime.now(UTC), good, self._question(message), *where, person)
        await self._service.work(self._service.feedback.keep, feedback)
        await _settle(query, texts.THANKS)

    async def _erase(self, update: Update, context: Context) -> None:
        query, _ = _pressed(update)
        person = self._service.pseudonyms.of(query.from_user.id)
        count = await self._service.work(self._service.feedback.erase, person)
        await _settle(query, texts.ERASED.format(count=count))

    async def _stale(self, update: Update, context: Context) -> None:
        await _settle(_pressed(update)[0], texts.STALE)

    async def _show(self, update: Update, page: Page, *, turned: bool) -> None:
        """Show a page: in its own message where one was turned, else in a new one."""
        query, message = _pressed(update)
        await _settle(query)
        if message and turned:
            await delivering.turn_page(message, *page)
        elif message:
            await delivering.reply(message, *page)

    @property
    def _shelf(self) -> Shelf:
        return self._service.shelf

    def _place(self, context: Context) -> Place | None:
        match = _match(context)
        return self._shelf.place(match["key"], int(match["start"]), int(match["end"]))

    def _question(self, message: Message | None) -> str:
        """The question of the answer that was voted on, as far as it is still known."""
        if not message:
            return ""
        exchange = self._service.sessions.of_message(message.chat.id, message.message_id)
        replied = message.reply_to_message
        return exchange.question if exchange else asked_in(replied) if replied else ""


def _match(context: Context) -> re.Match[str]:
    if not context.matches:
        raise TypeError("a button without data")
    return context.matches[0]


def _pressed(update: Update) -> tuple[CallbackQuery, Message | None]:
    """The press, and the message with the button; of an old one the platform tells the place alone."""
    query = update.callback_query
    if not query:
        raise TypeError("an update without a press")
    message = query.message
    if isinstance(message, InaccessibleMessage):
        old = Message(message.message_id, datetime.now(UTC), message.chat)
        old.set_bot(query.get_bot())
        return query, old
    return query, message if isinstance(message, Message) else None


async def _settle(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner; a press may be too old for that."""
    with suppress(BadRequest):
        await query.answer(text)
