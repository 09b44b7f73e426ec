"""Tells a contents list from the body that repeats it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from ingest.draft import LINE_HYPHEN, MARK_CLOSE, MARK_OPEN, Block, Draft, Role
from ingest.forms import any_of, forms_of
from ingest.numbering import section_key

_ENTRY = re.compile(
    rf"(?:{MARK_OPEN}[^{MARK_CLOSE}]*{MARK_CLOSE}|[\s\[])*"
    r"(?:(?:(?i:Section|Sec|Article|Art|Rule|Regulation|Reg|Clause)\b\.?|§)\s*"
    r"(?=\d{1,5}(?:\.\d{1,4})?[A-Z]{0,3}\s?[.:—–-]?\s+[A-Z“]))?"  # but not `Section 5 of the Act`
    r"(?P<num>\d{1,5}(?:\.\d{1,4})?(?:-?[A-Z]{1,3})?)\s?[.,:]?\s+(?:[—–-]\s*)?(?P<heading>\S.*)"
)
# the first stop after “etc” is the word's own, not one of the leaders
_LEADERS = re.compile(r"(?<!\b[Ee]tc)(?:\s?\.){4,}\s*\d*\s*$|\s+\d{1,3}\s*[–-]?\s*\d*$")
_COMMANDS = re.compile(r"\b(?:shall|may not|must|means|hereby)\b")
_MAX_ENTRY = 400
_MIN_ENTRIES = 5
_KEY = 14
_MOST_ABOVE = 6


@dataclass(frozen=True, slots=True)
class _Entry:
    at: int
    num: str
    key: str
    rules: bool
    """Its words command something, as a heading never does."""


class FindContents:
    """Set the contents list aside, and remember the headings it gives.

    A list is where numbered headings stand that a later run of numbered headings repeats.
    Confused with: the body itself, whose entries are far apart; the earlier, denser run is the
    list.

    A list that the reader already set aside, because its format marks it, is believed.

    Reads: blocks (role).
    Writes: blocks (role), contents.
    """

    def __call__(self, draft: Draft) -> None:
        if marked := [b for b in draft.blocks if b.role is Role.CONTENTS]:
            _remember(draft, marked, 0, len(marked) - 1)
            return
        blocks = draft.body()
        entries = _entries(blocks)
        bounds = _repeated_run(entries) or _titled_run(draft, blocks, entries)
        if bounds is None:
            return
        first, last, body = bounds
        first = _repeated_above(blocks, _first_of(entries, first))
        first = _title_before(draft, blocks, first)
        last = _run_out(blocks, last, body)
        last = _with_schedules(draft, blocks, last, body)
        _remember(draft, blocks, first, last)
        for block in blocks[first : last + 1]:
            block.role = Role.CONTENTS
        shown = f"a contents list of {last + 1 - first} lines"
        over = "the text itself; its entries come again from line "
        draft.decide(self, "list", blocks[first], shown, f"{over}{blocks[body].line}", 0.0)


def _entries(blocks: list[Block]) -> list[_Entry]:
    found = []
    for at, block in enumerate(blocks):
        match = _ENTRY.match(block.text) if len(block.text) < _MAX_ENTRY else None
        if match:
            rules = _COMMANDS.search(match["heading"]) is not None
            found.append(_Entry(at, match["num"], _key(match["heading"]), rules))
    return found


def _key(heading: str) -> str:
    return re.sub(r"[\W_\ue000-\ue002]+", "", _LEADERS.sub("", heading).casefold())[:_KEY]


def _repeated_run(entries: list[_Entry]) -> tuple[int, int, int] | None:
    """First and last block of a list, and the block where the body repeats its first entry."""
    seen: dict[tuple[str, str], int] = {}
    last = {_name(entry): at for at, entry in enumerate(entries)}
    counts = _Counts(entries)
    for index, entry in enumerate(entries):
        start = seen.setdefault(_name(entry), index)
        size = index - start
        if size < _MIN_ENTRIES or len(entry.key) < 4:
            continue
        if entry.at - entries[start].at >= 12 * size or not counts.rises(start, index):
            continue
        again = [e for e in entries[start:index] if last[_name(e)] >= index]
        if len(again) >= 0.5 * size:
            return entries[start].at, max(e.at for e in again), entry.at
    return None


def _first_of(entries: list[_Entry], first: int) -> int:
    """The block of the list's first entry: those right above count up to the first that repeats."""
    above = [e for e in entries if e.at < first]
    here = next((e for e in entries if e.at == first), None)
    while here is not None and above and above[-1].at == here.at - 1:
        before, after = section_key(above[-1].num), section_key(here.num)
        if before is None or after is None or before >= after:
            break
        here = above.pop()
    return here.at if here is not None else first


def _repeated_above(blocks: list[Block], first: int) -> int:
    """The first of the lines above a list that the body repeats too: `Part 1 Preliminary`."""
    top = first
    for at in range(first - 1, max(-1, first - 1 - _MOST_ABOVE), -1):
        key = _letters(blocks[at].text)
        # most lines differ in their first letter, and need not be cleaned to be told apart
        alike = (b for b in blocks[first + 1 :] if key[:1] in b.text[:8].casefold())
        if len(key) < 4 or all(_letters(block.text) != key for block in alike):
            break
        top = at
    return top


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _name(entry: _Entry) -> tuple[str, str]:
    return entry.num, entry.key


