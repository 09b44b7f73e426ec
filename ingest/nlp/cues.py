"""Which modals of a text open a statement."""

from __future__ import annotations

import re

from ingest.nlp.clauses import Cue, subordinate
from ingest.nlp.grammar import frame
from ingest.nlp.rules import anchor
from ingest.nlp.subjects import fresh_subject, skip_lead
from ingest.nlp.values import Found, Range, holders


def find_cues(text: str, entities: tuple[Found, ...], region: Range) -> list[Cue]:
    """The modals of a region that make statements, in order."""
    found: list[Cue] = []
    last = skip_lead(text, *region)
    skipped = ""
    for hit in anchor().finditer(text, *region):
        if _shadowed(text, hit) or not _may_define(text, region.start, hit):
            continue
        above = subordinate(text, last, hit.start())
        if above is None and _goes_on(text, hit, skipped):
            continue
        skipped = ""
        if above is None and _in_fronted(text, last, hit, region.end):
            skipped = hit.group().lower()
        elif above is None:
            found.append(Cue(Range(*hit.span())))
            last = hit.end()
        elif (start := _embedded_start(text, entities, above, hit, last)) is not None:
            found.append(Cue(Range(*hit.span()), embedded=start))
        else:
            skipped = hit.group().lower()
    return found


_AND_ONLY = re.compile(r"\b(?:and|or|but)\s+(?:also\s+)?$")


def _goes_on(text: str, hit: re.Match[str], skipped: str) -> bool:
    """Whether the modal is co-ordinated with one in a subordinate clause: "which may … and may"."""
    same = hit.group().lower() == skipped
    return same and _AND_ONLY.search(text, max(0, hit.start() - 12), hit.start()) is not None


_CONDITIONAL = re.compile(
    r"(?:if|where|when|whenever|unless|in case|in the event|until|once)\b", re.IGNORECASE
)


def _in_fronted(text: str, start: int, hit: re.Match[str], end: int) -> bool:
    """Whether the modal stands in an if-clause that another modal's clause follows.

    "If providing it may prejudice the inquiry, the officer shall …": "If" governs "may", since no
    fresh subject stands between.
    """
    at = skip_lead(text, start, hit.start())
    if not _CONDITIONAL.match(text, at, hit.start()) or fresh_subject(text, at, hit.start()):
        return False
    stop = _NEXT_SENTENCE.search(text, end)
    return anchor().search(text, hit.end(), stop.start() if stop else len(text)) is not None


_NEXT_SENTENCE = re.compile(r"\.\s+[A-Z]")


def _shadowed(text: str, hit: re.Match[str]) -> bool:
    """A capital "May" is the month; "have the power" after a modal is that modal's."""
    if hit.group().lower().startswith("commits"):
        return bool(_WHOEVER.search(text, max(0, hit.start() - 60), hit.start()))
    if hit.group() == "May":
        return bool(re.match(r",?\s+\d", text[hit.end() : hit.end() + 9]))
    if _COORDINATED.search(text, max(0, hit.start() - 24), hit.start()):
        return True
    return not _MODAL.match(hit.group()) and bool(
        frame("after_modal").search(text, max(0, hit.start() - 260), hit.start())
    )


_COORDINATED = re.compile(
    r"\b(?:(?:is|are|was|were|has been|have been) or|there)\s+$", re.IGNORECASE
)
"""Before a modal that opens nothing: "as are or may be conferred", "that there may be"."""
_WHOEVER = re.compile(r"\b(?:whoever|whosoever|who|which)\b\W*(?:\w+ly\s+)?$", re.IGNORECASE)
"""Before "commits an offence": the conduct that a later punishment is tied to, no cue itself."""
_DEFINING = re.compile(r"(?:means?|includes?|refers? to)", re.IGNORECASE)
_TERM_BEFORE = re.compile(r"""[”"’']\s*(?:,|\([^()]*\)|[^”"’'.;:]){0,140}$""")
_BARE_TERM = re.compile(
    r"(?:In this [\w ]{3,30},? )?(?:(?!(?:by|through|with|any|made|all)\b)[\w’'/()-]+ ){1,8}$",
    re.IGNORECASE,
)


def _may_define(text: str, start: int, hit: re.Match[str]) -> bool:
    """Whether "means" or "includes" can be a verb of definition here.

    A quoted term stands before it, or nothing but a few words of the sentence; "by electronic
    means" is the noun.
    """
    if not _DEFINING.fullmatch(hit.group()):
        return True
    if _TERM_BEFORE.search(text, max(start, hit.start() - 240), hit.start()):
        return True
    at = skip_lead(text, start, hit.start())
    return hit.group().lower() == "means" and bool(_BARE_TERM.match(text, at, hit.start()))


_MODAL = re.compile(r"(?:shall|may|must|cannot|can not)\b", re.IGNORECASE)


def _embedded_start(
    text: str, entities: tuple[Found, ...], above: re.Match[str], hit: re.Match[str], last: int
) -> int | None:
    """Where an embedded clause's subject begins, if the clause is a statement of its own.

    "As the Board may fix" is a power of a named body; ", which shall decide" binds "which".
    """
    tail_from = max(last, hit.start() - 160)
    word = above["word"].lower()
    if word == "as" and hit.group().lower() == "may":
        start = tail_from + above.end("word") + 1
        near = holders(entities, Range(start, start + 13))
        body = next((one for one in near if one.label != "ROLE" and one.start >= start), None)
        if body and not re.match(
            r"\s*(?:think|deem|consider|be\b)", text[hit.end() : hit.end() + 20]
        ):
            return start
    if word in ("who", "which") and hit.group().lower() == "shall" and not above["between"].strip():
        start = tail_from + above.start("word")
        return (
            start
            if word == "who" or text[max(0, start - 9) : start].rstrip().endswith(",")
            else None
        )
    return None
