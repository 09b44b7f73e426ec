"""Ties footnotes to the units that their marks point at: who amended what, by which act."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import BASIC_KINDS, AmendmentNote, ProvisionKind, Remark
from ingest.assemble import is_container
from ingest.draft import Bracket, Draft, Footnote, Told, Unit
from ingest.forms import Forms, forms_of

_HEAD_LETTERS = 220

_OPENING, _CLOSING = "\"“‘'―`", "\"”’'‖"
"""Quotation marks; some prints use a bar for each, as a font without quotes maps them."""
_BEFORE = re.compile(
    rf"\bfor\s+(?:the\s+[\w\s-]*?)?[{_OPENING}]([^{_OPENING}{_CLOSING}]+)[{_CLOSING}]\W*$"
)
_WORDS_FIRST = re.compile(
    rf"\s*(?:(?:the\s+)?(?:words?|references?|figures?|expressions?|definitions?)\b|[{_OPENING}])",
    re.I,
)
"""A note that begins with the words it is about, and not with what was done."""
_GONE = re.compile(
    rf"^\W*(?:the\s+)?(?:[\w-]+\s+)?[{_OPENING}]([^{_OPENING}{_CLOSING}]+)[{_CLOSING}]"
    r"[^.]{0,30}?\b(?:omitted|omited|deleted|rep\b|repealed)",
    re.IGNORECASE,
)
_STOPS = {"full stop": ".", "full-stop": ".", "colon": ":", "semi-colon": ";", "comma": ","}
"""Stops that notes name in words."""
_UNIT_NAME = re.compile(
    r"(?:sub-?)?(?:article|section|clause|paragraph|part|chapter|proviso|explanation|schedule|definition)s?\b",
    re.IGNORECASE,
)
"""A quotation that names the unit replaced (`for “clause (2)”`) does not give its words."""
_IBID = re.compile(r"\bibid\b\.?", re.IGNORECASE)
_SINCE = re.compile(r"\(\s*w\.?\s?e\.?\s?f\b[^)]*\)", re.IGNORECASE)
"""The day of an amendment: `(w.e.f. 23rd March, 1956)`."""
_SINCE_AFTER_QUOTE = re.compile(
    rf"[^{_CLOSING}]*[{_CLOSING}]+\W*?({_SINCE.pattern})", re.IGNORECASE
)
_BEFORE_THAT = re.compile(r",?\s*\bwhich\s+(?:had|has|have|was|were)\b", re.IGNORECASE)
"""What leads to the amendment before: `for “X” which had been subs. by A.O., 1949, for “Y”`."""


class TieAmendments:
    """Make an amendment note of every footnote that says what was done to marked words.

    A bracket over whole units amends each container, section or topmost unit that starts in it; a
    bracket inside a unit amends the innermost unit around it.  A note of several operations
    (`Ins. and subs. by …`) gives them to its marks in the order printed.  Where a unit's words are
    gone, their place may say so itself (`247. Omitted by the … Act, 2018, s. 9`).  Notes that the
    format itself ties to a unit need no mark.

    Reads: brackets, notes, told, units, text.
    Writes: amendments, and as remarks the footnotes that tell of none.
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        notes = _by_mark(written_out(draft.notes))
        places = _Places(draft.units)
        for bracket in draft.brackets:
            note = notes.get((bracket.page, bracket.mark)) if bracket.mark else None
            if note is None or bracket.start < 0:
                continue
            ops = operations(note.text, forms)
            units = places.amended(bracket)
            if not ops:
                draft.remarks += [Remark(u.eid, note.text, note.page) for u in units[:1]]
                continue
            op = _operation(bracket, ops)
            for unit in units:
                draft.amendments += _successive(unit, op, bracket, note, draft.text, forms)
        for tie in draft.told:
            _tell(draft, tie, forms)
        noted = {(a.eid, a.op) for a in draft.amendments}
        for told in _told_in_place(draft, forms):
            if (told.eid, told.op) not in noted:
                draft.amendments.append(told)


