"""A text levelled for matching, and the way back to the text as given.

Sources differ in line breaks, doubled blanks, amendment brackets and the Greek question mark
(U+037E) that some Pakistani prints set for a semicolon.  Rules see none of that; every offset that
leaves the package is into the text as given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.values import Range

_PLAIN = str.maketrans({"\u037e": ";", "\u00a0": " ", "\u200b": " ", "\u00ad": "-", "\u2011": "-"})

_NOISE = re.compile(
    r"""
    (?P<omission>\[\s*\*[\s*]*\]?)     # [* * *] marks words that an amendment took out
    | (?P<bracket>[\[\]])              # [ten years] marks words that one put in
    | (?P<blank>\s+)                   # line ends and runs of blanks
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Levelled:
    """A text without noise, which knows where each of its characters came from."""

    text: str
    source: str
    origins: tuple[int, ...] | None
    """Offset in the source of each character; None where nothing was levelled."""

    def back(self, place: Range) -> Range:
        """Where the words stand in the source."""
        if self.origins is None or place.start >= place.end:
            return place
        return Range(self.origins[place.start], self.origins[place.end - 1] + 1)


def level(source: str) -> Levelled:
    """Level a text: single blanks, plain semicolons, no amendment brackets."""
    plain = source.translate(_PLAIN)
    if not _needs_work(plain):
        return Levelled(plain, source, None)
    characters: list[str] = []
    origins: list[int] = []
    at = 0
    for noise in _NOISE.finditer(plain):
        characters.extend(plain[at : noise.start()])
        origins.extend(range(at, noise.start()))
        if noise["blank"] and characters[-1:] != [" "]:
            characters.append(" ")
            origins.append(noise.start())
        at = noise.end()
    characters.extend(plain[at:])
    origins.extend(range(at, len(plain)))
    return Levelled("".join(characters), source, tuple(origins))


def _needs_work(text: str) -> bool:
    return any(mark in text for mark in ("  ", "\n", "\t", "[", "]", "\r", "\f", "\v")) or bool(
        re.search(r"[^\S ]", text)
    )
