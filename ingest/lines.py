"""Stages that turn body blocks into clean lines: footnote calls and amendment brackets come out."""

from __future__ import annotations

import re
import unicodedata

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Bracket, Draft, Event, Line
from ingest.forms import forms_of

_MARK = re.compile(f"{MARK_OPEN}([^{MARK_CLOSE}]*){MARK_CLOSE}")
_ONLY_MARKS = re.compile(rf"(?:{MARK_OPEN}[^{MARK_CLOSE}]*{MARK_CLOSE}\s*)+")
_TOKEN = re.compile(
    rf"""
    {MARK_OPEN}(?P<mark>[^{MARK_CLOSE}]*){MARK_CLOSE}\s?     # a footnote call
    | (?P<stars>\[?\s*\*(?:[\s*.]*\*)?\s*\]+|\*(?:\s*\*)+        # [* * *]
        | \*(?: (?<!\w\*)(?!\w) | (?<={MARK_CLOSE}\*)              # 1*
             | (?<=\A\*)(?=[A-Z][^a-z]+\Z)))                      # *FIRST SCHEDULE
    | (?P<open>\[)
    | (?P<close>\])
    """,
    re.VERBOSE,
)
_SIGN = re.compile(rf"[{MARK_OPEN}\[\]*]")
"""What every token has."""

_CALL_IN_TEXT = re.compile(r"(?<![\w.(/-])(\d{1,3})\s?(?=\[)|(?<=[a-z,;] )(\d{1,2})(?=\*)")
_BARE_NUMBER = re.compile(r"\d{1,3}")
_BRACKETED_UNIT = re.compile(r"\[\s*\(?\w{1,6}[.)]")
_RULE_LINE = re.compile(r"[_\s—–―⸺⎯−─=*~-]{4,}|\.{4,}")


class MarkFootnoteCalls:
    """Tell footnote calls in formats that print them as plain figures.

    Forms: `4[*]`, `the 10[Federal Government]`, a line `5` before a line that opens with `[`.
    Confused with: a number that ends a sentence; only a bracket after the figure makes a call.

    Reads: blocks.
    Writes: blocks (figures become marks).
    """

    def __call__(self, draft: Draft) -> None:
        blocks = draft.body()
        if not forms_of(draft.jurisdiction, draft.language).amendment_brackets:
            return
        for at, block in enumerate(blocks):
            following = blocks[at + 1].text if at + 1 < len(blocks) else ""
            if _BARE_NUMBER.fullmatch(block.text) and following.lstrip().startswith("["):
                block.text = f"{MARK_OPEN}{block.text}{MARK_CLOSE}"
            elif "[" in block.text or "*" in block.text:
                block.text = _CALL_IN_TEXT.sub(_as_mark, block.text)


_NUMBER_OF_UNIT = re.compile(r"(?:\b(?:article|art\.|section|rule|regulation|clause)|§)\s*\Z", re.I)


def _as_mark(found: re.Match[str]) -> str:
    """The mark of a call; `Article 5 [Title]` is the number of a unit and no call."""
    if found[1] and _NUMBER_OF_UNIT.search(
        found.string[max(0, found.start() - 12) : found.start()]
    ):
        return found[0]
    return f"{MARK_OPEN}{found[1] or found[2]}{MARK_CLOSE}"


class CleanLines:
    """Make lines without footnote calls, amendment brackets and rules.

    An amendment bracket may span many lines and pages; it is kept as a `Bracket` whose ends are
    events in lines.  Brackets are only taken out where the print uses them for amendments.

    Reads: blocks, jurisdiction.
    Writes: lines, brackets.
    """

    def __call__(self, draft: Draft) -> None:
        blocks = _join_lone_marks(draft.body())
        cleaner = _Cleaner(draft, _uses_brackets(draft, blocks))
        before: Block | None = None
        for block in blocks:
            line = cleaner.clean(block)
            if line.text or line.events:
                line.para = block.para or block.whole or (before is not None and before.whole)
                draft.lines.append(line)
            before = block
        cleaner.finish()


def _uses_brackets(draft: Draft, blocks: list[Block]) -> bool:
    if any(f"{MARK_CLOSE}[" in b.text or f"{MARK_CLOSE} [" in b.text for b in blocks):
        return True
    usual = forms_of(draft.jurisdiction, draft.language).amendment_brackets
    return usual and any(_BRACKETED_UNIT.search(b.text) for b in blocks)


