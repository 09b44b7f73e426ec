"""Reads `papers.toml`: the words and weights by which the headings of papers are told."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.forms import any_of

_FIGURE = r"(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,6}|[A-Z])(?![\w])"


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to give a heading a level, from `papers.toml`."""

    stacked_elsewhere: float
    down: float
    up: float
    leap: float
    in_closed: float
    title: float
    general: float
    holds: float
    short: float
    named: float
    alike: float
    repeats: float
    plain: float
    item: float


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The words, ready for matching."""

    closed: re.Pattern[str]
    holding: re.Pattern[str]
    general: re.Pattern[str]
    numbered: re.Pattern[str]
    """`Chapter 3: `, `Pillar One | `; groups `word` and `num`."""
    outer: frozenset[str]
    caption: re.Pattern[str]
    costs: Costs


@cache
def paper_words() -> PaperWords:
    """The shipped words."""
    held = tomllib.loads(Path(__file__).with_name("papers.toml").read_text(encoding="utf-8"))
    words = {name: any_of(tuple(each)) for name, each in held["words"].items()}
    spelled = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    return PaperWords(
        closed=_alone(words["closed"]),
        holding=_alone(words["holding"]),
        general=re.compile(rf"\b(?:{words['general']})\b", re.IGNORECASE),
        numbered=re.compile(
            rf"(?P<word>(?i:{words['numbered']}))\s+(?P<num>(?i:{spelled})\b|{_FIGURE})"
            r"[\s.:|–—-]*",
        ),
        outer=frozenset(held["words"]["outer"]),
        caption=re.compile(rf"(?:{words['captions']})\s*(?:\d|[IVX]+\b|:)", re.IGNORECASE),
        costs=Costs(**held["costs"]),
    )


def _alone(words: str) -> re.Pattern[str]:
    """The words as a whole heading, numbered or not."""
    return re.compile(rf"(?:[\dIVX]{{1,4}}[.)]?\s+)?(?:{words})\W*", re.IGNORECASE)
