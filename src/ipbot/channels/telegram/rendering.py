"""Replies and pages as messages that read well on a phone."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.buttons import NUMBERS, SHOWN_CITATIONS
from ipbot.channels.telegram.markup import (
    BOLD,
    FOLDED_QUOTE,
    ITALIC,
    QUOTE,
    Markup,
    Run,
    lines,
    link,
    marked,
    paragraphs,
)
from ipbot.channels.telegram.shelf import Place, Shelf
from ipbot.reading.figures import Figure
from ipbot.values.answer import Abstention, Answer, Chat, Citation, Reply, Span
from ipbot.values.briefing import Briefing, Passage

FIGURES_ON_A_PAGE = 10
SOURCES_ON_A_PAGE = 5


def reply_markup(reply: Reply, shelf: Shelf, question: str = "") -> Markup:
    """A reply as a message; `question` is repeated where the chat doesn't show it."""
    asked = said(texts.ASKED.format(question=question), ITALIC) if question else ()
    match reply:
        case Chat():
            return paragraphs(asked, said(reply.text))
        case Answer():
            return paragraphs(asked, _answer(reply), citations(reply.citations, reply.spans, shelf))
        case Abstention():
            nearest = reply.citations[:SHOWN_CITATIONS]
            note = said(texts.NEAREST, ITALIC) if nearest else ()
            return paragraphs(asked, said(reply.text, BOLD), note, citations(nearest, (), shelf))


def said(text: str, *tags: str) -> Markup:
    """One stretch of text."""
    return (Run(text, tags),)


def quotation(citation: Citation, spans: Iterable[Span], shelf: Shelf) -> Markup:
    """One citation with who said it and where: what is inserted into other chats."""
    quoted = _quote(citation, spans)
    return lines(quoted, said(_speaker_and_section(citation)), said(headline(shelf.corpus.by_id[citation.briefing])))


def headline(briefing: Briefing) -> str:
    """A briefing's title and date."""
    return " · ".join(filter(None, (" ".join(briefing.title.split()), str(briefing.held_on or ""))))


def page_in_context(page: Place, cited: Place, passage: Passage | None) -> Markup:
    """A page of a transcript, the cited place bold in it."""
    text = page.briefing.transcript[page.start : page.end]
    quoted = marked(text, [(cited.start - page.start, cited.end - page.start)], QUOTE)
    place = " · ".join(filter(None, (_speaker(passage), _section(passage.section)))) if passage else ""
    return lines(said(texts.CONTEXT_OF, ITALIC), quoted, said(place), said(headline(page.briefing)))


def figure_list(title: str, figures: Sequence[Figure], briefing: Briefing) -> Markup:
    """Figures, each with its indicator, period and status."""
    rows = [_figure(f, briefing) for f in figures]
    return paragraphs(said(title, ITALIC), lines(*rows) or said(texts.NO_FIGURES), said(headline(briefing)))


def sources(briefings: Iterable[Briefing]) -> Markup:
    """Briefings with date, publisher and link."""
    return paragraphs(said(texts.SOURCES, ITALIC), *map(_source, briefings))


def _answer(answer: Answer) -> Markup:
    """The short answer with the values bold in it; their labels, and what is said around them, are not."""
    found, position = [], 0
    for span in answer.spans:
        at = answer.text.find(span.text, position)
        if at >= 0:
            position = at + len(span.text)
            found.append((at, position))
    return marked(answer.text, found)


def citations(cited: Sequence[Citation], spans: Sequence[Span], shelf: Shelf) -> Markup:
    """Citations with who said them and where, numbered where there are several; the spans are bold in them."""
    numbers = iter(NUMBERS if len(cited) > 1 else "")
    parts: list[Markup] = []
    for briefing, of_briefing in groupby(cited, key=lambda c: c.briefing):
        for citation in of_briefing:
            number = next(numbers, "")
            place = said(" ".join(filter(None, (number, _speaker_and_section(citation)))))
            parts.append(lines(_quote(citation, spans), place))
        parts[-1] = lines(parts[-1], said(headline(shelf.corpus.by_id[briefing])))
    return paragraphs(*parts)


def _quote(citation: Citation, spans: Iterable[Span]) -> Markup:
    inside = [(s.start - citation.start, s.end - citation.start) for s in spans if s.briefing == citation.briefing]
    text = citation.text.rstrip()
    return marked(text, inside, FOLDED_QUOTE)


def _speaker_and_section(citation: Citation) -> str:
    return " · ".join(filter(None, (_speaker(citation), _section(citation.section))))


def _speaker(spoken: Citation | Passage) -> str:
    return f"—— {' '.join(str(spoken.speaker).split())}" if str(spoken.speaker) else ""


def _section(section: Iterable[str]) -> str:
    return " › ".join(" ".join(heading.split()) for heading in section)


def _figure(figure: Figure, briefing: Briefing) -> Markup:
    of = "，".join(filter(None, (figure.period_label, texts.STATUS[figure.status] if figure.period else "")))
    change = f" {figure.base}{figure.change}" if figure.change else ""
    told = f" {' '.join(figure.indicator.split())}{change}{f'（{of}）' if of else ''}"
    return (Run("· "), Run(briefing.transcript[figure.start : figure.end], (BOLD,)), Run(told))


def _source(briefing: Briefing) -> Markup:
    source = briefing.source
    linked = (Run(source.name or source.url, (link(source.url),)),) if source.url else said(source.name)
    facts = " · ".join(filter(None, (str(briefing.held_on or ""), briefing.publisher)))
    return lines(said(" ".join(briefing.title.split()), BOLD), said(facts), linked)
