"""Our digests against the official texts: nothing missing, nothing invented, nothing copied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from corpus.catalog import catalog_folder, load_catalog

SHARED_WORDS = 8
"""So many words in a row would be the official text's own, names and defined terms apart."""

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_TEENS = "fifteen sixteen seventeen eighteen nineteen twenty"
NUMBERS = {word: n for n, word in enumerate(f"{_UNITS} {_TEENS}".split())} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "million": 1000000,
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a digest."""

    num: str
    heading: str
    text: str


def sections(slug: str) -> list[Section]:
    """The sections of a shipped digest, without marks of notes."""
    raw = (catalog_folder() / slug / "digest.md").read_text(encoding="utf-8")
    raw = re.sub(r"(?m)^\[\^[\w-]+\]:.*$|\[\^[\w-]+\]|^## .*$", "", raw)
    found = re.split(r"(?m)^### (\w+)\. (.*)$", raw)[1:]
    return [Section(*(s.strip() for s in found[i : i + 3])) for i in range(0, len(found), 3)]


def words(text: str) -> list[str]:
    """Lower-case words and numbers, as they are compared."""
    return re.findall(r"[a-z0-9]+", text.lower())


MAX_PLAIN = 3
"""Words of such a run that may be plain; the rest must be part of a name, term or reference."""

# What any text of law may share: a law's name with its number, a body's name, a defined term with
# its “means”, a unit's own printed number, and a reference by number.
_NAMES = re.compile(
    r"""
    “[^”]*”(?:\s+(?:means|includes|shall\s+have\s+the\s+same\s+meaning)(?:\s+and\s+includes)?)?
    | (?:\b[A-Z][\w'’.-]*(?:\s+\([A-Za-z][^)]*\))?(?:\s+(?:of|and|for|the|e))?[\s,]+)*
      \b[A-Z][\w-]*,?\s+(?:18|19|20)\d\d\b(?:\s*\([^)]*\))?          # … Act, 1996 (XVII of 1996)
    | \([A-Z][\w.\s]*\bof\b\s+\d{4}\)                              # (Act XLV of 1860)
    | (?:[A-Z][\w'’-]+\s+(?:of\s+(?:the\s+)?|and\s+|the\s+)?){2,}      # Social Media Protection …
    | \b(?:[Ss]ections?|[Aa]rticles?|[Cc]hapters?|paragraph|clause|sub-section)s?\s
      [(\dA-Za-z)]+(?:(?:,\s|\s(?:and|or)\s)[(\dA-Z)]+)*
      (?:\s+of\s+(?:the\s+)?(?:(?:[Ss]ection|[Aa]rticle)\s\w+|Constitution))*
    | ^\(\w+\)
    """,
    re.VERBOSE | re.MULTILINE,
)


def copied(text: str, official: str) -> list[str]:
    """Runs of words that the official text has too, unless they are names and terms for the most.

    Runs are counted through names, not between them: a copied sentence does not stop being one
    because a body or a section number stands in its middle.
    """
    theirs = words(official)
    grams = {tuple(theirs[i : i + SHARED_WORDS]) for i in range(len(theirs))}
    return [
        " ".join(word for word, _ in run)
        for unit in text.split("\n\n")
        for run in runs(unit)
        if tuple(word for word, _ in run) in grams and sum(plain for _, plain in run) > MAX_PLAIN
    ]


def runs(unit: str) -> Iterator[list[tuple[str, bool]]]:
    """Every run of `SHARED_WORDS` words of a unit, each word with whether it is plain."""
    names = [found.span() for found in _NAMES.finditer(unit)]
    marked = [
        (word[0].lower(), not any(start <= word.start() < end for start, end in names))
        for word in re.finditer(r"[A-Za-z0-9]+", unit)
    ]
    for start in range(len(marked) - SHARED_WORDS + 1):
        yield marked[start : start + SHARED_WORDS]


@pytest.mark.parametrize(
    ("ours", "is_copy"),
    [
        # a body's name in the middle hides nothing
        ("The River Board shall without delay close a lock that leaks.", True),
        # nor does a reference by number
        ("No keeper shall under section 4 open a lock at night.", True),
        # must not: a law's own name, however long
        ("It binds those under the River Locks and Weirs Act, 1996 (XVII of 1996).", False),
        # must not: other words for the same rule
        ("Where a lock leaks, the River Board shall at once shut it.", False),
    ],
)
def test_a_copy_is_told_from_a_restatement(ours: str, is_copy: bool) -> None:
    official = (
        "The River Board shall without delay close a lock that leaks. No keeper shall under "
        "section 4 open a lock at night. Made under the River Locks and Weirs Act, 1996 "
        "(XVII of 1996)."
    )
    assert bool(copied(ours, official)) is is_copy


def letters(text: str) -> str:
    """Letters and digits only: prints differ in dashes and stops."""
    return re.sub(r"[\W_]+", "", text.casefold())


@pytest.fixture(scope="module")
def official(shared: Path) -> dict[str, dict[str, str]]:
    """Official text by slug and number."""
    found: dict[str, dict[str, str]] = {}
    source = shared / "gold" / "search" / "sections.jsonl"
    for line in source.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found.setdefault(item["instrument"], {})[item["num"]] = item["text"]
    return found


def test_peca_has_every_section_once_with_its_heading(shared: Path) -> None:
    gold = json.loads((shared / "gold/structure/pk-peca-2016.pdf.json").read_text("utf-8"))
    theirs = {
        u["num"]: {letters(h) for h in [u["heading"], *(u.get("alt_heading") or [])]}
        for u in gold["units"]
        if u["kind"] == "section"
    }
    ours = sections("pk-peca-2016")
    assert [s.num for s in ours] == list(theirs)
    wrong = [s.heading for s in ours if letters(s.heading) not in theirs[s.num]]
    assert wrong == []


def test_the_constitution_has_the_articles_that_it_says() -> None:
    entry = {e.instrument.slug: e for e in load_catalog()}["pk-constitution-1973"]
    assert entry.digest is not None
    assert entry.digest.covers == "Articles 4, 8–28, 184, 199, 232 and 233"
    bare = [str(n) for n in (4, *range(8, 29), 184, 199, 232, 233)]
    inserted = ["9A", "10A", "19A", "25A"]
    assert sorted(s.num for s in sections("pk-constitution-1973")) == sorted(bare + inserted)
    # the 27th Amendment is known and not in the text: every page must say so
    assert any("Twenty-seventh" in n.text for n in entry.instrument.notices)


@pytest.mark.parametrize(
    ("slug", "file"),
    [
        ("pk-peca-2016", "pk-peca-2016.pdf"),
        ("pk-constitution-1973", "pk-constitution-1973.2024.pdf"),
    ],
)
def test_no_sentence_is_the_official_one(shared: Path, slug: str, file: str) -> None:
    with pypdfium2.PdfDocument(shared / "texts" / file) as document:
        official = " ".join(page.get_textpage().get_text_bounded() for page in document)
    found = [c for s in sections(slug) for c in copied(s.text, official)]
    assert found == []


@pytest.mark.parametrize(
    ("slug", "elsewhere"),
    [
        ("pk-peca-2016", frozenset[str]()),
        # another edition's file: these Articles were amended between the two, or are not in it
        ("pk-constitution-1973", frozenset({"184", "199", "232", "233"})),
    ],
)
def test_every_number_stands_in_that_section(
    official: dict[str, dict[str, str]], slug: str, elsewhere: frozenset[str]
) -> None:
    wrong = [
        (section.num, word)
        for section in sections(slug)
        if section.num not in elsewhere
        for word in sorted(set(words(section.text)))
        if (value := NUMBERS.get(word, int(word) if word.isdigit() else None)) is not None
        and word != "one"  # “one of”, “one or more” are no figures
        and value not in numbers_of(official[slug][section.num])
    ]
    assert wrong == []


def numbers_of(text: str) -> set[int]:
    """Every number that a text writes in words or digits."""
    found = words(text)
    return {NUMBERS[w] for w in found if w in NUMBERS} | {int(w) for w in found if w.isdigit()}


@pytest.mark.parametrize("modal", ["may", "shall"])
def test_modals_agree_section_by_section(official: dict[str, dict[str, str]], modal: str) -> None:
    theirs = official["pk-peca-2016"]
    ours = {s.num: set(words(s.text)) for s in sections("pk-peca-2016")}
    wrong = [n for n, found in ours.items() if modal in found and modal not in words(theirs[n])]
    assert wrong == []
