"""The commands, and their menu in Chinese and English."""

from collections.abc import Mapping

from telegram import BotCommand, InlineKeyboardButton, Message, Update

from ipbot.channels.telegram import buttons, delivering, texts
from ipbot.channels.telegram.checking import check, report_markup, shown_evidence, text_to_check
from ipbot.channels.telegram.listing import Page, briefing_page, figure_page, source_page
from ipbot.channels.telegram.markup import BOLD, ITALIC, lines, paragraphs
from ipbot.channels.telegram.questions import Questions
from ipbot.channels.telegram.rendering import said
from ipbot.channels.telegram.service import Callback, Context, Service, is_group


class Commands:
    """What each command does."""

    def __init__(self, service: Service, questions: Questions) -> None:
        self._service = service
        self._questions = questions

    @property
    def callbacks(self) -> Mapping[str, Callback]:
        """The commands by name, in the menu's order."""
        known: dict[str, Callback] = {
            "start": self._start,
            "help": self._help,
            "sources": self._sources,
            "figures": self._figures,
            "check": self._check,
            "new": self._new,
            "privacy": self._privacy,
        }
        return {name: self._within_limits(callback) for name, callback in known.items()}

    def menu(self, language: int) -> list[BotCommand]:
        """The menu, in Chinese (0) or English (1)."""
        return [BotCommand(name, texts.COMMANDS[name][language]) for name in self.callbacks]

    async def unknown(self, update: Update, context: Context) -> None:
        """Say that there is no such command; in a group only where it names this bot."""
        message = update.effective_message
        if message and message.text:
            name = message.text.split(maxsplit=1)[0].lower()
            ours = name.endswith(f"{message.get_bot().name}".lower())
            if (ours or not is_group(message)) and await self._questions.admitted(update, message):
                await delivering.reply(message, said(texts.NO_SUCH_COMMAND))

    def _within_limits(self, callback: Callback) -> Callback:
        async def limited(update: Update, context: Context) -> None:
            if update.effective_message and await self._questions.admitted(update, update.effective_message):
                await callback(update, context)

        return limited

    async def _start(self, update: Update, context: Context) -> None:
        shelf = self._service.shelf
        examples = await self._service.work(lambda: self._service.pipeline.examples)
        rows = await self._service.work(buttons.questions, examples, shelf.newest_first[:1], shelf)
        tries = said(texts.TRY, ITALIC) if rows else said(texts.ASK)
        await delivering.reply(_message(update), paragraphs(said(texts.GREETING), tries), buttons.keyboard(rows))

    async def _help(self, update: Update, context: Context) -> None:
        menu = "\n".join(f"/{c.command} {' · '.join(texts.COMMANDS[c.command])}" for c in self.menu(0))
        text = texts.HELP.format(name=context.bot.name)
        await delivering.reply(_message(update), paragraphs(said(text), said(texts.HELP_CHECK), said(menu)))

    async def _sources(self, update: Update, context: Context) -> None:
        await delivering.reply(_message(update), *source_page(self._service.shelf, 0))

    async def _figures(self, update: Update, context: Context) -> None:
        shelf = self._service.shelf
        if len(shelf.corpus) > 1:
            await delivering.reply(_message(update), *briefing_page(shelf, 0))
        else:
            page = await self._service.work(figure_page, shelf, shelf.newest_first[0], 0)
            await delivering.reply(_message(update), *page)

    async def _check(self, update: Update, context: Context) -> None:
        message = _message(update)
        text = text_to_check(message)
        if not text:
            await delivering.reply(message, said(texts.CHECK_WHAT))
            return
        page = await self._service.work_visibly(message, self._checked, text)
        await delivering.reply(message, *page)

    def _checked(self, text: str) -> Page:
        checked, shelf = check(self._service.checker, text), self._service.shelf
        if not checked:
            return said(texts.NOTHING_TO_CHECK), None
        evidence = shown_evidence(checked)
        rows = buttons.of_citations(evidence, shelf) if len(checked) == 1 else []
        return report_markup(checked, shelf), buttons.keyboard(rows)

    async def _new(self, update: Update, context: Context) -> None:
        message, user = _message(update), update.effective_user
        self._service.sessions.forget(message.chat.id, user.id if user else 0)
        await delivering.reply(message, said(texts.FORGOTTEN))

    async def _privacy(self, update: Update, context: Context) -> None:
        minutes, days = self._service.memory_minutes, self._service.feedback_days
        erase = InlineKeyboardButton(texts.ERASE, callback_data="x:")
        text = lines(said(texts.PRIVACY_TITLE, BOLD), said(texts.PRIVACY.format(minutes=minutes, days=days)))
        await delivering.reply(_message(update), text, buttons.keyboard([[erase]]))


def _message(update: Update) -> Message:
    if not update.effective_message:
        raise TypeError("a command without a message")
    return update.effective_message