def _tell(draft: Draft, tie: Told, forms: Forms) -> None:
    """Keep a note that the format ties to a unit: as an amendment if it says what was done."""
    ops = operations(tie.text, forms) if tie.amends else ()
    if not ops:
        draft.remarks.append(Remark(tie.unit.eid, tie.text))
        return
    words = tie.words
    on_unit = words is None or words.end <= tie.unit.start or _is_whole(tie.unit, words)
    whole = on_unit and not _WORDS_FIRST.match(tie.text)
    placed = words if words is not None and not on_unit else None
    draft.amendments.append(
        AmendmentNote(
            tie.unit.eid,
            ops[0],
            amended_by(tie.text),
            date=tie.date,
            whole=whole,
            start=placed.start if placed else None,
            end=placed.end if placed else None,
            before=replaced_words(tie.text),
        )
    )


def _told_in_place(draft: Draft, forms: Forms) -> Iterator[AmendmentNote]:
    """The omissions that stand in the place of the omitted words."""
    gone = {word: op for word, op in forms.amendments if op in ("omitted", "repealed")}
    pattern = re.compile(rf"\W*(?P<word>{'|'.join(gone)})\b\.?\s+(?:by|vide)\b", re.IGNORECASE)
    for unit in draft.units:
        words = draft.text[unit.start : unit.end]
        if (found := pattern.match(words)) and not is_container(unit):
            op = gone[found["word"].casefold()]
            yield AmendmentNote(unit.eid, op, amended_by(words), unit.page)


def _successive(
    unit: Unit, op: str, bracket: Bracket, note: Footnote, text: str, forms: Forms
) -> Iterator[AmendmentNote]:
    """The amendment that a note tells of, then the earlier ones of the same words."""
    first, *earlier = _BEFORE_THAT.split(note.text)
    if not operations(first, forms):
        yield _amendment(unit, op, bracket, note, text)
        return
    last = _amendment(unit, op, bracket, Footnote(note.mark, first, note.page), text)
    yield last
    for words in earlier:
        if ops := operations(words, forms):
            by, before = amended_by(words), replaced_words(words)
            yield replace(last, op=ops[0], by=by, before=before)


def _amendment(unit: Unit, op: str, bracket: Bracket, note: Footnote, text: str) -> AmendmentNote:
    whole = _is_whole(unit, bracket) and not _WORDS_FIRST.match(note.text)
    placed = not whole and bracket.start >= unit.start and not _ends_paragraph(bracket, text)
    return AmendmentNote(
        unit.eid,
        op,
        amended_by(note.text),
        note.page,
        whole=whole,
        start=bracket.start if placed else None,
        end=bracket.end if placed else None,
        before=replaced_words(note.text),
    )


def _ends_paragraph(bracket: Bracket, text: str) -> bool:
    """Whether the mark is a bare call after a paragraph: it tells of words somewhere in it."""
    return bracket.end <= bracket.start and text[bracket.end : bracket.end + 1] in ("", "\n")


def _is_whole(unit: Unit, bracket: Bracket) -> bool:
    """Whether the bracket holds the unit, or is a bare call on its number, heading or end."""
    if bracket.end <= bracket.start:
        return bracket.start <= unit.start or bracket.start >= unit.end
    return bracket.start <= unit.start and bracket.end >= unit.end - 1


def written_out(notes: Sequence[Footnote]) -> list[Footnote]:
    """The notes with “ibid.” replaced by the law that the note before it names."""
    last = ""
    found: list[Footnote] = []
    for note in notes:
        text = note.text
        if last and _IBID.search(text):
            text = f"by {last}".join(_IBID.split(text, maxsplit=1)).replace("by by ", "by ")
        named = amended_by(text)
        last = _SINCE.sub("", named).rstrip() if re.search(r"\d", named) else last
        found.append(Footnote(note.mark, text, note.page))
    return found


