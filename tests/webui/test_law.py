"""A provision cut into units and pieces, without losing or moving a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import Provision, ProvisionKind
from webui.presenters.law import Piece, Range, UnitView, split_label, split_marker, unit_view

TEXT = "(1) The Board may close— (a) a lock; or (b) a weir. Provided that none drowns. (2) It ends."


def provision(eid: str, kind: ProvisionKind, num: str | None, words: str) -> Provision:
    """A unit of TEXT that holds exactly these words."""
    start = TEXT.index(words)
    parent = eid.rpartition("__")[0] or None
    return Provision(eid, kind, num, None, words, parent, None, start, start + len(words))


SECTION = provision("sec_1", ProvisionKind.SECTION, "1", TEXT)
UNITS = (
    SECTION,
    provision(
        "sec_1__subsec_1",
        ProvisionKind.SUBSECTION,
        "1",
        "The Board may close— (a) a lock; or (b) a weir. Provided that none drowns.",
    ),
    provision("sec_1__subsec_1__para_a", ProvisionKind.PARAGRAPH, "a", "a lock; or"),
    provision("sec_1__subsec_1__para_b", ProvisionKind.PARAGRAPH, "b", "a weir."),
    provision(
        "sec_1__subsec_1__proviso_1", ProvisionKind.PROVISO, None, "Provided that none drowns."
    ),
    provision("sec_1__subsec_2", ProvisionKind.SUBSECTION, "2", "It ends."),
)


def pieces(view: UnitView) -> list[Piece]:
    """All pieces of a view, in order."""
    found: list[Piece] = []
    for item in view.content:
        found.extend(pieces(item) if isinstance(item, UnitView) else [item])
    return found


def test_units_nest_with_their_printed_markers() -> None:
    view = unit_view(SECTION, UNITS)
    first, second = [item for item in view.content if isinstance(item, UnitView)]
    assert (first.marker, second.marker) == ("(1)", "(2)")
    inner = [item.marker for item in first.content if isinstance(item, UnitView)]
    # a proviso has no printed number
    assert inner == ["(a)", "(b)", ""]


def test_every_piece_knows_its_offset() -> None:
    for piece in pieces(unit_view(SECTION, UNITS)):
        assert TEXT[piece.start : piece.start + len(piece.text)] == piece.text


def test_overlapping_marks_are_cut_at_their_edges() -> None:
    may = TEXT.index("may")
    marks = [Range(may, may + 9, "security"), Range(may + 4, may + 10, "note", "n1")]
    cut = [(p.text, p.styles) for p in pieces(unit_view(SECTION, UNITS, marks)) if p.styles]
    assert cut == [("may ", ("security",)), ("close", ("security", "note")), ("—", ("note",))]


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(1, 30)), max_size=6))
def test_no_letter_is_lost_whatever_is_marked(spans: list[tuple[int, int]]) -> None:
    marks = [Range(a, min(a + n, len(TEXT)), "note", str(i)) for i, (a, n) in enumerate(spans)]
    bare = [p.text for p in pieces(unit_view(SECTION, UNITS))]
    marked = [p.text for p in pieces(unit_view(SECTION, UNITS, marks))]
    assert "".join(marked) == "".join(bare)


@pytest.mark.parametrize(
    ("gap", "num", "expected"),
    [
        ("and— (a) ", "a", ("and— ", "(a)")),
        ("(1) ", "1", ("", "(1)")),
        ("37. ", "37", ("", "37.")),
        # the print may open a bracket before an inserted unit
        (" [(iiia) ", "iiia", (" ", "[(iiia)")),
        # must not: a number inside the words is no marker
        ("under section 1 the ", "1", ("under section 1 the ", "")),
        (" ", None, (" ", "")),
    ],
)
def test_split_marker(gap: str, num: str | None, expected: tuple[str, str]) -> None:
    assert split_marker(gap, num) == expected


@pytest.mark.parametrize(
    ("gap", "kind", "expected"),
    [
        ("of it. Explanation.— ", ProvisionKind.EXPLANATION, ("of it. ", "Explanation.— ")),
        ("Explanation II.–", ProvisionKind.EXPLANATION, ("", "Explanation II.–")),
        ("Illustrations\n", ProvisionKind.ILLUSTRATION, ("", "Illustrations\n")),
        # must not: the word in running text, or before a unit of another kind
        ("an Explanation of the law by the Court. ", ProvisionKind.EXPLANATION, None),
        ("Explanation.— ", ProvisionKind.PROVISO, None),
    ],
)
def test_split_label(gap: str, kind: ProvisionKind, expected: tuple[str, str] | None) -> None:
    assert split_label(gap, kind) == (expected or (gap, ""))
