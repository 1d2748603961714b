"""A desk over invented briefings: real folders, loaded and put together as `ipbot` does it."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from ipbot import settings
from ipbot.assembly import build
from ipbot.pipeline import Pipeline
from ipbot.text.folding import fold


def desk(folder: Path, cache: Path, briefings: Mapping[str, tuple[str, Mapping[str, object]]]) -> Pipeline:
    """Write each briefing (transcript and description, by id) below `folder`, and build a pipeline over them.

    The title, where none is given, is the transcript's first line, as with real ones.
    """
    for id, (transcript, description) in briefings.items():
        title = next(iter(transcript.strip().splitlines()), "")[:40].strip() or id
        (folder / id).mkdir(parents=True)
        (folder / id / "transcript.txt").write_bytes(transcript.encode())
        (folder / id / "briefing.yaml").write_text(
            yaml.safe_dump({"title": title, **description}, allow_unicode=True), "utf-8"
        )
    return build(settings.load({"corpus": folder, "cache_dir": cache}))


def squeezed(text: str) -> str:
    """Folded as the scorer folds: width, case and white space away."""
    return "".join(fold(text).text.split())
