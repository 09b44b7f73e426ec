"""One Act in several formats gives one tree."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest

from corpus.model import Provision
from ingest.parse import Parsed, parse_bytes, parse_file

AGREEMENT = 0.98


def units(parsed: Parsed) -> dict[str, Provision]:
    """The units by eId."""
    return {p.eid: p for p in parsed.provisions}


def bare_text(path: Path) -> bytes:
    """A PDF as a text file: what an extractor gives, without places or letters’ sizes."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "\f".join(pages).replace("\r\n", "\n").replace("\ufffe", "-").encode()


def plain(words: str | None) -> str:
    """Letters and figures alone: twins differ in stops and spaces."""
    return "".join(c for c in (words or "").casefold() if c.isalnum())


def like(first: str, second: str) -> bool:
    """Whether two texts are the same but for a misprint here and there."""
    a, b = plain(first)[:4000], plain(second)[:4000]
    return a == b or difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9


def agreement(first: Mapping[str, Provision], second: Mapping[str, Provision]) -> float:
    """Share of units that both have, under the same parent (twice the common over all)."""
    common = [e for e in first if e in second and first[e].parent == second[e].parent]
    return 2 * len(common) / (len(first) + len(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("pk-fair-trial-2013.pdf", "pk-fair-trial-2013.md"),
        ("pk-fair-trial-2013.pdf", "text of the same PDF"),
        ("pk-fair-trial-2013.md", "text of the PDF"),
        ("eu-gdpr.html", "eu-gdpr.akn.xml"),
        ("pk-peca-2016.pdf", "text of the same PDF"),
    ],
)
def test_twins_give_one_tree(shared: Path, first: str, second: str) -> None:
    texts = shared / "texts"
    one = units(parse_file(texts / first))
    if second.startswith("text of"):
        printed = texts / first.replace(".md", ".pdf")
        other = units(parse_bytes(bare_text(printed), "twin.txt"))
    else:
        other = units(parse_file(texts / second))
    assert agreement(one, other) >= AGREEMENT
    common = [e for e in one if e in other]
    headed = [e for e in common if plain(one[e].heading) == plain(other[e].heading)]
    assert len(headed) >= AGREEMENT * len(common)
    worded = [e for e in common if like(one[e].text, other[e].text)]
    assert len(worded) >= AGREEMENT * len(common)
