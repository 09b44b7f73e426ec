"""Fixtures that every package's tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and gold answers, named by `MIZAN_SHARED`."""
    folder = Path(os.environ.get("MIZAN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"skipped, because {folder} is not there (set MIZAN_SHARED)")
    return folder
