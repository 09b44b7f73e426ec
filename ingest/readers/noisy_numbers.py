"""Mends the numbers of sections in a text that a machine read, where their neighbours prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.draft import Block, Draft, Role
from ingest.forms import forms_of
from ingest.readers.scan_labels import expanded
from ingest.readers.scan_numbers import Number, follows, number_of

_OPENING = re.compile(
    r"(?P<lead>[\"“'‘\[.|]{0,2}\s?)(?P<num>[0-9IlOoSZ§|!A-Z]{1,4})"
    r"(?P<stop>\s?[.,:;'’_\-–—]{1,2}|(?=\s))\s*(?=[A-Za-z“\"(])"
)
_HEADED = re.compile(
    r"[^;()]{3,160}?(?:\([^()]{1,40}\)[^;()]{0,60})?"
    r"(?:(?:[.:]\s?[-–—_]*\s?|\s?[-–—_]+\s?)[({\[](?:1|[lIi!|\]])[)}\]]|\s\(1\))\s?(?=[A-Z\"“])"
)
"""`Heading.—(1) The`, with what the dash and the brackets may be read as."""
_DASHED = re.compile(r"[A-Za-z][^;:(]{3,120}(?:[.:]\s?[-–—_]+|[—–])\s?(?=[A-Z\"“(])")
_SECTION = re.compile(r"\d{1,3}[A-Z]{0,2}\.(?:\s|$)")
_LONE_NUMBER = re.compile(r"(?P<num>\d{1,3})\s?[.,:]")
_FIRST = re.compile(r"[({\[](?P<num>[lI!|\]1])[)}\]]\s?(?=[A-Z“\"])")
_INLINE_FIRST = re.compile(
    r"(?P<head>\d{1,3}[A-Z]?\.\s?[A-Za-z][^;]{3,200}?)(?P<sep>[.:]?\s?[-–—_]*\s?)"
    r"[({\[](?P<num>[lIi!|\]1])(?:[)}\]](?=\s?[A-Z“\"])|(?=\s[A-Z]))"
)
_VERB = re.compile(r"\b(?:shall|may|means|is|are|was|were|has|have|be)\b")
_UNFINISHED = re.compile(r"\b(?:of|the|and|or|to|in|by|for|an?|with|under|from|as|that|any)$")
_LOST_DOUBT = 0.1
_SHORT = 0.75
"""A line shorter than this share of the usual one was not broken for want of room."""
_SHORTER = 0.5
"""… and a line before a small letter must be shorter still."""
_HEADING_ENDS = re.compile(r"[.:]\s?[-–—_]|\(1\)")
_LOOK_BACK = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """A body block that opens with a number."""

    block: Block
    at: int
    """Its place among the body blocks."""
    found: re.Match[str]

    @property
    def number(self) -> Number | None:
        """What the number says as it stands."""
        return number_of(self.found["num"])

    @property
    def rest(self) -> str:
        """The words after it."""
        return self.block.text[self.found.end() :]

    @property
    def stopped(self) -> bool:
        return self.found["stop"] == "." and self.block.text[self.found.end() - 1] in " ."

    @property
    def headed(self) -> bool:
        """Whether a heading with its dash or the first list number follows."""
        return bool(_HEADED.match(self.rest) or _DASHED.match(self.rest))


def _places(blocks: list[Block]) -> Iterator[_Place]:
    for at, block in enumerate(blocks):
        if found := _OPENING.match(block.text):
            yield _Place(block, at, found)


def mend_stops(draft: Draft, stage: object) -> None:
    """Write `8-`, `8,` and `8` as `8.`, and a misread figure as it was, where 7 and 9 prove it.

    Only headed lines and those with the right number are asked; one that stands is left alone.
    """
    places = [p for p in _places(draft.body()) if p.headed or (p.number and p.stopped)]
    for index, place in enumerate(places):
        before = places[index - 1].number if index else (0, "")
        after = places[index + 1].number if index + 1 < len(places) else None
        number = _printed(place, before, after)
        if number is None:
            continue
        held = place.found[0].strip()
        fresh = f"{number}. {place.rest}"
        if fresh != place.block.text and held != f"{number}.":
            draft.decide(stage, "noisy.number", place.block, f"number {number}.", f"“{held}”", 0.0)
            place.block.text = fresh


def _printed(place: _Place, before: Number | None, after: Number | None) -> str | None:
    own = place.number
    fits = own is not None and (_next(before, own) or _next(own, after))
    if own is not None and (fits or not place.headed):
        return place.found["num"] if fits and place.headed else None
    if not place.headed or before is None:
        return None
    for form, _ in sorted(expanded(place.found["num"]), key=lambda pair: pair[1]):
        number = number_of(form)
        if number and follows(before, number) and (after is None or _next(number, after)):
            return form
    return None


def _next(before: Number | None, after: Number | None) -> bool:
    return before is not None and after is not None and follows(before, after)


def part_joined(draft: Draft, stage: object) -> None:
    """Cut `… of the pond. 8. Nets.—(1) A net …` where 7 opened before and 9, or nothing, follows.

    Confused with: the number of a section that the text refers to; a heading with its dash must
    stand after it.
    """
    cut: list[Block] = []
    opened = {b.found["num"] for b in _places(draft.body()) if b.stopped}
    last: Number = (0, "")
    for block in draft.blocks:
        body = block.role is Role.BODY
        cut.append(block)
        here = _OPENING.match(block.text) if body else None
        last = (here and here["stop"].strip() == "." and number_of(here["num"])) or last
        while body and (found := _joined(cut[-1].text, last, opened)):
            number = found["num"]
            rest = replace(cut[-1], text=cut[-1].text[found.end() :], para=True)
            draft.decide(stage, "noisy.joined", rest, f"number {number}.", "a reference", 0.0)
            cut[-1].text = cut[-1].text[: found.start()].rstrip()
            cut.append(rest)
            last = number_of(number) or last
    draft.blocks[:] = cut


def _joined(text: str, last: Number, opened: set[str]) -> re.Match[str] | None:
    """The place before the number next after the last one, if no line opens with it."""
    for found in _JOINED.finditer(text):
        number = number_of(found["num"])
        if number and follows(last, number) and found["num"] not in opened:
            return found
    return None


def give_lost_numbers(draft: Draft, stage: object) -> None:
    """Give a headed line its number where the one between two numbers has none, or a weak one.

    A weak one opens no heading: it is alone on its line, or a sentence follows it, and then the
    number was that of a sub-section.  Confused with: a heading inside a schedule, so only the one
    headed line between two numbers counts.
    """
    blocks = draft.body()
    places = [p for p in _places(blocks) if p.number and (p.headed or p.stopped)]
    places += [p for at, b in enumerate(blocks) if (p := _lone(b, at))]
    places.sort(key=lambda place: place.at)
    strong = [p for p in places if _opens_heading(p, blocks)]
    held = {place.at for place in strong}
    weak = [place for place in places if place.at not in held]
    for before, after in pairwise(strong):
        if before.number is None or after.number != (before.number[0] + 2, ""):
            continue
        _give(draft, blocks, before, after, weak, stage)


def _lone(block: Block, at: int) -> _Place | None:
    found = _LONE_NUMBER.fullmatch(block.text)
    return _Place(block, at, found) if found else None


def _opens_heading(place: _Place, blocks: list[Block]) -> bool:
    if place.headed:
        return True
    words = place.rest
    return bool(words) and len(words) < 120 and not _VERB.search(words) and words[:1].isupper()


def _give(
    draft: Draft,
    blocks: list[Block],
    before: _Place,
    after: _Place,
    weak: list[_Place],
    stage: object,
) -> None:
    number = (before.number or (0, ""))[0] + 1
    between = range(before.at + 1, after.at)
    headed = [at for at in between if _is_unnumbered(blocks[at].text)]
    if len(headed) != 1:
        return
    block = blocks[headed[0]]
    for place in weak:
        if place.at in between and place.at < headed[0] and place.number == (number, ""):
            _make_weak(draft, blocks, place, stage)
    over = "a heading without a number"
    draft.decide(stage, "noisy.lost_number", block, f"number {number}.", over, _LOST_DOUBT)
    block.text = f"{number}. {block.text}"


def _is_unnumbered(text: str) -> bool:
    return text[:1].isupper() and bool(_HEADED.match(text)) and not _VERB.search(text.split("(")[0])


def _make_weak(draft: Draft, blocks: list[Block], place: _Place, stage: object) -> None:
    """What looked like the number is a sub-section's, or nothing stands after it."""
    num = place.found["num"]
    if not place.block.text[place.found.end() :].strip():
        draft.decide(stage, "noisy.lost_number", place.block, "nothing", f"number {num}.", 0.0)
        place.block.role = Role.FURNITURE
        return
    chose = f"number ({num})"
    draft.decide(stage, "noisy.lost_number", place.block, chose, f"number {num}.", _LOST_DOUBT)
    place.block.text = f"({num}) {place.rest}"


