"""Briefings from their folders: `briefing.yaml` and `transcript.txt`, validated whole or not at all."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from ipbot.corpus.corpus import Corpus
from ipbot.values.briefing import Briefing, Source, Speaker
from ipbot.values.errors import CorpusError, DataFileError, Fault
from ipbot.yamlfile import read_with_lines

DESCRIPTION = "briefing.yaml"
TRANSCRIPT = "transcript.txt"
_ID = re.compile(r"[^\W_][\w.-]*")

_EXPECTED = {
    "dict_type": "expected keys with values",
    "list_type": "expected a list",
    "model_type": "expected keys with values",
    "string_too_short": "expected text",
    "string_type": "expected text",
}


def _day(value: object) -> date:
    """A date as YAML reads it; pydantic alone would take a number for seconds since 1970."""
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ValueError("expected a date such as 2022-04-22") from error


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    name: Text = ""
    url: Annotated[Text, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    file: Text = ""
    sha256: Annotated[Text, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class _Speaker(_Strict):
    name: Text
    organisation: Text = ""
    title: Text = ""


class _Description(_Strict):
    title: Text
    held_on: Day | None = None
    publisher: Text = ""
    city: Text = ""
    language: Text = "zh"
    source: _Source = _Source()
    speakers: list[_Speaker] = Field(default_factory=list)
    aliases: dict[Text, list[Text]] = Field(default_factory=dict)
    notes: Text = ""


def load(folder: Path) -> Corpus:
    """Read every briefing in `folder`; raises CorpusError with all that is wrong, and never gives a part."""
    briefings, faults = _read(folder)
    if faults:
        raise CorpusError(faults)
    return Corpus.of(briefings)


def check(folder: Path) -> tuple[Fault, ...]:
    """Everything wrong with the corpus in `folder`; empty where it is sound."""
    return tuple(_read(folder)[1])


def _read(folder: Path) -> tuple[list[Briefing], list[Fault]]:
    try:
        children = sorted(folder.iterdir())
        folders = [path for path in children if path.is_dir() and not path.name.startswith((".", "_"))]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return [], [Fault(str(folder), f"the corpus folder can't be read ({reason})")]
    if not folders:
        return [], [Fault(str(folder), "no briefing; expected a folder with briefing.yaml and transcript.txt for each")]
    briefings: list[Briefing] = []
    faults = _duplicates(folders)
    for path in folders:
        try:
            briefings.append(_read_briefing(path))
        except CorpusError as error:
            faults.extend(error.faults)
    return briefings, faults


def _duplicates(folders: list[Path]) -> list[Fault]:
    """Ids must differ by more than case, since addresses and file systems may not tell such apart."""
    seen: dict[str, Path] = {}
    faults = []
    for path in folders:
        other = seen.setdefault(path.name.casefold(), path)
        if other is not path:
            faults.append(Fault(str(path), f"duplicate id: differs from {other.name} by case alone"))
    return faults


def _read_briefing(folder: Path) -> Briefing:
    faults = []
    if not _ID.fullmatch(folder.name):
        faults.append(Fault(str(folder), "the folder's name is the briefing's id; expected letters, digits, - . _"))
    description, transcript = None, ""
    try:
        description = _describe(folder / DESCRIPTION)
    except CorpusError as error:
        faults.extend(error.faults)
    try:
        expected = description.source.sha256 if description else None
        transcript = _transcript(folder / TRANSCRIPT, expected)
    except CorpusError as error:
        faults.extend(error.faults)
    if faults or description is None:
        raise CorpusError(faults)
    return _briefing(folder.name, description, transcript)


def _describe(path: Path) -> _Description:
    try:
        content, lines = read_with_lines(path)
    except DataFileError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise CorpusError([Fault(str(path), "missing; expected at least 'title: …'")]) from error
        line = error.where.removeprefix(f"{path}:")
        raise CorpusError([Fault(str(path), error.what, line=int(line) if line.isdecimal() else 0)]) from error
    if not isinstance(content, dict):
        raise CorpusError([Fault(str(path), "expected keys with values, such as 'title: …'", line=1)])
    try:
        return _Description.model_validate(content)
    except ValidationError as error:
        raise CorpusError([_fault(path, details, lines) for details in error.errors()]) from error


def _fault(path: Path, details: Any, lines: Mapping[tuple[str | int, ...], int]) -> Fault:
    place = tuple(part for part in details["loc"] if part != "[key]")
    line = next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), 0)
    return Fault(str(path), _expected(details), ".".join(map(str, place)), line)


def _expected(details: Any) -> str:
    known = ", ".join(_Description.model_fields)
    if details["type"] == "extra_forbidden":
        return f"unknown key; expected one of {known}" if len(details["loc"]) == 1 else "unknown key"
    if details["type"] == "missing":
        return "missing; this key is required"
    message = details["msg"].removeprefix("Value error, ")
    expected = _EXPECTED.get(details["type"], message[0].lower() + message[1:])
    return f"{expected}; found {details['input']!r}"


def _transcript(path: Path, expected: str | None) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError([Fault(str(path), "missing; expected the transcript as UTF-8 text")]) from error
    except OSError as error:
        raise CorpusError([Fault(str(path), f"can't be read ({error.strerror or error})")]) from error
    found = hashlib.sha256(content).hexdigest()
    if expected and found != expected:
        raise CorpusError(
            [Fault(str(path), f"the checksum has changed: source.sha256 is {expected}, the file's is {found}")]
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CorpusError([Fault(str(path), f"not UTF-8 at byte {error.start}", line=line)]) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise CorpusError([Fault(str(path), "empty; expected the transcript's text")])
    return text


def _briefing(id: str, description: _Description, transcript: str) -> Briefing:
    source = description.source
    return Briefing(
        id=id,
        title=description.title,
        transcript=transcript,
        held_on=description.held_on,
        publisher=description.publisher,
        city=description.city,
        language=description.language,
        source=Source(source.name, source.url or "", source.file, source.sha256 or ""),
        speakers=tuple(Speaker(s.name, s.organisation, s.title) for s in description.speakers),
        aliases={name: tuple(others) for name, others in description.aliases.items()},
        notes=description.notes,
    )
