"""What is particular to the Chinese language or to the genre of briefings, in files that staff can read and edit."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from ipbot.values.errors import DataFileError
from ipbot.yamlfile import read


@cache
def load(name: str) -> Mapping[str, Any]:
    """The content of the data file `name`.yaml."""
    with as_file(files("ipbot.data").joinpath(f"{name}.yaml")) as path:
        content = read(path)
    if not isinstance(content, dict):
        raise DataFileError("expected keys with values", where=f"{name}.yaml")
    return content
