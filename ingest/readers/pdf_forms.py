"""Counts how often the forms of a PDF draw one another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+(\d{1,10})\s+\d{1,5}\s+R")
_HELD = re.compile(rb"/(?:Resources|XObject)\s+(\d{1,10})\s+\d{1,5}\s+R")
_STEPS = 2
"""Resources, and the list of forms in them, may each stand in an object of their own."""
_DEEPEST = 40
"""PDFium follows forms no deeper."""
_OBJECT = 20_000
"""Bytes of an object that are looked at; a list of a thousand forms is shorter."""


@dataclass(frozen=True, slots=True)
class Form:
    """A stream that pages or other forms draw."""

    head: bytes
    """Its dictionary."""
    draws: Counter[bytes]
    """Names of what it draws, and how often."""


def most_drawn(
    data: bytes, packed: Mapping[int, bytes], forms: Mapping[int, Form], enough: int
) -> int:
    """How many drawings the form that draws most asks for; counts little further than `enough`.

    A form without resources of its own takes the page's, so any form of that name is meant.
    """
    calls = {number: _calls(form, data, packed, forms) for number, form in forms.items()}
    drawn = dict.fromkeys(forms, 1)
    for _ in range(_DEEPEST):
        grown = {
            number: 1 + sum(times * max((drawn[t] for t in to), default=0) for times, to in called)
            for number, called in calls.items()
        }
        most = max(grown.values(), default=0)
        if grown == drawn or most > enough:
            return most
        drawn = grown
    return max(drawn.values(), default=0)


def _calls(
    form: Form, data: bytes, packed: Mapping[int, bytes], forms: Mapping[int, Form]
) -> list[tuple[int, list[int]]]:
    """How often the form calls which others."""
    if not form.draws:
        return []
    named = _named(_resources(form.head, data, packed))
    if b"/Resources" not in form.head:
        named = _named(b" ".join([*packed.values(), *(f.head for f in forms.values()), data]))
    found = ((times, named.get(name, set())) for name, times in form.draws.items())
    return [(times, [number for number in to if number in forms]) for times, to in found]


def _resources(head: bytes, data: bytes, packed: Mapping[int, bytes]) -> bytes:
    """The dictionary with the objects of its resources behind it."""
    text = head
    for _ in range(_STEPS):
        numbers = {int(number) for number in _HELD.findall(text)}
        text += b" ".join(_object(number, data, packed) for number in numbers)
    return text


def _object(number: int, data: bytes, packed: Mapping[int, bytes]) -> bytes:
    if number in packed:
        return packed[number][:_OBJECT]
    found = re.search(rb"(?<!\d)%d\s+\d{1,5}\s+obj\b" % number, data)
    if found is None:
        return b""
    body = data[found.end() : found.end() + _OBJECT]
    return body.partition(b"endobj")[0]


def _named(text: bytes) -> dict[bytes, set[int]]:
    found: dict[bytes, set[int]] = {}
    for name, number in _NAMED.findall(text):
        found.setdefault(name, set()).add(int(number))
    return found
