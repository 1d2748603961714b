"""A text cut where what is set off in it begins and ends, for every channel to draw in its own way."""

from collections.abc import Iterable
from itertools import chain, pairwise

Pieces = tuple[tuple[str, bool], ...]
"""Slices that tile a text, each with whether it is set off."""


def pieces(text: str, stretches: Iterable[tuple[int, int]], offset: int = 0) -> Pieces:
    """Cut a text at the edges of stretches; theirs, like the `offset` at which the text begins, are the source's."""
    end = offset + len(text)
    inside = [(max(s, offset), min(e, end)) for s, e in stretches if s < end and offset < e]
    cuts = pairwise(sorted({offset, end, *chain.from_iterable(inside)}))
    return tuple((text[a - offset : b - offset], any(s <= a < e for s, e in inside)) for a, b in cuts)
