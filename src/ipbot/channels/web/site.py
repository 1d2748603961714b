"""What every route of one app shares: settings, answers, texts of the interface, templates and static files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from ipbot import __version__, yamlfile
from ipbot.channels.web.answering import Answering
from ipbot.pipeline import Pipeline
from ipbot.settings import Settings

HERE = Path(str(files("ipbot.channels.web")))
STATIC = HERE / "static"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Site:
    """One app's pipeline and settings, and what is made of them once."""

    pipeline: Pipeline
    settings: Settings

    @cached_property
    def answering(self) -> Answering:
        """Answers of this corpus."""
        return Answering(self.pipeline, self.settings)

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

    def address(self, request: Request) -> str:
        """Where the service is, for links that are copied: base_url, else as the request has it."""
        return self.settings.base_url or str(request.base_url).rstrip("/")


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


@cache
def messages() -> Mapping[str, Mapping[str, Any]]:
    """The interface's texts by language, from `messages.yaml`."""
    found = yamlfile.read(HERE / "messages.yaml")
    return {language: _in(language, found) for language in LANGUAGES}


def _in(language: str, texts: Any) -> Any:
    """One language of a tree of texts, each of which has every language."""
    return texts[language] if set(texts) == set(LANGUAGES) else {key: _in(language, texts[key]) for key in texts}


def language_of(request: Request) -> str:
    """The interface's language: `lang` of the address, else the browser's first that there is, else Chinese."""
    named = request.query_params.get("lang", "")
    if named in LANGUAGES:
        return named
    for accepted in _accepted(request.headers.get("accept-language", "")):
        if accepted in LANGUAGES:
            return accepted
    return LANGUAGES[0]


def _accepted(header: str) -> list[str]:
    """Languages of an Accept-Language header, most wanted first."""
    wanted = []
    for part in header.split(",")[:20]:
        name, _, quality = part.strip().partition(";q=")
        try:
            wanted.append((-float(quality or 1), name.partition("-")[0].lower()))
        except ValueError:
            continue
    return [name for quality, name in sorted(wanted, key=lambda w: w[0]) if quality < 0]
