"""What every route of one app shares: settings, answers, texts of the interface, templates and static files."""

import hashlib
from asyncio import Event, Lock
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from cachetools import LRUCache
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from ipbot import __version__
from ipbot.channels.web.answering import Answering
from ipbot.channels.web.checking import Checking
from ipbot.channels.web.door import Door
from ipbot.channels.web.limits import RateLimit
from ipbot.channels.web.problems import Problem
from ipbot.channels.web.texts import HERE, messages
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings
from ipbot.values.briefing import Briefing, Outline

STATIC = HERE / "static"
NO_BRIEFING = "没有这场发布会。 There is no such briefing."
_PAGES = 16 * 1024 * 1024
"""Bytes of finished pages that are kept."""


@dataclass(frozen=True)
class Site:
    """One app's pipeline and settings, and what is made of them once."""

    pipeline: Pipeline
    settings: Settings

    @cached_property
    def answering(self) -> Answering:
        """Answers of this corpus."""
        return Answering(self.pipeline, self.settings)

    warmed: Event = field(default_factory=Event)

    @property
    def warm(self) -> bool:
        """Whether a question has been answered since the start."""
        return self.warmed.is_set()

    def warm_up(self) -> None:
        """Answer a question, so that everything that is made once is made."""
        for text in self.answering.examples(""):
            self.pipeline.ask(text)
        self.warmed.set()

    @cached_property
    def rate_limit(self) -> RateLimit:
        """Counts the questions of each client."""
        return RateLimit(self.settings)

    @cached_property
    def checking(self) -> Checking:
        """Checks drafts at the desk."""
        return Checking(self.pipeline, self.settings)

    @cached_property
    def door(self) -> Door:
        """Who may enter the desk."""
        return Door(self.settings)

    @cached_property
    def preparing(self) -> Lock:
        """Held while a briefing is made ready to be asked alone."""
        return Lock()

    @cached_property
    def pages(self) -> LRUCache[tuple[object, ...], bytes]:
        """Pages that were made already, as many as fit."""
        return LRUCache(_PAGES, getsizeof=len)

    @cached_property
    def root(self) -> str:
        """The path that the service lives below: "" or such as /ipbot."""
        return urlsplit(self.settings.base_url or "").path

    @cached_property
    def static_version(self) -> str:
        """A digest of the static files, which is part of their addresses."""
        digest = hashlib.sha256()
        for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
            digest.update(f"{path.relative_to(STATIC)}\x00".encode() + path.read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def version(self) -> str:
        """What a page depends on besides its address: corpus, ipbot, static files, interface."""
        return f"{self.answering.version}{self.static_version}"

    @cached_property
    def templates(self) -> Environment:
        """Templates; what they are given is escaped."""
        environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        environment.globals.update(root=self.root, asset=self.asset, version=__version__, settings=self.settings)
        return environment

    def asset(self, name: str) -> str:
        """The address of a static file, which changes with it."""
        return f"{self.root}/static/{self.static_version}/{name}"

    def render(self, name: str, language: str, **given: Any) -> str:
        """A page in a language of the interface."""
        return self.templates.get_template(name).render(
            lang=language, t=SimpleNamespace(**messages()[language]), **given
        )

    def briefing(self, id: str) -> Briefing:
        """A briefing by its id. Raises Problem."""
        if id not in self.pipeline.corpus.by_id:
            raise Problem("not_found", NO_BRIEFING)
        return self.pipeline.corpus.by_id[id]

    def outline(self, briefing: Briefing) -> Outline:
        """A briefing taken apart."""
        return self.pipeline.corpus.outlines[briefing.id]

    def address(self, request: Request) -> str:
        """Where the service is, for links that are copied: base_url, else as the request has it."""
        return self.settings.base_url or str(request.base_url).rstrip("/")


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site