class _Counts:
    """Sums over entries from the first, so that no run of them need be counted again."""

    def __init__(self, entries: list[_Entry]) -> None:
        keys = [section_key(entry.num) or (0, "") for entry in entries]
        steps = (before < after for before, after in itertools.pairwise(keys))
        self._rising = list(itertools.accumulate(steps, initial=0))
        self._rules = list(itertools.accumulate((e.rules for e in entries), initial=0))

    def rises(self, start: int, end: int) -> bool:
        """A list counts upwards; paragraphs of several articles start again and again."""
        size = end - start
        rising = self._rising[end - 1] - self._rising[start]
        rules = self._rules[end] - self._rules[start]
        return rising >= 0.85 * (size - 1) and rules <= 0.2 * size


def _titled_run(
    draft: Draft, blocks: list[Block], entries: list[_Entry]
) -> tuple[int, int, int] | None:
    """A list under its own title, whose body prints no headings: it ends where numbers restart."""
    title = _own_title(draft)
    start = next((at for at, b in enumerate(blocks) if title.fullmatch(b.text)), None)
    if start is None:
        return None
    listed = [e for e in entries if e.at > start]
    if len(listed) < _MIN_ENTRIES:
        return None
    again = next((e for e in listed[1:] if _restarts(e, listed[0])), None)
    return (start, _last_rising(listed, again.at), again.at) if again else None


def _last_rising(listed: list[_Entry], stop: int) -> int:
    """The last entry that still counts upwards: `12th April` on a title page does not."""
    top, last = (0, ""), listed[0].at
    for entry in listed:
        key = section_key(entry.num) or (0, "")
        if entry.at < stop and key > top:
            top, last = key, entry.at
    return last


def _restarts(entry: _Entry, first: _Entry) -> bool:
    """Whether the numbers begin again at the first, or at the one after it."""
    here, there = section_key(entry.num), section_key(first.num)
    return (
        here is not None
        and there is not None
        and here[0] - there[0] in (0, 1)
        and (entry.num == first.num or (here[0] > there[0] and entry.rules))
    )


def _own_title(draft: Draft) -> re.Pattern[str]:
    words = forms_of(draft.jurisdiction, draft.language).contents
    return re.compile(rf"(?:{any_of(words)})\W*", re.IGNORECASE)


def _title_before(draft: Draft, blocks: list[Block], first: int) -> int:
    title = _own_title(draft)
    for at in range(first, max(-1, first - 25), -1):
        if title.fullmatch(blocks[at].text):
            return at
    return first


def _run_out(blocks: list[Block], last: int, body: int) -> int:
    """The list goes on to the end of its page, or over the wrapped lines of its last entry."""
    page = blocks[last].page
    if page is not None and blocks[body].page != page:
        while last + 1 < body and (
            blocks[last + 1].page == page or "....." in blocks[last + 1].text
        ):
            last += 1
    return last


def _with_schedules(draft: Draft, blocks: list[Block], last: int, body: int) -> int:
    """The list's last lines name the schedules: `THE FIRST SCHEDULE.` before the law's title.

    Confused with: the law itself, which has its title and its first section before a schedule.
    """
    forms = forms_of(draft.jurisdiction, draft.language)
    words = any_of(forms.schedules)
    named = re.compile(
        rf"[\s\[]*(?:the\s+)?(?:(?:{any_of(forms.ordinals)})\s+)?(?:{words})\b.{{0,100}}",
        re.IGNORECASE,
    )
    while last + 1 < body and named.fullmatch(blocks[last + 1].text.strip()):
        last += 1
    return last


def _remember(draft: Draft, blocks: list[Block], first: int, last: int) -> None:
    listed = [_listed(block) for block in blocks[first : last + 1]]
    stops = _end_in_stops([words for num, words in listed if num])
    num = ""
    for found, words in listed:
        if found:
            num = found
            draft.contents.setdefault(num, words)
        elif num and _goes_on(draft.contents[num], words, stops):
            held = draft.contents[num]
            glue = "-" if held.endswith(LINE_HYPHEN) else " "
            draft.contents[num] = held.rstrip(LINE_HYPHEN) + glue + words
        else:
            num = ""


def _listed(block: Block) -> tuple[str, str]:
    """Number and heading of an entry; no number where a line has none."""
    match = _ENTRY.match(block.text)
    words = _LEADERS.sub("", match["heading"] if match else block.text).lstrip(" .").rstrip()
    return (match["num"].replace("-", "") if match else ""), words


def _end_in_stops(headings: list[str]) -> bool:
    """Whether the list closes its headings with a stop, so that one without it is unfinished."""
    return sum(words.endswith(".") for words in headings) >= 0.8 * len(headings)


def _goes_on(held: str, words: str, stops: bool) -> bool:
    """Whether a line without a number carries on the heading before it.

    Confused with: the title of a chapter or a part of the list, which starts with a capital.
    """
    if not words or words.isupper():
        return False
    unfinished = held.endswith(LINE_HYPHEN) or (stops and not held.endswith("."))
    return words[:1].islower() or unfinished
