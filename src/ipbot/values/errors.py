"""The errors a user can meet: one root, a code each, mapped once at each edge (exit status, HTTP status)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


class IpbotError(Exception):
    """What went wrong, where, and what to do about it; `str()` is one line for the user."""

    code: ClassVar[str] = "internal"

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        located = f"{where}: {what}" if where else what
        super().__init__(f"{located}; {remedy}" if remedy else located)


class UsageError(IpbotError):
    """The caller's words or input can't be used as they are."""

    code = "usage"


class QuestionError(UsageError):
    """A question that can't be asked: empty or too long."""

    code = "question"


class DraftError(UsageError):
    """A draft that can't be read: of another kind, locked, empty or too long."""

    code = "draft"


class SettingsError(IpbotError):
    """A setting is unknown or has a value that can't be used."""

    code = "settings"


class MissingExtraError(IpbotError):
    """An optional part of ipbot isn't installed."""

    code = "missing_extra"


class PlatformError(IpbotError):
    """The chat platform refuses the bot or can't be reached."""

    code = "platform"


class DataFileError(IpbotError):
    """A file that must be YAML or JSON isn't, or can't be read."""

    code = "data_file"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a corpus: the file, the field or line in it, what was found and what was expected."""

    file: str
    what: str
    field: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.what}" if self.field else f"{place}: {self.what}"


class CorpusError(IpbotError):
    """A corpus that can't be read whole; `faults` lists everything found wrong."""

    code = "corpus"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        first, more = self.faults[0], len(self.faults) - 1
        also = f" (and {more} more)" if more else ""
        super().__init__(f"{first}{also}", remedy="'ipbot corpus check' lists every fault")


class VerbatimError(IpbotError):
    """A quote that isn't the transcript's own words; a defect of ipbot that must never leave it."""

    code = "verbatim"
