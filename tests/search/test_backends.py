"""The contract that every search engine keeps; `conftest.ENGINES` lists them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.backend import SearchBackend, open_backend
from search.document import IndexChange, IndexDocument
from search.errors import BadPage, BadSearchUrl, IndexUnusable, SearchQueryError
from search.fields import FACETS
from search.query import Either, FieldIs, Pin, SearchQuery, Some, Word, parse_query


def _found(backend: SearchBackend, text: str, **facts: object) -> list[str]:
    query = replace(parse_query(text), **facts)  # type: ignore[arg-type]
    return [hit.eid for hit in backend.search(query, limit=50).hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("darken a lantern", "sec_3"),
        ("hearing before darkening", "sec_3A"),
        # heading words count more than text words
        ("penalty", "rule_2"),
        # hyphens do not matter
        ("realtime signals", "sec_4"),
        ("real time", "sec_4"),
        ("online signals", "sec_4"),
        # words of asking are passed over
        ("who can darken lanterns", "sec_3"),
        # a misspelt word is mended
        ("darkn lantern", "sec_3"),
        ("lihgthouse", "sec_5"),
        # a concept stands for the law's words
        ("hacking a lighthouse", "sec_5"),
        # a compound is found by its parts and the other way round
        ("light house", "sec_5"),
        ("num:3A", "sec_3A"),
    ],
)
def test_search_puts_first(backend: SearchBackend, text: str, first: str) -> None:
    assert _found(backend, text)[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"public order"', {"sec_3"}),
        # must not: a phrase in another order
        ('"order public"', set()),
        # a stop word in a phrase stands for any one word
        ('"darken a lantern"', {"sec_3", "sec_3A"}),
        ('"on-line signals"', {"sec_4"}),
        ('"online signals"', {"sec_4"}),
        ("darken AND heard", {"sec_3A"}),
        ("dawn OR ninety", {"rule_1", "sec_4"}),
        ("darken NOT heard", {"sec_3"}),
        ("darken -heard", {"sec_3"}),
        ("(dawn OR ninety) AND type:act", {"sec_4"}),
        ("unauth*", {"sec_5"}),
        # a beginning longer than the word's stem
        ("unauthoris*", {"sec_5"}),
        ("type:rules", {"rule_1", "rule_2"}),
        # a filter's value has no case
        ("instrument:PK-HARBOUR-1950", {"rule_1", "rule_2"}),
        ("statement:power", {"sec_3"}),
        ("agency:BOARD", {"sec_3", "sec_3A"}),
        ("cites:pk-lantern-2001/sec_3", {"sec_3A", "rule_2"}),
        ("heading:harbour", {"rule_1"}),
        ('defined:"lamp keeper"', {"sec_2"}),
        ("status:repealed -dawn", {"rule_2"}),
        # must not: a filter that fits nothing lets nothing through
        ("instrument:none lantern", set()),
        ("zzzzzz", set()),
    ],
)
def test_search_finds_exactly(backend: SearchBackend, text: str, expected: set[str]) -> None:
    assert set(_found(backend, text)) == expected


def test_an_empty_query_finds_everything(
    backend: SearchBackend, documents: tuple[IndexDocument, ...]
) -> None:
    assert backend.search(SearchQuery()).total == len(documents)


def test_filters_beside_the_query_narrow_it(backend: SearchBackend) -> None:
    found = _found(backend, "lantern", filters=(("type", ("rules",)),))
    assert set(found) == {"rule_1", "rule_2"}
    both = _found(backend, "", filters=(("statement", ("power", "offence")),))
    assert set(both) == {"sec_3", "sec_5"}
    assert _found(backend, "", filters=(("type", ("rules",)), ("statement", ("power",)))) == []


def test_a_filtered_total_counts_what_is_left(backend: SearchBackend) -> None:
    query = replace(parse_query("lantern"), filters=(("instrument", ("none",)),))
    results = backend.search(query)
    assert (results.total, results.hits) == (0, ())


def test_facets_count_the_whole_result(backend: SearchBackend) -> None:
    results = backend.search(SearchQuery(), limit=1)
    facets = {facet.name: dict(facet.values) for facet in results.facets}
    assert tuple(facets) == FACETS
    assert facets["instrument"] == {"pk-lantern-2001": 6, "pk-harbour-1950": 2}
    assert facets["agency"] == {"BOARD": 2}
    assert facets["orientation"] == {"security_power": 1, "civil_liberty": 1}


def test_pages_follow_each_other(
    backend: SearchBackend, documents: tuple[IndexDocument, ...]
) -> None:
    whole = backend.search(parse_query("lantern"), limit=50).hits
    pages = [backend.search(parse_query("lantern"), limit=2, offset=n).hits for n in (0, 2, 4)]
    assert [hit for page in pages for hit in page] == list(whole[:6])
    assert [hit.rank for hit in whole] == list(range(1, len(whole) + 1))
    assert backend.search(SearchQuery(), offset=len(documents)).hits == ()


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (10, -1), (10**9, 0)])
def test_a_page_that_cannot_be_is_refused(backend: SearchBackend, limit: int, offset: int) -> None:
    with pytest.raises(BadPage):
        backend.search(SearchQuery(), limit=limit, offset=offset)


def test_equal_scores_keep_one_order(backend: SearchBackend) -> None:
    assert _found(backend, "", filters=(("type", ("act",)),)) == [
        "sec_1", "sec_2", "sec_3", "sec_3A", "sec_4", "sec_5",
    ]  # fmt: skip


def test_a_citation_comes_first(backend: SearchBackend) -> None:
    query = replace(parse_query("dawn"), pins=(Pin("pk-lantern-2001", "sec_4"),))
    first, *others = backend.search(query).hits
    assert (first.eid, first.exact) == ("sec_4", True)
    assert [(hit.eid, hit.exact) for hit in others] == [("rule_1", False)]


def test_a_citation_of_nothing_that_is_held_adds_nothing(backend: SearchBackend) -> None:
    pins = (Pin("pk-lantern-2001", "sec_99"), Pin("pk-none", "sec_1"), Pin(None, "art_1"))
    assert backend.search(SearchQuery(root=Either(()), pins=pins)).total == 0


def test_a_citation_by_another_unit_word_finds_the_number(backend: SearchBackend) -> None:
    query = SearchQuery(root=Either(()), pins=(Pin("pk-harbour-1950", "sec_2"),))
    assert [hit.eid for hit in backend.search(query).hits] == ["rule_2"]


def test_filters_hold_for_citations_too(backend: SearchBackend) -> None:
    pins = (Pin("pk-lantern-2001", "sec_4"),)
    query = SearchQuery(root=Either(()), pins=pins, filters=(("type", ("rules",)),))
    assert backend.search(query).total == 0


def test_what_cites_a_unit_from_outside_is_related(backend: SearchBackend) -> None:
    related = (FieldIs("cites", "pk-lantern-2001/sec_3"),)
    query = SearchQuery(root=Some(()), pins=(Pin("pk-lantern-2001", "sec_3"),), related=related)
    assert [hit.eid for hit in backend.search(query).hits] == ["sec_3", "rule_2"]


def test_an_instrument_that_is_named_is_preferred(backend: SearchBackend) -> None:
    named = {"named": ("pk-harbour-1950",), "named_words": frozenset({1})}
    assert _found(backend, "lantern harbour", **named)[0].startswith("rule")
    # a name alone gives the whole instrument, in its order
    alone = {"named": ("pk-harbour-1950",), "named_words": frozenset({0})}
    assert _found(backend, "harbour", **alone) == ["rule_1", "rule_2"]


def test_dead_law_stands_lower(backend: SearchBackend, section: type[IndexDocument]) -> None:
    text, heading = "A buoy is painted red.", "Buoys"
    living = section("8", heading, text)
    dead = replace(living, instrument="pk-old-1900", expression_uri="/akn/x", status="repealed")
    backend.apply([IndexChange("pk-old-1900", (dead,)), IndexChange("pk-lantern-2001", (living,))])
    found = [hit.instrument for hit in backend.search(parse_query("buoys")).hits]
    assert found == ["pk-lantern-2001", "pk-old-1900"]


def test_one_unit_is_one_hit_and_official_words_come_first(
    backend: SearchBackend, section: type[IndexDocument]
) -> None:
    official = section("9", "Buoys", "A buoy is painted red.")
    digest = section("9", "Buoys", "Buoys: paint them crimson.", kind="digest")
    digest = replace(digest, expression_uri=f"{digest.expression_uri}/mizan")
    backend.apply([IndexChange("pk-lantern-2001", (digest, official))])
    # words that only the digest has find the official text
    for words in ("buoys", "crimson"):
        results = backend.search(parse_query(words))
        assert [hit.expression_kind for hit in results.hits] == ["official"]
        assert results.total == 1
    (hit,) = backend.search(parse_query("buoys kind:digest")).hits
    assert hit.expression_kind == "digest"


def test_the_law_as_at_a_day(backend: SearchBackend, section: type[IndexDocument]) -> None:
    old = section("9", "Buoys", "A buoy is red.", valid_to="2010-01-01")
    new = section("9", "Buoys", "A buoy is green.", valid_from="2010-01-01")
    new = replace(new, expression_uri="/akn/pk/act/2001/7/eng@2010-01-01")
    backend.apply([IndexChange("pk-lantern-2001", (old, new))])
    assert _found(backend, "red") == []
    assert _found(backend, "red at:2005-06-01") == ["sec_9"]
    # must not: the first day of the new words, and a day before the old ones
    assert _found(backend, "red at:2010-01-01") == []
    assert "sec_9" not in _found(backend, "at:1999-01-01")
    assert _found(backend, "green") == ["sec_9"]


def test_apply_replaces_adds_and_takes_out(
    backend: SearchBackend, section: type[IndexDocument]
) -> None:
    before = backend.generation()
    backend.apply(
        [
            IndexChange("pk-lantern-2001", (section("7", "Buoys", "A buoy is red."),)),
            IndexChange("pk-harbour-1950"),
        ]
    )
    assert _found(backend, "") == ["sec_7"]
    assert _found(backend, "lantern dawn harbour") == ["sec_7"]  # by the Act's name alone
    assert backend.generation() != before


def test_what_was_taken_out_spoils_no_count(backend: SearchBackend) -> None:
    for _ in range(3):
        backend.apply([IndexChange("pk-harbour-1950")])
    results = backend.search(SearchQuery())
    assert results.total == 6
    assert dict(results.facets[0].values) == {"pk-lantern-2001": 6}


def test_a_failed_rebuild_leaves_the_index_as_it_was(
    backend: SearchBackend, documents: tuple[IndexDocument, ...]
) -> None:
    def broken() -> Iterator[IndexDocument]:
        yield documents[0]
        raise RuntimeError("the database went away")

    before = backend.generation()
    with pytest.raises(RuntimeError):
        backend.rebuild(broken())
    assert backend.generation() == before
    assert backend.search(SearchQuery()).total == len(documents)
    backend.rebuild(documents)  # and the lock is free


def test_an_index_of_nothing_answers(empty_backend: SearchBackend) -> None:
    empty_backend.rebuild(())
    empty_backend.check()
    for text in ("", "lantern", '"a lantern"', "lant*", "type:act", "zzzzzzzz"):
        assert empty_backend.search(parse_query(text)).total == 0


def test_without_an_index_the_mend_is_named(empty_backend: SearchBackend) -> None:
    assert empty_backend.generation() == ""
    for ask in (empty_backend.check, lambda: empty_backend.search(SearchQuery())):
        with pytest.raises(IndexUnusable, match="mizan reindex"):
            ask()


def test_a_closed_backend_opens_again(backend: SearchBackend) -> None:
    backend.close()
    backend.close()
    assert _found(backend, "dawn") == ["rule_1"]


def test_explain_says_what_each_idea_found(backend: SearchBackend) -> None:
    explained = backend.explain(parse_query("hacking lanterns"))
    assert [group["said"] for group in explained["groups"]][-1] == "hacking"
    assert explained["top"][0]["unit"].startswith("pk-")
    assert len(explained["top"][0]["parts"]) == len(explained["groups"])


def test_what_was_understood_is_told(backend: SearchBackend) -> None:
    query = parse_query('what is hacking of a lihgthouse "public order" type:act -dawn')
    understood = backend.search(query).understood
    assert understood.passed_over == ("what",)
    assert understood.corrected == (("lihgthouse", "lighthouse"),)
    assert understood.phrases == ("public order",)
    assert understood.filters == (("type", "act"),)
    assert understood.excluded == ("dawn",)
    assert [concept.said for concept in understood.concepts] == ["hacking"]


def test_a_misspelt_query_is_suggested_mended(backend: SearchBackend) -> None:
    assert backend.search(parse_query("lihgthouse keeper")).suggestion == "lighthouse keeper"
    # must not: a query whose words are all known
    assert backend.search(parse_query("lighthouse keeper")).suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        "[a TO zzzz]",
        "term~9/0",
        "NOT " * 90,
        "a" * 400,
        "lant* " * 39,
        "qwrtpsd " * 39,
        '"the of a" OR "to the"',
        "-lantern",
        "NOT type:act",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        "دہشت " * 39,
        "()()()" * 20,
    ],
)
def test_a_hostile_query_costs_little(backend: SearchBackend, text: str) -> None:
    started = time.perf_counter()
    backend.search(parse_query(text))
    assert time.perf_counter() - started < 2.0


_PIECES = [
    *("lantern", "darkn", "hacking", "who", "the", "3A", "۲", "سائبر", "real-time", "lan*"),
    *('"public order"', "AND", "OR", "NOT", "(", ")", "-"),
    *("type:act", "at:2005-01-01", "heading:power"),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=2000)
@given(text=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES)).map(" ".join)))
def test_no_query_crashes(backend: SearchBackend, text: str) -> None:
    try:
        query = parse_query(text)
    except SearchQueryError:
        return
    results = backend.search(query, limit=3)
    assert results.total >= len(results.hits)
    again = backend.search(query, limit=3)
    assert [hit.eid for hit in again.hits] == [hit.eid for hit in results.hits]


def test_readers_go_on_during_rebuilds_and_never_see_half_an_index(
    backend: SearchBackend, documents: tuple[IndexDocument, ...]
) -> None:
    faults: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                results = backend.search(parse_query("lantern"))
                if results.total != expected or results.hits[0].eid != first:
                    faults.append(results)
            except Exception as error:
                faults.append(error)

    whole = backend.search(parse_query("lantern"))
    expected, first = whole.total, whole.hits[0].eid
    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(4):
        backend.rebuild(documents)
        backend.apply([IndexChange("pk-harbour-1950", documents[-2:])])
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []


def test_writers_wait_for_each_other(
    backend: SearchBackend, documents: tuple[IndexDocument, ...]
) -> None:
    faults: list[Exception] = []

    def write() -> None:
        try:
            backend.apply([IndexChange("pk-harbour-1950", documents[-2:])])
        except Exception as error:
            faults.append(error)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert faults == []
    assert backend.search(SearchQuery()).total == len(documents)


@pytest.mark.parametrize(
    "url",
    ["", "lucene:///x", "whoosh://", "whoosh:///", "whoosh://host/index", "whoosh:relative", "/x"],
)
def test_open_backend_refuses_an_address(url: str) -> None:
    with pytest.raises(BadSearchUrl, match="whoosh:///"):
        open_backend(url)


def test_matter_words_rank_and_are_not_told(backend: SearchBackend) -> None:
    query = SearchQuery(
        root=Some(()), pins=(Pin("pk-lantern-2001", "sec_3"),), matter=(Word("dawn"),)
    )
    results = backend.search(query)
    assert [hit.eid for hit in results.hits] == ["sec_3", "rule_1"]
    assert results.understood.words == ()