def mend_first_labels(draft: Draft, stage: object) -> None:
    """Write the first list number after a heading as `(1)`: `{l)`, `(I)`, `.{!)` can be no other.

    Confused with: a Roman list `(I)` with its `(II)`, which is left alone.
    """
    blocks = draft.body()
    for at, block in enumerate(blocks):
        found = _INLINE_FIRST.match(block.text)
        if found and found["num"] != "i":
            begin, end = found.end("sep"), found.end()
        elif (found := _FIRST.match(block.text)) and _after_heading(blocks, at):
            begin, end = found.start(), found.end("num") + 1
        else:
            continue
        held = block.text[begin:end]
        if held == "(1)" or _has_second(blocks, at):
            continue
        draft.decide(stage, "noisy.label", block, "number (1)", f"“{held}”", 0.0)
        head = block.text[:begin]
        dash = "—" if head.endswith(".") and held.startswith("{") else ""  # both were one sign
        block.text = f"{head}{dash}(1) {block.text[end:].lstrip()}"


_JOINED = re.compile(
    r"(?<=[.;:)”\"])\s+(?:[|_\\’.]\s)?(?=(?P<num>\d{1,3}[A-Z]?)\.\s?[A-Z][^.;:()]{3,110}"
    r"(?:[.:]\s?[-–—_]+|\s?[—–]|[.:]?\s?\(1\)\s))"
)
_GLUED_DASH = re.compile(
    r"\d{1,3}[A-Z]?\.\s?[A-Za-z][^;({]{3,120}[.:]{1,2}[-–—]+(?=[({\[](?=[A-Z]))"
)
_GLUED_NUMBER = re.compile(r"(?P<word>[A-Za-z]{4,8}?)(?P<num>[A-Z]|[IVX]{2,5})")


