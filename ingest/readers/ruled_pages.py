"""Page heads that a converter left as text under the rule it draws between two pages."""

from __future__ import annotations

import re
from itertools import pairwise

_RULE = re.compile(r"[ \t]*-{3,}[ \t]*")
_SIGNS = re.compile(r"[#*_]+")
_HEAD = re.compile(
    r"(?P<first>\d{1,4})(?:\s+(?P<after>[^\W\d].*))?|(?P<words>[^\W\d].*?)\s+(?P<last>\d{1,4})"
)
_LONGEST = 80
_FEWEST = 3
"""Heads from which their numbers make a run of pages."""
_STEP = 2
"""One page's head may be lost between two others."""
_NEAR = 3
"""Lines below the rule in which the head is looked for."""


def without_page_heads(text: str) -> str:
    """The same lines, those emptied that number a page below a rule of hyphens.

    Forms: `#### 16 Bill`, `_Widgets and Cogs_ 17`, a bare `18`, each under `-----`.
    Confused with: numbered headings of parts that rules divide (`## 3 Interpretation`); a running
    head says the same on page after page, a heading says something new.
    """
    lines = text.split("\n")
    run = _rising(_heads(lines))
    if len(run) >= _FEWEST and 2 * len({words for _, _, words in run}) <= len(run):
        for at, _, _ in run:
            lines[at] = ""
    return "\n".join(lines)


def _heads(lines: list[str]) -> list[tuple[int, int, str]]:
    """Line, number and words of what may be a page's head, below each rule."""
    found = []
    for rule, line in enumerate(lines):
        if _RULE.fullmatch(line):
            below = range(rule + 1, min(rule + 1 + _NEAR, len(lines)))
            at = next((n for n in below if lines[n].strip()), None)
            if at is not None and (head := _head(lines[at])):
                found.append((at, *head))
    return found


def _head(line: str) -> tuple[int, str] | None:
    words = " ".join(_SIGNS.sub(" ", line).split())
    found = _HEAD.fullmatch(words) if len(words) <= _LONGEST else None
    if found is None:
        return None
    return int(found["first"] or found["last"]), (found["after"] or found["words"] or "").casefold()


def _rising(heads: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The longest stretch of heads whose numbers count up."""
    best: list[tuple[int, int, str]] = []
    held = heads[:1]
    for before, head in pairwise(heads):
        held = [*held, head] if 0 < head[1] - before[1] <= _STEP else [head]
        best = max(best, held, key=len)
    return best
