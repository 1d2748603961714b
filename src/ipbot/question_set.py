"""Question sets for `ipbot eval`: questions with what their answers must hold and must not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipbot import yamlfile
from ipbot.values.errors import DataFileError

KEYS = ("id", "kind", "question", "context", "gold", "require", "must_not", "note")


@dataclass(frozen=True, slots=True)
class Gold:
    """What an answer must hold, and the sentence that states it."""

    span: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a set; without gold it has no answer in the corpus."""

    id: str | int
    kind: str
    question: str
    context: tuple[str, ...] = ()
    gold: tuple[Gold, ...] = ()
    require_all: bool = True
    must_not: tuple[str, ...] = ()

    def met(self, test: Callable[[Gold], bool]) -> bool:
        """Whether the gold that is required passes a test."""
        return (all if self.require_all else any)(test(gold) for gold in self.gold)


def read(path: Path) -> tuple[Item, ...]:
    """Read a question set. Raises DataFileError with the line of the first fault."""
    found, lines = yamlfile.read_with_lines(path)
    if not isinstance(found, list) or not found:
        raise DataFileError("expected a list of questions", where=str(path))
    reading = _Reading(path, lines)
    items = tuple(reading.item(index, entry) for index, entry in enumerate(found))
    reading.refuse_duplicates(items)
    return items


@dataclass(frozen=True, slots=True)
class _Reading:
    """The file that is being read, for errors that say where."""

    path: Path
    lines: Mapping[yamlfile.KeyPath, int]

    def fault(self, what: str, *key: str | int) -> DataFileError:
        line = next((self.lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self.lines), 1)
        return DataFileError(what, where=f"{self.path}:{line}")

    def item(self, index: int, entry: object) -> Item:
        fields = self.mapping(entry, KEYS, index)
        if fields.get("require", "all") not in ("all", "any"):
            raise self.fault("require: expected all or any", index, "require")
        if not isinstance(fields.get("id"), str | int) or isinstance(fields["id"], bool):
            raise self.fault("id: expected a name or a number", index, "id")
        return Item(
            id=fields["id"],
            kind=self.text(fields, "kind", index),
            question=self.text(fields, "question", index),
            context=tuple(self.texts(fields, "context", index)),
            gold=tuple(self.gold(fields, index)),
            require_all=fields.get("require", "all") == "all",
            must_not=tuple(self.texts(fields, "must_not", index)),
        )

    def gold(self, fields: Mapping[str, Any], index: int) -> Iterator[Gold]:
        for n, entry in enumerate(self.sequence(fields, "gold", index)):
            pair = self.mapping(entry, ("span", "sentence"), index, "gold", n)
            span = self.text(pair, "span", index, "gold", n)
            yield Gold(span, self.text(pair, "sentence", index, "gold", n))

    def mapping(self, entry: object, known: tuple[str, ...], *key: str | int) -> Mapping[str, Any]:
        if not isinstance(entry, dict):
            raise self.fault(f"expected {', '.join(known)}", *key)
        for name in entry:
            if name not in known:
                raise self.fault(f"unknown key {name!r}; known are {', '.join(known)}", *key, name)
        return entry

    def text(self, fields: Mapping[str, Any], name: str, *key: str | int) -> str:
        value = fields.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{name}: expected text", *key, name)
        return value

    def texts(self, fields: Mapping[str, Any], name: str, index: int) -> Iterator[str]:
        for n, value in enumerate(self.sequence(fields, name, index)):
            if not isinstance(value, str) or not value.strip():
                raise self.fault(f"{name}: expected a list of texts", index, name, n)
            yield value

    def sequence(self, fields: Mapping[str, Any], name: str, index: int) -> list[Any]:
        value = fields.get(name)
        if value is not None and not isinstance(value, list):
            raise self.fault(f"{name}: expected a list", index, name)
        return value or []

    def refuse_duplicates(self, items: tuple[Item, ...]) -> None:
        seen: set[str | int] = set()
        for index, item in enumerate(items):
            if item.id in seen:
                raise self.fault(f"id: {item.id!r} twice", index, "id")
            seen.add(item.id)
