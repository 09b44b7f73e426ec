"""What only the embedded engine can get wrong: files, rights, generations, threads."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.backend import SearchBackend, open_backend
from search.backends.whoosh import generations, schema
from search.backends.whoosh.engine import WhooshBackend
from search.concepts import load_concepts
from search.document import IndexChange, IndexDocument
from search.errors import IndexBusy, IndexUnusable, SearchTooSlow, SearchUnavailable, UnsafeIndex
from search.profile import load_profile
from search.query import SearchQuery, parse_query


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index is."""
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path, documents: tuple[IndexDocument, ...]) -> Iterator[SearchBackend]:
    """A backend with an index in `folder`, closed, so that the next question opens it afresh."""
    backend = open_backend(f"whoosh://{folder}")
    backend.rebuild(documents)
    yield backend
    backend.close()


def _fresh(folder: Path) -> WhooshBackend:
    """A backend of another process: it has verified nothing yet."""
    return WhooshBackend(folder, load_profile(), load_concepts(), lock_seconds=0.1)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("gen-*/*") if "LOCK" not in p.name)


def _unusable(folder: Path) -> str:
    with pytest.raises(IndexUnusable) as error:
        _fresh(folder).search(parse_query("lantern"))
    return str(error.value)


def test_the_index_is_for_its_owner_alone(index: SearchBackend, folder: Path) -> None:
    for path in (folder, *folder.glob("gen-*")):
        assert path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("which", [".", "gen-*"])
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722])
def test_a_folder_that_others_may_write_is_refused(
    index: SearchBackend, folder: Path, which: str, mode: int
) -> None:
    target = folder if which == "." else next(folder.glob(which))
    target.chmod(mode)
    backend = _fresh(folder)
    with pytest.raises(UnsafeIndex, match="chmod go-w"):
        backend.check()
    # must not: be answered by rebuilding in that folder
    if which == ".":
        with pytest.raises(UnsafeIndex):
            backend.rebuild(())


def test_a_folder_that_others_may_read_is_fine(index: SearchBackend, folder: Path) -> None:
    folder.chmod(0o755)
    _fresh(folder).check()


def test_every_flipped_bit_is_noticed(index: SearchBackend, folder: Path) -> None:
    for path in _files(folder):
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 7)):
            damaged = bytearray(whole)
            damaged[place] ^= 0x10
            path.write_bytes(damaged)
            assert "mizan reindex" in _unusable(folder)
        path.write_bytes(whole)
    _fresh(folder).check()


@pytest.mark.parametrize("damage", ["missing", "empty", "short"])
def test_a_file_that_is_not_whole_is_noticed(
    index: SearchBackend, folder: Path, damage: str
) -> None:
    for path in _files(folder):
        whole = path.read_bytes()
        if damage == "missing":
            path.unlink()
        else:
            path.write_bytes(b"" if damage == "empty" else whole[: len(whole) // 2])
        assert "mizan reindex" in _unusable(folder)
        path.write_bytes(whole)


class _Trap:
    """A pickle that writes a file when it is opened."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self._target),)


def test_a_forged_file_runs_nothing(index: SearchBackend, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "trapped"
    for path in _files(folder):
        path.write_bytes(pickle.dumps(_Trap(target)))
        _unusable(folder)
    assert not target.exists()


@pytest.mark.parametrize(
    "current", ["", "gen-nothing 00", "../../etc 00", "/etc 00", "\x00", "gen-"]
)
def test_a_damaged_pointer_is_noticed(index: SearchBackend, folder: Path, current: str) -> None:
    (folder / "current").write_text(current, encoding="utf-8")
    assert "mizan reindex" in _unusable(folder)


def test_an_index_of_another_version_is_not_opened(
    index: SearchBackend, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "LAYOUT", schema.LAYOUT + 1)
    assert "another version" in _unusable(folder)


def test_an_index_without_a_folder_is_missing(tmp_path: Path) -> None:
    assert "mizan reindex" in _unusable(tmp_path / "nowhere")
    (tmp_path / "file").write_text("no folder")
    assert "mizan reindex" in _unusable(tmp_path / "file")


def test_old_generations_go(
    index: SearchBackend, folder: Path, documents: tuple[IndexDocument, ...]
) -> None:
    for _ in range(3):
        index.rebuild(documents)
        index.apply([IndexChange("pk-harbour-1950")])
    assert len(list(folder.glob("gen-*"))) == 1
    assert not list(folder.glob("current.*"))


def test_a_failed_writer_leaves_no_generation_and_no_lock(
    index: SearchBackend, folder: Path, documents: tuple[IndexDocument, ...]
) -> None:
    def full() -> Iterator[IndexDocument]:
        yield documents[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(SearchUnavailable, match="No space left"):
        index.rebuild(full())
    assert len(list(folder.glob("gen-*"))) == 1
    index.apply([IndexChange("pk-harbour-1950")])
    assert index.search(SearchQuery()).total == 6


def test_a_second_process_sees_what_the_first_wrote(
    index: SearchBackend, folder: Path, documents: tuple[IndexDocument, ...]
) -> None:
    other = _fresh(folder)
    assert other.search(SearchQuery()).total == len(documents)
    index.apply([IndexChange("pk-harbour-1950")])
    assert other.search(SearchQuery()).total == len(documents) - 2
    other.close()


def test_a_writer_that_does_not_finish_is_named(
    index: SearchBackend, folder: Path, documents: tuple[IndexDocument, ...]
) -> None:
    started, finish = threading.Event(), threading.Event()

    def slow() -> Iterator[IndexDocument]:
        started.set()
        finish.wait(10)
        yield documents[0]

    first = threading.Thread(target=lambda: index.rebuild(slow()))
    first.start()
    started.wait(10)
    with pytest.raises(IndexBusy, match="try again"):
        _fresh(folder).rebuild(documents)
    finish.set()
    first.join()
    assert index.search(SearchQuery()).total == 1


def test_a_search_past_its_deadline_is_stopped(index: SearchBackend, folder: Path) -> None:
    profile = load_profile()
    hurried = replace(profile, limits=replace(profile.limits, seconds=-1.0))
    backend = WhooshBackend(folder, hurried, load_concepts())
    with pytest.raises(SearchTooSlow, match="fewer or rarer words"):
        backend.search(parse_query("lantern"))
    backend.close()


def test_an_index_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SearchUnavailable, match="MIZAN_SEARCH"):
        _fresh(tmp_path / "file" / "index").rebuild(())


def test_the_index_holds_no_text(index: SearchBackend, folder: Path) -> None:
    held = b"".join(path.read_bytes() for path in _files(folder))
    assert b"in the interest of public order" not in held
    assert b"Power to darken" not in held


def test_links_are_made_where_they_can_be(
    index: SearchBackend, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(generations.os, "link", refuse)
    index.apply([IndexChange("pk-harbour-1950")])
    assert index.search(SearchQuery()).total == 6
