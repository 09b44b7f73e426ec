"""The catalogue refuses a bad file by name, key and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalog import CatalogError, load_catalog
from corpus.facts import GovernanceModel, Standing, Status
from corpus.model import InstrumentType
from corpus.relations import ties_of

GOOD = """\
[work]
title = "River Act, 2001"
type = "act"
uri = "/akn/pk/act/2001/9"
jurisdiction = "pk"
source = "a made-up print"
"""
ADDRESS = """
[[sources]]
address = "https://a.example"
publisher = "The River Board"
official = true
role = "text"
source = "the Board's list"
"""


def relation(kind: str, to: str, at: str = "") -> str:
    """A relation's table."""
    where = f'at = "{at}"\n' if at else ""
    return f'\n[[relations]]\nkind = "{kind}"\nto = "{to}"\n{where}source = "the print"\n'


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
    assert found.instrument.standing.now is Status.UNKNOWN
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
            GOOD + ADDRESS + ADDRESS.replace("https://a.example", "a"),
            "sources.address",
            16,
        ),
        # whether an address is official decides whether it is ever asked: it must be said
        (GOOD + ADDRESS.replace("official = true\n", ""), "sources.official", 8),
        (GOOD + ADDRESS.replace("true", '"yes"'), "sources.official", 11),
        # one table where the catalogue takes a list of them, and the other way round
        (GOOD + ADDRESS.replace("[[sources]]", "[sources]"), "sources", 8),
        (GOOD + '\n[[status]]\nnow = "in-force"\nsource = "print"\n', "status", 8),
        (GOOD + '\n[status]\nnow = "alive"\nsource = "print"\n', "status.now", 9),
        (GOOD + '\n[status]\nnow = "in-force"\n', "status.source", 8),
        (GOOD + '\n[[history]]\nevent = "born"\nsource = "print"\n', "history.event", 9),
        (GOOD + 'topics = ["fishing"]\n', "work.topics", 7),
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


RULES = GOOD.replace("River Act", "River Rules").replace("act/2001/9", "rules/2001/river")


@pytest.mark.parametrize(
    ("act", "rules", "said"),
    [
        (GOOD, RULES + relation("made-under", "pk-rivers-2001"), "did you mean 'pk-river-2001'"),
        # nothing near it: no suggestion that misleads
        (GOOD, RULES + relation("made-under", "zz-9"), "no entry is called 'zz-9'$"),
        (
            GOOD + relation("made-under", "pk-river-rules"),
            RULES + relation("made-under", "pk-river-2001"),
            "in a circle: pk-river-2001 → pk-river-rules → pk-river-2001",
        ),
        (GOOD + relation("repeals", "pk-river-2001"), RULES, "in a circle: pk-river-2001 → pk-r"),
        # rules cannot be older than the Act that they are made under
        (
            GOOD + "date = 2001-02-03\n",
            RULES + "date = 1999-01-01\n" + relation("made-under", "pk-river-2001"),
            "2001-02-03, after this instrument’s own 1999-01-01",
        ),
        # an event's `by` is a name or a slug, and a slug must lead somewhere
        (
            GOOD,
            RULES + '\n[[history]]\nevent = "repealed"\nby = "pk-no-such"\nsource = "x"\n',
            "no entry is called 'pk-no-such'",
        ),
    ],
)
def test_relations_that_do_not_hold_are_refused(
    tmp_path: Path, act: str, rules: str, said: str
) -> None:
    entry(tmp_path, act)
    with pytest.raises(CatalogError, match=said):
        load_catalog(entry(tmp_path, rules, slug="pk-river-rules"))


