"""Which elements of Akoma Ntoso are units: their kind, number and heading."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from corpus.model import BASIC_KINDS, CONTAINER_KINDS
from corpus.model import ProvisionKind as K
from ingest.draft import Unit
from ingest.readers.akn_notes import name_of, plain_words
from ingest.readers.akn_tables import (
    BY_PLACE,
    COUNTED,
    EDGES,
    GROUPS,
    HEADING_EDGES,
    KINDS,
    LABEL_WORD,
    LABELLED,
    NUMBER,
    WRAPPERS,
)

_RANKS = {K.SUBSECTION: 1, K.PARAGRAPH: 2, K.SUBPARAGRAPH: 3}
_BASIC_TAGS = frozenset({"section", "article", "rule"})
_LONGEST = 24
"""Letters of a number that is printed in words (`FIRST`)."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a unit's words."""

    num: str | None
    heading: str | None
    printed: str
    """The number with its signs: `(a)`."""


def label_of(element: etree._Element) -> Label:
    """Number and heading of an element; the number may be part of the heading."""
    printed = " ".join(filter(None, (plain_words(e) for e in element if name_of(e) == "num")))
    heads = [plain_words(e) for e in element if name_of(e) == "heading"]
    num, kept = number_in(printed), []
    for words in filter(None, heads):
        found = LABELLED.fullmatch(words) if num is None else None
        if found is None:
            kept.append(words)
            continue
        num = found["num"]
        kept += [found["heading"]] if found["heading"] else []
    if not kept:
        kept = [plain_words(e) for e in element if name_of(e) == "subheading"]
    return Label(num, _unbracketed(" ".join(filter(None, kept)).strip(HEADING_EDGES)), printed)


def _unbracketed(heading: str) -> str | None:
    """A heading without the brackets that Italian prints put around it."""
    whole = heading.startswith("(") and heading.find(")") == len(heading) - 1
    return (heading[1:-1].strip(HEADING_EDGES) if whole else heading) or None


def number_in(printed: str) -> str | None:
    """The number in a printed label: `37` of `Section 37.`, `5-bis` of `Art. 5-bis.`."""
    bare = LABEL_WORD.sub(" ", printed).strip(EDGES)
    if " " in bare:
        found = NUMBER.match(bare)
        bare = found[0] if found else bare[:_LONGEST].strip()
    return bare or None


def unit_of(element: etree._Element, parent: Unit | None) -> Unit | None:
    """The unit that an element is; None for a wrapper."""
    name = _told(element)
    if name in WRAPPERS or (name not in KINDS and name not in BY_PLACE):
        return None
    label = label_of(element)
    kind, path = _placed(name, element, label.num, parent)
    if kind in COUNTED:
        return Unit(kind, label.num, label.heading, parent, path=path)
    if kind is K.PARAGRAPH and parent is not None and parent.kind is K.HEADING:
        return Unit(kind, label.num, label.heading, parent, path="" if label.num else "count")
    if label.num is None and not (kind in GROUPS and label.heading):
        return None
    num = schedule_number(label.num) if kind is K.SCHEDULE else label.num
    return Unit(kind, num, label.heading, parent, path=path)


def schedule_number(num: str | None) -> str | None:
    """`FIRST` of `First Schedule`, as prints have it; other numbers as they are."""
    return num.upper() if num and num.isalpha() and num.istitle() and len(num) > 1 else num


def _told(element: etree._Element) -> str:
    """The element's name, or the name that a generic element gives itself."""
    name = name_of(element)
    if name in ("hcontainer", "container"):
        given = element.get("name", "").casefold().replace("-", "").rstrip("0123456789")
        return given if given in KINDS or given in BY_PLACE else "hcontainer"
    return name


def _placed(
    name: str, element: etree._Element, num: str | None, parent: Unit | None
) -> tuple[K, str]:
    """Kind and eId word, by what the element is called, stands in and holds."""
    kind = KINDS.get(name)
    if kind in BASIC_KINDS and _holds_basic(element):
        return kind, "container"
    if name == "point" and parent is not None and not _in_section(parent):
        return K.SUBPARAGRAPH, "point"
    if name in BY_PLACE or kind is None:
        return _holding(element) or _by_place(num, parent)
    if name == "clause" and (parent is None or _groups(parent)):
        return K.SECTION, ""
    if kind not in _RANKS or parent is None:
        return kind, ""
    if parent.kind in BASIC_KINDS and not _groups(parent):
        return _in_basic(kind, num, parent)
    if _article_of(parent):
        return K.SUBPARAGRAPH, "point"
    if _RANKS[kind] <= _RANKS.get(parent.kind, 0):
        return _by_place(num, parent)
    return kind, ""


def _holding(element: etree._Element) -> tuple[K, str] | None:
    """A generic element that holds sections or articles is a part of the whole."""
    return (K.SUBPART, "") if _holds_basic(element) else None


def _in_basic(kind: K, num: str | None, parent: Unit) -> tuple[K, str]:
    if kind is K.SUBSECTION and parent.kind is not K.ARTICLE:
        return kind, ""
    if kind is K.SUBPARAGRAPH and parent.kind is not K.ARTICLE:
        return kind, ""
    return _by_place(num, parent)


def _by_place(num: str | None, parent: Unit | None) -> tuple[K, str]:
    """What a numbered piece is, by its number and what holds it, as in the prints."""
    digit = (num or "")[:1].isdigit()
    if parent is None or _groups(parent):
        return K.PARAGRAPH, ""
    if parent.kind is K.ARTICLE:
        return (K.PARAGRAPH, "") if digit else (K.SUBPARAGRAPH, "point")
    if parent.kind in BASIC_KINDS:
        return (K.SUBSECTION, "") if digit else (K.PARAGRAPH, "")
    if parent.kind in (K.PARAGRAPH, K.SUBPARAGRAPH) and _article_of(parent):
        return K.SUBPARAGRAPH, "point"
    if parent.kind is K.PARAGRAPH:
        return K.SUBPARAGRAPH, ""
    return (K.SUBPARAGRAPH, "item") if parent.kind is K.SUBPARAGRAPH else (K.PARAGRAPH, "")


def _article_of(unit: Unit) -> bool:
    """Whether the unit stands in an article, where what is below a paragraph is a point."""
    return _basic_of(unit) is K.ARTICLE


def _in_section(unit: Unit) -> bool:
    return _basic_of(unit) not in (K.ARTICLE, None)


def _basic_of(unit: Unit) -> K | None:
    """The kind of the section, article or rule that a unit is or stands in."""
    above: Unit | None = unit
    while above is not None and (above.kind not in BASIC_KINDS or above.path == "container"):
        above = above.parent
    return above.kind if above is not None else None


def _groups(unit: Unit) -> bool:
    return unit.kind in CONTAINER_KINDS or unit.path == "container"


def _holds_basic(element: etree._Element) -> bool:
    """Whether sections, articles or rules stand in it, other than in words that it quotes."""
    return any(
        name_of(child) in _BASIC_TAGS or _told(child) == "regulation" or _holds_basic(child)
        for child in element
        if name_of(child) not in ("content", "intro", "wrapUp", "")
    )
