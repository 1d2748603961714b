"""Inline mode: `@bot 质押融资` in any chat gives statements to insert, each with who said it and where."""

from collections.abc import Iterator
from contextlib import suppress

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.buttons import original
from ipbot.channels.telegram.limits import Limits, Rates, Verdict
from ipbot.channels.telegram.markup import html, split
from ipbot.channels.telegram.rendering import quotation
from ipbot.channels.telegram.service import Context, Service
from ipbot.values.answer import Answer, Chat, Citation, Reply, Span

MOST = 5
CACHED = 60
"""Seconds for which the platform may give the same results again."""

_A_MINUTE = 120
"""Inline questions of a person; each pause in typing is one."""
_BUTTON = InlineQueryResultsButton(texts.ASK_IN_PRIVATE, start_parameter="inline")


class Inline:
    """Answers inline questions."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._limits = Limits(Rates(_A_MINUTE, _A_MINUTE))

    async def suggest(self, update: Update, context: Context) -> None:
        """Offer up to five cited statements."""
        query = update.inline_query
        if not query:
            return
        question = " ".join(query.query.split())[: self._service.pipeline.max_question_chars]
        allowed = await self._limits.judge(query.from_user.id, None) is Verdict.ANSWER
        found = await self._service.work(self._service.pipeline.ask, question) if question and allowed else None
        results = list(self._results(found)) if found else []
        with suppress(BadRequest):  # the person has typed on, and this question is too old by now
            await query.answer(results, cache_time=CACHED if results else 0, is_personal=False, button=_BUTTON)

    def _results(self, reply: Reply) -> Iterator[InlineQueryResultArticle]:
        if isinstance(reply, Chat):
            return
        spans = reply.spans if isinstance(reply, Answer) else ()
        for number, citation in enumerate(reply.citations[:MOST]):
            link = original(citation.url)
            yield InlineQueryResultArticle(
                id=str(number),
                title=_title(citation, spans),
                description=citation.text.strip(),
                input_message_content=InputTextMessageContent(
                    html(split(quotation(citation, spans, self._service.shelf))[0])
                ),
                reply_markup=InlineKeyboardMarkup([[link]]) if link else None,
            )


def _title(citation: Citation, spans: tuple[Span, ...]) -> str:
    """The short answers that a statement holds; of one that is no answer, that it is near."""
    inside = [s for s in spans if s.briefing == citation.briefing and citation.start <= s.start < citation.end]
    told = [f"{s.text}（{s.label}）" if s.label else s.text for s in inside]
    return "、".join(told) or texts.NEAREST
