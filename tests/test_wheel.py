"""The wheel holds everything, and works where only it is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("corpus", "ingest", "search", "annotations", "webui")
FILES = ("pyproject.toml", "README.md", "LICENSE")
DATA_SUFFIXES = {".toml", ".md", ".html", ".css", ".js", ".svg", ".cfg", ".mako", ".jsonl"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that the checkout stays clean."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, source / name, ignore=ignore)
    for name in FILES:
        shutil.copy(ROOT / name, source)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def test_no_data_file_is_left_out(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for name in SOURCES
        for path in (ROOT / name).rglob("*")
        if path.suffix in DATA_SUFFIXES
    }
    assert len(ours) > 50
    assert ours - inside == set()


def test_the_installed_command_parses_a_file(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    # Its dependencies come from this run's own environment: a test fetches nothing.
    lib = next((home / "lib").glob("python*/site-packages"))
    (lib / "parent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    install = [python, "-m", "pip", "install", "--no-deps", "--no-index", "-q", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    law = tmp_path / "law.md"
    law.write_text("# River Act, 2001\n\n### 1. Locks\n\n(1) Shut.\n\n(2) Open.\n", "utf-8")
    done = subprocess.run(
        [home / "bin" / "mizan", "parse", law, "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    eids = [p["eid"] for p in json.loads(done.stdout)["provisions"]]
    assert eids == ["sec_1", "sec_1__subsec_1", "sec_1__subsec_2"]
    where = "import webui; print(webui.__file__)"
    shown = subprocess.run([python, "-c", where], cwd=tmp_path, capture_output=True, text=True)
    assert str(home) in shown.stdout
