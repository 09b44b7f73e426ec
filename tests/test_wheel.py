"""The wheel holds everything, and works where only it is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("corpus", "ingest", "search", "annotations", "webui")
FILES = ("pyproject.toml", "README.md", "LICENSE")
NEEDED = {
    # one file of each kind, so that the comparison below cannot pass on an empty list
    "annotations/migrations/script.py.mako",
    "annotations/migrations/versions/r0001_baseline.py",
    "corpus/instruments/pk-peca-2016/digest.md",
    "corpus/instruments/pk-peca-2016/instrument.toml",
    "corpus/py.typed",
    "ingest/nlp/config.cfg",
    "ingest/nlp/lexicon/pk.toml",
    "search/concepts.toml",
    "search/profile.toml",
    "webui/help/help.md",
    "webui/static/mizan.css",
    "webui/templates/base.html",
}


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


def test_no_file_is_left_out(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for name in SOURCES
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert NEEDED - inside == set()
    assert ours - inside == set()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment that holds the wheel and not the checkout."""
    home = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(home, with_pip=True)
    # Its dependencies come from this run's own environment: a test fetches nothing.
    lib = next((home / "lib").glob("python*/site-packages"))
    (lib / "parent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    install = [home / "bin" / "python", "-m", "pip", "install", "--no-deps", "--no-index", "-q"]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return home / "bin"


def output_of(*command: str | Path, cwd: Path) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_installed_packages_are_the_wheels(installed: Path, tmp_path: Path) -> None:
    for name in SOURCES:
        code = f"import {name}; print({name}.__file__)"
        shown = output_of(installed / "python", "-c", code, cwd=tmp_path)
        assert shown.startswith(str(installed.parent)), name


def test_the_installed_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version in output_of(installed / "mizan", "--version", cwd=tmp_path)


def test_the_installed_command_parses_a_file(installed: Path, tmp_path: Path) -> None:
    law = tmp_path / "law.md"
    law.write_text("# River Act, 2001\n\n### 1. Locks\n\n(1) Shut.\n\n(2) Open.\n", "utf-8")
    shown = output_of(installed / "mizan", "parse", law, "--json", cwd=tmp_path)
    eids = [p["eid"] for p in json.loads(shown)["provisions"]]
    assert eids == ["sec_1", "sec_1__subsec_1", "sec_1__subsec_2"]
