from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from annotations import archive as archive_module
from annotations.archive import FORMAT, FORMAT_VERSION
from annotations.backup import backup, restore
from annotations.errors import BadBackup
from annotations.model import Content, ProvisionRef, ReadingDraft, Selection, Side
from annotations.service import AnnotationService

ORIGINALS = {"ab12.pdf": b"%PDF-1.7 one" * 100, "cd/34.html": "ڈاک 📮".encode()}


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    """A folder of files that readers brought in."""
    folder = tmp_path / "originals"
    for name, data in ORIGINALS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def filled(service: AnnotationService, act: str, digest: str) -> AnnotationService:
    """Two notes, a comparison with a reading, and something deleted."""
    service.create(Selection(act, "sec_5", exact="seven days"), Content("A week 📮", ("time",)))
    service.create(Selection(digest, "sec_5"), Content("ہفتہ", side=Side.SECURITY))
    gone = service.create(Selection(act, "sec_4"), Content("Mistake"))
    service.delete(gone.id, etag=gone.etag)
    ref = ProvisionRef("pk-post-2031", "sec_5", act)
    made = service.comparisons.create("Mail", [ref])
    reading = ReadingDraft("Asma", ref, Side.LIBERTY, "Narrow.", evidence="seven days")
    service.comparisons.add_reading(made.id, reading, etag=made.etag)
    return service


@pytest.fixture
def file(filled: AnnotationService, engine: Engine, originals: Path, tmp_path: Path) -> Path:
    path = tmp_path / "mizan.backup"
    backup(engine, originals, path)
    return path


@pytest.fixture
def elsewhere(second_engine: Engine, new_service) -> AnnotationService:
    """The notes of another machine."""
    service: AnnotationService = new_service(second_engine)
    return service


def ids(service: AnnotationService) -> set[str]:
    return {note.id for note in service.find(limit=None)}


