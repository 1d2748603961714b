"""Chats beside each other, and within a chat one update after the other."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from ipbot.channels.telegram.ledger import AT_ONCE, Ledger


class OrderedByChat(BaseUpdateProcessor):
    """Works on a chat's updates in the order in which they came; those of other chats don't wait for them."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(AT_ONCE + 1)
        self._ledger = ledger
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn; an asyncio lock lets those who wait in by their order."""
        if not isinstance(update, Update):
            await coroutine
            return
        try:
            async with self._turns.setdefault(_whose(update), asyncio.Lock()):
                await coroutine
        finally:
            self._ledger.finish(update.update_id)

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""


def _whose(update: Update) -> int:
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else user.id if user else 0
