"""`/check`: what a text says, each statement with its verdict and the transcript's words beside it."""

from collections.abc import Iterator, Sequence

from telegram import Message

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.buttons import SHOWN_CITATIONS
from ipbot.channels.telegram.markup import BOLD, ITALIC, UNDERLINED, Markup, lines, marked, paragraphs
from ipbot.channels.telegram.questions import unaddressed
from ipbot.channels.telegram.rendering import citations, said
from ipbot.channels.telegram.shelf import Shelf
from ipbot.checking.checker import Checker
from ipbot.values.answer import Citation, Span
from ipbot.values.report import Checked, Verdict

_VERDICTS = {
    Verdict.CONTRADICTED: texts.CONTRADICTED,
    Verdict.NOT_STATED: texts.NOT_STATED,
    Verdict.SUPPORTED: texts.SUPPORTED,
}


def text_to_check(message: Message) -> str:
    """What stands behind the command, else what was picked of another message, else the whole of that message."""
    behind = (message.text or "").split(maxsplit=1)[1:]
    picked = message.quote.text if message.quote else ""
    replied = unaddressed(message.reply_to_message) if message.reply_to_message else ""
    return next(filter(None, map(str.strip, (*behind, picked, replied))), "")


def check(checker: Checker, text: str) -> tuple[Checked, ...]:
    """A text's checkable statements; where it has none, the text as one claim, and nothing where it has no words."""
    if not any(character.isalnum() for character in text):
        return ()
    return checker.check(text).statements or (checker.claim(text),)


def shown_evidence(checked: Sequence[Checked]) -> tuple[Citation, ...]:
    """What is quoted: all that matters for one statement, for several the first of each that isn't supported."""
    return tuple(citation for c in checked for citation in _evidence(c, alone=len(checked) == 1))


def report_markup(checked: Sequence[Checked], shelf: Shelf) -> Markup:
    """The statements in order; several begin with their counts."""
    alone = len(checked) == 1
    counts = {verdict.value: sum(c.verdict is verdict for c in checked) for verdict in Verdict}
    heading = () if alone else said(texts.CHECKED.format(count=len(checked), **counts), ITALIC)
    return paragraphs(heading, *(_statement(c, shelf, alone=alone) for c in checked))


def _statement(checked: Checked, shelf: Shelf, *, alone: bool) -> Markup:
    text = marked(
        checked.text, [(m.start - checked.start, m.end - checked.start) for m in checked.marks], as_=UNDERLINED
    )
    evidence = _evidence(checked, alone=alone)
    nearest = said(texts.CHECK_NEAREST, ITALIC) if evidence and checked.verdict is Verdict.NOT_STATED else ()
    told = lines(said(_VERDICTS[checked.verdict], BOLD), text, said(checked.why))
    return paragraphs(told, lines(nearest, citations(evidence, tuple(_said(checked, evidence, shelf)), shelf)))


def _evidence(checked: Checked, *, alone: bool) -> tuple[Citation, ...]:
    if alone:
        return checked.evidence[:SHOWN_CITATIONS]
    return checked.evidence[:1] if checked.verdict is not Verdict.SUPPORTED else ()


def _said(checked: Checked, evidence: Sequence[Citation], shelf: Shelf) -> Iterator[Span]:
    """Where the transcript has what it says in the place of the marked words."""
    for citation in evidence:
        for words in filter(None, (m.said for m in checked.marks)):
            at = citation.text.find(words)
            if at >= 0:
                start = citation.start + at
                yield Span.cut(shelf.corpus.by_id[citation.briefing], start, start + len(words))
