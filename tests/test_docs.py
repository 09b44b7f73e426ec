"""Documentation is tested: what it names exists, and what exists is named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from search.fields import FILTERS
from webui.cli import COMMANDS, cli, run
from webui.config import PREFIX, SETTINGS, Setting

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HELP = (ROOT / "webui" / "help" / "help.md").read_text(encoding="utf-8")


def examples(document: str) -> Iterator[tuple[str, str]]:
    """The language and text of what a document tells its reader to type, a line or a block.

    Where a block has prompts, the lines without one are output and not typed.
    """
    for language, block in re.findall(r"(?ms)^```(console|python)\n(.*?)^```", document):
        if language == "python":
            yield language, block
            continue
        lines = block.splitlines()
        prompted = [line[2:] for line in lines if line.startswith("$ ")]
        yield from ((language, line) for line in prompted or lines)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped corpus."""
    folder = tmp_path_factory.mktemp("mizan") / "data"
    command = [sys.executable, "-m", "webui.cli", "ingest", "--shipped"]
    subprocess.run(command, env=os.environ | {"MIZAN_DATA": str(folder)}, check=True)
    return folder


@pytest.mark.parametrize(("language", "typed"), [*examples(README), *examples(CONTRIBUTING)])
def test_what_a_reader_is_told_to_type_works(
    language: str, typed: str, data: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for name in re.findall(r"\S+\.(?:pdf|html|xml|docx|txt)\b", typed):
        shutil.copy(request.getfixturevalue("shared") / "texts" / name, tmp_path)
    where = tmp_path
    if typed.startswith("make "):  # really run, `make test` would come back here
        typed, where = typed.replace("make ", "make --dry-run ", 1), ROOT
    elif typed.startswith("mizan up"):  # really run, it would serve until it is stopped
        typed = typed.partition("#")[0] + " --help"
    elif typed.startswith("mizan fetch"):  # really run, it would ask a government's server
        typed = f"{typed} --help"
    shell = ["bash", "-euo", "pipefail", "-c"] if language == "console" else [sys.executable, "-c"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*shell, typed],
        cwd=where,
        env=os.environ | {"MIZAN_DATA": str(data), "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_every_setting_is_in_the_readme_with_its_default(setting: Setting) -> None:
    row = re.search(rf"(?m)^\| `{PREFIX}_{setting.name}` \| (.*?) \|", README)
    assert row is not None, f"{PREFIX}_{setting.name}"
    assert not setting.default or setting.default in row[1]


def test_the_readme_names_no_setting_that_there_is_not() -> None:
    known = {f"{PREFIX}_{s.name}" for s in SETTINGS} | {f"{PREFIX}_SHARED"}
    assert set(re.findall(rf"{PREFIX}_[A-Z_]+", README)) <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(name: str) -> None:
    assert re.search(rf"`mizan {re.escape(name)}\b", README), name
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 3


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_shows_the_options_that_a_command_has(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    rows = re.findall(rf"(?m)^\|.*`mizan {re.escape(name)}\b.*", README)
    shown = set(re.findall(r"--[a-z]+", re.sub(rf"`mizan (?!{name}\b)[^`]*`", "", "".join(rows))))
    assert shown == {o for option in options for o in option.opts if o.startswith("--")}


def test_the_readme_names_no_command_that_there_is_not() -> None:
    assert set(re.findall(r"`mizan ([a-z]+)", README)) <= set(COMMANDS)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_in_the_help(name: str) -> None:
    assert f"`{name}:" in HELP


def test_every_example_search_of_the_help_can_be_read(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIZAN_DATA", str(data))
    rows = re.findall(r"(?m)^\| (`.*?) \|", HELP)
    searches = [search for row in rows for search in re.findall(r"`([^`]+)`", row)]
    assert len(searches) > 8
    for example in searches:
        capsys.readouterr()
        assert run(["search", example, "--json"]) == 0, example
        assert '"total": 0' not in capsys.readouterr().out, example


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\n## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_links_between_our_documents_lead_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_make_help_lists_the_two_commands() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"serve", "test"} <= {line.split()[0] for line in done.stdout.splitlines() if line}


def test_no_file_names_a_registry_or_a_developers_machine() -> None:
    """Such names age, and tell strangers where we work."""
    registries = ("py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian")
    homes = ("/ro" + "ot/", "/wo" + "rk/", "/Us" + "ers/")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout
    if not listed:
        pytest.skip("skipped, because this is no git checkout")
    found = []
    for name in listed.decode().strip("\0").split("\0"):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".woff2"):
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name}: {word}" for word in (*registries, *homes) if word in text]
    assert found == []


def test_the_installed_version_is_the_projects() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "webui.cli", "--version"], capture_output=True, text=True, check=True
    )
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert version in shown.stdout
