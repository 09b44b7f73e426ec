"""Akoma Ntoso identifiers: work and expression URIs, and eIds.

Source of the forms: Akoma Ntoso Naming Convention 1.0 (OASIS), with this project's choices of
CONTRACT: sections, articles and rules carry no container prefix, numbers stay as printed, and a
digest's URI ends in `/mizan`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.errors import AskerError
from corpus.model import ExpressionKind, ProvisionKind

DIGEST_SUFFIX = "mizan"

EID_NAMES = {
    ProvisionKind.TITLE: "title",
    ProvisionKind.PART: "part",
    ProvisionKind.SUBPART: "subpart",
    ProvisionKind.CHAPTER: "chp",
    ProvisionKind.SECTION: "sec",
    ProvisionKind.ARTICLE: "art",
    ProvisionKind.RULE: "rule",
    ProvisionKind.REGULATION: "reg",
    ProvisionKind.SUBSECTION: "subsec",
    ProvisionKind.PARAGRAPH: "para",
    ProvisionKind.SUBPARAGRAPH: "subpara",
    ProvisionKind.PROVISO: "proviso",
    ProvisionKind.EXPLANATION: "explanation",
    ProvisionKind.ILLUSTRATION: "illustration",
    ProvisionKind.SCHEDULE: "sched",
    ProvisionKind.RECITAL: "rec",
    ProvisionKind.PREAMBLE: "preamble",
    ProvisionKind.HEADING: "hd",
}
"""First word of an eId component, by kind."""

BASIC_NAMES = ("sec", "art", "rule", "reg")

_LANGUAGES = {"en": "eng", "ur": "urd", "fr": "fra", "nl": "nld"}
_EID = re.compile(r"[a-z]+(_[A-Za-z0-9.-]+)*(__[a-z]+(_[A-Za-z0-9.-]+)*)*")
_EXPRESSION = re.compile(
    r"""
    (?P<work>/akn/[a-z]{2}(?:-[a-z]+)?/[a-z-]+(?:/[A-Za-z0-9._-]+)+?)  # /akn/pk/act/2016/40
    (?:/(?P<language>[a-z]{3})                                  # /eng
       (?:@(?P<date>\d{4}-\d{2}-\d{2})?                        # @2025-01-29
         |:(?P<seen>\d{4}-\d{2}-\d{2}))?                        # :2026-11-24
       (?P<digest>/mizan)?                                      # our own words
    )?
    (?:/?~(?P<eid>[A-Za-z0-9_.-]+))?                            # ~sec_37
    """,
    re.VERBOSE,
)


class BadUri(AskerError):
    """A text that should be an Akoma Ntoso URI is not one."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text[:120]!r} is not an Akoma Ntoso address; "
            "one looks like /akn/pk/act/2016/40/eng@2025-01-29/~sec_37."
        )


@dataclass(frozen=True, slots=True)
class AknUri:
    """A parsed address of a work, an expression, or a provision of either."""

    work: str
    language: str = ""
    """Three letters (ISO 639-2), empty for a work."""
    date: str = ""
    digest: bool = False
    eid: str = ""
    seen: str = ""
    """ISO day on which the publisher gave these words, where their own day is not known: the
    convention's “virtual expression”."""

    @property
    def kind(self) -> ExpressionKind:
        """Whose words the expression is made of."""
        return ExpressionKind.DIGEST if self.digest else ExpressionKind.OFFICIAL

    def expression(self) -> str:
        """The address without its provision; a work's own address when no language is given."""
        return str(replace(self, eid=""))

    def __str__(self) -> str:
        text = self.work
        if self.language:
            text += f"/{self.language}" + (f"@{self.date}" if self.date else "")
            text += f":{self.seen}" if self.seen and not self.date else ""
            text += f"/{DIGEST_SUFFIX}" if self.digest else ""
        return text + (f"/~{self.eid}" if self.eid else "")


def parse_uri(text: str) -> AknUri:
    """Read an address such as `/akn/pk/act/2016/40/eng@2025-01-29/~sec_37`.

    Raises:
        BadUri: the text is not such an address.
    """
    found = _EXPRESSION.fullmatch(text)
    if found is None:
        raise BadUri(text)
    return AknUri(
        work=found["work"],
        language=found["language"] or "",
        date=found["date"] or "",
        digest=bool(found["digest"]),
        eid=found["eid"] or "",
        seen=found["seen"] or "",
    )


def expression_uri(
    work: str, language: str, date: str, kind: ExpressionKind, seen: str = ""
) -> str:
    """The address of an expression; without a full date it carries none, or the day it was seen."""
    full_date = date if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) else ""
    code = _LANGUAGES.get(language, language)
    return str(AknUri(work, code, full_date, kind is ExpressionKind.DIGEST, seen=seen))


def is_eid(text: str) -> bool:
    """Whether the text has the form of an eId; says nothing of its existence."""
    return _EID.fullmatch(text) is not None


def eid_component(kind: ProvisionKind, num: str | None) -> str:
    """One component of an eId: `sec_37`, `para_iiia`, `sec_3.1`, `preamble`."""
    name = EID_NAMES[kind]
    clean = re.sub(r"[^A-Za-z0-9.-]", "", num or "").strip(".-")
    return f"{name}_{clean}" if clean else name


def basic_unit(eid: str) -> str:
    """The eId of the section, article or rule that holds a unit, or the eId's own first part.

    In `chp_III__sec_1` (a section that only groups articles) the whole is its own unit.
    """
    parts = eid.split("__")
    for depth, part in enumerate(parts, start=1):
        if part.split("_")[0] in BASIC_NAMES:
            return "__".join(parts[:depth])
    return parts[0]


def number_of(eid: str) -> str | None:
    """The bare number of the enclosing section, article or rule: `26A`; None when there is none.

    A number printed twice takes `_2` in its eId; that mark is not part of the number.
    """
    name, _, num = basic_unit(eid).split("__")[-1].partition("_")
    return num.split("_")[0] if name in BASIC_NAMES and num else None
