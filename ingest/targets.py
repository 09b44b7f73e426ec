"""Where in another law an amending law works: a path of units, and its eId."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BASIC = 2
_SUB = 3
_MARKED = 7
_NAMES = {
    "part": "part",
    "title": "title",
    "schedule": "sched",
    "annex": "sched",
    "appendix": "sched",
    "chapter": "chp",
    "section": "sec",
    "article": "art",
    "rule": "rule",
    "regulation": "reg",
    "proviso": "proviso",
    "explanation": "explanation",
    "illustration": "illustration",
}
_DEEPER = ("para", "subpara", "item")
"""Names of the levels below sections, after the numbered subsections."""
_PARTS = re.compile(r"\(?([A-Za-z0-9.]+(?:-[A-Z])?)\)?")


@dataclass(frozen=True, slots=True)
class Step:
    """One unit on the way down."""

    depth: int
    """As `operations.toml` has it: 2 for the unit that carries the numbering."""
    word: str
    """How the amending law calls it; empty for the bracket of `13(2)`."""
    num: str


Path = tuple[Step, ...]


def extended(path: Path, depth: int, word: str, num: str) -> Path:
    """The path with a unit added, in place of those as deep or deeper; `13(2)(a)` adds three."""
    nums: list[str] = _PARTS.findall(num) if "(" in num[1:] else [num.strip("()")]
    if depth > _BASIC and len(nums) > 1 and not num.startswith("("):
        depth, word = _BASIC, _basic_of(word, path)  # `Subsection 13(2)` begins with the section
    depth = _depth_in(path, depth, word, nums[0])
    steps = [step for step in path if step.depth < depth]
    if depth >= _MARKED:
        steps = [step for step in path if step.depth < _MARKED]
    for at, each in enumerate(nums):
        steps.append(Step(min(depth + at, _MARKED - 1) if at else depth, "" if at else word, each))
    return tuple(steps)


def _basic_of(word: str, path: Path) -> str:
    held = next((step.word for step in path if step.depth == _BASIC), "section")
    return next((name for name in ("regulation", "rule") if word.endswith(name)), held)


def _depth_in(path: Path, depth: int, word: str, num: str) -> int:
    """A `clause (1)` or `paragraph 2` right under an article is its first level."""
    under_article = any(step.word == "article" for step in path)
    first = word in ("clause", "paragraph") and num[:1].isdigit()
    return _SUB if under_article and first else depth


def eid_of(path: Path) -> str:
    """The eId of what a path leads to; empty for an empty path."""
    steps = list(path)
    basic = next((at for at, step in enumerate(steps) if step.depth == _BASIC), None)
    schedule = any(_NAMES.get(step.word) == "sched" for step in steps)
    if basic is not None and not schedule:
        steps = steps[basic:]
    parts: list[str] = []
    level = 0
    for step in steps:
        name, level = _name(step, steps, level, schedule)
        clean = re.sub(r"[^A-Za-z0-9.-]", "", step.num)
        parts.append(f"{name}_{clean}" if clean else name)
    return "__".join(parts)


def _name(step: Step, steps: list[Step], level: int, schedule: bool) -> tuple[str, int]:
    """The eId's word for a step, and how many levels below sections are named then."""
    if step.word in _NAMES:
        return _NAMES[step.word], level
    if steps[0].word == "article":
        return (
            ("para", level) if step.num[:1].isdigit() and step.word != "point" else ("point", level)
        )
    if not level and step.num[:1].isdigit() and not schedule:
        return "subsec", 0
    return _DEEPER[min(level, len(_DEEPER) - 1)], level + 1
