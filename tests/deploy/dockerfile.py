"""The Dockerfile's steps, and running them by hand where there is no Docker: each in a container that bubblewrap makes.

The base image's place is taken by this machine's own system, read only; what a stage writes stays in a folder.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from fronts import ROOT

FILE = ROOT / "deploy" / "docker" / "Dockerfile"
_OWN = ("opt", "srv", "var", "tmp", "proc", "dev", "run", "sys")
"""Folders of the system that a container has its own of."""


@dataclass(frozen=True)
class Step:
    """One instruction, its lines joined."""

    name: str
    words: str


@dataclass
class Stage:
    """What a stage has made so far: files below `folder`, and how programs are run."""

    folder: Path
    directory: str = "/"
    env: dict[str, str] = field(default_factory=lambda: {"PATH": os.defpath.lstrip(":")})
    user: str = "0:0"
    told: dict[str, str] = field(default_factory=dict)


def stages() -> dict[str, list[Step]]:
    """The steps of each stage by its name, the last one's is ""."""
    text = re.sub(r"^\s*#.*\n", "", FILE.read_text("utf-8"), flags=re.MULTILINE)
    found: dict[str, list[Step]] = {}
    name = None
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        step = Step(*line.strip().split(maxsplit=1))
        if step.name == "FROM":
            _, _, name = step.words.partition(" AS ")
            found[name] = []
        elif name is not None:
            found[name].append(step)
    return found


def build(folder: Path, cache: Path) -> Stage:
    """Carry every stage out, in folders of their own. Raises CalledProcessError."""
    done: dict[str, Stage] = {}
    for name, steps in stages().items():
        stage = done[name] = Stage(folder / (name or "result"))
        for top in ("opt", "srv", "var/cache/pip"):
            (stage.folder / top).mkdir(parents=True)
        for step in steps:
            _carry_out(step, stage, done, cache)
    return done[""]


def _carry_out(step: Step, stage: Stage, done: dict[str, Stage], cache: Path) -> None:
    match step.name:
        case "WORKDIR":
            stage.directory = step.words
            _inside(stage, step.words).mkdir(parents=True, exist_ok=True)
        case "ENV":
            for name, value in (word.split("=", 1) for word in shlex.split(step.words)):
                stage.env[name] = value.replace("$PATH", stage.env["PATH"])
        case "USER":
            stage.user = step.words
        case "COPY":
            _copy(step.words, stage, done)
        case "RUN":
            subprocess.run(
                [*command(stage, writable=True, cache=cache), "/bin/sh", "-c", _bare(step.words)], check=True
            )
        case "LABEL" | "ARG" | "EXPOSE" | "STOPSIGNAL" | "HEALTHCHECK" | "ENTRYPOINT" | "CMD":
            stage.told[step.name] = step.words
        case _:
            raise ValueError(f"{step.name} is not understood here")


def _bare(words: str) -> str:
    """A command without BuildKit's flags."""
    return re.sub(r"^(--\S+\s+)*", "", words)


def _inside(stage: Stage, path: str) -> Path:
    return stage.folder / (PurePosixPath(stage.directory) / path).relative_to("/")


def _copy(words: str, stage: Stage, done: dict[str, Stage]) -> None:
    *sources, target = words.split()
    whence = ROOT
    if sources[0].startswith("--from="):
        whence = done[sources.pop(0).removeprefix("--from=")].folder
    for source in sources:
        path, to = whence / source.lstrip("/"), _inside(stage, target)
        if path.is_dir():
            shutil.copytree(path, to, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            to = to / path.name if target.endswith("/") else to
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, to)


def words_of(stage: Stage, name: str) -> list[str]:
    """A command that the image tells of, in its JSON form."""
    words: list[str] = json.loads(stage.told[name][stage.told[name].index("[") :])
    return words


def command(
    stage: Stage, *, writable: bool, cache: Path | None = None, env: Mapping[str, str] | None = None
) -> list[str]:
    """The words that run a program as in a container of the stage: as its user, with none of root's powers.

    Nothing can be written but /tmp, as with compose.yaml, unless it is `writable`, as in a build.
    """
    words = ["bwrap", "--unshare-all", "--share-net", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    words += ["--uid", stage.user.partition(":")[0], "--gid", stage.user.partition(":")[2], "--clearenv"]
    for entry in sorted(Path("/").iterdir()):
        if entry.is_symlink():
            words += ["--symlink", str(entry.readlink()), str(entry)]
        elif entry.is_dir() and entry.name not in (*_OWN, "lost+found"):
            words += ["--ro-bind", str(entry), str(entry)]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for top in ("opt", "srv"):
        words += ["--bind" if writable else "--ro-bind", str(stage.folder / top), f"/{top}"]
    words += ["--dir", "/var/cache", *(["--bind", str(cache), "/var/cache/pip"] if cache else [])]
    outer = _python() | (_network() if writable else {})
    for name, value in (outer | stage.env | dict(env or {})).items():
        words += ["--setenv", name, value]
    for path in _elsewhere(writable):
        words += ["--ro-bind-try", path, path]
    return [*words, "--chdir", stage.directory]


def _python() -> dict[str, str]:
    """The Python that the tests run on stands for the base image's."""
    return {"PYTHON": str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")}


def _network() -> dict[str, str]:
    """How this machine reaches the package index."""
    kept = re.compile(r"(pip_|ssl_|https?_|no_)\w+", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if kept.fullmatch(name)}


def _elsewhere(writable: bool) -> list[str]:
    """Folders below /opt that the base image's stand-in needs, and the links that name resolution needs."""
    needed = [sys.base_prefix, *(_network().get("PIP_FIND_LINKS", "").split() if writable else [])]
    return [*(path for path in needed if path.startswith("/opt/")), "/run/systemd/resolve"]