def part_glued(draft: Draft, stage: object) -> None:
    """Set blanks that were lost: after the dash of a heading, and between `Annex` and `A`."""
    schedules = forms_of(draft.jurisdiction).schedules
    for block in draft.body():
        if found := _GLUED_DASH.match(block.text):
            block.text = f"{block.text[: found.end()]} {block.text[found.end() :]}"
        found = _GLUED_NUMBER.fullmatch(block.text)
        if found and found["word"].casefold() in schedules and found["word"][1:].islower():
            fresh = f"{found['word']} {found['num']}"
            draft.decide(stage, "noisy.container", block, fresh, f"“{block.text}”", 0.0)
            block.text = fresh


def _after_heading(blocks: list[Block], at: int) -> bool:
    """Whether the line before, or the one before that, opens a section with words of a heading."""
    for back in range(max(0, at - _LOOK_BACK), at):
        if _SECTION.match(blocks[back].text):
            between = "".join(block.text for block in blocks[back:at])
            return len(between) < 200 and "(1)" not in between and not _VERB.search(between)
    return False


def _has_second(blocks: list[Block], at: int) -> bool:
    for block in blocks[at + 1 : at + 60]:
        if _SECTION.match(block.text):
            return False
        if block.text.startswith("(II)"):
            return True
    return False


def part_headings(draft: Draft) -> None:
    """Mark numbered lines as paragraphs; below a short one, the text is no more of it.

    `8. Nets.—(1) A net` after words that a page's end cut, and `10. Adjournment of hearing`, then
    `The Authority may …`.  Confused with: a line that was broken for want of room; so it must be
    short, without a stop, and a capital must follow.
    """
    blocks = draft.body()
    longest = sorted(len(block.text) for block in blocks)
    usual = longest[int(0.6 * len(longest))] if longest else 0
    for block, below in pairwise(blocks):
        words = block.text
        found = _SECTION.match(words)
        if found is None:
            continue
        if _HEADED.match(words[found.end() :]) or _DASHED.match(words[found.end() :]):
            block.para = True
        if len(words) >= _SHORT * usual:
            continue
        if words.endswith((".", ",", ";", ":")) or _VERB.search(words) or _UNFINISHED.search(words):
            continue
        if below.text[:1].isupper() or below.text.startswith("(1)"):
            block.para = True
        elif below.text[:1].islower() and not _HEADING_ENDS.search(below.text):
            block.para = below.para = len(words) < _SHORTER * usual  # a misread capital
