"""Mends list numbers that a machine misread, where the numbers before and after prove them.

`(I)` before `(2)` was `(1)`, `(©)` between `(b)` and `(d)` was `(c)`, `{xili)` after `(xii)` was
`(xiii)`.  No word of the text is touched, and each number mended leaves a trace.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.draft import Block, Draft, Role
from ingest.numbering import readings
from ingest.readers.ocr_figures import figures

_LEAD = r"[\"“”'‘’\s]*"
_WHOLE = re.compile(rf"(?P<lead>{_LEAD})[(\[{{<](?P<num>[^\s()\[\]{{}}<>]{{1,7}})[)\]}}>]")
_NO_END = re.compile(
    rf"(?P<lead>{_LEAD})[(\[{{<](?![A-Z][a-z]{{2}}|\S+\sof\s\d{{4}})"
    r"(?P<num>[^\s()\[\]{}<>]{1,7})(?=\s)"
)
"""Confused with: `[See`, `(XL of 2016)`, which open with a bracket too."""
_NO_START = re.compile(rf"(?P<lead>{_LEAD})(?P<num>[^\s()\[\]{{}}<>.,;]{{1,7}})[)\]}}>](?=\s)")
_INLINE = re.compile(r"(?P<lead>.*?[.:,]?\s?[-–—_]+\s?)[(\[{](?P<num>[1lIi!|\]/])[)\]}](?=\s)")
_SECTION = re.compile(r"\d{1,3}[A-Z]{0,2}\.\s|(?:[A-Z]+\s){0,2}SCHEDULE\b")
_REFERS = re.compile(r"\s(?:of|above|below)\b")
"""After `(a)` at a line's start: the line goes on, and the number refers."""
_GARBLED = re.compile(
    r"""
    (?P<lead>[\s"“‘'.,|-]{0,3})
    (?P<num>
        [@©®°]                                            # a sign for a number with its brackets
      | [(\[{<][@©®°OQ]?[)\]}>]                            # nothing between them, or a sign
      | [OQ0](?=\s[A-Z])
      | [(\[{<]?[^\s()\[\]{}<>]{1,3}[)\]}>;](?=\s|$)
      | [(\[{<](?![A-Z][a-z]{2})[^\s()\[\]{}<>]{1,3}(?=\s)
      | \d{1,2}(?=\s[A-Z][a-z])                            # a number without its brackets
    )(?=\s|$)
    """,
    re.VERBOSE,
)
"""What may be a number of which nothing can be read; only numbers on both sides prove it."""
_MOST_INLINE = 200
_NEAR_HEADING = 2
"""Lines of a heading, after which the first number stands."""
_PASSES = 3
_SPECKS = frozenset("qwxyz")
"""Letters that a speck beside a list's letter looks like, and that open no list of insertions."""

Place = tuple[str, int]
"""A list's style and the place in it: `("lower", 3)` for `(c)`."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A number as the machine read it, at a block's start or right after a heading's dash."""

    at: int
    """Index of the block."""
    begin: int
    end: int
    """Where the number with its brackets stands in the block's text."""
    num: str
    whole: bool
    """Has both brackets."""
    garbled: bool = False
    """May be a number of which nothing can be read."""

    @property
    def places(self) -> set[Place]:
        """What the number says as it stands; nothing where it says it with odd letters."""
        return places(self.num) if self.whole else set()


def places(num: str) -> set[Place]:
    """Every list and place that a number of list items may stand for."""
    return {(r.style.value, r.value) for r in readings(num) if not r.suffix}


def mend_labels(
    draft: Draft, pages: Collection[int | None], stage: object, garbled: bool = False
) -> None:
    """Mend the list numbers of the pages given; `stage` signs the traces.

    A mended number may prove its neighbour, so the list is gone through more than once.  With
    `garbled`, signs that say no number are mended too, between `(1)` and `(3)`.
    """
    for _ in range(_PASSES):
        labels = list(_labels(draft.blocks, garbled))
        sequence = _Sequence(draft.blocks, labels)
        mended: set[int] = set()
        for label in labels:  # a block's second number is looked at when the first has settled
            if label.at not in mended and _mended(draft, label, sequence, pages, stage):
                mended.add(label.at)
        if not mended:
            return


def _mended(
    draft: Draft,
    label: _Label,
    sequence: _Sequence,
    pages: Collection[int | None],
    stage: object,
) -> bool:
    block = draft.blocks[label.at]
    number = None
    asked = block.page in pages and block.role is Role.BODY
    if asked and not sequence.first(label) and not sequence.fits(label):
        number = sequence.between(label) if label.garbled else sequence.proved(label)
    held = block.text[label.begin : label.end]
    if number is None or held == f"({number})":
        return False
    draft.decide(stage, "scan.label", block, f"number ({number})", f"“{held}”", 0.0)
    block.text = f"{block.text[: label.begin]}({number}){block.text[label.end :]}"
    block.bold = min(block.bold, len(block.text))
    return True


def _labels(blocks: list[Block], garbled: bool = False) -> Iterator[_Label]:
    for at, block in enumerate(blocks):
        found = _at_start(at, block.text)
        if garbled and found and _REFERS.match(block.text, found.end):
            continue
        if garbled and (odd := _GARBLED.match(block.text)) and not (found and found.places):
            yield _Label(at, odd.end("lead"), odd.end("num"), odd["num"], False, True)
        if found is not None:
            yield found
        inner = _INLINE.match(block.text)
        if inner is not None and len(inner["lead"]) < _MOST_INLINE:
            yield _Label(at, inner.end("lead"), inner.end(), inner["num"], True)


