"""Our digests against the official texts: nothing missing, nothing invented, nothing copied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup

from corpus.catalog import CatalogEntry, catalog_folder, load_catalog
from corpus.law_numbers import law_numbers
from ingest.parse import parse_file

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
    "lac": 100000,
    "million": 1000000,
    "crore": 10000000,
}


# Provisions that our parser does not cut rightly out of a damaged print; the whole print is
# searched for their words instead.  In the 2021 Rules as scanned, rule 1 runs on before its head.
CUT_WRONGLY = {"pk-removal-blocking-rules-2021": {"1"}}


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


def digests() -> list[CatalogEntry]:
    """The catalogued instruments with a digest of their provisions."""
    return [e for e in load_catalog() if e.digest and e.instrument.unit != "heading"]


SLUGS = [e.instrument.slug for e in digests()]


@dataclass(frozen=True, slots=True)
class Official:
    """The official text of an instrument: whole, and cut into its provisions by number."""

    whole: str
    provisions: dict[str, str]

    def text_of(self, num: str) -> str:
        """A provision's words; the whole where our own parser does not find it in the print."""
        return self.provisions.get(num, self.whole)


@pytest.fixture(scope="module")
def official(shared: Path) -> Callable[[str], Official]:
    """The official text by slug; each file is read once."""
    manifest = (shared / "texts" / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:]
    files: dict[str, tuple[str, Path]] = {}
    for line in manifest:
        file, slug, _, as_of = line.split("\t")[:4]
        if slug not in files or as_of > files[slug][0]:  # of two prints, the later
            files[slug] = (as_of, shared / "texts" / file)

    @cache
    def read(slug: str) -> Official:
        parsed = parse_file(files[slug][1])
        provisions: dict[str, str] = {}
        for p in parsed.provisions:
            if p.kind.value == parsed.unit and p.num:
                provisions.setdefault(p.num, f"{p.heading}\n{p.text}")
        cut = {n: t for n, t in provisions.items() if n not in CUT_WRONGLY.get(slug, ())}
        return Official(_raw(files[slug][1]), cut)

    return read


def _raw(file: Path) -> str:
    """Everything that the file prints, whatever our parser makes of it."""
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            return " ".join(page.get_textpage().get_text_bounded() for page in document)
    text = file.read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser").get_text(" ") if file.suffix == ".html" else text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_provision_is_there_and_none_invented(
    official: Callable[[str], Official], slug: str
) -> None:
    entry = next(e for e in digests() if e.instrument.slug == slug)
    ours = [s.num for s in sections(slug)]
    theirs = official(slug)
    assert len(ours) == len(set(ours)), "a number stands twice"
    invented = [n for n in ours if n not in theirs.provisions and not _prints(theirs.whole, n)]
    assert invented == []
    assert entry.digest is not None
    if not entry.digest.lacks and "all" in entry.digest.covers:
        assert [n for n in theirs.provisions if n not in ours] == []


def _prints(text: str, num: str) -> bool:
    """Whether a number stands in the print as one of a provision: `11EEEE.`, `"2IF.` as scanned."""
    as_scanned = num.replace("1", "[1I]")
    return re.search(rf"(?<![\w.]){as_scanned}\s*[.,\]–-]", text) is not None


@pytest.mark.parametrize("slug", SLUGS)
def test_headings_are_those_of_the_print(official: Callable[[str], Official], slug: str) -> None:
    printed = letters(official(slug).whole)
    wrong = [
        (s.num, s.heading)
        for s in sections(slug)
        if letters(s.heading) not in printed and s.heading != "Omitted"
    ]
    assert wrong == []


@pytest.mark.parametrize("slug", [e.instrument.slug for e in load_catalog() if e.digest])
def test_no_sentence_is_the_official_one(official: Callable[[str], Official], slug: str) -> None:
    ours = (catalog_folder() / slug / "digest.md").read_text(encoding="utf-8")
    paper = re.sub(r"(?m)^#.*$", "", ours)  # has no numbered provisions; its headings are names
    texts = [s.text for s in sections(slug)] or [paper]
    # a note may quote a word or two of its print; a citation of an amending law is no sentence
    notes = re.findall(r"(?m)^\[\^[\w-]+\]:(.*)$", ours)
    texts += [note for note in notes if not law_numbers(note)]
    assert [c for text in texts for c in copied(text, official(slug).whole)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_number_stands_in_that_provision(
    official: Callable[[str], Official], slug: str
) -> None:
    theirs = official(slug)
    wrong = [
        (section.num, word)
        for section in sections(slug)
        for word in sorted(set(words(without_labels(section.text))))
        if (value := NUMBERS.get(word, int(word) if word.isdigit() else None)) is not None
        and word != "one"  # “one of”, “one or more” are no figures
        and value not in numbers_of(theirs.text_of(section.num))
    ]
    assert wrong == []


def numbers_of(text: str) -> set[int]:
    """Every number that a text writes in words or digits, those glued to a word by a scan too."""
    found = {NUMBERS[w] for w in words(text) if w in NUMBERS}
    scanned = re.sub(r"\bI\s?(?=\d)", "1", text)  # a scan reads 17 as “I 7”
    return found | {int(digits) for digits in re.findall(r"\d+", scanned)}


def without_labels(text: str) -> str:
    """The text without the printed numbers of its units, which scans lose first."""
    return re.sub(r"(?m)^\((\w+)\) ", "", text)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("modal", ["may", "shall"])
def test_modals_agree_provision_by_provision(
    official: Callable[[str], Official], modal: str, slug: str
) -> None:
    theirs = official(slug)
    wrong = [
        section.num
        for section in sections(slug)
        if modal in words(section.text) and modal not in words(theirs.text_of(section.num))
    ]
    assert wrong == []


def test_the_constitution_has_the_articles_that_it_says() -> None:
    entry = next(e for e in digests() if e.instrument.slug == "pk-constitution-1973")
    assert entry.digest is not None
    assert entry.digest.covers == "Articles 4, 8–28, 184, 199, 232 and 233"
    bare = [str(n) for n in (4, *range(8, 29), 184, 199, 232, 233)]
    inserted = ["9A", "10A", "19A", "25A"]
    assert sorted(s.num for s in sections("pk-constitution-1973")) == sorted(bare + inserted)
    # the 27th Amendment is known and not in the text: every page must say so
    assert any("Twenty-seventh" in n.text for n in entry.instrument.notices)


@pytest.mark.parametrize("slug", [e.instrument.slug for e in load_catalog() if e.digest])
def test_a_digest_that_is_not_whole_says_what_it_lacks(slug: str) -> None:
    entry = next(e for e in load_catalog() if e.instrument.slug == slug)
    assert entry.digest is not None
    assert entry.digest.covers
    if not entry.digest.covers.startswith(("all", "the whole")):
        assert entry.digest.lacks
