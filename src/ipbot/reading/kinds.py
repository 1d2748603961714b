"""What a short answer must look like for a type of question: a name for 谁, a date for 什么时候, a clause for 怎么."""

import re
from collections.abc import Callable

from ipbot.corpus.people import is_name, is_organisation
from ipbot.reading import actors
from ipbot.reading.query import Query
from ipbot.text.quantities import quantities

Fits = Callable[[str, str], bool]

_TELLS = ("clause", "clauses", "rest", "tail", "whole")
_NAMES = ("name", "phrase")
_PLACE = re.compile(r"(?:省|市|县|区|镇|乡|村|街道|州|岛|路|街|楼|厅|中心|广场|公园|大厅|站)$")
_LONGEST_NAME = 24
_LONGEST_WORD = 5
_BY_THE_CLOCK = re.compile(r"几点|钟点")
_CLOCK = re.compile(r"[时点]|\d[:：]\d")
_PARTICLES = "由于与和向对把被将从到在为以"


def _is_organisation(kind: str, text: str) -> bool:
    return kind in _NAMES and is_organisation(text) and len(text) <= _LONGEST_NAME


def _is_place(kind: str, text: str) -> bool:
    return kind in _NAMES and bool(_PLACE.search(text)) and len(text) <= _LONGEST_NAME


def _is_listed(kind: str, text: str) -> bool:
    return kind == "list" or "、" in text


def _tells(kind: str, text: str) -> bool:
    return kind in _TELLS and len(text) > _LONGEST_WORD


_OF_TYPES: tuple[tuple[tuple[str, ...], tuple[str, ...], Fits], ...] = (
    (("ordinal",), (), lambda kind, _: kind == "ordinal"),
    (("date",), ("amount",), lambda kind, _: kind == "date"),
    (("person",), ("list",), lambda _, text: is_name(text) and text[0] not in _PARTICLES),
    (("organisation",), (), _is_organisation),
    (("place",), (), _is_place),
    (("reason", "manner", "verify"), ("amount", "list", "date"), _tells),
    (("list",), ("amount", "person"), _is_listed),
)
"""Types, types that must not be there besides, and what fits."""


def fitting(query: Query) -> Fits | None:
    """Whether a candidate's kind and text fit the question; None where anything may."""
    asking = query.asking
    if asking.is_a("person") and actors.asks_agent(query):
        return lambda kind, text: _is_organisation(kind, text) or is_name(text)
    if asking.is_a("amount", "duration", "extent") and not asking.is_a("list"):
        wanted = asking.wanted
        return lambda kind, text: kind == "quantity" and any(q.kind in wanted or not wanted for q in quantities(text))
    if asking.is_a("date") and not asking.is_a("amount") and _BY_THE_CLOCK.search(query.said[-1]):
        return lambda kind, text: kind == "date" and bool(_CLOCK.search(text))
    return next((fits for types, but, fits in _OF_TYPES if asking.is_a(*types) and not asking.is_a(*but)), None)
