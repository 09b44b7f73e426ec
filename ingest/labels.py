"""Finds the labels inside sections: `(1)`, `(a)`, `1.`, and the first words of provisos.

Each is only a candidate: whether it opens a unit, `subunits` weighs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest import asides
from ingest.asides import Asides
from ingest.draft import Line
from ingest.forms import Forms, any_of

_LABEL = (
    r"[({](?P<num>\d{1,3}[A-Z]{0,2}|[a-z]{1,8}|[ivx]+-?[A-Z]|[A-Z]{1,4}|[IVXL]+[a-z]|[a-z]\d)[)}]"
)
_AT_START = re.compile(rf"[\s\"“”'‘’]*(?:{_LABEL})\s*(?=\S|$)")
_BARE = re.compile(
    r"(?P<num>[a-z]|[ivx]{1,5}|\d{1,3}[a-z]?)\)\s+"
    r"|(?P<digit>\d{1,3}[a-z]?|[a-z]|[ivx]{1,5})\.(?:[—–―-]+(?=\()|\s+(?=\S)|\s*$)"
)
_DECIMAL = re.compile(r"(?P<num>\d{1,4}[A-Z]{0,2}(?:\.\d{1,3}){1,3})\.?\s+(?=\S)")
_DASHED = re.compile(r"(?P<num>[IVXL]{1,6})\s?[—–-]\s+(?=\S)")  # `II – the keeper;`
_DASHED_FIGURE = re.compile(r"(?P<digit>\d{1,3})\s?[—–-]\s+(?=\S)")  # `1 - A lei`
_SIGNED = re.compile(
    r"§\s?(?P<num>\d{1,3})(?:\.?[º°ª]|\.?o(?!\w))?[\s.–—-]+(?=\S)"
)  # `§ 1º O farol`
_DEGREES = re.compile(r"(?P<digit>\d{1,3})[°º]\s+(?=\S)")  # `1° Le gardien`
_WITHOUT_STOP = re.compile(r"(?P<digit>\d{1,3}[A-Z]{0,2})\s+(?=\(1\)|[A-Z“\"‘'])")
_INLINE = re.compile(
    rf"(?:(?<=[;:,.])|(?<=[—–―⸺⎯−_\-])|(?<=[;:,.][\"”’'])|(?<=\bnamely)|(?<=; or)|(?<=; and)"
    rf"|(?<=, or)|(?<=, and)|(?<=:-)|(?<=\w)(?=\s\((?:a|i)\)\s))"
    rf"\s*[\"“]?{_LABEL}\s*(?=\S)"
)
_SMALL_AFTER = re.compile(r"(?:and|or|to|above|shall|of|is|may|was|thereof|and\s+\(\w+\))\b|[,;:)]")
_OPENER = re.compile(r"(?:[—–―⸺⎯−_:]|[,.:]\s?-+|-{2,}|--?)[\s\"”]*$|\b(?:namely|following)[\s.,]*$")
_JOINS = r"or|and|und|oder|sowie|et|ou|y"
"""Words between the last two items of a list, in the languages of the forms."""
_BREAK = re.compile(rf"[.;:,—–―⸺⎯−_\-\]”\"’']\s*$|\b(?:{_JOINS})\s*$")
_REFERENCES = re.compile(r"\w\(\w{1,4}\)(?:,|,?\s+(?:and|or))\s*$")
_LIST_GOES_ON = re.compile(rf"[;:,.—–―⸺⎯−_\-\]”\"]\s*(?:{_JOINS}|e|o|en)\s*$")
_SEEN_BEFORE = 200
"""Letters before a label that say what it is; all patterns for them look at their end only."""
_BEFORE_LABEL = 8
"""More letters than may stand between a stop and the label after it: blanks and a quote."""

MARKERS = ("proviso", "explanation", "illustration")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A printed number, or the first words of a proviso and its like."""

    line: int
    at: int
    """Where it starts in the line."""
    text_at: int
    """Where the unit's text starts."""
    num: str
    marker: str = ""
    inline: bool = False
    opener: bool = False
    """What stands before ends so that a list must follow."""
    doubt: float = 0.0
    """How much its surroundings speak for plain text."""
    indent: float = 0.0
    number: str = ""
    """A marker's own number: `Explanation II`."""
    dotted: bool = False
    """Printed `1.` and not `(1)`."""
    fresh: bool = False
    """A line that is no item's stands before it, so another list may begin."""
    leads: bool = False
    """A definition that the words before it lead to."""
    bracketed: bool = False
    """An amendment bracket opens right before it: a strong sign of a unit."""


