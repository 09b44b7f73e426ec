"""The catalogue refuses a bad file by name, key and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalog import CatalogError, load_catalog
from corpus.model import InstrumentType, Status

GOOD = """\
[work]
title = "River Act, 2001"
type = "act"
uri = "/akn/pk/act/2001/9"
jurisdiction = "pk"
source = "a made-up print"
"""


def entry(folder: Path, text: str, slug: str = "pk-river-2001") -> Path:
    """Write an entry and give the catalogue's folder."""
    (folder / slug).mkdir()
    (folder / slug / "instrument.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_entry_is_read(tmp_path: Path) -> None:
    (found,) = load_catalog(entry(tmp_path, GOOD))
    assert found.instrument.slug == "pk-river-2001"
    assert found.instrument.type is InstrumentType.ACT
    # nothing was said of its status, so none is claimed
    assert found.instrument.status is Status.UNKNOWN
    assert found.digest is None


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        # not TOML at all
        ("[work]\ntitle = River\n", "(whole file)", 2),
        ("", "work", 1),
        (GOOD.replace('title = "River Act, 2001"\n', ""), "work.title", 1),
        (GOOD.replace('"act"', '"akt"'), "work.type", 3),
        (GOOD.replace("/akn/pk/act/2001/9", "river"), "work.uri", 4),
        (GOOD + 'colour = "blue"\n', "work.colour", 7),
        (GOOD + "\n[extra]\n", "extra", 8),
        # a date in quotes is text, not a day
        (GOOD + 'date = "2001-01-01"\n', "work.date", 7),
        # the second of two tables of one name
        (
            GOOD + '\n[[sources]]\naddress = "https://a.example"\n\n[[sources]]\naddress = "a"\n',
            "sources.address",
            12,
        ),
        # facts without a source are not taken
        (GOOD.replace('source = "a made-up print"\n', ""), "work.source", 1),
        (GOOD + '\n[digest]\nfile = "no.md"\ncovers = "all"\nsource = "print"\n', "digest.file", 9),
    ],
)
def test_a_bad_entry_is_refused(tmp_path: Path, text: str, key: str, line: int) -> None:
    with pytest.raises(CatalogError) as error:
        load_catalog(entry(tmp_path, text))
    assert (error.value.key, error.value.line) == (key, line)
    assert str(error.value.file) in str(error.value)


def test_two_entries_may_not_claim_one_work(tmp_path: Path) -> None:
    entry(tmp_path, GOOD)
    with pytest.raises(CatalogError, match="claims it too"):
        load_catalog(entry(tmp_path, GOOD, slug="pk-river-twin"))


def test_the_shipped_catalogue_is_sound() -> None:
    entries = load_catalog()
    slugs = [e.instrument.slug for e in entries]
    assert {"pk-peca-2016", "pk-constitution-1973"} <= set(slugs)
    assert len(slugs) == len(set(slugs))
