"""A small law of our own, indexed by every backend that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.backend import SearchBackend, open_backend
from search.document import IndexDocument

LANTERN = IndexDocument(
    expression_uri="/akn/pk/act/2001/7/eng@2001-03-01",
    eid="sec_1",
    instrument="pk-lantern-2001",
    heading="Short title",
    text="This Act may be called the Lantern Act, 2001.",
    num="1",
    names=("Lantern Act, 2001", "Lantern Act"),
    type="act",
    kind="official",
    status="in-force",
    jurisdiction="pk",
    valid_from="2001-03-01",
)


def lantern(num: str, heading: str, text: str, **facts: object) -> IndexDocument:
    """A section of the Lantern Act."""
    section = replace(LANTERN, eid=f"sec_{num}", num=num, heading=heading, text=text)
    return replace(section, **facts)  # type: ignore[arg-type]


def harbour(num: str, heading: str, text: str, **facts: object) -> IndexDocument:
    """A rule of the Harbour Rules, which are repealed."""
    rule = replace(
        LANTERN,
        expression_uri="/akn/pk/act/rules/1950/harbour/eng",
        eid=f"rule_{num}",
        instrument="pk-harbour-1950",
        heading=heading,
        text=text,
        num=num,
        names=("Harbour Rules, 1950",),
        type="rules",
        unit="rule",
        status="repealed",
        valid_from="1950-01-01",
    )
    return replace(rule, **facts)  # type: ignore[arg-type]


DOCUMENTS = (
    LANTERN,
    lantern(
        "2",
        "Definitions",
        "In this Act “lamp keeper” means a person who keeps a lantern; “signal” includes a flare.",
        defined=("lamp keeper", "signal"),
        statement=("definition",),
    ),
    lantern(
        "3",
        "Power to darken lanterns",
        "The Harbour Board may darken any lantern in the interest of public order.",
        agency=("BOARD",),
        statement=("power",),
        orientation="security_power",
    ),
    lantern(
        "3A",
        "Hearing before darkening",
        "The Board shall not darken a lantern unless its keeper has been heard.",
        agency=("BOARD",),
        statement=("prohibition", "obligation"),
        orientation="civil_liberty",
        cites=("pk-lantern-2001/sec_3",),
    ),
    lantern(
        "4",
        "Real-time signals",
        "Real-time signals are kept for ninety days. On-line signals count as signals.",
    ),
    lantern(
        "5",
        "Unauthorised access to a lighthouse",
        "Whoever gains unauthorised access to an information system of a lighthouse is punished.",
        statement=("offence",),
    ),
    harbour("1", "Lanterns in the harbour", "Every lantern in the harbour burns until dawn."),
    harbour(
        "2",
        "Penalty",
        "A keeper who acts against section 3 of the Lantern Act pays a fine.",
        cites=("pk-lantern-2001/sec_3",),
    ),
)

ENGINES = ("whoosh",)
"""Every engine must pass the contract suite; a new one is added here."""


def address(engine: str, folder: Path) -> str:
    """Where an engine of that name may put an index for a test."""
    return {"whoosh": f"whoosh://{folder / 'index'}"}[engine]


@pytest.fixture(params=ENGINES)
def empty_backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchBackend]:
    """A backend without an index."""
    backend = open_backend(address(request.param, tmp_path))
    yield backend
    backend.close()


@pytest.fixture
def backend(empty_backend: SearchBackend) -> SearchBackend:
    """A backend that holds `DOCUMENTS`."""
    empty_backend.rebuild(DOCUMENTS)
    return empty_backend


@pytest.fixture
def documents() -> tuple[IndexDocument, ...]:
    """The documents that `backend` holds."""
    return DOCUMENTS


Make = Callable[..., IndexDocument]


@pytest.fixture
def section() -> Make:
    """Makes a section of the Lantern Act."""
    return lantern
