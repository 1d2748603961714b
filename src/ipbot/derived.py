"""Files derived from others, kept in the cache folder: rebuilt when stale or broken, never trusted."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def derived(cache: Path, name: str, version: str, build: Callable[[], bytes]) -> bytes:
    """The bytes that `build` makes, from the cache where it holds them sound.

    `version` names everything that the bytes depend on. A cache that can't be written only costs time.
    """
    path = cache / f"{name}-{hashlib.sha256(version.encode()).hexdigest()[:16]}"
    with contextlib.suppress(OSError):
        digest, _, content = path.read_bytes().partition(b"\n")
        if digest == _digest(content):
            return content
    content = build()
    with contextlib.suppress(OSError):
        replace_whole(path, _digest(content) + b"\n" + content)
    return content


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
