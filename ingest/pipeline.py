"""How stages make a pipeline; a pipeline is itself a stage, so pipelines nest."""

from __future__ import annotations

from typing import Protocol

from ingest.draft import Draft


class Stage(Protocol):
    """One step on a draft, named by what it does; its docstring ends in Reads and Writes."""

    def __call__(self, draft: Draft) -> None:
        """Do the step on the draft, in place."""


class Pipeline:
    """Runs its stages in order.

    Reads: what its stages read.
    Writes: what its stages write.
    """

    def __init__(self, *stages: Stage) -> None:
        self.stages = stages

    def __call__(self, draft: Draft) -> None:
        for stage in self.stages:
            stage(draft)
