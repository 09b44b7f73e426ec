"""Reads the settings files that ship with the package."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from search.errors import BadSearchData


def packaged_toml(name: str) -> dict[str, Any]:
    """The content of a TOML file beside this module.

    Raises:
        BadSearchData: the file is missing or is not TOML.
    """
    return toml_file(Path(str(resources.files("search"))) / name)


def toml_file(path: Path) -> dict[str, Any]:
    """The content of a TOML file.

    Raises:
        BadSearchData: the file is missing or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadSearchData(f"{path} cannot be read: {error}.") from error
