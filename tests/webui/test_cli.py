"""The command: the main road, and every kind of bad input."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from webui.cli import run


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"


@pytest.fixture
def mizan(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process: a process each would take minutes."""

    def ask(*arguments: str | Path, **environment: str) -> Done:
        with monkeypatch.context() as patch:
            for name, value in {"MIZAN_DATA": str(data), **environment}.items():
                patch.setenv(name, value)
            capsys.readouterr()
            status = run([str(argument) for argument in arguments])
        return Done(status, *capsys.readouterr())

    return ask


def test_the_installed_command_exits_with_the_status(data: Path) -> None:
    command = [sys.executable, "-m", "webui.cli", "parse", "no-such.pdf"]
    environment = {**os.environ, "MIZAN_DATA": str(data)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    # one line, which names the thing
    assert len(done.stderr.splitlines()) == 1
    assert "no-such.pdf" in done.stderr


def test_parse_prints_the_contract(mizan: Run, river_file: Path, data: Path) -> None:
    done = mizan("parse", river_file, "--json")
    assert done.returncode == 0, done.stderr
    parsed = json.loads(done.stdout)
    assert parsed["instrument"]["title"] == "River Act, 2001"
    eids = [p["eid"] for p in parsed["provisions"] if p["kind"] == "section"]
    assert eids == ["sec_1", "sec_2", "sec_3"]
    assert parsed["provisions"][0].keys() >= {"eid", "kind", "num", "heading", "text", "parent"}
    # it touches no database
    assert not data.exists()


def test_tag_reads_and_writes_lines_in_order(mizan: Run, tmp_path: Path) -> None:
    lines = tmp_path / "in.jsonl"
    texts = ["The Board may close a lock.", "No person shall open it."]
    records = [{"id": str(n), "text": text, "kept": n} for n, text in enumerate(texts)]
    lines.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    done = mizan("tag", lines, "--jsonl")
    assert done.returncode == 0, done.stderr
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(o["id"], o["kept"]) for o in out] == [("0", 0), ("1", 1)]
    assert [o["statements"][0]["type"] for o in out] == ["power", "prohibition"]


def test_ingest_search_export_remove(mizan: Run, river_file: Path) -> None:
    done = mizan("ingest", "--bare", river_file, "--as", "pk-river-2001")
    assert done.returncode == 0, done.stderr
    again = mizan("ingest", river_file, "--as", "pk-river-2001")
    assert "unchanged" in again.stdout
    found = json.loads(mizan("search", "closing of locks", "--json").stdout)
    assert (found["hits"][0]["instrument"], found["hits"][0]["num"]) == ("pk-river-2001", "2")
    assert found["hits"][0].keys() >= {"rank", "eid", "heading", "score", "snippet", "url"}
    exported = mizan("export", "provisions", "--instrument", "pk-river-2001").stdout
    assert json.loads(exported.splitlines()[0])["eid"] == "sec_1"
    assert mizan("check").returncode == 0
    assert mizan("remove", "pk-river-2001").returncode == 0
    assert json.loads(mizan("search", "closing of locks", "--json").stdout)["total"] == 0


def test_a_manifest_names_another_file_and_the_others_go_in(
    mizan: Run, river_file: Path, tmp_path: Path
) -> None:
    whole = river_file.read_bytes()
    changed = tmp_path / "changed.md"
    changed.write_bytes(whole.replace(b"seven", b"nine"))
    recorded = hashlib.sha256(whole).hexdigest()
    rows = [
        ["file", "slug", "title", "as_of", "sha256"],
        [river_file.name, "pk-river-2001", "River Act, 2001", "2001", recorded],
        # the file on the disk is not the one that was recorded
        ["changed.md", "pk-changed-2001", "Changed Act, 2001", "2001", recorded],
    ]
    manifest = tmp_path / "m.tsv"
    manifest.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    done = mizan("ingest", "--bare", "--manifest", manifest, river_file.parent, tmp_path)
    assert done.returncode == 1
    assert "changed.md has the SHA-256" in done.stderr
    held = [json.loads(line) for line in mizan("export", "provisions").stdout.splitlines()]
    assert {row["instrument"] for row in held} == {"pk-river-2001"}


def test_batch_search_answers_in_order(mizan: Run, river_file: Path, tmp_path: Path) -> None:
    mizan("ingest", "--bare", river_file, "--as", "pk-river-2001")
    batch = tmp_path / "batch.jsonl"
    queries = [{"qid": "a", "query": "penalty"}, {"qid": "b", "query": "appeal"}]
    batch.write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    done = mizan("search", "--batch", batch, "--limit", "2")
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["qid"] for o in out] == ["a", "b"]
    assert [o["hits"][0]["num"] for o in out] == ["3", "2"]


