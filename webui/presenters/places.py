"""How a provision is called in a line of text, and where its page is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from corpus.model import (
    BASIC_KINDS,
    CONTAINER_KINDS,
    Instrument,
    Provision,
    ProvisionKind,
)
from corpus.uri import basic_unit

_SHORT = {"sec": "s.", "art": "Art.", "rule": "r.", "reg": "reg."}
_LONG = {
    "sec": "section",
    "art": "Article",
    "rule": "rule",
    "reg": "regulation",
    "sched": "Schedule",
    "rec": "recital",
    "chp": "Chapter",
    "part": "Part",
}
_PAGE_KINDS = frozenset(
    {
        *BASIC_KINDS,
        ProvisionKind.SCHEDULE,
        ProvisionKind.PREAMBLE,
        ProvisionKind.HEADING,
    }
)
"""Units that get a page of their own in the contents; recitals are read one by one from search."""


def place_of(eid: str, long: bool = False) -> str:
    """The pinpoint as cited: `s. 37(1)(a)`, or with `long` `section 37`.

    Provisos and explanations are named in words, since nobody cites them by a number alone.
    """
    unit = basic_unit(eid)
    name, _, num = unit.split("__")[-1].partition("_")
    rest = eid[len(unit) :].split("__")[1:]
    words = (_LONG if long else _SHORT).get(name) or _LONG.get(name, "")
    head = f"{words} {num}" if num and words else (words or _spoken(name, num))
    return head + "".join(_below(part) for part in rest)


def _spoken(name: str, num: str) -> str:
    return {"preamble": "preamble", "hd": f"heading {num}"}.get(name, f"{name} {num}".strip())


def _below(part: str) -> str:
    name, _, num = part.partition("_")
    if name in ("proviso", "explanation", "illustration"):
        return f", {name}" + (f" {num}" if num not in ("", "1") else "")
    return f"({num})" if name != "hd" else f", heading {num}"


def page_of(slug: str, eid: str, parameters: Mapping[str, str] | None = None) -> str:
    """Address of the provision's page, at the unit itself; `parameters` name the text."""
    unit = basic_unit(eid)
    query = f"?{urlencode(parameters)}" if parameters else ""
    page = f"/i/{quote(slug)}/{quote(unit)}{query}"
    return page if unit == eid else f"{page}#{quote(eid)}"


def title_of(provision: Provision) -> str:
    """The number and heading as a page's title."""
    if provision.kind is ProvisionKind.PREAMBLE:
        return provision.heading or "Preamble"
    if provision.kind is ProvisionKind.HEADING:
        return provision.heading or place_of(provision.eid)
    if provision.kind in BASIC_KINDS and not groups(provision):
        number = f"{provision.num}. " if provision.num else ""
        return number + (provision.heading or "")
    name = place_of(provision.eid, long=True)
    name = name[:1].upper() + name[1:]
    return f"{name} — {provision.heading}" if provision.heading else name


def citation_of(instrument: Instrument, eid: str, date: str) -> str:
    """A citation that can be pasted: title, number, pinpoint, day of the words."""
    number = f" ({instrument.number})" if instrument.number else ""
    as_at = f" (as at {date})" if date else ""
    return f"{instrument.title}{number}, {place_of(eid)}{as_at}"


@dataclass(frozen=True, slots=True)
class ContentsItem:
    """One line of a list of contents."""

    eid: str
    num: str
    label: str
    address: str
    group: bool = False
    """True for a chapter or part, which has no page."""
    current: bool = False


def contents_of(
    slug: str,
    provisions: Sequence[Provision],
    current: str = "",
    parameters: Mapping[str, str] | None = None,
) -> tuple[ContentsItem, ...]:
    """The contents of an instrument, containers as groups; `parameters` name the text."""
    kinds = _PAGE_KINDS | CONTAINER_KINDS
    return tuple(
        _contents_item(slug, p, current, parameters)
        for p in provisions
        if p.kind in kinds and not (p.kind is ProvisionKind.HEADING and p.heading is None)
    )


def groups(provision: Provision) -> bool:
    """Whether a unit only groups others: chapters do, and sections of chapters of articles."""
    nested_section = provision.kind is ProvisionKind.SECTION and "__" in provision.eid
    return provision.kind in CONTAINER_KINDS or nested_section


def _contents_item(
    slug: str, provision: Provision, current: str, parameters: Mapping[str, str] | None
) -> ContentsItem:
    if groups(provision):
        return ContentsItem(provision.eid, "", title_of(provision), "", group=True)
    heading = provision.heading or re.sub(r"\s+", " ", provision.text)[:60]
    if provision.kind not in BASIC_KINDS and provision.kind is not ProvisionKind.HEADING:
        heading = title_of(provision)
    return ContentsItem(
        eid=provision.eid,
        num=provision.num or "" if provision.kind in BASIC_KINDS else "",
        label=heading,
        address=page_of(slug, provision.eid, parameters),
        current=provision.eid == current,
    )


def neighbours_of(
    items: Sequence[ContentsItem], current: str, around: int = 6
) -> tuple[tuple[ContentsItem, ...], ContentsItem | None, ContentsItem | None]:
    """The lines around the current one, the one before it and the one after."""
    pages = [item for item in items if not item.group]
    at = next((n for n, item in enumerate(pages) if item.eid == current), None)
    if at is None:
        return tuple(pages[: around * 2]), None, None
    window = tuple(pages[max(0, at - around) : at + around + 1])
    before = pages[at - 1] if at else None
    after = pages[at + 1] if at + 1 < len(pages) else None
    return window, before, after