def _at_start(at: int, text: str) -> _Label | None:
    if found := _WHOLE.match(text):
        return _Label(at, found.end("lead"), found.end(), found["num"], True)
    found = _NO_END.match(text) or _NO_START.match(text)
    return _Label(at, found.end("lead"), found.end(), found["num"], False) if found else None


class _Sequence:
    """The numbers of a document in their order, asked for what comes before and after a place."""

    def __init__(self, blocks: list[Block], labels: list[_Label]) -> None:
        self._at: dict[Place, list[int]] = {}
        for label in labels:
            for place in label.places:
                self._at.setdefault(place, []).append(label.at)
        self._sections = [at for at, block in enumerate(blocks) if _SECTION.match(block.text)]

    def fits(self, label: _Label) -> bool:
        """Whether the number as it stands follows another, or one follows it."""
        return any(
            self._before((style, value - 1), label) or self._after((style, value + 1), label)
            for style, value in label.places
        )

    def first(self, label: _Label) -> bool:
        """Whether it says `(1)` right after a section's number, where nothing else can stand."""
        opened = bisect_left(self._sections, label.at + 1)
        near = opened > 0 and label.at - self._sections[opened - 1] <= _NEAR_HEADING
        return label.whole and label.num == "1" and near

    def proved(self, label: _Label) -> str | None:
        """The number that must have been printed; None where the neighbours do not prove one."""
        for number in _printed(label):
            if any(self._proves(label, number, *place) for place in sorted(places(number))):
                return number
        return None

    def between(self, label: _Label) -> str | None:
        """The number between those on both sides, where these skip just one: `(2)` of `(1) (3)`."""
        found: list[tuple[int, str]] = []
        for style, spell in (("digit", str), ("lower", _letter)):
            at, before = self._last(style, label)
            if before and self._next(style, label) == before + 2:
                found.append((at, spell(before + 1)))
        return max(found, default=(0, None))[1]

    def _last(self, style: str, label: _Label) -> tuple[int, int]:
        """Place and value of the style's last number before the label in its section."""
        start = self._opened(label)
        held = [(at[bisect_left(at, label.at) - 1], value) for value, at in self._of(style)]
        return max(((at, value) for at, value in held if start <= at < label.at), default=(0, 0))

    def _next(self, style: str, label: _Label) -> int:
        """Value of the style's next number in the section; 0 for none."""
        stop = self._closed(label)
        held = [
            (at[k], value)
            for value, at in self._of(style)
            if (k := bisect_left(at, label.at + 1)) < len(at)
        ]
        return min(((at, value) for at, value in held if at < stop), default=(0, 0))[1]

    def _of(self, style: str) -> Iterator[tuple[int, list[int]]]:
        yield from ((value, at) for (kind, value), at in self._at.items() if kind == style)

    def _opened(self, label: _Label) -> int:
        opened = bisect_left(self._sections, label.at + 1)
        return self._sections[opened - 1] if opened else 0

    def _closed(self, label: _Label) -> int:
        closed = bisect_left(self._sections, label.at + 1)
        return self._sections[closed] if closed < len(self._sections) else 1 << 30

    def _proves(self, label: _Label, number: str, style: str, value: int) -> bool:
        after = self._after((style, value + 1), label)
        if value == 1:
            return after and not self._before((style, 1), label)
        before = self._before((style, value - 1), label)
        # where only a bracket was misread, or no number is made so, one neighbour is enough
        sure = (not label.whole and number in label.num) or not label.places
        return (before or after) if sure else before and after

    def _before(self, place: Place, label: _Label) -> bool:
        """Whether the place was printed before in the same section."""
        held = self._at.get(place, [])
        at = bisect_left(held, label.at)
        opened = bisect_left(self._sections, label.at + 1)
        floor = max(label.at - figures().labels.reach, self._sections[opened - 1] if opened else 0)
        return at > 0 and held[at - 1] >= floor

    def _after(self, place: Place, label: _Label) -> bool:
        held = self._at.get(place, [])
        at = bisect_left(held, label.at + 1)
        closed = bisect_left(self._sections, label.at + 1)
        ceiling = label.at + figures().labels.reach
        if closed < len(self._sections):
            ceiling = min(ceiling, self._sections[closed] - 1)
        return at < len(held) and held[at] <= ceiling


def _letter(value: int) -> str:
    return chr(ord("a") + value - 1)


def _printed(label: _Label) -> list[str]:
    """What the number may have been in print, the likeliest first."""
    found: dict[str, int] = {}
    for num, cost in _inner(label):
        for printed, more in expanded(num):
            found[printed] = min(cost + more, found.get(printed, 99))
    order = sorted(found, key=lambda number: (found[number], number))
    return [number for number in order if number != label.num or not label.whole]


def _inner(label: _Label) -> Iterator[tuple[str, int]]:
    """The number without what was a bracket: `(41 It` may be `(4) It`, `12)` may be `(2)`."""
    limits = figures().labels
    yield label.num, 0
    if label.whole or len(label.num) < 2:
        return
    if label.num[-1] in limits.like_closing:
        yield label.num[:-1], 1
    if label.num[0] in limits.like_opening:
        yield label.num[1:], 1


def expanded(num: str) -> Iterator[tuple[str, int]]:
    """Every printed form that may be read as a number, with how many letters it changes."""
    limits = figures().labels
    yield from ((form, 1) for form in limits.misread.get(num, ()) if len(num) > 1)
    if len(num) == 2 and num.isalpha() and num[1] in _SPECKS:
        yield num[0], 2
    forms: list[tuple[str, int]] = [("", 0)]
    for letter in num:
        alternatives = [(letter, 0)]
        alternatives += [(form, 1) for form in limits.misread.get(letter, ())]
        forms = [(a + b, x + y) for a, x in forms for b, y in alternatives]
        forms = sorted(forms, key=lambda form: form[1])[: limits.most_readings]
    yield from forms