def test_backup_and_restore_bring_notes_back(mizan: Run, river_file: Path, tmp_path: Path) -> None:
    mizan("ingest", "--bare", river_file, "--as", "pk-river-2001")
    notes = tmp_path / "notes.jsonld"
    notes.write_text(
        json.dumps(
            {
                "@context": "http://www.w3.org/ns/anno.jsonld",
                "id": "urn:uuid:6b1d2d0e-0000-4000-8000-000000000001",
                "type": "Annotation",
                "motivation": "commenting",
                "body": [{"type": "TextualBody", "value": "Long.", "purpose": "commenting"}],
                "target": {
                    "source": "/akn/zz/doc/pk-river-2001/eng/~sec_2__subsec_1",
                    "selector": [{"type": "TextQuoteSelector", "exact": "seven days"}],
                },
            }
        ),
        encoding="utf-8",
    )
    assert "1 added" in mizan("import", notes).stdout
    # the same file again changes nothing
    assert "1 unchanged" in mizan("import", notes).stdout
    saved = tmp_path / "mizan.zip"
    assert mizan("backup", saved).returncode == 0
    elsewhere = {"MIZAN_DATA": str(tmp_path / "elsewhere")}
    restored = mizan("restore", saved, **elsewhere)
    assert "1 added" in restored.stdout, restored.stderr
    assert "Long." in mizan("export", "annotations", **elsewhere).stdout


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.pdf": (b"", "empty"),
    "really.pdf": (b"%PDF-1.7\n%truncated", "really.pdf"),
    "noise.txt": (bytes(range(256)) * 40, "noise.txt"),
    "nothing.md": (b"Just a line.\n", "nothing.md"),
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_file_is_named_and_skipped_and_the_others_go_in(
    mizan: Run, river_file: Path, tmp_path: Path, name: str
) -> None:
    content, words = BAD_FILES[name]
    bad = tmp_path / name
    bad.write_bytes(content)
    done = mizan("ingest", "--bare", bad, river_file)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    found = json.loads(mizan("search", "closing of locks", "--json").stdout)
    assert found["hits"][0]["heading"] == "Closing of locks"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["parse", "no-such.pdf"], "no-such.pdf"),
        (["parse", "."], "folder"),
        (["ingest"], "at least one file"),
        (["ingest", "x.md", "--date", "yesterday"], "2025-01-29"),
        (["ingest", "--manifest", "no-such.tsv"], "no-such.tsv"),
        (["search", "x" * 100_000], "100000"),
        (["search", "a", "--filter", "colour=blue"], "colour"),
        (["search", "((((((((((a"], "deep"),
        (["search", "a", "--filter", "colour"], "instrument=pk-peca-2016"),
        (["search"], "QUERY"),
        (["search", "--batch", "no-such.jsonl"], "no-such.jsonl"),
        (["remove", "no-such"], "no-such"),
        (["restore", "no-such.zip"], "no-such.zip"),
        (["export", "provisions", "--format", "xml"], "jsonl"),
        (["evaluate", "tagging", "--gold", "no-such"], "no-such"),
        (["dance"], "dance"),
    ],
)
def test_an_askers_mistake_exits_2_with_one_clear_line(
    mizan: Run, arguments: list[str], words: str
) -> None:
    if arguments[:1] == ["search"]:
        mizan("ingest", "--bare", "--shipped")  # an index to ask
    done = mizan(*arguments)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"MIZAN_PORT": "eighty"}, "MIZAN_PORT"),
        ({"MIZAN_DATABASE": "nonsense"}, "MIZAN_DATABASE"),
        ({"MIZAN_SEARCH": "nonsense"}, "MIZAN_SEARCH"),
        ({"MIZAN_OCR_LANGUAGES": "eng+../up"}, "eng+urd"),
    ],
)
def test_a_bad_setting_is_named(mizan: Run, environment: dict[str, str], words: str) -> None:
    done = mizan("reindex", **environment)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_file_over_the_limit_is_refused(mizan: Run, tmp_path: Path) -> None:
    big = tmp_path / "big.md"
    big.write_bytes(b"# Big Act, 2001\n" + b"x" * 20_000)
    done = mizan("parse", big, MIZAN_MAX_FILE_MB="0.01")
    assert done.returncode == 2
    assert "MIZAN_MAX_FILE_MB" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(mizan: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = mizan("up", "--port", "0", MIZAN_DATA=str(tmp_path / "file" / "data"))
    assert done.returncode in (1, 2)
    assert "MIZAN_DATA" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_named(mizan: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = mizan("up", "--port", str(port))
    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "--port" in done.stderr


def test_settings_list_every_value(mizan: Run, data: Path) -> None:
    done = mizan("settings")
    assert f"MIZAN_DATA={data}" in done.stdout
    assert "MIZAN_PORT=8037  (default)" in done.stdout
    assert "MIZAN_OCR_LANGUAGES=eng  (default)" in done.stdout


@pytest.mark.postgresql
def test_the_main_road_on_postgresql(mizan: Run, river_file: Path, postgresql_url: str) -> None:
    where = {"MIZAN_DATABASE": postgresql_url}
    done = mizan("ingest", "--bare", river_file, "--as", "pk-river-2001", **where)
    assert done.returncode == 0, done.stderr
    found = json.loads(mizan("search", "closing of locks", "--json", **where).stdout)
    assert found["hits"][0]["heading"] == "Closing of locks"
    checked = mizan("check", **where)
    assert checked.returncode == 0, checked.stdout
    assert mizan("remove", "pk-river-2001", **where).returncode == 0


def test_the_real_act_goes_in_and_is_found(mizan: Run, shared: Path) -> None:
    done = mizan("ingest", "--bare", shared / "texts" / "pk-peca-2016.pdf")
    assert done.returncode == 0, done.stderr
    # the catalogue claims it by its title and dates it by its last amending Act
    assert "/akn/pk/act/2016/40/eng@2025-01-29" in done.stdout
    found = json.loads(mizan("search", "unlawful online content", "--json").stdout)
    first = found["hits"][0]
    assert (first["eid"], first["kind"]) == ("sec_37", "official")
    lines = mizan("export", "provisions", "--instrument", "pk-peca-2016").stdout.splitlines()
    sections = [p for p in map(json.loads, lines) if p["kind"] == "section"]
    assert len({p["eid"] for p in sections}) == len(sections) == 92
    assert {p["eid"]: p["page"] for p in sections}["sec_37"] == 31
    assert mizan("check").returncode == 0
