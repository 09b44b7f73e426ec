"""The words of a statement that bring in a check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.nlp.lexicon import read
from ingest.nlp.values import Found, Range


@dataclass(frozen=True, slots=True)
class Check:
    """One cue of `oversight.toml`."""

    id: str
    pattern: str
    needs: re.Pattern[str] | None
    at_action_start: bool


@cache
def _checks() -> tuple[Check, ...]:
    return tuple(
        Check(
            cue["id"],
            cue["pattern"],
            re.compile(cue["needs"], re.IGNORECASE) if "needs" in cue else None,
            cue.get("at_action_start", False),
        )
        for cue in read("oversight")["cue"]
    )


# Bodies stand in the text as entities; a mask lets one pattern speak of any of them.
_COURT, _BODY = "\ue001", "\ue002"


@cache
def _compiled(check: Check) -> re.Pattern[str]:
    expression = check.pattern.replace("COURTNAME", f"{_COURT}+").replace(
        "CHECKER", f"[{_COURT}{_BODY}]+"
    )
    return re.compile(rf"\b(?:{expression})", re.IGNORECASE)


def mask(text: str, entities: Sequence[Found]) -> str:
    """The text with each body that can check another blotted out, letter for letter."""
    characters = list(text)
    for one in entities:
        if one.label == "COURT":
            characters[one.start : one.end] = _COURT * (one.end - one.start)
        elif one.label == "AGENCY" or (one.label == "ROLE" and one.side == "public"):
            characters[one.start : one.end] = _BODY * (one.end - one.start)
    return "".join(characters)


def find_oversight(masked: str, places: Sequence[Range], action: Range | None) -> tuple[Range, ...]:
    """The checks inside a statement's act and conditions, without overlap, in order."""
    found = sorted(_hits(masked, places, action), key=lambda place: place.start - place.end)
    kept: list[Range] = []
    for place in found:
        if not any(place.meets(other) for other in kept):
            kept.append(place)
    return tuple(sorted(kept))


def _hits(masked: str, places: Sequence[Range], action: Range | None) -> Iterator[Range]:
    for place in places:
        for check in _checks():
            if check.needs and not check.needs.search(masked, *place):
                continue
            if check.at_action_start:
                hit = (
                    _compiled(check).match(masked, place.start, place.end)
                    if place == action
                    else None
                )
            else:
                hit = _compiled(check).search(masked, *place)
            if hit and hit.end() > hit.start():
                yield Range(*hit.span()).trimmed(masked)
