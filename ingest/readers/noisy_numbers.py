"""Mends the numbers of sections and chapters in a text that a machine read, where they prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from corpus.model import BASIC_KINDS
from ingest.draft import Block, Draft, Role
from ingest.forms import any_of, forms_of
from ingest.numbering import roman_value
from ingest.readers.scan_labels import expanded
from ingest.readers.scan_numbers import Number, follows, number_of

_OPENING = re.compile(
    r"(?P<lead>[\"“'‘\[.|]{0,2}\s?)(?P<num>[0-9IlOoSZ§|!A-Z]{1,4})"
    r"(?P<stop>\s?[.,:;'’_\-–—]{1,2}|(?=\s))\s*(?=[A-Za-z“\"(])"
)
_HEADED = re.compile(
    r"[^;()]{3,160}?(?:\([^()]{1,40}\)[^;()]{0,60})?"
    r"(?:[.:]\s?[-–—_]*\s?|\s?[-–—_]+\s?)[({\[](?:1|[lIi!|\]])[)}\]]\s?(?=[A-Z\"“])"
)
"""`Heading.—(1) The`, with what the dash and the brackets may be read as."""
_DASHED = re.compile(r"[A-Za-z][^;:(]{3,120}(?:[.:]\s?[-–—_]+|[—–])\s?(?=[A-Z\"“(])")
_SECTION = re.compile(r"\d{1,3}[A-Z]{0,2}\.(?:\s|$)")
_LONE_NUMBER = re.compile(r"(?P<num>\d{1,3})\s?[.,:]")
_FIRST = re.compile(r"[({\[](?P<num>[lI!|\]1])[)}\]]\s?(?=[A-Z“\"])")
_INLINE_FIRST = re.compile(
    r"(?P<head>\d{1,3}[A-Z]?\.\s?[A-Za-z][^;]{3,200}?)(?P<sep>[.:]?\s?[-–—_]*\s?)"
    r"[({\[](?P<num>[lIi!|\]1])[)}\]](?=\s?[A-Z“\"])"
)
_VERB = re.compile(r"\b(?:shall|may|means|is|are|was|were|has|have|be)\b")
_UNFINISHED = re.compile(r"\b(?:of|the|and|or|to|in|by|for|an?|with|under|from|as|that|any)$")
_LOST_DOUBT = 0.1
_SHORT = 0.75
"""A line shorter than this share of the usual one was not broken for want of room."""
_LIKE_WORD = 0.5
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


def _body(draft: Draft) -> list[Block]:
    return [block for block in draft.blocks if block.role is Role.BODY]


def _places(blocks: list[Block]) -> Iterator[_Place]:
    for at, block in enumerate(blocks):
        if found := _OPENING.match(block.text):
            yield _Place(block, at, found)


def mend_stops(draft: Draft, stage: object) -> None:
    """Write `8-`, `8,` and `8` as `8.`, and a misread figure as it was, where 7 and 9 prove it.

    Only headed lines and those with the right number are asked; one that stands is left alone.
    """
    places = [p for p in _places(_body(draft)) if p.headed or (p.number and p.stopped)]
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


def give_lost_numbers(draft: Draft, stage: object) -> None:
    """Give a headed line its number where the one between two numbers has none, or a weak one.

    A weak one opens no heading: it is alone on its line, or a sentence follows it, and then the
    number was that of a sub-section.  Confused with: a heading inside a schedule, so only the one
    headed line between two numbers counts.
    """
    blocks = _body(draft)
    places = [p for p in _places(blocks) if p.number and (p.headed or p.stopped)]
    places += [p for at, b in enumerate(blocks) if (p := _lone(b, at))]
    places.sort(key=lambda place: place.at)
    strong = [p for p in places if _opens_heading(p, blocks)]
    for before, after in pairwise(strong):
        if before.number is None or after.number != (before.number[0] + 2, ""):
            continue
        _give(draft, blocks, before, after, [p for p in places if p not in strong], stage)


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
    blocks = _body(draft)
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
        block.text = f"{block.text[:begin]}(1) {block.text[end:].lstrip()}"


def _after_heading(blocks: list[Block], at: int) -> bool:
    """Whether the line before, or the one before that, opens a section with words of a heading."""
    for back in range(max(0, at - _LOOK_BACK), at):
        if _SECTION.match(blocks[back].text):
            between = "".join(block.text for block in blocks[back:at])
            return len(between) < 200 and not _VERB.search(between)
    return False


def _has_second(blocks: list[Block], at: int) -> bool:
    for block in blocks[at + 1 : at + 60]:
        if _SECTION.match(block.text):
            return False
        if block.text.startswith("(II)"):
            return True
    return False


def mend_chapters(draft: Draft, stage: object) -> None:
    """Write `Cnaprrn-IlI` as `CHAPTER III` where chapters II and IV, or a word like it, prove it.

    The word must be like one that heads chapters, alone with its number on a line, and its number
    the next after the chapter before.
    """
    words = _container_words(draft)
    last: dict[str, int] = {}
    for block in _body(draft):
        found = _CONTAINER.fullmatch(block.text)
        if found is None:
            continue
        word, share = _likest(found["word"], words)
        values = [] if share < _LIKE_WORD else _romans(found["num"])
        if not values:
            continue
        value = next((v for v in values if v == last.get(word, v - 1) + 1), values[0])
        if share < 1 and value != last.get(word, value - 1) + 1:
            continue
        last[word] = value
        fresh = f"{word.upper()} {_roman(value)}"
        if share < 1 or _separated(found):
            held = block.text
            draft.decide(stage, "noisy.container", block, fresh, f"“{held}”", 0.0)
            block.text = fresh


_CONTAINER = re.compile(
    r"(?P<word>[A-Z][A-Za-z.]{2,8}?)(?P<gap>\s?[.,\-–—\s]{1,3}\s?)"
    r"(?P<num>[IVXLivxlTt1|!]{1,6})[\s.]*"
)


def _separated(found: re.Match[str]) -> bool:
    """Whether stops stand between the word and its number."""
    return bool(found["gap"].strip(" -–—")) or not _is_roman(found["num"])


def _is_roman(num: str) -> bool:
    return num.isupper() and roman_value(num.casefold()) > 0


def _container_words(draft: Draft) -> list[str]:
    held = forms_of(draft.jurisdiction).containers
    return [word for word, kind in held if kind not in BASIC_KINDS and word.isalpha()]


def _likest(printed: str, words: list[str]) -> tuple[str, float]:
    letters = printed.replace(".", "").casefold()
    shares = [(SequenceMatcher(None, letters, word).ratio(), word) for word in words]
    share, word = max(shares, default=(0.0, ""))
    return word, share if abs(len(letters) - len(word)) <= 1 else 0.0


def _romans(printed: str) -> list[int]:
    """The values that a Roman number may have had in print, the likeliest first."""
    forms = sorted(expanded(printed), key=lambda pair: pair[1])
    values = [roman_value(form.casefold()) for form, _ in forms]
    return list(dict.fromkeys(value for value in values if value))


_TENS = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(value: int) -> str:
    out = ""
    for size, letters in _TENS:
        while value >= size:
            out, value = out + letters, value - size
    return out


def part_headings(draft: Draft) -> None:
    """Mark short numbered lines as paragraphs of their own: the text below is no more of them.

    `10. Adjournment of hearing`, then `The Authority may …`.  Confused with: a line that was
    broken for want of room; so it must be short, without a stop, and a capital must follow.
    """
    blocks = _body(draft)
    longest = sorted(len(block.text) for block in blocks)
    usual = longest[int(0.6 * len(longest))] if longest else 0
    for block, below in pairwise(blocks):
        words = block.text
        short = len(words) < max(_SHORT * usual, 0) and not words.endswith((".", ",", ";", ":"))
        if short and _SECTION.match(words) and below.text[:1].isalpha():
            block.para = block.para or not (_VERB.search(words) or _UNFINISHED.search(words))