def replaced_words(note: str) -> str:
    """The words that a substitution or an omission took out, where the note quotes just them."""
    plain = _SINCE.sub("", " ".join(note.split()))
    found = _BEFORE.search(plain) or _GONE.search(plain)
    if found is None or _UNIT_NAME.match(found[1].strip()):
        return ""
    words = found[1].strip()
    return _STOPS.get(words.casefold(), words.rstrip(".,;"))


def _by_mark(notes: Sequence[Footnote]) -> dict[tuple[int | None, str], Footnote]:
    found: dict[tuple[int | None, str], Footnote] = {}
    for note in notes:
        found.setdefault((note.page, note.mark), note)
    return found


def _operation(bracket: Bracket, ops: tuple[str, ...]) -> str:
    gone = [op for op in ops if op in ("omitted", "repealed")]
    if bracket.words == "*" and gone:
        return gone[0]
    return ops[min(bracket.order, len(ops) - 1)]


def operations(note: str, forms: Forms) -> tuple[str, ...]:
    """What a footnote says was done, in its order: `Ins. and subs. by Act II` → both."""
    head = re.split(
        r"\bby\b|\bibid\b|\bvide\b|\bw\.\s?e\.\s?f",
        note[:_HEAD_LETTERS],
        maxsplit=1,
        flags=re.IGNORECASE,
    )
    if len(head) < 2:
        return ()
    words = dict(forms.amendments)
    found = [words[w] for w in re.findall(r"[a-z]+(?:-[a-z]+)?", head[0].casefold()) if w in words]
    return tuple(found)


def amended_by(note: str) -> str:
    """The amending provision as printed, with its day where told, without what it replaced."""
    found = re.search(r"\bby\s+(?:virtue\s+of\s+)?(?:the\s+)?(.*)", note, re.I | re.DOTALL)
    words = found[1] if found else "ibid."
    words, *rest = re.split(r",?\s+for\s+[\"“‘'―`]|,?\s+for\s+the\s", words, maxsplit=1)
    by = " ".join(words.split()).rstrip(" .;,")
    since = _SINCE_AFTER_QUOTE.match(rest[0]) if rest and not _SINCE.search(by) else None
    return f"{by} {' '.join(since[1].split())}" if since else by


class _Places:
    """Finds units by offset."""

    def __init__(self, units: list[Unit]) -> None:
        self._units = sorted(units, key=lambda u: u.label_start)
        self._starts = [unit.label_start for unit in self._units]

    def amended(self, bracket: Bracket) -> list[Unit]:
        first = bisect_right(self._starts, bracket.start - 1)
        last = bisect_right(self._starts, bracket.end - 1)
        inside = [*self._repeated(bracket, first), *self._units[first:last]]
        if not inside:
            around = self._around(bracket)
            return [around] if around else []
        held = {id(unit) for unit in inside}
        return [u for u in inside if _counts(u, held)]

    def _repeated(self, bracket: Bracket, first: int) -> list[Unit]:
        """The section that a bracket holds from its repeated number on, after its heading."""
        before = self._units[first - 1 : first] if first else []
        return [
            unit
            for unit in before
            if unit.kind in BASIC_KINDS
            and unit.label_start < bracket.start < unit.start
            and bracket.end >= unit.end - 1
        ]

    def _around(self, bracket: Bracket) -> Unit | None:
        before = range(bisect_right(self._starts, bracket.start) - 1, -1, -1)
        nearest_first = (self._units[at] for at in before)
        # all begin before the bracket, so the last to begin of those around it is the innermost
        best = next((u for u in nearest_first if _encloses(u, bracket)), None)
        if best is not None and is_container(best) and bracket.start > best.start:
            return None
        return best


def _encloses(unit: Unit, bracket: Bracket) -> bool:
    return bracket.start <= unit.end and unit.kind is not ProvisionKind.PREAMBLE


def _counts(unit: Unit, held: set[int]) -> bool:
    if is_container(unit) or unit.kind in BASIC_KINDS:
        return True
    parent = unit.parent
    while parent is not None:
        if id(parent) in held:
            return False
        parent = parent.parent
    return True
