"""The wiring: handlers, limits, order, and what they share, as one application of the library."""

from concurrent.futures import ThreadPoolExecutor

from telegram.ext import (
    ApplicationBuilder,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from ipbot.assembly import checker
from ipbot.channels.telegram.bot import Bot
from ipbot.channels.telegram.commands import Commands
from ipbot.channels.telegram.failures import Failures
from ipbot.channels.telegram.feedback import FeedbackFile, FeedbackStore
from ipbot.channels.telegram.inline import Inline
from ipbot.channels.telegram.ledger import Ledger
from ipbot.channels.telegram.limits import Limits, Rates
from ipbot.channels.telegram.membership import Membership
from ipbot.channels.telegram.ordering import OrderedByChat
from ipbot.channels.telegram.presses import Presses
from ipbot.channels.telegram.pseudonyms import Pseudonyms
from ipbot.channels.telegram.questions import Addressed, Questions
from ipbot.channels.telegram.service import App, Service
from ipbot.channels.telegram.sessions import Sessions
from ipbot.channels.telegram.shelf import Shelf
from ipbot.channels.telegram.token import token
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings

_LANGUAGES = (("zh", 0), (None, 1))


def build(pipeline: Pipeline, settings: Settings, *, feedback: FeedbackStore | None = None) -> App:
    """An application that is ready to be started, inside the event loop that runs it. Raises SettingsError."""
    ledger = Ledger()
    service = provide(pipeline, settings, feedback=feedback)
    bot = Bot(token(settings), settings, ledger)
    builder = ApplicationBuilder().bot(bot).concurrent_updates(OrderedByChat(ledger)).job_queue(None)
    application: App = builder.build()
    add_handlers(application, service)
    return application


def provide(pipeline: Pipeline, settings: Settings, *, feedback: FeedbackStore | None = None) -> Service:
    """What the handlers share, as the settings want it. Raises SettingsError."""
    return Service(
        pipeline=pipeline,
        shelf=Shelf(pipeline),
        sessions=Sessions(settings.telegram_memory_minutes, settings.context_limit),
        limits=Limits(Rates(settings.telegram_user_limit, settings.telegram_group_limit)),
        feedback=feedback or FeedbackFile(settings.telegram_feedback, settings.telegram_feedback_days),
        pseudonyms=Pseudonyms(token(settings)),
        worker=ThreadPoolExecutor(1, "ipbot-reading"),
        checker=checker(pipeline),
        memory_minutes=settings.telegram_memory_minutes,
        feedback_days=settings.telegram_feedback_days,
    )


def add_handlers(application: App, service: Service) -> None:
    """Have an application answer, and prepare and release what the handlers share."""
    questions, addressed = Questions(service), Addressed()
    commands = Commands(service, questions)
    new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    for name, callback in commands.callbacks.items():
        application.add_handler(CommandHandler(name, callback, filters=new))
    application.add_handlers(
        [
            MessageHandler(new & filters.COMMAND, commands.unknown),
            MessageHandler(new & filters.TEXT & addressed, questions.ask),
            MessageHandler(edited & filters.TEXT & ~filters.COMMAND & addressed, questions.ask_again),
            MessageHandler(new & filters.ATTACHMENT & addressed, questions.not_text),
            InlineQueryHandler(Inline(service).suggest),
            ChatMemberHandler(Membership(service.sessions).changed, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, Membership(service.sessions).migrated),
        ]
    )
    Presses(service, questions).add_to(application)
    application.add_error_handler(Failures(service.sessions, service.pseudonyms).handle)

    async def prepare(application: App) -> None:
        await service.work(lambda: service.pipeline.examples)  # so that the first question finds everything loaded
        for language, number in _LANGUAGES:
            await application.bot.set_my_commands(commands.menu(number), language_code=language)

    async def release(_: App) -> None:
        service.worker.shutdown()

    application.post_init, application.post_shutdown = prepare, release
