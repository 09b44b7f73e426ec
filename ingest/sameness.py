"""Whether two provisions have the same words, and through which differences of print.

A changed letter is never overlooked, since `prescribed` is not `proscribed`: it is told apart as
a slip, which a reader may check, from words that differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

from ingest.likeness import NOTE_LINE, Unit, folded, rules, spelling, words_of
from ingest.word_diff import equal_blocks

_PIECE = re.compile(
    rf"""
    (?P<rule>{NOTE_LINE.pattern})                       # the line between text and footnotes
    | (?P<label>(?<=\n)\(\w+\))            # a line that opens a unit: law, never a footnote
    | (?P<word>[^\W_]+(?:[-\u2010\u2011\u00ad]\s*[^\W_]+)*)
    """,
    re.VERBOSE,
)
# A heading of the units that follow, which a print sets below the last full stop.
_TAIL = re.compile(r"(?<=[.:;])\s+(?:\d+[A-Z]*\.?\s+)?[A-Z][^.;:]{2,140}(?:, etc)?\.?\s*$")
_LINE = "\n"


class Difference(IntEnum):
    """How far two texts lie apart; the greater, the more."""

    PRINT = 0
    """A heading or a footnote stands among the words of one print."""
    SLIP = 1
    """Single letters or grammatical articles differ."""
    WORDS = 2
    """Words differ."""


def sameness(old: Unit, new: Unit) -> str | None:
    """The name of the rule by which two units have the same words; None when they do not.

    identical: to the character.  typography: letters and digits agree in order.  spelling: one
    word in two spellings.  print: see `Difference.PRINT`.
    """
    if old.provision.text == new.provision.text:
        return "identical"
    if old.letters == new.letters:
        return "typography"
    if old.spelled == new.spelled:
        return "spelling"
    if old.groups or new.groups:
        return None
    if not _forms(old).isdisjoint(_forms(new)):
        return "print"
    return "print" if _fell_in(old, new) and difference(old, new) is Difference.PRINT else None


def difference(old: Unit, new: Unit) -> Difference:
    """How the words of two units differ, at the most favourable reading of either print.

    Parts, chapters and schedules are not compared so: their words are those of their units.
    """
    if old.groups or new.groups:
        return Difference.WORDS
    headings = {old.heading, new.heading}
    # a heading that both prints set apart is no part of either reading
    apart = len(headings) == 1
    readings = product(_readings(old, apart), _readings(new, apart))
    return min(_difference(one, other, headings) for one, other in readings)


def one_letter(a: str, b: str) -> bool:
    """Whether one letter is put in, left out, replaced, or changes place with its neighbour.

    Digits are never letters: another number is another rule.
    """
    if not (a.isalpha() and b.isalpha()) or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    rest, other = a[start:], b[start:]
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped


def _forms(unit: Unit) -> set[str]:
    """The letters of every reading of the unit that a print may give."""
    found = {"".join(map(spelling, words_of(text))) for text in _texts(unit)}
    return found - {""}


def _texts(unit: Unit) -> list[str]:
    """The text as it is and without a tail, with its heading, and with its number too."""
    provision, texts = unit.provision, _bare(unit)
    if not provision.heading:
        return texts
    numbered = f"{provision.heading} {provision.num or ''} {provision.text}"
    return [*texts, *(f"{provision.heading} {text}" for text in texts), numbered]


def _bare(unit: Unit) -> list[str]:
    """The text as it is, and without a tail."""
    text = unit.provision.text
    tail = _TAIL.search(text)
    return [text, text[: tail.start()]] if tail else [text]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A text's words with the footnote lines among them, and which words open a unit."""

    words: tuple[str, ...]
    labels: frozenset[int]


def _readings(unit: Unit, apart: bool) -> list[_Pieces]:
    return [_pieces(text) for text in (_bare(unit) if apart else _texts(unit))]


def _pieces(text: str) -> _Pieces:
    words: list[str] = []
    labels: set[int] = set()
    for found in _PIECE.finditer(_without_matter(text)):
        if found["label"]:
            labels.add(len(words))
        words.append(_LINE if found["rule"] else spelling(folded(found[0].strip("()"))))
    return _Pieces(tuple(words), frozenset(labels))


def _without_matter(text: str) -> str:
    """The text without print matter; the lines above footnotes stay, to tell footnotes by."""
    return rules().matter.sub(lambda m: m[0] if NOTE_LINE.fullmatch(m[0]) else " ", text)


def _fell_in(old: Unit, new: Unit) -> bool:
    """Whether a footnote's line or a heading of its own stands in one text alone."""
    headed = (old.letters.count(h) != new.letters.count(h) for h in (old.heading, new.heading) if h)
    return old.lined or new.lined or any(headed)


def _difference(old: _Pieces, new: _Pieces, headings: set[str]) -> Difference:
    worst, slips = Difference.PRINT, 0
    for i, j, u, v in _gaps(old.words, new.words):
        before, after = _law(old, (i, j), v - u, headings), _law(new, (u, v), j - i, headings)
        step = _step(before, after, ends=_ends(old, j) and _ends(new, v))
        slips += step is Difference.SLIP
        worst = max(worst, step)
        if worst is Difference.WORDS or slips > rules().most_slips:
            return Difference.WORDS
    return worst


def _gaps(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of two lists that lie between their equal ones."""
    i = u = 0
    for x, x2, y, y2 in [*equal_blocks(a, b), (len(a), len(a), len(b), len(b))]:
        if i < x or u < y:
            yield i, x, u, y
        i, u = x2, y2


def _law(
    pieces: _Pieces, stretch: tuple[int, int], others: int, headings: set[str]
) -> tuple[str, ...]:
    """The words of a stretch that are law: without its footnote, or its heading fallen in.

    A footnote ends nowhere in print, so the law goes on with as many words as the other print,
    which has no footnote there, has more than stand above the line.
    """
    words = pieces.words[slice(*stretch)]
    if "".join(words) in headings:
        return ()
    if _LINE not in words:
        return words
    line = words.index(_LINE)
    resumes = len(words) - max(0, others - line)
    noted = range(stretch[0] + line, stretch[0] + resumes)
    return words if not pieces.labels.isdisjoint(noted) else words[:line] + words[resumes:]


def _ends(pieces: _Pieces, at: int) -> bool:
    """Whether a unit ends before the word, or all words do."""
    return at == len(pieces.words) or at in pieces.labels or pieces.words[at] == _LINE


def _step(old: Sequence[str], new: Sequence[str], ends: bool) -> Difference:
    if "".join(old) == "".join(new):
        return Difference.PRINT
    if not old or not new:
        linked = ends and tuple(old or new) == ("and",)  # links a list's last items
        return (
            Difference.SLIP if linked or rules().slips.issuperset(old or new) else Difference.WORDS
        )
    if len(old) != len(new):
        return Difference.WORDS
    pairs = zip(old, new, strict=True)
    alike = all(a == b or one_letter(a, b) for a, b in pairs)
    return Difference.SLIP if alike else Difference.WORDS
