"""Files into the store: whose they are, once, and never one over another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus.catalog import CatalogEntry, load_catalog
from corpus.database import open_engine
from corpus.errors import BadFile
from corpus.model import (
    ExpressionKind,
    IngestedExpression,
    Provision,
)
from corpus.store import CorpusStore
from corpus.tagging import Tagging
from ingest.intake import ClaimedTwice, Intake, Outcome, Wanted, slugify
from ingest.parse import parse_bytes

RIVER = """\
# River Act, 2001

### 1. Short title

This Act may be called the River Act, 2001.

### 2. Locks

(1) The Board may close a lock.

(2) Nobody shall open it.
"""
KNOWN = """\
# Prevention of Electronic Crimes Act, 2016

### 1. Short title

A made-up section.
"""


def no_tags(provisions: Sequence[Provision], jurisdiction: str) -> tuple[Tagging, ...]:
    """Tags nothing: these tests are about files."""
    return ()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CorpusStore]:
    """An empty store."""
    engine = open_engine(f"sqlite:///{tmp_path}/c.db")
    store = CorpusStore(engine)
    store.create_tables()
    yield store
    engine.dispose()


@pytest.fixture
def intake(store: CorpusStore, tmp_path: Path) -> Intake:
    """An intake that keeps originals beside the store."""
    return Intake(store, load_catalog(), no_tags, tmp_path / "originals")


def file(folder: Path, text: str, name: str = "river.md") -> Path:
    """A file of that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_unclaimed_file_becomes_an_instrument_of_the_readers_own(
    intake: Intake, store: CorpusStore, tmp_path: Path
) -> None:
    taken = intake.take_file(file(tmp_path, RIVER))
    assert taken.instrument.slug == "river-act-2001"
    assert not taken.instrument.catalogued
    assert taken.expression.uri == "/akn/zz/doc/river-act-2001/eng"
    assert [p.eid for p in store.provisions(taken.expression.uri)][:2] == ["sec_1", "sec_2"]


def test_a_title_of_the_catalogue_claims_the_file(intake: Intake, tmp_path: Path) -> None:
    taken = intake.take_file(file(tmp_path, KNOWN))
    assert taken.instrument.slug == "pk-peca-2016"
    assert taken.expression.kind is ExpressionKind.OFFICIAL
    assert taken.expression.uri.startswith("/akn/pk/act/2016/40/")


def test_the_same_bytes_twice_change_nothing(
    intake: Intake, store: CorpusStore, tmp_path: Path
) -> None:
    first = intake.take_file(file(tmp_path, RIVER))
    again = intake.take_file(file(tmp_path, RIVER, "copy.md"))
    assert again.outcome is Outcome.UNCHANGED
    assert again.expression.uri == first.expression.uri
    assert len(store.expressions("river-act-2001")) == 1


def test_a_text_that_an_earlier_reading_took_in_is_read_anew(
    intake: Intake, store: CorpusStore, tmp_path: Path
) -> None:
    first = intake.take_file(file(tmp_path, RIVER))
    held = store.expression(first.expression.uri)
    early = dataclasses.replace(held, read_by="")
    store.save_expression(IngestedExpression(early, store.provisions(held.uri)[:1]))
    again = intake.take_file(file(tmp_path, RIVER))
    assert (again.outcome, again.expression.uri) == (Outcome.STORED, held.uri)
    assert len(store.provisions(held.uri)) > 1
    # must not: read a third time
    assert intake.take_file(file(tmp_path, RIVER)).outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("first", [Wanted(date="2001-05-01"), Wanted(seen="2026-11-24")])
def test_what_is_read_anew_keeps_the_day_that_was_said_of_it(
    intake: Intake, store: CorpusStore, tmp_path: Path, first: Wanted
) -> None:
    taken = intake.take_file(file(tmp_path, RIVER), first)
    held = store.expression(taken.expression.uri)
    early = dataclasses.replace(held, read_by="")
    store.save_expression(IngestedExpression(early, store.provisions(held.uri)))
    again = intake.take_file(file(tmp_path, RIVER))
    assert (again.outcome, again.expression.uri) == (Outcome.STORED, held.uri)
    # must not: the same file as a second text, of another day
    assert len(store.expressions("river-act-2001")) == 1


