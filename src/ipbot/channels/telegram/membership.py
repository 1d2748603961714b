"""The bot is blocked, put out of a group, or its group gets another id: what was remembered of it goes."""

from telegram import ChatMember, Update

from ipbot.channels.telegram.service import Context
from ipbot.channels.telegram.sessions import Sessions

_GONE = (ChatMember.LEFT, ChatMember.BANNED)


class Membership:
    """Forgets chats that the bot is no longer in."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def changed(self, update: Update, context: Context) -> None:
        """Forget a chat that the bot was put out of."""
        change = update.my_chat_member
        if change and change.new_chat_member.status in _GONE:
            self._sessions.forget(change.chat.id)

    async def migrated(self, update: Update, context: Context) -> None:
        """Forget a group that has become a supergroup, under a new id."""
        if update.effective_chat:
            self._sessions.forget(update.effective_chat.id)
