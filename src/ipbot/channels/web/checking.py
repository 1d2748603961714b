"""Checking drafts beside everything else: a slice at a time in a thread, so that others are answered meanwhile."""

import time
from asyncio import Lock
from collections.abc import AsyncIterator, Iterator
from functools import cached_property

from anyio import to_thread

from ipbot import drafts
from ipbot.assembly import checker
from ipbot.channels.web.limits import RateLimit
from ipbot.channels.web.problems import Problem
from ipbot.checking.checker import Checker
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.draft import Draft
from ipbot.values.errors import DraftError
from ipbot.values.report import Checked, Report

_MOST = 8
"""Drafts under way at once."""
_SLICE = 0.2
"""Seconds after which the next draft has its turn."""


class Checking:
    """Checks drafts of one corpus, keeps nothing of them, and takes no more than `_MOST` at once."""

    def __init__(self, pipeline: Pipeline, settings: Settings) -> None:
        self.pipeline, self.settings = pipeline, settings
        self.rate_limit = RateLimit(settings, "desk_rate_limit")
        self.under_way = 0

    @cached_property
    def checker(self) -> Checker:
        """What holds drafts against the corpus."""
        return checker(self.pipeline)

    async def read(self, content: bytes, name: str) -> Draft:
        """The words of a draft. Raises Problem."""
        self.refuse_if_busy()
        try:
            return await to_thread.run_sync(drafts.read, content, name, self.settings.max_draft_chars)
        except DraftError as error:
            raise Problem("draft", f"{_REMEDY} {_sentence(str(error))}") from error

    async def steps(self, draft: Draft, briefing: str | None) -> AsyncIterator[float | Report]:
        """How much of a draft is checked, from 0 to 1, as it goes, and in the end the report."""
        statements, found, done = self.checker.statements(draft.text, briefing), list[Checked](), False
        self.under_way += 1
        try:
            while not done:
                async with self._turn:
                    more, done = await to_thread.run_sync(_slice, statements)
                found += more
                if found and not done:
                    yield found[-1].end / len(draft.text)
        finally:
            self.under_way -= 1
        yield Report(draft.source, tuple(found))

    async def check(self, draft: Draft, briefing: str | None) -> Report:
        """The report alone."""
        async for step in self.steps(draft, briefing):
            if isinstance(step, Report):
                return step
        raise AssertionError("steps end with a report")

    def refuse_if_busy(self) -> None:
        """Raises Problem where too many drafts are under way."""
        if self.under_way >= _MOST:
            told = "正在核对的稿件太多，请稍后再试。 Too many drafts are being checked; please try again in a while."
            raise Problem("overloaded", told, headers={"Retry-After": "5"}, retry_after=5)

    @cached_property
    def _turn(self) -> Lock:
        return Lock()


def _slice(statements: Iterator[Checked]) -> tuple[list[Checked], bool]:
    """What is found within a slice of time, and whether that is all."""
    found, until = list[Checked](), time.monotonic() + _SLICE
    for checked in statements:
        found.append(checked)
        if time.monotonic() > until:
            return found, False
    return found, True


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


_REMEDY = "请粘贴文字，或选用文本、Markdown、HTML、DOCX 文件（去掉密码，不要太长）。"