def test_a_second_file_for_one_expression_is_refused_and_changes_nothing(
    intake: Intake, store: CorpusStore, tmp_path: Path
) -> None:
    intake.take_file(file(tmp_path, RIVER))
    other = file(tmp_path, RIVER.replace("Nobody", "No person"), "other.md")
    with pytest.raises(ClaimedTwice, match=r"river\.md.*--date"):
        intake.take_file(other)
    (held,) = store.expressions("river-act-2001")
    assert "Nobody" in store.expression(held.uri).text


def test_in_a_manifest_it_is_a_witness(intake: Intake, store: CorpusStore, tmp_path: Path) -> None:
    intake.take_file(file(tmp_path, RIVER))
    other = file(tmp_path, RIVER.replace("Nobody", "No person"), "other.md")
    taken = intake.take_file(other, allow_witness=True)
    assert taken.outcome is Outcome.WITNESS
    # section 2 and its second sub-section read differently
    assert "2 of them with other words" in taken.note
    assert len(store.expressions("river-act-2001")) == 1


def test_another_day_is_another_expression(
    intake: Intake, store: CorpusStore, tmp_path: Path
) -> None:
    intake.take_file(file(tmp_path, RIVER), Wanted(date="2001-05-01"))
    later = file(tmp_path, RIVER.replace("Nobody", "No person"), "later.md")
    intake.take_file(later, Wanted(date="2010-02-03"))
    assert [e.date for e in store.expressions("river-act-2001")] == ["2010-02-03", "2001-05-01"]


def test_the_original_is_kept_under_its_hash(intake: Intake, tmp_path: Path) -> None:
    taken = intake.take_file(file(tmp_path, RIVER))
    kept = tmp_path / "originals" / f"{taken.expression.sha256}.md"
    assert kept.read_text(encoding="utf-8") == RIVER


def test_a_digest_is_taken_once_and_again_when_it_changes(
    intake: Intake, store: CorpusStore, tmp_path: Path
) -> None:
    folder = tmp_path / "catalog" / "pk-river-2001"
    folder.mkdir(parents=True)
    (folder / "digest.md").write_text(RIVER, encoding="utf-8")
    (folder / "instrument.toml").write_text(
        '[work]\ntitle = "River Act, 2001"\ntype = "act"\nuri = "/akn/pk/act/2001/9"\n'
        'jurisdiction = "pk"\nsource = "made up"\n'
        '[digest]\nfile = "digest.md"\ndate = 2001-05-01\ncovers = "all"\nsource = "made up"\n',
        encoding="utf-8",
    )
    entry: CatalogEntry = load_catalog(folder.parent)[0]
    assert entry.digest is not None
    first = intake.take_digest(entry.instrument, entry.digest)
    assert (first.outcome, first.expression.kind) == (Outcome.STORED, ExpressionKind.DIGEST)
    assert first.expression.uri == "/akn/pk/act/2001/9/eng@2001-05-01/mizan"
    assert intake.take_digest(entry.instrument, entry.digest).outcome is Outcome.UNCHANGED
    (folder / "digest.md").write_text(RIVER.replace("Nobody", "No one"), encoding="utf-8")
    assert intake.take_digest(entry.instrument, entry.digest).outcome is Outcome.STORED
    (held,) = store.expressions("pk-river-2001")
    assert "No one" in store.expression(held.uri).text


def test_a_bad_file_leaves_no_trace(intake: Intake, store: CorpusStore, tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        intake.take_file(file(tmp_path, ""))
    assert store.instruments() == ()
    assert not (tmp_path / "originals").exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("River Act, 2001", "river-act-2001"),
        ("Loi sur la rivière (2001)", "loi-sur-la-riviere-2001"),
    ],
)
def test_slugify(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_slugify_refuses_a_title_without_letters_for_an_address() -> None:
    with pytest.raises(BadFile, match="--as"):
        slugify("قانون")


def test_the_parsed_river_has_what_these_tests_assume() -> None:
    parsed = parse_bytes(RIVER.encode(), "river.md")
    assert (parsed.title, parsed.unit) == ("River Act, 2001", "section")
