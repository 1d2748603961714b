"""The interface's texts, in both languages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.requests import Request

from ipbot import yamlfile

HERE = Path(str(files("ipbot.channels.web")))
LANGUAGES = ("zh", "en")


@cache
def messages() -> Mapping[str, Mapping[str, Any]]:
    """The texts by language, from `messages.yaml`."""
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
    accepted = _accepted(request.headers.get("accept-language", ""))
    return next((language for language in accepted if language in LANGUAGES), LANGUAGES[0])


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
