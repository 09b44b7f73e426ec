"""The settings, one visible table; the only place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from corpus.errors import AskerError

PREFIX = "MIZAN"


class BadSetting(AskerError):
    """A setting has a value that it cannot take."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("DATA", "", "folder for everything that Mizan writes (default: your data folder)"),
    Setting("DATABASE", "", "SQLAlchemy address of the database (default: SQLite in DATA)"),
    Setting("SEARCH", "", "address of the index (default: whoosh:/// in DATA)"),
    Setting("HOST", "127.0.0.1", "address that the server listens on"),
    Setting("PORT", "8037", "port that the server listens on; 0 takes a free one"),
    Setting("MAX_FILE_MB", "40", "largest file that is read, in megabytes"),
    Setting("OCR_LANGUAGES", "eng", "languages of scans, as tesseract names them: eng+urd"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked values of the table."""

    data: Path
    database: str
    search: str
    host: str
    port: int
    max_file_mb: float
    ocr_languages: tuple[str, ...] = ("eng",)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, prefix: str = PREFIX) -> Settings:
        """The settings that the environment gives, with the table's defaults.

        Raises:
            BadSetting: a number is none, or is out of its range.
        """
        env = os.environ if environ is None else environ
        raw = {s.name: env.get(f"{prefix}_{s.name}", "") or s.default for s in SETTINGS}
        data = Path(raw["DATA"] or platformdirs.user_data_path("mizan", appauthor=False))
        data = data.expanduser().absolute()
        return cls(
            data=data,
            database=raw["DATABASE"] or f"sqlite:///{data / 'mizan.db'}",
            search=raw["SEARCH"] or f"whoosh://{data / 'index'}",
            host=raw["HOST"],
            port=int(_number(prefix, "PORT", raw["PORT"], 0, 65535)),
            max_file_mb=_number(prefix, "MAX_FILE_MB", raw["MAX_FILE_MB"], 0.001, 4096),
            ocr_languages=_languages(prefix, raw["OCR_LANGUAGES"]),
        )

    @property
    def originals(self) -> Path:
        """Folder of the files that readers brought, each under its SHA-256."""
        return self.data / "originals"

    @property
    def progress_file(self) -> Path:
        """Where a running ingest says how far it is."""
        return self.data / "progress.json"


def _languages(prefix: str, raw: str) -> tuple[str, ...]:
    names = tuple(name for name in re.split(r"[+,\s]+", raw) if name)
    if not names or not all(re.fullmatch(r"[A-Za-z]\w{1,29}", name) for name in names):
        told = f"{prefix}_OCR_LANGUAGES={raw!r}"
        raise BadSetting(f"{told} must name languages as tesseract does: eng+urd.")
    return names


def _number(prefix: str, name: str, raw: str, least: float, most: float) -> float:
    try:
        value = float(raw)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise BadSetting(f"{prefix}_{name}={raw!r} must be a number from {least:g} to {most:g}.")
    return value
