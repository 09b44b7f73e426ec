"""The shipped digests are plain Markdown that the ordinary reader understands whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.catalog import load_catalog
from corpus.model import BASIC_KINDS
from ingest.parse import Parsed, parse_file

DIGESTS = {e.instrument.slug: e.digest.path for e in load_catalog() if e.digest}


@pytest.fixture(scope="module", params=sorted(DIGESTS))
def path(request: pytest.FixtureRequest) -> Path:
    """Each digest's file."""
    return DIGESTS[request.param]


@pytest.fixture(scope="module")
def parsed(path: Path) -> Parsed:
    """The digest, parsed."""
    return parse_file(path)


def test_nothing_is_left_over(parsed: Parsed) -> None:
    assert parsed.unread == ()
    assert parsed.warnings == ()


def test_every_markdown_heading_is_a_unit(path: Path, parsed: Parsed) -> None:
    written = re.findall(r"(?m)^### (\w+)\. (.*?)(?: \[\^[\w-]+\])?$", path.read_text("utf-8"))
    read = [
        (p.num, p.heading) for p in parsed.provisions if p.kind in BASIC_KINDS and "__" not in p.eid
    ]
    assert read == written


def test_no_note_is_lost_and_no_mark_of_one_stays(path: Path, parsed: Parsed) -> None:
    assert "[^" not in parsed.text
    written = re.findall(r"(?m)^\[\^[\w-]+\]:", path.read_text("utf-8"))
    # a note on several units counts for each
    assert len(parsed.amendments) + len(parsed.remarks) >= len(written)


def test_peca_has_the_units_of_the_official_print(shared: Path) -> None:
    gold = json.loads((shared / "gold/structure/pk-peca-2016.pdf.json").read_text("utf-8"))
    theirs = {u["eid"] for u in gold["units"]}
    ours = {p.eid for p in parse_file(DIGESTS["pk-peca-2016"]).provisions}
    # an explanation below a list may be read as the list's or as its last item's
    assert len(theirs ^ ours) <= 2