def test_relations_that_hold_are_read_from_both_sides(tmp_path: Path) -> None:
    entry(tmp_path, GOOD)
    # must not be refused: two kinds of relation to one Act, and an event by a court
    text = RULES + relation("made-under", "pk-river-2001", "section 4")
    text += relation("implements", "pk-river-2001")
    text += '\n[[history]]\nevent = "suspended"\nby = "the High-Court"\nsource = "x"\n'
    entries = load_catalog(entry(tmp_path, text, slug="pk-river-rules"))
    instruments = [e.instrument for e in entries]
    assert [(t.words, t.other, t.at) for t in ties_of("pk-river-2001", instruments)] == [
        ("parent of", "pk-river-rules", "section 4"),
        ("implemented by", "pk-river-rules", ""),
    ]
    assert [t.words for t in ties_of("pk-river-rules", instruments)] == ["made under", "implements"]


def test_everything_that_a_file_says_is_read(tmp_path: Path) -> None:
    text = GOOD + 'commencement = 2001-03-01\nexpiry = 2001-06-29\ntopics = ["privacy"]\n'
    text += '\n[status]\nnow = "lapsed"\nas_of = 2002-01-01\nsource = "the gazette"\n'
    text += '\n[[history]]\nevent = "lapsed"\ndate = 2001-06-29\nnote = "n"\nsource = "x"\n'
    text += ADDRESS + ADDRESS.replace("true", "false").replace("a.example", "b.example")
    text += '\n[classification]\nmodels = ["rights-based"]\nlayers = ["social"]\nsource = "us"\n'
    text += '\n[licence]\ntext = "free"\nsource = "its page"\n'
    text += '\n[[missing]]\nwhat = "number"\nwhy = "no source"\n'
    (found,) = load_catalog(entry(tmp_path, text))
    river = found.instrument
    assert (river.commencement, river.expiry) == ("2001-03-01", "2001-06-29")
    assert river.standing == Standing(Status.LAPSED, "2002-01-01", "the gazette")
    assert river.standing.now.is_dead
    assert [(e.kind, e.date, e.note) for e in river.history] == [("lapsed", "2001-06-29", "n")]
    # an unofficial mirror is shown and never fetched
    assert [s.address for s in river.text_addresses] == ["https://a.example"]
    assert river.classification.models == (GovernanceModel.RIGHTS_BASED,)
    assert river.licence is not None
    assert [m.what for m in river.missing] == ["number"]


def test_the_shipped_catalogue_covers_its_field() -> None:
    instruments = {e.instrument.slug: e.instrument for e in load_catalog()}
    assert len(instruments) >= 60
    assert {i.type for i in instruments.values()} >= {
        InstrumentType.ACT,
        InstrumentType.ORDINANCE,
        InstrumentType.CONSTITUTION,
        InstrumentType.RULES,
        InstrumentType.REGULATIONS,
        InstrumentType.EU_REGULATION,
        InstrumentType.EU_DIRECTIVE,
        InstrumentType.TREATY,
        InstrumentType.BILL,
        InstrumentType.POLICY,
        InstrumentType.PAPER,
    }
    assert {i.jurisdiction for i in instruments.values()} >= {"pk", "eu", "in", "gb", "cn", "us"}
    # a dead instrument stays in the catalogue, and what it rests on is known
    struck = instruments["pk-peca-amendment-ordinance-2022"]
    assert struck.standing.now is Status.STRUCK_DOWN
    assert [t.other for t in ties_of(struck.slug, instruments.values())] == ["pk-peca-2016"]


def test_what_the_shipped_catalogue_cannot_support_is_said() -> None:
    for entry in load_catalog():
        instrument = entry.instrument
        said = {missing.what for missing in instrument.missing}
        assert instrument.standing.source, entry.file
        assert instrument.classification.source.startswith("our reading"), entry.file
        assert instrument.topics, entry.file
        # a law without its day or its terms of reuse says that they are missing
        if instrument.licence is None or not instrument.date:
            assert said, entry.file


def test_the_shipped_catalogue_is_sound() -> None:
    entries = load_catalog()
    slugs = [e.instrument.slug for e in entries]
    assert {"pk-peca-2016", "pk-constitution-1973"} <= set(slugs)
    assert len(slugs) == len(set(slugs))
