"""Search as the pages use it, over a real index and a dictionary for a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from corpus.citations import parse_citation
from corpus.errors import NotFound
from corpus.model import Instrument, InstrumentType
from corpus.names import InstrumentNames
from search.backend import SearchBackend, open_backend
from search.document import IndexChange, IndexDocument
from search.errors import BadFilterValue, QueryTooLong, UnknownFilter, UnsafeIndex
from search.service import SearchService

LANTERN = Instrument(
    slug="pk-lantern-2001",
    title="Lantern Act, 2001",
    type=InstrumentType.ACT,
    work_uri="/akn/pk/act/2001/7",
    aliases=("LANTA", "PECA"),
)
HARBOUR = Instrument(
    slug="pk-harbour-1950",
    title="Harbour Lights and Signals Rules, 1950",
    type=InstrumentType.RULES,
    work_uri="/akn/pk/act/rules/1950/harbour",
)
NAMES = InstrumentNames((LANTERN, HARBOUR))


@dataclass
class Database:
    """What the service reads: documents by their key."""

    documents: dict[tuple[str, str], IndexDocument] = field(default_factory=dict)

    def text_of(self, expression_uri: str, eid: str) -> IndexDocument:
        """The unit, or NotFound as the store says it."""
        try:
            return self.documents[expression_uri, eid]
        except KeyError:
            raise NotFound(eid) from None


def find_citation(text: str) -> Sequence[tuple[str | None, str]]:
    """The citation that the whole text is."""
    citation = parse_citation(text, NAMES)
    if citation is None:
        return ()
    return [
        (citation.instrument, place.eid(citation.unit) if citation.unit else place.num)
        for place in citation.pinpoints
    ]


@pytest.fixture
def database(documents: tuple[IndexDocument, ...]) -> Database:
    return Database({document.key: document for document in documents})


@pytest.fixture
def service(empty_backend: SearchBackend, database: Database) -> SearchService:
    made = SearchService(
        empty_backend,
        lambda: database.documents.values(),
        database.text_of,
        find_citation,
        lambda: (LANTERN, HARBOUR),
    )
    assert made.ensure_ready() is True
    return made


def _eids(service: SearchService, text: str, **filters: str) -> list[str]:
    return [hit.eid for hit in service.search(text, filters).hits]


def test_ensure_ready_builds_once(service: SearchService) -> None:
    assert service.ensure_ready() is False
    service.check()


def test_hits_carry_words_from_the_database(service: SearchService, database: Database) -> None:
    key = next(key for key in database.documents if key[1] == "sec_3")
    database.documents[key] = replace(
        database.documents[key], heading="A better heading", text="They darken <all> lanterns."
    )
    hit = service.search("darken public order").hits[0]
    assert hit.heading == "A better heading"
    # the pieces are plain text, which a template escapes
    assert hit.snippet == (("They ", False), ("darken", True), (" <all> lanterns.", False))


def test_a_hit_that_the_database_lost_is_left_out(
    service: SearchService, database: Database
) -> None:
    database.documents = {k: d for k, d in database.documents.items() if d.eid != "sec_3"}
    assert "sec_3" not in _eids(service, "darken lanterns")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("section 4 of the Lantern Act", ["sec_4"]),
        ("s. 3-A LANTA", ["sec_3A"]),
        # a sub-section is found with its section
        ("LANTA s 4(2)(a)", ["sec_4"]),
        ("sections 5 and 4 of LANTA", ["sec_5", "sec_4"]),
        # the title misspelt and cut short
        ("lantern act sec 4", ["sec_4"]),
        ("harbor light and signal rule r. 2", ["rule_2"]),
        # a citation among other words
        ("how long are signals kept under section 4 LANTA", ["sec_4"]),
        # Urdu words of citing; PECA is an alias here
        ("دفعہ ۴ پیکا", ["sec_4"]),
        # without an instrument, every unit of that name
        ("rule 2", ["rule_2"]),
    ],
)
def test_a_citation_comes_first(service: SearchService, text: str, first: list[str]) -> None:
    hits = service.search(text).hits
    assert [hit.eid for hit in hits[: len(first)]] == first
    assert all(hit.exact for hit in hits[: len(first)])
    assert not any(hit.exact for hit in hits[len(first) :])


@pytest.mark.parametrize(
    "text",
    [
        # must not: a number alone, a unit that is not held, words in quotation marks, operators
        "4",
        "section 99 of the Lantern Act",
        '"section 4 of the Lantern Act"',
        "section AND 4",
    ],
)
def test_no_citation_no_exact_hit(service: SearchService, text: str) -> None:
    assert not any(hit.exact for hit in service.search(text).hits)


def test_after_a_citation_comes_what_cites_it_and_the_same_matter(service: SearchService) -> None:
    hits = service.search("section 3 of the Lantern Act").hits
    assert [hit.eid for hit in hits[:1]] == ["sec_3"]
    # rule 2 cites it from outside, section 3A is on the same matter
    assert {"rule_2", "sec_3A"} <= {hit.eid for hit in hits[1:4]}


def test_other_words_rank_after_a_citation(service: SearchService) -> None:
    found = service.search("dawn section 4 LANTA")
    assert [hit.eid for hit in found.hits][:2] == ["sec_4", "rule_1"]
    assert found.understood.words == ("dawn",)
    assert found.understood.cited == ("sec_4",)


def test_filters_hold_beside_a_citation(service: SearchService) -> None:
    assert _eids(service, "section 4 LANTA", type="rules") == []
    assert "sec_4" not in _eids(service, "section 4 LANTA type:rules")[1:]


def test_a_name_prefers_its_instrument(service: SearchService) -> None:
    found = service.search("keeper lantern act")
    assert found.hits[0].instrument == "pk-lantern-2001"
    assert found.understood.named == ("pk-lantern-2001",)
    # a name alone lists the instrument in its order
    assert _eids(service, "LANTA")[:3] == ["sec_1", "sec_2", "sec_3"]


@pytest.mark.parametrize(
    "value", ["pk-harbour-1950", "PK-HARBOUR-1950", "Harbour Lights and Signals Rules"]
)
def test_an_instrument_is_filtered_by_slug_or_name(service: SearchService, value: str) -> None:
    assert set(_eids(service, f'instrument:"{value}"')) == {"rule_1", "rule_2"}
    assert set(_eids(service, "", instrument=value)) == {"rule_1", "rule_2"}


def test_bad_queries_say_what_helps(service: SearchService) -> None:
    with pytest.raises(QueryTooLong):
        service.search("a" * 100_000)
    with pytest.raises(UnknownFilter, match="instrument"):
        service.search("lantern", {"colour": "red"})
    with pytest.raises(BadFilterValue, match="act, ordinance"):
        service.search("lantern", {"type": "statute"})


def test_an_empty_value_filters_nothing(service: SearchService) -> None:
    assert len(_eids(service, "", type="")) == 8
    assert len(service.search("", {"type": []}).hits) == 8


def test_apply_shows_new_names_at_once(
    empty_backend: SearchBackend, database: Database, section: Callable[..., IndexDocument]
) -> None:
    known = [LANTERN]
    service = SearchService(
        empty_backend,
        lambda: database.documents.values(),
        database.text_of,
        instruments=lambda: tuple(known),
    )
    service.ensure_ready()
    assert service.search("instrument:BUOYA").total == 0
    buoy = replace(section("1", "Buoys", "Buoys are red."), instrument="pk-buoy-2020")
    known.append(replace(LANTERN, slug="pk-buoy-2020", title="Buoy Act, 2020", aliases=("BUOYA",)))
    database.documents[buoy.key] = buoy
    service.apply([IndexChange("pk-buoy-2020", (buoy,))])
    assert service.search("instrument:BUOYA").total == 1


def test_apply_without_an_index_builds_it(empty_backend: SearchBackend, database: Database) -> None:
    service = SearchService(empty_backend, lambda: database.documents.values(), database.text_of)
    service.apply([IndexChange("pk-harbour-1950")])
    assert service.search("").total == 8


def test_a_damaged_index_is_built_again_by_the_next_question(
    tmp_path: Path, database: Database
) -> None:
    folder = tmp_path / "index"
    first = SearchService(
        open_backend(f"whoosh://{folder}"), lambda: database.documents.values(), database.text_of
    )
    first.ensure_ready()
    first.close()
    for path in folder.glob("gen-*/*"):
        path.write_bytes(b"damaged")
    second = SearchService(
        open_backend(f"whoosh://{folder}"), lambda: database.documents.values(), database.text_of
    )
    assert second.search("dawn").hits[0].eid == "rule_1"
    second.close()


def test_a_folder_that_others_may_write_is_never_built_in(
    tmp_path: Path, database: Database
) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    folder.chmod(0o777)
    service = SearchService(
        open_backend(f"whoosh://{folder}"), lambda: database.documents.values(), database.text_of
    )
    with pytest.raises(UnsafeIndex):
        service.ensure_ready()
    assert list(folder.iterdir()) == []


def test_a_failed_rebuild_keeps_the_last_good_index(
    empty_backend: SearchBackend, database: Database
) -> None:
    broken = False

    def documents() -> Iterator[IndexDocument]:
        yield from database.documents.values()
        if broken:
            raise RuntimeError("the database went away")

    service = SearchService(empty_backend, documents, database.text_of)
    service.ensure_ready()
    broken = True
    with pytest.raises(RuntimeError):
        service.rebuild()
    assert service.search("").total == 8


def test_explain_reads_as_search_does(service: SearchService) -> None:
    explained = service.explain("hacking of a lighthouse")
    assert explained["documents"] == 8
    assert explained["top"][0]["unit"] == "pk-lantern-2001/sec_5"