def _join_lone_marks(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    pending = ""
    for block in blocks:
        if _ONLY_MARKS.fullmatch(block.text):
            pending += block.text.strip()
            continue
        if pending:
            block.text = pending + block.text
            pending = ""
        joined.append(block)
    return joined


class _Cleaner:
    """Carries open brackets and pending calls from line to line."""

    def __init__(self, draft: Draft, brackets: bool) -> None:
        self._draft = draft
        self._brackets = brackets
        self._open: list[Bracket] = []
        self._pending: str | None = None
        self._before: Line | None = None
        self._counts: dict[tuple[int | None, str], int] = {}

    def clean(self, block: Block) -> Line:
        line = Line("", block)
        text = "" if _RULE_LINE.fullmatch(block.text) else plain(block.text)
        self._settle(text)
        if not _SIGN.search(text):
            return self._without_tokens(line, text, block)
        words: list[str] = []
        last = length = 0
        for token in _TOKEN.finditer(text):
            before = text[last : token.start()]
            last = token.end()
            if before.strip():
                self._flush(line, length, block)
            length += len(before)
            kept = self._take(token, line, length, block)
            length += len(kept)
            words += (before, kept)
        if text[last:].strip():
            self._flush(line, length, block)
        line.text = "".join([*words, text[last:]])
        _trim(line)
        self._before = line
        return line

    def _without_tokens(self, line: Line, text: str, block: Block) -> Line:
        """Most lines hold no call and no bracket."""
        if text.strip():
            self._flush(line, 0, block)
        line.text = text
        _trim(line)
        self._before = line
        return line

    def finish(self) -> None:
        """No line follows that could open a bracket for a call at the end of the text."""
        self._settle("")

    def _settle(self, text: str) -> None:
        """A call at a line's end waits for a bracket that opens the next line, no longer."""
        if self._pending is not None and text[:1] not in ("[", "*") and self._before is not None:
            self._flush(self._before, len(self._before.text), self._before.block)

    def _take(self, token: re.Match[str], line: Line, at: int, block: Block) -> str:
        """Act on one token; give what stays in the text."""
        if token["mark"] is not None:
            self._flush(line, at, block)
            self._pending = token["mark"]
            return " " if token[0][-1] == " " else ""
        if token["stars"] is not None:
            return self._stars(token["stars"], line, at, block)
        if not self._brackets and self._pending is None and not self._open:
            return token[0]
        if token["open"]:
            self._open.append(self._bracket(self._pending or "", block))
            self._pending = None
            line.events.append(Event(at, self._open[-1], True))
        elif self._open:
            line.events.append(Event(at, self._open.pop(), False))
        return ""

    def _stars(self, stars: str, line: Line, at: int, block: Block) -> str:
        if not self._brackets and self._pending is None:
            return stars
        bracket = self._bracket(self._pending or "", block)
        bracket.words = "*"
        self._pending = None
        line.events += [Event(at, bracket, True), Event(at, bracket, False)]
        if stars.count("]") > stars.count("[") and self._open:
            line.events.append(Event(at, self._open.pop(), False))
        return ""

    def _flush(self, line: Line, at: int, block: Block) -> None:
        """A call that no bracket follows points at the place itself."""
        if self._pending is not None:
            bracket = self._bracket(self._pending, block)
            self._pending = None
            line.events += [Event(at, bracket, True), Event(at, bracket, False)]

    def _bracket(self, mark: str, block: Block) -> Bracket:
        key = (block.page, mark)
        order = self._counts.get(key, 0)
        self._counts[key] = order + 1
        bracket = Bracket(mark, block.page, order)
        self._draft.brackets.append(bracket)
        return bracket


def _trim(line: Line) -> None:
    """Strip and squeeze white space, moving the events with it."""
    if not line.events:
        line.text = " ".join(line.text.split())
        return
    out: list[str] = []
    moved: list[int] = []
    for letter in line.text:
        moved.append(len(out))
        if not letter.isspace():
            out.append(letter)
        elif out and out[-1] != " ":
            out.append(" ")
    moved.append(len(out))
    if out and out[-1] == " ":
        out.pop()
    line.text = "".join(out)
    for event in line.events:
        event.at = min(moved[min(event.at, len(moved) - 1)], len(out))


_CONSOLIDATION = re.compile(r"[▼►]\s?[A-Z]{1,2}\d{0,3}(?:\s+[—–]{3,})?\s?|◄")
"""EUR-Lex marks in a consolidated text which act each passage comes from: `►M2 … ◄`."""

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]|\u00ad(?!\Z)")


_SYMBOLS = str.maketrans(
    {
        "\uf020": " ",
        "\uf02a": "*",
        "\uf02d": "-",
        "\uf0a7": "▪",
        "\uf0b7": "•",
        "\uf0be": "—",
    }
)
"""Letters of the Symbol font that word processors leave in the private-use area."""


def plain(text: str) -> str:
    """The text in NFC, without invisible letters; NFC also mends look-alikes such as U+037E."""
    if text.isascii():  # nothing of it is above
        return text
    return _CONSOLIDATION.sub(
        "", _INVISIBLE.sub("", unicodedata.normalize("NFC", text.translate(_SYMBOLS)))
    )
