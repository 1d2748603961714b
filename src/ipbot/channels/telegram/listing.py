"""Lists that are longer than a phone: sources, briefings to choose from, figures; each page with its buttons."""

from collections.abc import Callable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from ipbot.channels.telegram import texts
from ipbot.channels.telegram.buttons import data_of_context, keyboard, pager
from ipbot.channels.telegram.markup import Markup
from ipbot.channels.telegram.rendering import (
    FIGURES_ON_A_PAGE,
    SOURCES_ON_A_PAGE,
    figure_list,
    headline,
    page_in_context,
    said,
    sources,
)
from ipbot.channels.telegram.shelf import Place, Shelf
from ipbot.values.briefing import Briefing

Page = tuple[Markup, InlineKeyboardMarkup | None]


def source_page(shelf: Shelf, index: int) -> Page:
    """Some of the briefings, the latest first."""
    shown = shelf.newest_first[index : index + SOURCES_ON_A_PAGE]
    turn = _turning(lambda i: f"s:{i}", index, SOURCES_ON_A_PAGE, shelf.newest_first)
    return sources(shown), pager(*turn)


def briefing_page(shelf: Shelf, index: int) -> Page:
    """Some of the briefings as buttons, to choose the one whose figures are wanted."""
    shown = shelf.newest_first[index : index + SOURCES_ON_A_PAGE]
    rows = [[InlineKeyboardButton(headline(b), callback_data=f"f:{shelf.keys[b.id]}:0")] for b in shown]
    turn = _turning(lambda i: f"w:{i}", index, SOURCES_ON_A_PAGE, shelf.newest_first)
    turning = [InlineKeyboardButton(caption, callback_data=data) for caption, data in filter(None, turn)]
    return said(texts.WHICH), keyboard([*rows, turning])


def figure_page(shelf: Shelf, briefing: Briefing, index: int) -> Page:
    """Some of a briefing's figures, in the order of its transcript."""
    figures = shelf.figures(briefing)
    shown = figures[index : index + FIGURES_ON_A_PAGE]
    turn = _turning(lambda i: f"f:{shelf.keys[briefing.id]}:{i}", index, FIGURES_ON_A_PAGE, figures)
    return figure_list(f"{texts.FIGURES} {index + 1}–{index + len(shown)} / {len(figures)}", shown, briefing), pager(
        *turn
    )


def context_page(shelf: Shelf, cited: Place, shown: Place | None) -> Page:
    """The sentences around a cited place, or another page of the transcript near it."""
    page = shown or shelf.around(cited)
    before, after = shelf.before(page), shelf.after(page)
    keys = pager(
        (texts.BEFORE, data_of_context(shelf, cited, before)) if before else None,
        (texts.AFTER, data_of_context(shelf, cited, after)) if after else None,
    )
    told = cited.start if page.start <= cited.start < page.end else page.start
    return page_in_context(page, cited, shelf.passage(page.briefing, told)), keys


def _turning(
    data: Callable[[int], str], index: int, size: int, things: Sequence[object]
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """The buttons to the page before and after, where there are such."""
    before = (texts.PREVIOUS, data(max(0, index - size))) if index > 0 else None
    after = (texts.NEXT, data(index + size)) if index + size < len(things) else None
    return before, after
