"""Ties footnotes to the units that their marks point at: who amended what, by which act."""

from __future__ import annotations

import re
from bisect import bisect_right

from corpus.model import BASIC_KINDS, AmendmentNote, ProvisionKind
from ingest.assemble import is_container
from ingest.draft import Bracket, Draft, Footnote, Unit
from ingest.forms import Forms, forms_of

_HEAD_LETTERS = 220


class TieAmendments:
    """Make an amendment note of every footnote that says what was done to marked words.

    A bracket over whole units amends each container, section or topmost unit that starts in it; a
    bracket inside a unit amends the innermost unit around it.  A note of several operations
    (`Ins. and subs. by …`) gives them to its marks in the order printed.

    Reads: brackets, notes, units, text.
    Writes: amendments.
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction)
        notes = _by_mark(draft.notes)
        places = _Places(draft.units)
        for bracket in draft.brackets:
            note = notes.get((bracket.page, bracket.mark)) if bracket.mark else None
            ops = operations(note.text, forms) if note else ()
            if note is None or not ops or bracket.start < 0:
                continue
            op = _operation(bracket, ops)
            by = amended_by(note.text)
            for unit in places.amended(bracket):
                draft.amendments.append(AmendmentNote(unit.eid, op, by, note.page))


def _by_mark(notes: list[Footnote]) -> dict[tuple[int | None, str], Footnote]:
    found: dict[tuple[int | None, str], Footnote] = {}
    for note in notes:
        found.setdefault((note.page, note.mark), note)
    return found


def _operation(bracket: Bracket, ops: tuple[str, ...]) -> str:
    gone = [op for op in ops if op in ("omitted", "repealed")]
    if bracket.words == "*" and gone:
        return gone[0]
    return ops[min(bracket.order, len(ops) - 1)]


def operations(note: str, forms: Forms) -> tuple[str, ...]:
    """What a footnote says was done, in its order: `Ins. and subs. by Act II` → both."""
    head = re.split(
        r"\bby\b|\bibid\b|\bvide\b|\bw\.\s?e\.\s?f",
        note[:_HEAD_LETTERS],
        maxsplit=1,
        flags=re.IGNORECASE,
    )
    if len(head) < 2:
        return ()
    words = dict(forms.amendments)
    found = [words[w] for w in re.findall(r"[a-z]+(?:-[a-z]+)?", head[0].casefold()) if w in words]
    return tuple(found)


def amended_by(note: str) -> str:
    """The amending provision as printed, without what it replaced."""
    found = re.search(r"\bby\s+(?:the\s+)?(.*)", note, re.IGNORECASE | re.DOTALL)
    words = found[1] if found else "ibid."
    words = re.split(r",?\s+for\s+[\"“‘'―`]|,?\s+for\s+the\s", words, maxsplit=1)[0]
    return " ".join(words.split()).rstrip(" .;,")


class _Places:
    """Finds units by offset."""

    def __init__(self, units: list[Unit]) -> None:
        self._units = sorted(units, key=lambda u: u.label_start)
        self._starts = [unit.label_start for unit in self._units]

    def amended(self, bracket: Bracket) -> list[Unit]:
        first = bisect_right(self._starts, bracket.start - 1)
        last = bisect_right(self._starts, bracket.end - 1)
        inside = self._units[first:last]
        if not inside:
            around = self._around(bracket)
            return [around] if around else []
        return [u for u in inside if _counts(u, inside)]

    def _around(self, bracket: Bracket) -> Unit | None:
        best: Unit | None = None
        for unit in self._units[: bisect_right(self._starts, bracket.start)]:
            if (
                unit.label_start <= bracket.start <= unit.end
                and unit.kind is not ProvisionKind.PREAMBLE
            ):
                best = unit
        if best is not None and is_container(best) and bracket.start > best.start:
            return None
        return best


def _counts(unit: Unit, inside: list[Unit]) -> bool:
    if is_container(unit) or unit.kind in BASIC_KINDS:
        return True
    held = {id(u) for u in inside}
    parent = unit.parent
    while parent is not None:
        if id(parent) in held:
            return False
        parent = parent.parent
    return True
