"""How far a second file of one expression agrees with the text that is held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import Provision


def compare_witness(held: Sequence[Provision], witness: Sequence[Provision]) -> str:
    """One line that says how the witness differs from the held text."""
    ours = {p.eid: _letters(p.text) for p in held}
    theirs = {p.eid: _letters(p.text) for p in witness}
    both = ours.keys() & theirs.keys()
    differing = sum(ours[eid] != theirs[eid] for eid in both)
    return (
        f"{len(both)} units in both, {differing} of them with other words; "
        f"{len(ours.keys() - both)} only in the held text, {len(theirs.keys() - both)} only here"
    )


def _letters(text: str) -> str:
    """Letters and digits only: prints differ in dashes, quotes and line ends."""
    return re.sub(r"[\W_]+", "", text.casefold())
