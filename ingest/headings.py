"""Where a unit's heading ends and its text begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.amending import amending_words
from ingest.draft import Line

MAX_HEADING = 260
_LOOKAHEAD = 4
_MOST = 700
_RUN_ON = 120

_DASH = r"—–―⸺⎯−─‒"
_SEPARATOR = re.compile(
    rf"""
    (?P<point>\s?[.,:;'’]{{1,2}})?\s*
    (?: [{_DASH}]+ | _+ | -{{2,}}
      | (?<=[.:,'’])\s?[-=~](?=\s|\(|[A-Z]|$)
      | (?<=[.:,])\s?-(?=\w)
    )
    [\s{_DASH}_.\-]*
    """,
    re.VERBOSE,
)
_SENTENCE = re.compile(r"(?P<head>[^.;:]{3,140}?(?:\betc\b[^.;:]{0,60})?)\.\s+(?=[A-Z“\"‘'(\[])")
_NOUN = r"(?<!by )(?<!electronic )(?<!technical )(?<!other )(?<!such )"
"""Before `means`: it is no verb in `Advertising by electronic means`."""
_COLON = re.compile(r"(?P<head>[A-Z][^.;:(]{2,120}):\s+(?=[A-Z“\"‘(])")
_VERB = re.compile(
    _NOUN
    + r"\b(?:shall|means|includes|is|are|was|were|may|has|have|extends|applies|unless|whoever|"
    r"every|any person|there|in this|subject to|where|if|when|no person|notwithstanding)\b",
    re.IGNORECASE,
)
_NEXT_MARKER = re.compile(r"\.\s+(?:Explanation|Illustration|Exception)s?(?:\s+[IVX\d]+)?\.?$")
_FINITE = re.compile(
    _NOUN + r"\b(?:shall|means|includes|is|are|was|were|may|has|have|extends)\b", re.IGNORECASE
)
_UNIT_FIRST = re.compile(r"[\"“'‘]?\(?(?:1|i|a|l)\)|[\"“'‘]?1\.\s")
_STOP = re.compile(rf"[.:,”\"’{_DASH}_-]")
_TO_FIRST = re.compile(r"(?P<head>[A-Z][^;(]{3,160}?)\s?[:.,]?\s*(?=\((?:1|a|i)\)\s)")
_NUMBER = re.compile(r"\d{1,3}[A-Z]{0,2}\.?")
_NEXT = re.compile(r"\(?\d{1,3}[A-Z]{0,2}[.)]\s?(?=[A-Z(])")
_UNFINISHED = re.compile(r"\b(?:of|the|and|or|to|in|by|for|an?|with|under|from|as|that|any)$")
_ENDS = f" .,:;{_DASH}_-'’"
_ENDS_BUT_QUOTES = _ENDS.replace("'", "").replace("’", "")
_ETC = re.compile(r"\betc\.+$", re.IGNORECASE)
_INNER = re.compile(rf"\.[{_DASH}]+(?=[a-z])")
_FAR_ENOUGH = 2 * MAX_HEADING
"""A dash further on ends no heading, and its search would take long."""
_NOT_WORDS = re.compile(r"^\(1\)\s*")
_ALNUM = re.compile(r"[^\W_]")
_LEAD = re.compile(rf"[\s{_DASH}_]*(?=\S)")
_TAIL = re.compile(rf"[\s.,:;{_DASH}_\-]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the place where it ends."""

    text: str
    line: int
    """Index of the line in which it ends."""
    at: int
    """Offset in that line of the first letter after it and its separator."""
    sure: float
    """How plain the form is, 0 to 3: tells real sections from stray numbers."""
    rule: str = ""
    """What showed where it ends."""


class Joined:
    """A few lines as one string, with the way back to line and offset."""

    def __init__(self, lines: Sequence[Line], first: int, at: int, stop: int) -> None:
        self.text = ""
        self._starts: list[tuple[int, int, int]] = []
        for index in range(first, min(first + _LOOKAHEAD, stop)):
            offset = at if index == first else 0
            if index > first:
                text = lines[index].text
                if lines[index].opens is not None or _UNIT_FIRST.match(text) or _NEXT.match(text):
                    break
                self.text += " "
            self._starts.append((len(self.text), index, offset))
            self.text += lines[index].text[offset : offset + _MOST].rstrip("\u00ad")

    def place(self, at: int) -> tuple[int, int]:
        """Line index and offset of a position in `text`."""
        begin, index, offset = next(s for s in reversed(self._starts) if s[0] <= max(at, 0))
        return index, offset + at - begin


def find_heading(
    lines: Sequence[Line], first: int, at: int, stop: int, expected: str = ""
) -> Heading | None:
    """The heading that starts at an offset of a line, or None where the text starts at once.

    Tried in order: the contents list's own words, an amending law's line, a separating dash, bold
    letters, a markup heading, a short first sentence without a verb, a short line before `(1)`.
    """
    marked = lines[first].block.level > 0 and bool(lines[first].text[at:].strip())
    # markup says where a heading ends, so no dash of the text below can
    joined = Joined(lines, first, at, first + 1 if marked else stop)
    found = _expected(joined, expected)
    if found is None and _UNIT_FIRST.match(joined.text):
        return None
    ways: tuple[tuple[str, Callable[[], Heading | None]], ...] = (
        ("the contents list", lambda: found),
        ("an amending law's line", lambda: _amending(lines, first, at, stop)),
        ("a dash", lambda: _dashed(joined)),
        ("bold letters", lambda: _bold(lines, first, at, stop)),
        ("a markup heading", lambda: _markup(lines, first, at)),
        ("the first label", lambda: _before_first(joined)),
        ("a colon", lambda: _colon(joined)),
        ("a first sentence", lambda: _sentence(joined)),
        ("a line of its own", lambda: _own_line(lines, first, at, stop)),
    )
    for rule, way in ways:
        heading = way()
        if heading is not None:
            return replace(heading, rule=rule)
    return None


def _amending(lines: Sequence[Line], first: int, at: int, stop: int) -> Heading | None:
    """`Amendment of section 5, Act II of 1990` alone on its line, before `In the said Act, …`."""
    words = amending_words()
    text = lines[first].text[at:]
    if first + 1 >= stop or not words.heading.match(text) or _SEPARATOR.search(text.rstrip(_ENDS)):
        return None
    below = _NOT_WORDS.sub("", lines[first + 1].text)
    return Heading(tidy(text), first + 1, 0, 3) if words.own.match(below) else None


def _made(joined: Joined, end: int, text_at: int, sure: float) -> Heading:
    index, offset = joined.place(text_at)
    stop = end + joined.text.startswith(".", end)  # whose stop it is, `tidy` decides
    return Heading(tidy(joined.text[:stop]), index, offset, sure)


def tidy(text: str) -> str:
    """A heading without the stops, dashes and blanks at its ends."""
    words = " ".join(_INNER.sub(" ", text.replace("\u00ad", "")).split())
    if len(words) < 2:
        return words
    bare = words.strip(_ENDS)
    if words.startswith(("‘", "“")) and words.rstrip(_ENDS_BUT_QUOTES).endswith(("’", "”")):
        bare = words.rstrip(_ENDS_BUT_QUOTES)  # a heading in quotation marks keeps both
    # the stop of a final “etc.” is the word's own, where it is printed
    abbreviated = _ETC.search(words.rstrip(_ENDS.replace(".", "")))
    return f"{bare}." if abbreviated else bare


def text_at(text: str, at: int) -> int:
    """Where the text begins that follows a number without a heading: after `90.—`."""
    dash = _LEAD.match(text, at)
    return dash.end() if dash else at


def _expected(joined: Joined, expected: str) -> Heading | None:
    wanted = [c.casefold() for c in _ALNUM.findall(expected)]
    if len(wanted) < 3:
        return None
    for seen, letter in enumerate(_ALNUM.finditer(joined.text), start=1):
        if letter[0].casefold() != wanted[seen - 1]:
            return None
        if seen == len(wanted):
            stop = letter.end()
            if joined.text[stop : stop + 1].isalnum():
                return None
            stop += joined.text[stop : stop + 1] in tuple("”\"’')")
            tail = _TAIL.match(joined.text, stop)
            return _made(joined, stop, tail.end() if tail else stop, 3)
    return None


def _dashed(joined: Joined) -> Heading | None:
    for found in _SEPARATOR.finditer(joined.text, 0, _FAR_ENOUGH):
        head = joined.text[: found.start()]
        if len(head) > MAX_HEADING:
            return None
        if _splits(head, found, joined.text[found.end() :]):
            if _text_before(joined.text, found.start()):
                return None
            last = _running_on(joined.text, found) or found
            return _made(joined, last.start(), last.end(), 3 if found["point"] else 2)
    return None


def _running_on(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """The real end of a heading whose first line a copyist closed with a dash of his own.

    `Power to order.—interception of messages.—(1) On …`: no text starts with a small letter.
    """
    if not text[found.end() : found.end() + 1].islower():
        return None
    later = _SEPARATOR.search(text, found.end())
    if later is None or not later["point"] or later.start() - found.end() > _RUN_ON:
        return None
    between = text[found.end() : later.start()]
    starts = text[later.end() : later.end() + 1]
    plain = _VERB.search(between) is None and ";" not in between
    return later if plain and (starts.isupper() or starts == "(") else None


def _text_before(text: str, dash: int) -> bool:
    """`Definitions. In this Act, unless …,—`: the heading ends long before the dash."""
    first = _SENTENCE.match(text) or _COLON.match(text)
    if first is None or first.end() >= dash or _FINITE.search(first["head"]):
        return False
    return _VERB.match(text[first.end() : dash]) is not None


def _splits(head: str, found: re.Match[str], after: str) -> bool:
    if len(head.strip()) < 2 or ";" in head or re.search(r"\(1\)", head):
        return False
    if _NEXT_MARKER.search(head) and len(head.split()) > 4:
        return False
    if found["point"]:
        return not _leads_a_list(head, found["point"]) and (
            len(head) < 60 or not re.search(r"\bshall\b", head)
        )
    opens_text = after[:1].isupper() or after.startswith(tuple("(“\"‘'"))
    return opens_text and _VERB.search(head) is None and len(head) < 160


_LEADING = 60
"""Letters from which words with a verb before `,—` are a sentence that leads to a list."""


def _leads_a_list(head: str, point: str) -> bool:
    """`In this Law, unless the context otherwise requires,—` is text; a heading ends in a stop."""
    if point.strip()[-1:] not in (",", ":"):
        return False
    return _VERB.match(head) is not None or (
        len(head) >= _LEADING and _FINITE.search(head) is not None
    )


def _bold(lines: Sequence[Line], first: int, at: int, stop: int) -> Heading | None:
    words: list[str] = []
    for index in range(first, min(first + _LOOKAHEAD, stop)):
        line = lines[index]
        start = at if index == first else 0
        end = _bold_end(line)
        if end <= start + 1 or not any(map(str.isalpha, line.text[start:end])):
            break
        words.append(line.text[start:end])
        if end < len(line.text) - 1:
            if not _STOP.search(line.text[max(0, end - 2) : end + 2]):
                return None
            tail = _TAIL.match(line.text, end)
            return Heading(tidy(" ".join(words)), index, tail.end() if tail else end, 2.5)
    else:
        return None
    if not words or len(" ".join(words)) > MAX_HEADING or index == first:
        return None
    return Heading(tidy(" ".join(words)), index, 0, 2.5)


def _bold_end(line: Line) -> int:
    """How far bold letters reach in the clean line."""
    bold, raw = line.block.bold, line.block.text
    if bold >= len(raw.rstrip()):
        return len(line.text)
    if not bold:
        return 0
    letters = sum(c.isalnum() for c in raw[:bold]) - _mark_letters(raw[:bold])
    for position, letter in enumerate(line.text):
        letters -= letter.isalnum()
        if letters < 0:
            return position
    return len(line.text)


def _mark_letters(raw: str) -> int:
    marks = re.findall("\ue000([^\ue001]*)\ue001", raw)
    return sum(c.isalnum() for mark in marks for c in mark)


def _markup(lines: Sequence[Line], first: int, at: int) -> Heading | None:
    line = lines[first]
    words = line.text[at:]
    if not line.block.level or not words.strip() or len(words) > MAX_HEADING:
        return None
    return Heading(tidy(words), first + 1, 0, 3)


def _before_first(joined: Joined) -> Heading | None:
    """`Membership of an organization: (1) A person …`"""
    found = _TO_FIRST.match(joined.text)
    if found is None or _VERB.search(found["head"]):
        return None
    return _made(joined, found.end("head"), found.end(), 2)


def _colon(joined: Joined) -> Heading | None:
    """`Legal recognition: Where the law …`"""
    found = _COLON.match(joined.text)
    if found is None or _VERB.search(found["head"]):
        return None
    return _made(joined, found.end("head"), found.end(), 1.5)


def _sentence(joined: Joined) -> Heading | None:
    found = _SENTENCE.match(joined.text)
    if found is None or _FINITE.search(found["head"]) or len(found["head"].split()) > 22:
        return None
    return _made(joined, found.end("head"), found.end(), 1)


def short_heading(words: str) -> bool:
    """Whether a line's words read as a heading: short, without a stop or a verb."""
    plain = not words.endswith((".", ",", ";", ":", "—"))
    return 0 < len(words) <= 140 and plain and _FINITE.search(words) is None


def _own_line(lines: Sequence[Line], first: int, at: int, stop: int) -> Heading | None:
    words = lines[first].text[at:].strip()
    if not words and first + 1 < stop and lines[first + 1].opens is None:
        first, at = first + 1, 0  # the number stands alone, on a line above its heading
        words = lines[first].text.strip()
        if words.endswith(".") or (first + 1 < stop and _NUMBER.fullmatch(lines[first + 1].text)):
            return None  # an entry of a contents list
    if not words or first + 1 >= stop or len(words) > 140 or words[-1] in ",;:—":
        return None
    following = lines[first + 1]
    starts_text = bool(_UNIT_FIRST.match(following.text)) or following.para
    whole = lines[first].para and following.text[:1].isupper() and not _UNFINISHED.search(words)
    starts_text = starts_text or whole
    if not starts_text or _VERB.search(words) or not words[:1].isupper():
        return None
    return Heading(tidy(words), first + 1, 0, 1.5)
