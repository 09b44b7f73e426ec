"""The shelves, the map of the field, and the figures of the honesty page."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.catalog import load_catalog
from corpus.facts import Relation, RelationKind, Standing, Status
from corpus.model import Expression, ExpressionKind, Instrument, InstrumentType
from webui.presenters.field_map import Box, field_map
from webui.presenters.quality import quality_view
from webui.presenters.shelves import shelves_of

ACT = Instrument("pk-a-2001", "River Act, 2001", InstrumentType.ACT, "/akn/pk/act/2001/9")
RULES = dataclasses.replace(
    ACT,
    slug="pk-r-2003",
    title="River Rules, 2003",
    type=InstrumentType.RULES,
    relations=(Relation(RelationKind.MADE_UNDER, ACT.slug, "its preamble", "section 4"),),
    standing=Standing(Status.REPEALED),
)
OLDER = dataclasses.replace(
    ACT,
    slug="pk-o-1990",
    title="Old River Act, 1990",
    relations=(),
)
REPEALING = dataclasses.replace(
    ACT, relations=(Relation(RelationKind.REPEALS, OLDER.slug, "section 9"),)
)
ALONE = dataclasses.replace(ACT, slug="gb-x-2005", title="Weir Act, 2005", jurisdiction="gb")


def test_the_map_holds_what_is_tied_and_nothing_else() -> None:
    found = field_map([REPEALING, RULES, OLDER, ALONE])
    boxes = {box.slug: box for box in found.boxes}
    # must not: an instrument that stands alone
    assert set(boxes) == {ACT.slug, RULES.slug, OLDER.slug}
    assert [line.words for line in found.lines] == [
        "River Act, 2001 repeals Old River Act, 1990",
        "River Rules, 2003 made under River Act, 2001, section 4",
    ]
    assert boxes[RULES.slug].dead
    assert boxes[ACT.slug].x == boxes[OLDER.slug].x < boxes[RULES.slug].x
    assert [words for _, words in found.kinds] == ["made under", "repeals"]


def test_an_empty_field_is_an_empty_map() -> None:
    assert field_map([ALONE]).boxes == ()


def test_boxes_of_the_shipped_map_do_not_overlap_and_fit_the_drawing() -> None:
    found = field_map([e.instrument for e in load_catalog()])
    places = [(box.x, box.y) for box in found.boxes]
    assert len(places) == len(set(places)) > 20
    assert all(_fits(box, found.width, found.height) for box in found.boxes)
    # every number of every curve lies on the drawing
    numbers = [int(n) for line in found.lines for n in re.findall(r"-?\d+", line.path)]
    assert min(numbers) >= 0
    assert max(numbers) <= max(found.width, found.height)


def _fits(box: Box, width: int, height: int) -> bool:
    return box.x >= 0 and box.x + box.width <= width and box.y >= 0 and box.y + box.height <= height


def test_shelves_go_by_sort_at_home_and_by_country_abroad() -> None:
    text = Expression("/akn/pk/act/2001/9/eng", ACT.slug, ExpressionKind.DIGEST, "")
    shelves = shelves_of([RULES, ALONE, OLDER, ACT], {ACT.slug: (text,)})
    assert [(s.name, [c.slug for c in s.cards]) for s in shelves] == [
        # what has a text stands first
        ("Acts, Ordinances and Orders", ["pk-a-2001", "pk-o-1990"]),
        ("Rules and regulations", ["pk-r-2003"]),
        ("United Kingdom", ["gb-x-2005"]),
    ]
    (act, older), (rules,) = shelves[0].cards, shelves[1].cards
    assert (act.held, act.digest, act.official, older.held) == (True, True, False, False)
    assert (rules.status, rules.dead, act.status) == ("repealed", True, "")


def test_the_figures_are_those_of_the_file_and_say_what_they_mean() -> None:
    file = Path(__file__).parents[2] / "webui" / "quality.json"
    measured = json.loads(file.read_text(encoding="utf-8"))
    view = quality_view(measured["edition"])
    assert view.current
    assert not quality_view("another edition").current
    shown = {f.what: f.value for group in view.groups for f in group.figures}
    assert shown["all queries"] == measured["search"]["all"]
    # nothing that was measured is left out
    names = [*measured["structure"], *measured["tagging"], *measured["search"]]
    assert len(shown) >= len(names) - 1
    assert all(0 <= value <= 1 for value in shown.values())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", ["The field", "Facts, no text yet", "How they hang together"]),
        ("/field", ["<svg", "made under", "The same as a list"]),
        ("/about", ["Texts held", "Read clean", "Facts that no source at hand supports"]),
    ],
)
def test_the_pages_of_the_field(client: FlaskClient, address: str, words: list[str]) -> None:
    for entry in load_catalog():
        client.application.extensions["mizan"].store.save_instrument(entry.instrument)
    page = client.get(address).get_data(as_text=True)
    assert [w for w in words if w not in page] == []


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        # named, and no text of it is held
        ("PECA Ordinance 2022", ["pk-peca-amendment-ordinance-2022"]),
        ("River Act, 2001", ["pk-river-2001"]),
        # must not: the hits are its provisions themselves
        ("section 3 of the River Act, 2001", []),
        # must not: words that name no instrument
        ("closing of locks", []),
    ],
)
def test_a_search_shows_the_instruments_that_it_names(
    client: FlaskClient, query: str, slugs: list[str]
) -> None:
    for entry in load_catalog():
        client.application.extensions["mizan"].store.save_instrument(entry.instrument)
    page = client.get("/search", query_string={"q": query}).get_data(as_text=True)
    named = re.findall(r'class="card named".*?href="/i/([\w-]+)"', page)
    assert named == slugs
    assert ("facts only, no text held" in page) is ("2022" in query)
