"""What is remembered of conversations, in memory alone: bounded, and forgotten after a while."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from cachetools import TTLCache

Who = tuple[int, int, int]
"""A chat, a user in it, and the topic (0 where there is none)."""

_SESSIONS, _EXCHANGES = 5_000, 10_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the messages that answered it, with the questions before it, oldest first.

    `asked` is the question's message, None where a button asked it.
    """

    who: Who
    asked: int | None
    question: str
    context: tuple[str, ...]
    answers: tuple[int, ...]

    @property
    def so_far(self) -> tuple[str, ...]:
        """The questions up to and with this one."""
        return (*self.context, self.question)


class Sessions:
    """The latest questions of each conversation, and which message answered which."""

    def __init__(self, minutes: float, questions: int, clock: Callable[[], float] = monotonic) -> None:
        self._questions = questions
        self._latest: TTLCache[Who, tuple[str, ...]] = TTLCache(_SESSIONS, minutes * 60, clock)
        self._exchanges: TTLCache[tuple[int, int], Exchange] = TTLCache(_EXCHANGES, minutes * 60, clock)

    def context(self, who: Who) -> tuple[str, ...]:
        """The earlier questions of a conversation, oldest first."""
        found: tuple[str, ...] = self._latest.get(who, ())
        return found

    def of_message(self, chat: int, message: int) -> Exchange | None:
        """The exchange that a message belongs to, as its question or as an answer."""
        return self._exchanges.get((chat, message))

    def remember(self, exchange: Exchange) -> None:
        """Keep an exchange, which becomes the end of its conversation."""
        kept = exchange.so_far[-self._questions :] if self._questions else ()
        self._latest[exchange.who] = kept
        for message in filter(None, (exchange.asked, *exchange.answers)):
            self._exchanges[exchange.who[0], message] = exchange

    def replace(self, old: Exchange, new: Exchange) -> None:
        """Put an edited question in the place of the one before it, wherever the conversation has got to."""
        later = self._latest.get(old.who, ())
        self.remember(new)
        if later[: len(old.so_far)] == old.so_far:
            self._latest[old.who] = (
                (*new.so_far, *later[len(old.so_far) :])[-self._questions :] if self._questions else ()
            )

    def forget(self, chat: int, user: int | None = None) -> None:
        """Forget a user's conversations in a chat, or all of the chat's."""
        for who in [w for w in self._latest if w[0] == chat and user in (None, w[1])]:
            del self._latest[who]
        for key in [k for k, e in self._exchanges.items() if k[0] == chat and user in (None, e.who[1])]:
            del self._exchanges[key]
