"""What people thought of answers: kept behind a protocol, for now in a file that is only appended to."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Protocol

from ipbot.derived import replace_whole
from ipbot.values.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Feedback:
    """One vote on one answer. `question` is empty where it was already forgotten; `person` is a hash."""

    at: datetime
    good: bool
    question: str
    briefing: str
    start: int
    end: int
    person: str


class FeedbackStore(Protocol):
    """Where feedback is kept. Calls may block and come from any thread; what `keep` returned from is on disk."""

    def keep(self, feedback: Feedback) -> None:
        """Keep one vote."""

    def erase(self, person: str) -> int:
        """Erase all votes of a person, and say how many there were."""


class FeedbackFile:
    """A JSON object a line, the oldest first; a broken line is left alone."""

    def __init__(self, path: Path, days: int) -> None:
        """Open the file, without what is older than `days`. Raises SettingsError where it can't be written."""
        self._path = path
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            oldest = (datetime.now(UTC) - timedelta(days=days)).isoformat()
            self._drop(lambda row: str(row.get("at", oldest)) < oldest)
        except OSError as error:
            where = f"telegram_feedback: {path}"
            raise SettingsError(f"can't be written: {error.strerror or error}", where=where) from error

    def keep(self, feedback: Feedback) -> None:
        """Append one vote."""
        row = asdict(feedback) | {"at": feedback.at.isoformat(timespec="seconds")}
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def erase(self, person: str) -> int:
        """Rewrite the file without a person's votes."""
        return self._drop(lambda row: row.get("person") == person)

    def _drop(self, is_dropped: Callable[[dict[str, object]], bool]) -> int:
        with self._lock:
            rows = self._path.read_text("utf-8").splitlines(keepends=True)
            kept = [row for row in rows if not is_dropped(_object(row))]
            if len(kept) < len(rows):
                replace_whole(self._path, "".join(kept).encode())
            return len(rows) - len(kept)


def _object(line: str) -> dict[str, object]:
    with suppress(ValueError):
        found = json.loads(line)
        if isinstance(found, dict):
            return found
    return {}
