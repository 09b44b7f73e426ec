"""Units whose line says what they are: `Article 5`, `SEC. 101. DUTY OF CARE.`, `§ 1030. Fraud`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.candidates import Candidate
from ingest.draft import LINE_HYPHEN, Draft, Line
from ingest.forms import Forms, any_of
from ingest.headings import MAX_HEADING, Heading, find_heading, short_heading, tidy
from ingest.numbering import WORDS, figures, section_key
from ingest.sequence import best_sequence

MIN_WORDED = 3
_MOST_CAPITALS = 4
_FEW = 0.25
"""Worded lines so few, beside the numbered ones, only refer: `[Article 42]` over a schedule."""
_ORDINAL_SIGN = re.compile("[º°ª]")
_LETTERED = re.compile(r"(\d)-([A-Za-z])")
_NUMBER = (
    r"\d{1,5}(?:\.\d{1,4}){0,3}(?:[-–]?[A-Z]{1,3})?(?:[-–]\d{1,2}(?=\.))?"
    r"(?:\s?(?:[-–]\s?)?(?:bis|ter|quater|quinquies)\b)?"
    rf"|(?-i:[IVXLC]{{1,7}})|(?:{'|'.join(WORDS)})\b"
)
_LATIN = re.compile(r"\s?[-–]\s?(bis|ter|quater|quinquies)\Z", re.IGNORECASE)
"""`1 – Bis`, which is `1 bis`."""
_TEXT_START = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,4})[).]\s|\W*\Z")


def worded_candidates(draft: Draft, forms: Forms) -> tuple[str, list[Candidate]] | None:
    """Unit and candidates of the word that most lines say before a number; None where none does."""
    pattern = re.compile(
        rf"(?:\d{{1,2}}\s(?:{any_of(forms.code_names)})\s?(?=§))?"
        rf"(?P<word>{any_of(tuple(w for w, _ in forms.unit_words))})[\s.]*"
        rf"(?P<ring>\()?(?P<num>{_numbers(forms)})(?(ring)\s?\))"
        r"(?P<stop>(?:\.?[º°ª]|\.o(?!\w))?(?![\w(])\s*[.:\-–—]*\s*)(?P<rest>.*)",
        re.IGNORECASE,
    )
    found: dict[str, list[Candidate]] = {}
    units = dict(forms.unit_words)
    for at, line in enumerate(draft.lines):
        free = line.opens is None and not line.quoted and not line.heading
        match = pattern.fullmatch(line.text) if free else None
        if match and _heads(match, line, draft, at, forms):
            unit = units[match["word"].casefold()]
            if candidate := _candidate(draft, at, match, forms):
                found.setdefault(unit, []).append(candidate)
    best = max(found.items(), key=lambda pair: len(pair[1]), default=None)
    return best if best is not None and _enough(draft, best[1]) else None


def _numbers(forms: Forms) -> str:
    spelled = rf"|(?:{any_of(tuple(forms.counted))})\b" if forms.counted else ""
    # `§ 5a`, `Artikel 5a`, `Art. 2º-A`
    letter = r"|\d{1,4}(?:[a-z]|[º°ª]-[A-Z])(?!\w)" if forms.counted else ""
    return f"{spelled.lstrip('|')}|{letter.lstrip('|')}|{_NUMBER}" if forms.counted else _NUMBER


def _enough(draft: Draft, found: list[Candidate]) -> bool:
    """Three make a form; of fewer, each must be plain: `§ 230. Protection …`."""
    if len({c.num for c in found}) >= MIN_WORDED:
        return True
    law = draft.type not in ("policy", "other", "paper")
    signed = all(law or "§" in draft.lines[c.line].text[: c.at] for c in found)
    return signed and all(c.heading is not None and c.heading.sure >= 2 for c in found)


def carries(worded: list[Candidate], numbered: list[Candidate]) -> bool:
    """Whether `Article 5` and not a bare `5.` carries the numbering through the text."""
    chain = best_sequence(worded)
    sure = sum(c.heading is not None and c.heading.sure >= 2 for c in numbered)
    distinct = len({candidate.num for candidate in worded})
    least = MIN_WORDED if numbered else 1
    return len(chain) >= max(least, 0.6 * distinct, 0.5 * sure, _FEW * len(numbered))


def _heads(match: re.Match[str], line: Line, draft: Draft, at: int, forms: Forms) -> bool:
    if not match["word"][:1].isupper() and match["word"] != "§":
        return False
    before = draft.lines[at - 1].text if at else ""
    if forms.refers(before) and not (line.block.level or line.para):
        return False
    rest = match["rest"]
    if not rest:
        return True
    separated = bool(match["stop"].strip()) or bool(line.block.level) or match["word"] == "§"
    ringed = line.para and match["ring"] is not None
    separated = separated or rest[0] == "[" or ringed
    plain = len(rest) < _MOST or ringed or (line.para and "." in match["stop"])
    return separated and (rest[:1].isupper() or rest.startswith(tuple("([‘'\"“"))) and plain


_MOST = 400
"""Letters of a line that opens a unit; a whole paragraph may be longer."""


def _candidate(draft: Draft, at: int, match: re.Match[str], forms: Forms) -> Candidate | None:
    printed = _ORDINAL_SIGN.sub("", forms.figures(match["num"]))
    printed = _LATIN.sub(lambda found: f" {found[1].lower()}", printed)
    num = figures(_LETTERED.sub(r"\1\2", printed).replace("–", "-"))
    key = section_key(num)
    if key is None:
        return None
    candidate = Candidate(at, num, key, match.start("rest"), 3, worded=True)
    lines = draft.lines
    if match["rest"]:
        candidate.heading = _capitals(lines, at, candidate.at) or find_heading(
            lines, at, candidate.at, len(lines)
        )
        if candidate.heading is not None and _cut_short(candidate.heading):
            candidate.heading = None
        if headed := _sign_heading(lines, at, match):
            candidate.heading = headed
        elif candidate.heading is not None and _is_sentence(candidate.heading, match["rest"]):
            candidate.heading = None
        elif _unsure(candidate.heading, match["rest"]) and short_heading(match["rest"]):
            candidate.heading = Heading(tidy(match["rest"]), at + 1, 0, 2)
        if candidate.heading is not None and _speaks(candidate.heading, forms):
            candidate.heading = None
    elif at + 1 < len(lines) and _heading_line(lines, at + 1):
        candidate.heading = Heading(tidy(lines[at + 1].text), at + 2, 0, 3)
    return candidate


_SENTENCE = 60
"""Letters beyond which a line that ends in a stop is text and no heading."""


def _cut_short(heading: Heading) -> bool:
    """Whether the words end inside a bracket: the dash of `Article (1 – Bis)` ends no heading."""
    return heading.text.count("(") > heading.text.count(")")


def _unsure(heading: Heading | None, rest: str) -> bool:
    """Whether no heading was found, or the whole line by its looks only."""
    return heading is None or (heading.sure < 2 and heading.text == tidy(rest))


def _sign_heading(lines: Sequence[Line], at: int, match: re.Match[str]) -> Heading | None:
    """`§ 312.6 Right to review what a child gave.` on a paragraph of its own, before the text."""
    rest = match["rest"].rstrip()
    if match["word"] != "§" or not rest.endswith(".") or at + 1 >= len(lines):
        return None
    after = lines[at + 1]
    alone = lines[at].para and after.para and after.opens is None and not after.text.startswith("§")
    plain = len(rest) <= MAX_HEADING and ". " not in rest and not _COMMANDS.search(rest)
    return Heading(tidy(rest), at + 1, 0, 2) if alone and plain else None


_COMMANDS = re.compile(r"\b(?:shall|must|means)\b")


def _speaks(heading: Heading, forms: Forms) -> bool:
    """Whether words have a verb of the language: `Art. 1º Esta lei regula …` has no heading."""
    if not forms.verbs:
        return False
    return re.search(rf"\b(?:{any_of(forms.verbs)})(?!\w)", heading.text.casefold()) is not None


def _is_sentence(heading: Heading, rest: str) -> bool:
    """`Article 9. Aspiring to a peace, the people forever renounce it.` has no heading."""
    whole = len(heading.text) >= len(rest.rstrip(" ."))
    return heading.sure < 2 and whole and rest.rstrip().endswith(".") and len(rest) > _SENTENCE


def _capitals(lines: Sequence[Line], at: int, begin: int) -> Heading | None:
    """A heading in capitals to the end of its line, or of the next ones in capitals."""
    words = [lines[at].text[begin:].removesuffix(LINE_HYPHEN)]
    broken = lines[at].text.endswith(LINE_HYPHEN)
    index = at + 1
    if not words[0].isupper() or len(words[0]) < 3:
        return None
    while index < min(at + _MOST_CAPITALS, len(lines)) and not words[-1].endswith("."):
        line = lines[index]
        if line.opens is not None or line.para or not line.text.isupper():
            break
        words[-1:] = [words[-1] + line.text] if broken else [words[-1], line.text]
        broken = line.text.endswith(LINE_HYPHEN)
        words[-1] = words[-1].removesuffix(LINE_HYPHEN)
        index += 1
    return Heading(tidy(" ".join(words)), index, 0, 3)


def _heading_line(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if line.opens or _TEXT_START.match(line.text):
        return False
    if line.block.level:
        return True
    last = at + 1 >= len(lines) or lines[at + 1].opens is not None
    return len(line.text) <= 220 and line.text[-1:] not in ".;:,—" and not last
