"""Mends Markdown before it is parsed: front matter, fences, page marks, renumbered lists."""

from __future__ import annotations

import re

from ingest.readers.ruled_pages import without_page_heads

_FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(?P<held>(?:[^\n]*\n){1,200}?)(?:---|\.\.\.)[ \t]*\n")
_KEY = re.compile(r"(?m)^[A-Za-z_][\w -]{0,40}:(?=\s|$)")
_TITLE = re.compile(r"(?mi)^title:[ \t]*[\"']?(?P<title>[^\"'\n]{3,200})[\"']?[ \t]*$")
_FENCE = re.compile(r"(?m)^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:markdown|md|text|txt)?[ \t]*$")
_PAGE_MARK = re.compile(
    r"""(?mix)^[ \t]*(?:
        \{\d{1,4}\}-{3,}                                  # marker: {12}-----
      | (?:\#{1,6}[ \t]*|\*\*|<!--[ \t]*|\[)?page[ \t]*(?:no\.?)?[ \t]*\d{1,4}
        (?:[ \t]*(?:of|/)[ \t]*\d{1,4})?(?:[ \t]*(?:\*\*|-->|\]))?
      | \\(?:newpage|pagebreak)
      | <!--[ \t]*(?:image|page[ -]?break|pagebreak)[ \t]*-->
    )[ \t]*$"""
)
_RULE = re.compile(
    r"(?m)^[ \t]*(?:-[ \t]?){3,}$|^[ \t]*(?:\*[ \t]?){3,}$|^[ \t]*_[ \t]?_[ \t]?_[ \t]*$"
)
"""More than three lines below are a blank to be filled in."""
_TIGHT = re.compile(r"(?m)^(\s{0,3}#{1,6})(?=[^#\s])")
_ANCHOR = re.compile(r"(?m)\{[#.][^}\n]{1,80}\}[ \t]*$|\[\]\{[^}\n]{1,80}\}")
_SUPERIOR = re.compile(
    r"\^\{?(\d{1,3})\}?\^|\$\s*\^\{?(\d{1,3}|\*)\}?\s*\$|<sup>\s*(\d{1,3}|\*)\s*</sup>", re.I
)
_DELIMITER = re.compile(
    r"(?m)^[ \t]*(?:\|[ \t]*)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*$"
)
_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<num>\d{1,9})(?P<stop>[.)])(?=[ \t]+\S)")


def title_of(text: str) -> str:
    """The title that the front matter gives, empty where it gives none."""
    found = _FRONT.match(text)
    title = _TITLE.search(found["held"]) if found and _KEY.search(found["held"]) else None
    return title["title"].strip() if title else ""


def mended(text: str, mark: str) -> str:
    """The same lines, without what converters add; `mark` is put round superior figures as `{}`.

    Lines are emptied, not taken out, so that their numbers stay.
    """
    text = _FRONT.sub(_emptied_if_keys, text, count=1)
    for pattern in (_FENCE, _PAGE_MARK, _DELIMITER):
        text = pattern.sub("", text)
    text = _RULE.sub(
        "", without_page_heads(text)
    )  # a rule under a paragraph would make it a heading
    text = _TIGHT.sub(r"\1 ", text)
    text = _ANCHOR.sub("", text)
    return _SUPERIOR.sub(lambda m: mark.format(m[1] or m[2] or m[3]), text)


def _emptied_if_keys(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") if _KEY.search(found["held"]) else found[0]


def renumbered(text: str) -> tuple[str, list[int]]:
    """Lists whose items all say `1.` counted up, as a browser would show them; lines changed.

    Confused with: the first subsections of sections that have one each; those have a heading or
    a paragraph between them.
    """
    lines = text.split("\n")
    changed: list[int] = []
    runs: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        place = len(line) - len(line.lstrip())
        found = _ITEM.match(line)
        first = found is not None and found["num"] == "1"
        for closed in [p for p in runs if p > place or (p == place and not first)]:
            changed += _count_up(lines, runs.pop(closed))
        if first:
            runs.setdefault(place, []).append(at)
    for run in runs.values():
        changed += _count_up(lines, run)
    return "\n".join(lines), sorted(changed)


def _count_up(lines: list[str], run: list[int]) -> list[int]:
    if len(run) < 2:
        return []
    for number, at in enumerate(run, start=1):
        lines[at] = _ITEM.sub(rf"\g<indent>{number}\g<stop>", lines[at], count=1)
    return run
