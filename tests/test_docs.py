"""Documentation is tested: what it names exists, and what exists is named."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from search.fields import FACETS
from webui.cli import COMMANDS, cli, run
from webui.config import PREFIX, SETTINGS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
HELP = (ROOT / "webui" / "help" / "help.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_every_setting_is_in_the_readme_with_its_default(setting: object) -> None:
    name, default = setting.name, setting.default  # type: ignore[attr-defined]
    row = re.search(rf"(?m)^\| `{PREFIX}_{name}` \| (.*?) \|", README)
    assert row is not None, f"{PREFIX}_{name}"
    assert not default or default in row[1]


def test_the_readme_names_no_setting_that_there_is_not() -> None:
    known = {f"{PREFIX}_{s.name}" for s in SETTINGS} | {f"{PREFIX}_SHARED"}
    assert set(re.findall(rf"{PREFIX}_[A-Z_]+", README)) <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(name: str) -> None:
    assert re.search(rf"`mizan {re.escape(name)}\b", README), name
    shown = CliRunner().invoke(cli, [name, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 3


def test_the_readme_names_no_command_that_there_is_not() -> None:
    assert set(re.findall(r"`mizan ([a-z]+)", README)) <= set(COMMANDS)


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_is_in_the_help(facet: str) -> None:
    assert f"{facet}:" in HELP


def test_every_example_search_of_the_help_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIZAN_DATA", str(tmp_path / "data"))
    run(["ingest", "--shipped"])
    rows = re.findall(r"(?m)^\| (`.*?) \|", HELP)
    examples = [example for row in rows for example in re.findall(r"`([^`]+)`", row)]
    assert len(examples) > 8
    for example in examples:
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
