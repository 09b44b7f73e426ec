"""Numbers that stand on a line of their own between a heading and its text: `Fees`, `4.`, `A fee`.

A page whose heading, number and text are cells of their own comes so out of a browser.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.draft import Draft, Event, Line

_NUMBER = re.compile(r"(?P<num>\d{1,3})[A-Z]{0,2}\.(?:\s?\(1\))?")
_LABEL = re.compile(r"\((?:\d{1,2}|[a-z]{1,4})\)")
_HEADING = re.compile(r"[A-Z][^.;:]{2,119}")
_TEXT = re.compile(r"[A-Z“\"‘(]")
_FEWEST = 3
_SHARE = 0.75


class JoinNumbersApart:
    """Put numbers and labels that stand alone before the text on the next line.

    Forms: `Fees`, `4.` or `4.(1)`, `A fee is due.`, `(2)`, `It is small.`
    Confused with: numbers of pages and of table rows; these have no heading above and no sentence
    below.  Three quarters of them must have both, and they must count up.

    Reads: lines.
    Writes: lines (joined).
    """

    def __call__(self, draft: Draft) -> None:
        lines = draft.lines
        numbers = [at for at in range(1, len(lines) - 1) if _alone(_NUMBER, lines[at])]
        fit = [at for at in numbers if _between(lines, at)]
        if len(fit) < max(_FEWEST, _SHARE * len(numbers)) or not _rising(lines, fit):
            return
        headed = {at for at in numbers if _HEADING.fullmatch(lines[at - 1].text)}
        labels = {at for at in range(fit[0], len(lines) - 1) if _alone(_LABEL, lines[at])}
        for at in sorted(headed | labels, reverse=True):
            if _TEXT.match(lines[at + 1].text) or lines[at + 1].text[:1].islower():
                _join(lines, at)
        block = lines[fit[0]].block
        said = f"{len(fit)} numbers that stand apart open the text below them"
        draft.decide(self, "apart", block, said, "lines of their own", 0.0)


def _alone(pattern: re.Pattern[str], line: Line) -> bool:
    return not line.block.level and not line.quoted and pattern.fullmatch(line.text) is not None


def _between(lines: list[Line], at: int) -> bool:
    above, below = lines[at - 1], lines[at + 1]
    return (
        _HEADING.fullmatch(above.text) is not None
        and _TEXT.match(below.text) is not None
        and _HEADING.fullmatch(below.text) is None
    )


def _rising(lines: list[Line], fit: list[int]) -> bool:
    found = (_NUMBER.match(lines[at].text) for at in fit)
    nums = [int(match["num"]) for match in found if match is not None]
    return all(a <= b <= a + 2 for a, b in pairwise(nums))


def _join(lines: list[Line], at: int) -> None:
    line, after = lines[at], lines[at + 1]
    shift = len(line.text) + 1
    line.text = f"{line.text} {after.text}"
    line.events += [Event(e.at + shift, e.bracket, e.opens) for e in after.events]
    line.para = True
    del lines[at + 1]
