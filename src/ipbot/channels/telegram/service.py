"""What the handlers share: the pipeline with a thread of its own, and what is remembered."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes

from ipbot.channels.telegram.feedback import FeedbackStore
from ipbot.channels.telegram.limits import Limits, Verdict
from ipbot.channels.telegram.pseudonyms import Pseudonyms
from ipbot.channels.telegram.sessions import Sessions, Who
from ipbot.channels.telegram.shelf import Shelf
from ipbot.checking.checker import Checker
from ipbot.pipeline import Pipeline

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
Found = TypeVar("Found")

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
PATIENCE = 0.7
"""Seconds before a wait is worth a typing indicator."""


@dataclass(frozen=True, slots=True, eq=False)
class Service:
    """Everything a handler needs besides the update."""

    pipeline: Pipeline
    shelf: Shelf
    sessions: Sessions
    limits: Limits
    feedback: FeedbackStore
    pseudonyms: Pseudonyms
    worker: Executor
    checker: Checker
    memory_minutes: int
    feedback_days: int

    async def work(self, call: Callable[..., Found], *arguments: Any) -> Found:
        """Call what takes more than a moment, in the one thread that reads the corpus."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, call, *arguments)

    async def judge(self, update: Update) -> Verdict:
        """Whether an update is within the limits of its person and its group."""
        chat, user = update.effective_chat, update.effective_user
        person = user.id if user else chat.id if chat else 0
        return await self.limits.judge(person, chat.id if chat and chat.type in GROUPS else None)

    async def work_visibly(self, message: Message, call: Callable[..., Found], *arguments: Any) -> Found:
        """The same, with a typing indicator once it is slow."""
        task = asyncio.ensure_future(self.work(call, *arguments))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            with suppress(TelegramError):
                await message.reply_chat_action(ChatAction.TYPING)
        return await task


def who(update: Update, message: Message) -> Who:
    """The conversation that an update belongs to."""
    user = update.effective_user
    topic = message.message_thread_id if message.is_topic_message else None
    return message.chat.id, user.id if user else 0, topic or 0


def is_group(message: Message) -> bool:
    """Whether several people read this chat."""
    return message.chat.type in GROUPS
