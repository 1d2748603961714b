"""The one door to YAML: safe, duplicate keys refused, every error one line that names the line in the file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ipbot.values.errors import DataFileError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

DEEPEST = 100

KeyPath = tuple[str | int, ...]


class _Loader(SafeLoader):
    """The safe loader, with a place for the values that only Python refuses (a 13th month)."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def read(path: Path) -> object:
    """Read a YAML file; an empty one is None. Raises DataFileError."""
    return read_with_lines(path)[0]


def read_with_lines(path: Path) -> tuple[object, Mapping[KeyPath, int]]:
    """Read a YAML file, and say on which line each key path stands, counting from 1. Raises DataFileError."""
    text = _text(path)
    try:
        _refuse_depth(path, text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines = dict(_lines(node, (), frozenset(), set())) if node else {}
            return (loader.construct_document(node) if node else None), lines
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise _located(path, error) from error
    except yaml.reader.ReaderError as error:
        raise DataFileError(f"a character that YAML doesn't allow: {error.reason}", where=str(path)) from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataFileError(f"can't be read: {error.strerror or error}", where=str(path)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataFileError("not UTF-8", where=f"{path}:{line}", remedy="save the file as UTF-8") from error


def _refuse_depth(path: Path, text: str) -> None:
    """Count nesting before anything recurses: libyaml's composer would crash the process."""
    depth = 0
    for event in yaml.parse(text, SafeLoader):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise DataFileError("nested too deeply", where=f"{path}:{line}")


def _located(path: Path, error: yaml.MarkedYAMLError) -> DataFileError:
    mark = error.problem_mark or error.context_mark
    where = f"{path}:{mark.line + 1}" if mark else str(path)
    problem = error.problem or error.context or "not YAML"
    context = f" {error.context}" if error.context and error.problem else ""
    return DataFileError(f"not valid YAML: {problem}{context}", where=where)


def _lines(node: Node, path: KeyPath, above: frozenset[int], seen: set[int]) -> Iterator[tuple[KeyPath, int]]:
    """Walk a node tree once: each key path with its line. Aliases are not followed twice."""
    if id(node) in above:
        raise yaml.constructor.ConstructorError(None, None, "an alias that contains itself", node.start_mark)
    if not path:
        yield path, node.start_mark.line + 1
    if id(node) in seen:
        return
    seen.add(id(node))
    for key, marked, value in _children(node):
        yield (*path, key), marked.start_mark.line + 1
        yield from _lines(value, (*path, key), above | {id(node)}, seen)


def _children(node: Node) -> Iterator[tuple[str | int, Node, Node]]:
    """The key, the node whose line counts, and the value of each child. Raises ConstructorError on a duplicate key."""
    if isinstance(node, SequenceNode):
        yield from ((index, item, item) for index, item in enumerate(node.value))
    elif isinstance(node, MappingNode):
        keys: set[tuple[str, str]] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else str(key.start_mark)
            if (key.tag, name) in keys:
                raise yaml.constructor.ConstructorError(None, None, f"the key {name!r} twice", key.start_mark)
            keys.add((key.tag, name))
            yield int(name) if key.tag.endswith(":int") and name.isdecimal() else name, key, value