def contents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_backup_reports_and_lists_what_it_holds(
    filled: AnnotationService, engine: Engine, originals: Path, tmp_path: Path
) -> None:
    (originals / ".half-written").write_bytes(b"x")
    (originals / "link").symlink_to("/etc/passwd")
    report = backup(engine, originals, tmp_path / "b.zip")
    assert (report.annotations, report.comparisons, report.originals) == (2, 1, 2)
    assert report.size == (tmp_path / "b.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "b.zip") as made:
        manifest = json.loads(made.read("manifest.json"))
        assert manifest["counts"] == {
            "annotations": 2,
            "comparisons": 1,
            "deleted": 1,
            "originals": 2,
        }
        assert set(made.namelist()) - {"manifest.json"} == manifest["files"].keys()
        for name, entry in manifest["files"].items():
            data = made.read(name)
            assert (hashlib.sha256(data).hexdigest(), len(data)) == (entry["sha256"], entry["size"])
        # any W3C reader can read the notes of a backup
        assert json.loads(made.read("annotations.jsonld"))["type"] == "AnnotationCollection"


def test_a_backup_is_for_its_owner_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_backup_may_lie_among_the_originals(
    filled: AnnotationService, engine: Engine, originals: Path
) -> None:
    path = originals / "backup.zip"
    for _ in range(2):
        assert backup(engine, originals, path).originals == 2


def test_restore_brings_everything_to_an_empty_machine(
    filled: AnnotationService,
    file: Path,
    elsewhere: AnnotationService,
    second_engine: Engine,
    outbox,
    tmp_path: Path,
    act: str,
    digest: str,
) -> None:
    there = tmp_path / "there"
    report = restore(second_engine, there, file, on_change=outbox)
    assert (report.annotations.added, report.comparisons.added) == (2, 1)
    assert (report.originals_added, report.originals_kept) == (2, 0)
    assert elsewhere.find() == filled.find()
    (before,), (after,) = filled.comparisons.find(), elsewhere.comparisons.find()
    assert (after.items, after.readings) == (before.items, before.readings)
    assert contents(there) == ORIGINALS
    assert outbox.read(second_engine) == [act, digest]

    again = restore(second_engine, there, file, on_change=outbox)
    assert (again.annotations.unchanged, again.annotations.added) == (2, 0)
    assert (again.originals_added, again.originals_kept) == (0, 2)
    assert outbox.read(second_engine) == [act, digest]


def test_an_id_deleted_before_the_backup_stays_taken_elsewhere(
    filled: AnnotationService,
    file: Path,
    elsewhere: AnnotationService,
    second_engine: Engine,
    outbox,
    engine: Engine,
) -> None:
    restore(second_engine, None, file, on_change=outbox)
    with zipfile.ZipFile(file) as made:
        (gone,) = json.loads(made.read("deleted.json"))["deleted"]
    assert elsewhere.is_deleted(gone["id"])


def test_restore_merges_with_what_is_here(
    filled: AnnotationService, file: Path, engine: Engine, outbox, act: str, originals: Path
) -> None:
    later = filled.create(Selection(act, "sec_6"), Content("Written after the backup"))
    edited, deleted = filled.find()[1:]
    edited = filled.edit(edited.id, Content("Edited after the backup"), etag=edited.etag)
    filled.delete(deleted.id, etag=deleted.etag)
    (originals / "ab12.pdf").write_bytes(b"another")

    report = restore(engine, originals, file, on_change=outbox)
    assert (report.annotations.unchanged, report.annotations.deleted) == (1, 1)
    assert ids(filled) == {later.id, edited.id}
    assert filled.get(edited.id) == edited
    assert (originals / "ab12.pdf").read_bytes() == b"another"


def test_restore_replaces_when_told(
    filled: AnnotationService, file: Path, engine: Engine, outbox, act: str, originals: Path
) -> None:
    before = filled.find()
    filled.create(Selection(act, "sec_6"), Content("Written after the backup"))
    filled.edit(before[0].id, Content("Edited after the backup"), etag=before[0].etag)
    filled.delete(before[1].id, etag=before[1].etag)
    (made,) = filled.comparisons.find()
    filled.comparisons.delete(made.id, etag=made.etag)
    (originals / "ab12.pdf").write_bytes(b"another")
    (originals / "new.pdf").write_bytes(b"new")

    restore(engine, originals, file, on_change=outbox, replace=True)
    assert filled.find() == before
    assert [c.readings for c in filled.comparisons.find()] == [made.readings]
    # originals are put back and never removed
    assert contents(originals) == {**ORIGINALS, "new.pdf": b"new"}


def test_a_failed_restore_changes_nothing(
    filled: AnnotationService, file: Path, engine: Engine, tmp_path: Path
) -> None:
    before = filled.find()

    def fail(session: object, uri: str) -> None:
        raise OSError("disk full")

    with pytest.raises(BadBackup, match="disk full"):
        restore(engine, tmp_path / "there", file, on_change=fail, replace=True)
    assert filled.find() == before
    assert contents(tmp_path / "there") == {}


def test_backup_is_one_moment_while_others_write(
    engine: Engine, service: AnnotationService, act: str, tmp_path: Path
) -> None:
    """Each writer deletes what it wrote, so that a true moment has at most one note of it."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            note = service.create(Selection(act, "sec_5"), Content("x", ("a", "b")))
            service.delete(note.id, etag=note.etag)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup(engine, None, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        with zipfile.ZipFile(tmp_path / f"{number}.zip") as made:
            notes = json.loads(made.read("annotations.jsonld"))["first"]["items"]
            deleted = json.loads(made.read("deleted.json"))["deleted"]
        assert len(notes) <= 1
        assert all(len(note["body"]) == 3 for note in notes)
        taken = {item["id"] for item in deleted}
        assert not taken & {note["id"].removeprefix("urn:uuid:") for note in notes}


@pytest.mark.parametrize("where", ["missing/b.zip", "."])
def test_backup_says_where_it_cannot_write(
    sqlite_engine: Engine, new_service, tmp_path: Path, where: str
) -> None:
    new_service(sqlite_engine)
    before = contents(tmp_path).keys()
    with pytest.raises(BadBackup, match=r"cannot be written .*; give the name of a file"):
        backup(sqlite_engine, None, tmp_path / where)
    assert contents(tmp_path).keys() == before


def test_a_failed_backup_leaves_the_old_one(
    sqlite_engine: Engine, new_service, originals: Path, tmp_path: Path
) -> None:
    new_service(sqlite_engine)
    path = tmp_path / "b.zip"
    backup(sqlite_engine, originals, path)
    old = path.read_bytes()
    (originals / "a:b.pdf").write_bytes(b"a name that Windows cannot hold")
    with pytest.raises(BadBackup, match="rename the file"):
        backup(sqlite_engine, originals, path)
    assert path.read_bytes() == old
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


# -- bad files --------------------------------------------------------------------------------

EMPTY = {
    "annotations.jsonld": b'{"type": "AnnotationCollection"}',
    "comparisons.json": b'{"version": 1, "comparisons": []}',
    "deleted.json": b'{"deleted": []}',
}
COUNTS = {"annotations": 0, "comparisons": 0, "deleted": 0, "originals": 0}


def write_zip(
    path: Path,
    members: dict[str, bytes],
    change: Callable[[dict[str, object]], object] = lambda manifest: None,
    compression: int = zipfile.ZIP_STORED,
) -> Path:
    """A backup made by hand; `change` may spoil its manifest."""
    manifest: dict[str, object] = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "counts": COUNTS,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in members.items()
        },
    }
    change(manifest)
    with zipfile.ZipFile(path, "w", compression) as made:
        for name, data in members.items():
            made.writestr(name, data)
        made.writestr("manifest.json", json.dumps(manifest))
    return path


def refused(engine: Engine, path: Path, outbox) -> str:
    """Why a file is refused; nothing may be left behind by the attempt."""
    there = path.parent / "there"
    with pytest.raises(BadBackup) as error:
        restore(engine, there, path, on_change=outbox)
    assert str(path) in str(error.value)
    assert not there.exists() or contents(there) == {}
    return str(error.value)


@pytest.fixture
def machine(sqlite_engine: Engine, new_service) -> Engine:
    """A database with the tables and nothing in them."""
    new_service(sqlite_engine)
    return sqlite_engine


def test_restore_takes_a_file_made_by_hand(machine: Engine, outbox, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "b.zip", EMPTY)
    assert restore(machine, tmp_path / "there", path, on_change=outbox).annotations.total == 0


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"originals/../../etc/passwd": b"x"}, "not a name that a backup holds"),
        ({"originals/..": b"x"}, "not a name that a backup holds"),
        ({"originals//etc/passwd": b"x"}, "not a name that a backup holds"),
        ({"/etc/passwd": b"x"}, "not a name that a backup holds"),
        ({"originals\\..\\x": b"x"}, "not a name that a backup holds"),
        ({"originals/C:x": b"x"}, "not a name that a backup holds"),
        ({"originals/": b""}, "not a name that a backup holds"),
        ({"originals/a/": b""}, "not a name that a backup holds"),
        ({"setup.py": b"x"}, "not a name that a backup holds"),
    ],
)
def test_restore_refuses_names(
    machine: Engine, outbox, tmp_path: Path, members: dict[str, bytes], reason: str
) -> None:
    assert reason in refused(machine, write_zip(tmp_path / "b.zip", EMPTY | members), outbox)
    assert {p.name for p in tmp_path.iterdir()} <= {
        *("b.zip", "there", "notes.db", "notes.db-wal", "notes.db-shm")
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda m: m.update(format="zip"), "is no backup of Mizan"),
        (lambda m: m.pop("format"), "is no backup of Mizan"),
        (lambda m: m.update(version=2), "is of version 2 and this Mizan reads version 1"),
        (lambda m: m.pop("files"), "manifest that cannot be read"),
        (lambda m: m.update(files=[]), "manifest that cannot be read"),
        (lambda m: m["files"].pop("deleted.json"), "deleted.json is in the file but not in it"),
        (
            lambda m: m["files"].update(x={"sha256": "", "size": 0}),
            "x is in the manifest but not in the file",
        ),
        (lambda m: m["files"]["deleted.json"].update(size=1), "deleted.json has another size"),
        (
            lambda m: m["files"]["deleted.json"].update(sha256="0" * 64),
            "is damaged in deleted.json",
        ),
        (lambda m: m.pop("counts"), "cannot be restored"),
        (
            lambda m: m.update(counts={**COUNTS, "annotations": 3}),
            "should hold 3 annotations and holds 0",
        ),
    ],
)
def test_restore_refuses_manifests(
    machine: Engine, outbox, tmp_path: Path, change: Callable[..., object], reason: str
) -> None:
    path = write_zip(tmp_path / "b.zip", EMPTY, change)
    assert reason in refused(machine, path, outbox)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"annotations.jsonld": b"{"}, "not JSON"),
        ({"annotations.jsonld": b'[{"type": "Annotation"}]'}, "Item 0"),
        ({"comparisons.json": b'{"version": 9}'}, "of version 9"),
        ({"deleted.json": b'{"deleted": [{"id": "7", "kind": "annotation"}]}'}, "not a UUID"),
        (
            {
                "deleted.json": b'{"deleted": [{"id": "3f1c2c52-6a0e-4b7e-9d3a-0c7e3f1b2a10", '
                b'"kind": "instrument"}]}'
            },
            "unknown kind 'instrument'",
        ),
    ],
)
def test_restore_refuses_contents(
    machine: Engine, outbox, tmp_path: Path, members: dict[str, bytes], reason: str
) -> None:
    assert reason in refused(machine, write_zip(tmp_path / "b.zip", EMPTY | members), outbox)


@pytest.mark.parametrize("name", [*EMPTY])
def test_restore_refuses_a_backup_with_a_part_missing(
    machine: Engine, outbox, tmp_path: Path, name: str
) -> None:
    members = {key: data for key, data in EMPTY.items() if key != name}
    assert f"has no {name}" in refused(machine, write_zip(tmp_path / "b.zip", members), outbox)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is no backup"),
        (b"%PDF-1.7", "is no backup"),
        # an empty zip
        (b"PK\x05\x06" + b"\x00" * 18, "has no manifest.json"),
    ],
)
def test_restore_refuses_other_files(
    machine: Engine, outbox, tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(data)
    assert reason in refused(machine, path, outbox)


def test_restore_names_a_file_that_is_not_there(machine: Engine, outbox, tmp_path: Path) -> None:
    assert "cannot be opened (No such file" in refused(machine, tmp_path / "b.zip", outbox)


def test_restore_refuses_every_cut_and_every_spoiled_byte(
    filled: AnnotationService, file: Path, engine: Engine, outbox, originals: Path, tmp_path: Path
) -> None:
    """A truncated file, or one changed byte in the middle, is never restored in part."""
    whole, before = file.read_bytes(), filled.find()
    spoiled = tmp_path / "spoiled.zip"
    for cut in range(0, len(whole), max(1, len(whole) // 25)):
        spoiled.write_bytes(whole[:cut])
        refused(engine, spoiled, outbox)
    with zipfile.ZipFile(file) as made:
        places = [info.header_offset + 30 + len(info.filename) + 20 for info in made.infolist()]
    for place in places:
        spoiled.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        refused(engine, spoiled, outbox)
    assert filled.find() == before


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("originals/bomb.pdf", 20_000_000),
        # a text may unpack to much, but not when it is large
        ("annotations.jsonld", 34_000_000),
    ],
)
def test_restore_refuses_a_zip_bomb(
    machine: Engine, outbox, tmp_path: Path, name: str, size: int
) -> None:
    members = EMPTY | {name: b" " * size}
    path = write_zip(tmp_path / "b.zip", members, compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 50_000
    assert "times its size" in refused(machine, path, outbox)


def test_restore_refuses_too_much(
    machine: Engine, outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "b.zip", EMPTY)
    monkeypatch.setattr(archive_module, "MAX_TEXT_BYTES", 10)
    assert "has no manifest" in refused(machine, path, outbox)
    monkeypatch.setattr(archive_module, "MAX_TOTAL_BYTES", 10)
    assert "unpacks to more than 10 bytes" in refused(machine, path, outbox)
    monkeypatch.setattr(archive_module, "MAX_MEMBERS", 1)
    assert "more than 1 files" in refused(machine, path, outbox)


def test_restore_refuses_a_link_and_a_name_twice(machine: Engine, outbox, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "b.zip", EMPTY)
    link = zipfile.ZipInfo("originals/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(link, "/etc/passwd")
    assert "not a plain file" in refused(machine, path, outbox)
    path = write_zip(tmp_path / "c.zip", EMPTY)
    with zipfile.ZipFile(path, "a") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.writestr("deleted.json", b"{}")
    assert "holds a name twice" in refused(machine, path, outbox)


def test_large_texts_are_written_so_that_they_can_be_restored(
    machine: Engine, outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_service, act: str
) -> None:
    monkeypatch.setattr(archive_module, "_MAX_DEFLATED_BYTES", 1_000)
    service = new_service(machine)
    service.create(Selection(act, "sec_5"), Content("a" * 20_000))
    backup(machine, None, tmp_path / "b.zip")
    report = restore(machine, None, tmp_path / "b.zip", on_change=outbox, replace=True)
    assert report.annotations.added == 1


def test_restore_needs_room_on_the_disk(
    machine: Engine, outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "b.zip", EMPTY)
    usage = os.statvfs(tmp_path)  # the real figures, but for the free space
    monkeypatch.setattr(
        "shutil.disk_usage", lambda _: type("Usage", (), {"total": usage.f_blocks, "free": 5})()
    )
    assert "5 free; make room first" in refused(machine, path, outbox)