class CandidateFinder:
    """Finds candidates in the lines of one section."""

    def __init__(self, forms: Forms) -> None:
        self._markers = _marker_pattern(forms)
        self._inline_markers = re.compile(
            rf"(?<=[:;.,])[\s\"”]*(?:{self._markers.pattern})", re.VERBOSE
        )
        self._forms = forms

    def find(
        self, lines: list[Line], first: int, stop: int, dotted: bool, bare: bool = False
    ) -> list[Candidate]:
        """Candidates of the lines `first` to `stop`.

        `dotted`: paragraphs may be `1.`; `bare`: they may be a `1` without a stop.
        """
        found: list[Candidate] = []
        before = ""
        opener = lines[first].opens if lines else None
        self._aside = Asides(self._forms, (opener.heading if opener else "") or "")
        self._number = opener.num if opener else None
        self._bare = bare
        self._depth = 0  # of open quotations
        for index in range(first, stop):
            line = lines[index]
            if line.heading or line.note or line.quoted or (line.opens is not None and line.label):
                continue
            here = self._in_line(line, index, before, dotted)
            if not here and found and self._leads_past(found[-1], line, before):
                here = [self._led(line, index, 0, asides.ASIDE, before)]
            plain = not found or found[-1].line < index - 1
            if here and here[0].at == 0 and plain and not here[0].marker:
                here[0] = replace(here[0], fresh=True)
            found.extend(here)
            before = line.text
            self._depth += before.count("“") - before.count("”")
        return found

    @staticmethod
    def _leads_past(last: Candidate, line: Line, before: str) -> bool:
        """A new paragraph that leads to a list, after a proviso within the paragraph before it.

        `… of the keeper: Provided, That the fee is paid.`, then `This Act does not apply to:`.
        """
        ended = last.marker == "proviso" and last.inline and before.endswith(".")
        return ended and line.para and line.text[:1].isupper() and bool(_OPENER.search(line.text))

    def _in_line(self, line: Line, index: int, before: str, dotted: bool) -> list[Candidate]:
        found = []
        start = self._at_start(line, index, before, dotted)
        position = 0
        if start is not None:
            found.append(start)
            position = start.text_at
            while again := self._next_label(line.text, position, found[-1]):
                if again["num"] == found[-1].num and not found[-1].dotted:  # “(6) (6) A person”
                    found[-1] = replace(found[-1], text_at=again.end())
                else:  # “(1) (a) (i) …”
                    found.append(self._made(line, index, again.start("num") - 1, again, "—", False))
                position = again.end()
        found.extend(self._inline(line, index, position))
        return found

    def _at_start(self, line: Line, index: int, before: str, dotted: bool) -> Candidate | None:
        marker = self._markers.match(line.text)
        if marker:
            return self._marked(line, index, marker, inline=False)
        match = _AT_START.match(line.text) or self._unbracketed(line, dotted)
        if match is not None:
            return self._made(line, index, 0, match, before, False)
        if self._depth <= 0 and (kind := self._aside.at_start(line.text, before)):
            return self._led(line, index, 0, kind, before)
        return None

    @staticmethod
    def _next_label(text: str, position: int, before: Candidate) -> re.Match[str] | None:
        """The label right after another; `(1) (2) (3)` heads the columns of a table."""
        found = None if before.marker else _AT_START.match(text, position)
        columns = found and found["num"] != before.num and found["num"].isdigit()
        return None if columns and before.num.isdigit() and not before.dotted else found

    def _unbracketed(self, line: Line, dotted: bool) -> re.Match[str] | None:
        if self._forms.signed and (match := _SIGNED.match(line.text)):
            return match
        if self._forms.degrees and (match := _DEGREES.match(line.text)):
            return match
        match = _DECIMAL.match(line.text)
        if match is not None and match["num"].startswith(f"{self._number}."):
            return match
        match = _BARE.match(line.text)
        if match is not None and (dotted or not match["digit"]):
            return match
        if dotted and (match := _DASHED.match(line.text)):
            return match
        if dotted and self._forms.dashed and (match := _DASHED_FIGURE.match(line.text)):
            return match
        return _WITHOUT_STOP.match(line.text) if self._bare else None

    @staticmethod
    def _led(line: Line, index: int, at: int, kind: str, before: str) -> Candidate:
        leads = kind == asides.DEFINITION and asides.opens_list(before)
        return Candidate(index, at, at, "", kind, at > 0, indent=line.block.indent, leads=leads)

    def _inline(self, line: Line, index: int, position: int) -> list[Candidate]:
        found = []
        # a label has a bracket, and looking for one is far cheaper than looking for a label
        bracket = min((at for b in "({" if (at := line.text.find(b, position)) >= 0), default=-1)
        begin = max(position, bracket - _BEFORE_LABEL) if bracket >= 0 else len(line.text)
        for match in _INLINE.finditer(line.text, begin):
            at = match.start("num") - 1
            before = line.text[max(0, at - _SEEN_BEFORE) : at]
            found.append(self._made(line, index, at, match, before, True))
        for match in self._inline_markers.finditer(line.text, position):
            found.append(self._marked(line, index, match, inline=True))
        for at in self._aside.inline(line.text, position):
            before = line.text[max(0, at - _SEEN_BEFORE) : at]
            found.append(self._led(line, index, at, asides.DEFINITION, before))
        return sorted(found, key=lambda c: c.at)

    def _marked(self, line: Line, index: int, match: re.Match[str], inline: bool) -> Candidate:
        kind = next(name for name in MARKERS if match[name])
        begin = match.start(kind)
        text_at = begin if kind == "proviso" else match.end()
        number = match["number"] or ""
        return Candidate(
            index, begin, text_at, "", kind, inline, indent=line.block.indent, number=number
        )

    def _made(
        self, line: Line, index: int, at: int, match: re.Match[str], before: str, inline: bool
    ) -> Candidate:
        groups = match.groupdict()
        num = groups.get("num") or groups.get("digit") or ""
        after = line.text[match.end() :]
        opener = not before or bool(_OPENER.search(before))
        return Candidate(
            index,
            at,
            match.end(),
            "1" if num == "l" and opener else num,
            "",
            inline,
            opener,
            self._doubt(num, before, after, inline, line),
            line.block.indent,
            dotted=bool(groups.get("digit")),
            bracketed=any(e.opens and at - 2 <= e.at <= at + 1 for e in line.events),
        )

    def _doubt(self, num: str, before: str, after: str, inline: bool, line: Line) -> float:
        doubt = 0.0
        if before and self._forms.refers(before) and not _LIST_GOES_ON.search(before):
            doubt += 1.0 if _BREAK.search(before) and not inline else 3.0
        if not line.para and not inline and _REFERENCES.search(before):
            doubt += 2.0  # `Article 24(2),` and `(3) and (6) …` on the next line
        if _SMALL_AFTER.match(after):
            doubt += 0.3 if _BREAK.search(before) and after[:1].isalpha() else 2.0
        elif num[:1].isdigit() and after[:1].islower():
            doubt += 0.8
        if before and not _BREAK.search(before):
            doubt += 0.3 if line.para else 1.0
        return doubt


def _marker_pattern(forms: Forms) -> re.Pattern[str]:
    return re.compile(
        rf"""[\s"“”'‘]*(?:
        (?P<proviso>(?=[PA][Rrn])(?i:{any_of(forms.provisos)})(?!\w))
        | (?P<explanation>(?:{_capital(forms.explanations)})s?\b\s*
            (?P<number>[IVX]{{1,4}}|\d{{1,2}})?[\s.:]*[.—–―⸺⎯−_:\-]+[\s.—–―⸺⎯−_\-]*)
        | (?P<illustration>(?:{_capital(forms.illustrations)})s?\b\s*(?:[.:—–\-_]+|$)[\s—–_\-]*)
        )""",
        re.VERBOSE,
    )


def _capital(words: tuple[str, ...]) -> str:
    return "|".join(f"{w.capitalize()}|{w.upper()}" for w in words)
