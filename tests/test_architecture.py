"""The shape of the house, checked on the code itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("corpus", "ingest", "search", "annotations", "webui")
MODULES = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60
BANNED_NAMES = {"utils", "util", "helpers", "common", "base", "misc"}

ONLY = {
    # what is imported: the only folders that may; transitive imports are the contracts' business
    "spacy": ("ingest/",),
    "thinc": ("ingest/",),
    "bs4": ("ingest/",),
    "certifi": ("ingest/",),
    "whoosh": ("search/backends/",),
    "flask": ("webui/",),
    "flask_wtf": ("webui/",),
    "waitress": ("webui/",),
}
SERVE = """
import sys
import webui.commands.up, webui.preparing
from webui import create_app
from webui.config import Settings
app = create_app(Settings.from_env({"MIZAN_DATA": sys.argv[1]}))
assert app.test_client().get("/healthz").status_code == 200
print(sorted({"spacy", "thinc", "bs4", "pypdfium2", "ingest.parse"} & set(sys.modules)))
"""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a module, inner ones too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node


def named(path: Path, node: ast.AST) -> str:
    """Where a finding is."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_server_never_imports_spacy_or_the_parser(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVE, tmp_path / "data"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


@pytest.mark.parametrize("library", ONLY)
def test_a_library_stays_in_its_room(library: str) -> None:
    at = [path.relative_to(ROOT).as_posix() for path in MODULES if library in imported(path)]
    assert at, f"nothing imports {library}: take its row away"
    assert [place for place in at if not place.startswith(ONLY[library])] == []


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def names_used(path: Path) -> set[str]:
    """Every plain and attribute name that a module uses."""
    tree = tree_of(path)
    plain = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return plain | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_only_webui_reads_the_environment() -> None:
    readers = [p for p in MODULES if {"environ", "getenv", "environb"} & names_used(p)]
    assert [p for p in readers if p.relative_to(ROOT).parts[0] != "webui"] == []


def test_only_the_table_of_commands_loads_modules_by_name() -> None:
    loaders = [p for p in MODULES if {"import_module", "__import__"} & names_used(p)]
    assert loaders == [ROOT / "webui" / "cli.py"]


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        named(path, inner)
        for path in MODULES
        for function in functions(path)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert [p for p in MODULES if p.stem in BANNED_NAMES or p.parent.name in BANNED_NAMES] == []


def test_modules_and_functions_stay_small() -> None:
    long_modules = [p for p in MODULES if len(p.read_text("utf-8").splitlines()) > MAX_MODULE_LINES]
    long_functions = [
        named(path, f)
        for path in MODULES
        for f in functions(path)
        if (f.end_lineno or 0) - f.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert (long_modules, long_functions) == ([], [])


def test_everything_public_has_a_docstring() -> None:
    bare = [missing for path in MODULES for missing in undocumented(path)]
    assert bare == []


def undocumented(path: Path) -> Iterator[str]:
    """Public classes, functions and methods of a module without a docstring, and the module."""
    tree = tree_of(path)
    if path.stat().st_size and ast.get_docstring(tree) is None:
        yield named(path, tree)
    for node in tree.body:
        public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
        if public and ast.get_docstring(node) is None:
            yield named(path, node)
        if isinstance(node, ast.ClassDef) and public:
            yield from undocumented_methods(path, node)


def undocumented_methods(path: Path, owner: ast.ClassDef) -> Iterator[str]:
    """Public methods of a class without a docstring."""
    for node in owner.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            overridden = any(isinstance(b, ast.Name) and b.id.startswith("_") for b in owner.bases)
            if ast.get_docstring(node) is None and not overridden:
                yield named(path, node)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_tell_others_that_they_are_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()
