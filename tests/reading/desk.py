"""A desk over invented briefings: real folders, loaded and put together as `ipbot` does it."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from ipbot import settings
from ipbot.assembly import build
from ipbot.pipeline import Pipeline
from ipbot.text.folding import fold


def desk(folder: Path, cache: Path, briefings: Mapping[str, tuple[str, Mapping[str, object]]]) -> Pipeline:
    """Write each briefing (transcript and description, by id) below `folder`, and build a pipeline over them."""
    for id, (transcript, description) in briefings.items():
        (folder / id).mkdir(parents=True)
        (folder / id / "transcript.txt").write_bytes(transcript.encode())
        (folder / id / "briefing.yaml").write_text(yaml.safe_dump({"title": id, **description}), "utf-8")
    return build(settings.load({"corpus": folder, "cache_dir": cache}))


def squeezed(text: str) -> str:
    """Folded as the scorer folds: width, case and white space away."""
    return "".join(fold(text).text.split())
