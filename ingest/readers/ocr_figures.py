"""Reads `ocr.toml`: the figures and words by which pictures of pages are read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("ocr.toml")


@dataclass(frozen=True, slots=True)
class PictureFigures:
    """How pages are drawn."""

    dpi: int
    least_dpi: int
    most_dpi: int
    blur: float
    most_pixels: int
    most_file_pixels: int
    most_frames: int
    usual_width: float


@dataclass(frozen=True, slots=True)
class ProgramFigures:
    """Limits of the program that reads letters."""

    seconds: float
    threshold: int
    most_at_once: int
    kept: int


@dataclass(frozen=True, slots=True)
class SkewFigures:
    """How a page that lies slightly askew is found out, in degrees."""

    widest: float
    coarse: float
    fine: float
    least: float


@dataclass(frozen=True, slots=True)
class GutterFigures:
    """What parts columns."""

    width: float
    least_column: float
    least_lines: int
    least_height: float
    near_edge: float


@dataclass(frozen=True, slots=True)
class TurnedFigures:
    """When a page may be upside down or on its side."""

    sure: float
    odd: float
    program_sure: float


@dataclass(frozen=True, slots=True)
class WordFigures:
    """What tells words from specks."""

    sure: float
    speck_sure: float
    speck_letters: int
    outside: float
    low: float
    unread_words: int
    unread_sure: float
    unread_letters: float
    unread_odd: float


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """How far letters reach, in shares of their font's size."""

    small: float
    tall: float
    deep: float
    same: float
    same_short: float


@dataclass(frozen=True, slots=True)
class LineFigures:
    """What makes lines and paragraphs."""

    same_height: float
    least_way: float
    gap: float
    centred_indent: float
    centred_slack: float


@dataclass(frozen=True, slots=True)
class BoldFigures:
    """What tells bold letters."""

    heavier: float
    letters: int


@dataclass(frozen=True, slots=True)
class TrustFigures:
    """When a text layer is believed."""

    least_words: int
    odd_seen: float
    odd_unseen: float
    few_letters: int
    some_letters: int
    covers: float
    pictured: float
    drawn: int
    least_share: float
    other_machine: float
    other_odd: float


@dataclass(frozen=True, slots=True)
class OddFigures:
    """What looks like a word of no language."""

    plain: frozenset[str]
    consonants: int


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """What list numbers are misread as."""

    opening: str
    closing: str
    like_opening: str
    like_closing: str
    reach: int
    most_readings: int
    lost_reach: int
    lost_doubt: float
    misread: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class OcrFigures:
    """All figures, by what they are about."""

    picture: PictureFigures
    program: ProgramFigures
    skew: SkewFigures
    gutter: GutterFigures
    turned: TurnedFigures
    words: WordFigures
    sizes: SizeFigures
    lines: LineFigures
    bold: BoldFigures
    trust: TrustFigures
    odd: OddFigures
    labels: LabelFigures
    lone_marks: frozenset[str]
    note_calls: re.Pattern[str]
    calls: re.Pattern[str]
    """What a raised figure and a bracket before a number are read as."""
    hyphens: tuple[str, ...]


@cache
def figures() -> OcrFigures:
    """The shipped figures."""
    held: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    odd, marks = held["odd"], held["marks"]
    return OcrFigures(
        picture=PictureFigures(**held["picture"]),
        program=ProgramFigures(**held["program"]),
        skew=SkewFigures(**held["skew"]),
        gutter=GutterFigures(**held["gutter"]),
        turned=TurnedFigures(**held["turned"]),
        words=WordFigures(**held["words"]),
        sizes=SizeFigures(**held["sizes"]),
        lines=LineFigures(**held["lines"]),
        bold=BoldFigures(**held["bold"]),
        trust=TrustFigures(**held["trust"]),
        odd=OddFigures(frozenset(odd["plain"]), odd["consonants"]),
        labels=LabelFigures(**held["labels"]),
        calls=re.compile(held["calls"]["before_number"], re.VERBOSE),
        note_calls=re.compile(held["calls"]["before_note"]),
        lone_marks=frozenset(marks["lone"]),
        hyphens=tuple(marks["hyphens"]),
    )
