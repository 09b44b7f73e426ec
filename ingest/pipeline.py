"""How stages make a pipeline; a pipeline is itself a stage, so pipelines nest."""

from __future__ import annotations

import time
from typing import Protocol

from ingest.draft import Draft, StageRun


class Stage(Protocol):
    """One step on a draft, named by what it does; its docstring ends in Reads and Writes."""

    def __call__(self, draft: Draft) -> None:
        """Do the step on the draft, in place."""


class Pipeline:
    """Runs its stages in order; where the caller asked to have the reading explained, tells each.

    Reads: what its stages read.
    Writes: what its stages write; stages (the runs).
    """

    def __init__(self, *stages: Stage) -> None:
        self.stages = stages

    def __call__(self, draft: Draft) -> None:
        for stage in self.stages:
            if draft.options.explain and not isinstance(stage, Pipeline):
                _run_and_tell(stage, draft)
            else:
                stage(draft)


def _run_and_tell(stage: Stage, draft: Draft) -> None:
    before, start = _counts(draft), time.perf_counter()
    stage(draft)
    seconds, after = time.perf_counter() - start, _counts(draft)
    changes = tuple(
        f"{name} {before[name]} → {count}" for name, count in after.items() if count != before[name]
    )
    draft.stages.append(StageRun(type(stage).__name__, _what_it_does(stage), seconds, changes))


def _what_it_does(stage: Stage) -> str:
    """The first sentence of the stage's own documentation."""
    words = " ".join((type(stage).__doc__ or "").split("\n\n")[0].split())
    return words.rstrip(".")


def _counts(draft: Draft) -> dict[str, int]:
    opened = [line.opens for line in draft.lines if line.opens is not None]
    return {
        "blocks of the body": len(draft.body()),
        "footnotes": len(draft.notes),
        "entries of the contents list": len(draft.contents),
        "amendment brackets": len(draft.brackets),
        "lines": len(draft.lines),
        "lines that open a unit": len(opened),
        "lines left out": sum(bool(line.note) for line in draft.lines),
        "lines in quotation": sum(line.quoted for line in draft.lines),
        "units": len(draft.units),
        "provisions": len(draft.provisions),
        "amendment notes": len(draft.amendments),
        "operations on other laws": len(draft.operations),
        "remarks": len(draft.remarks),
        "blocks not read": len(draft.unread),
        "decisions": len(draft.decisions),
    }
