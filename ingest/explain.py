"""How a file was read, stage by stage, in lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.model import Decision, Provision
from ingest.confidence import weights
from ingest.parse import Parsed

_QUOTE = 80
_MOST_PLAIN = 12
"""How many decisions without doubt are shown of each rule; the rest are counted."""


def explanation(parsed: Parsed) -> list[str]:
    """What each stage did, what it decided, and which provisions to check against the source.

    Decisions come with their stage, the doubtful ones first.  `parsed` must have been read with
    `ReadOptions(explain=True)`, or there are no stages to tell of.
    """
    lines = [f"{parsed.name}: read as {parsed.media_type}"]
    if parsed.scan_confidence is not None:
        lines.append(f"  letters read by machine, {parsed.scan_confidence:.0%} sure on average")
    lines += _of_stage("reading the file", "", parsed.decisions, _readers(parsed))
    for run in parsed.stages:
        lines.append(f"{run.stage} ({1000 * run.seconds:.0f} ms): {run.does}")
        lines += [f"  {change}" for change in run.changes]
        lines += _decisions(d for d in parsed.decisions if d.stage == run.stage)
    return [*lines, *_to_check(parsed.provisions)]


def _readers(parsed: Parsed) -> set[str]:
    """Names under which readers decided: those of no stage."""
    return {d.stage for d in parsed.decisions} - {run.stage for run in parsed.stages}


def _of_stage(
    title: str, does: str, decisions: Sequence[Decision], names: set[str]
) -> Iterator[str]:
    own = [d for d in decisions if d.stage in names]
    if own:
        yield title + (f": {does}" if does else "")
        yield from _decisions(own)


def _decisions(decisions: Iterable[Decision]) -> Iterator[str]:
    by_rule: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_rule.setdefault(decision.rule, []).append(decision)
    for rule, made in by_rule.items():
        doubtful = sorted((d for d in made if d.doubt > 0), key=lambda d: -d.doubt)
        plain = [d for d in made if d.doubt <= 0]
        yield from (_line(d) for d in [*doubtful, *plain[:_MOST_PLAIN]])
        if len(plain) > _MOST_PLAIN:
            yield f"  [{rule}] … and {len(plain) - _MOST_PLAIN} more, none in doubt"


def _line(decision: Decision) -> str:
    page = f"page {decision.page}, " if decision.page else ""
    where = f"{page}line {decision.line}: " if decision.line else page
    words = " ".join(decision.words.split())
    quoted = f"“{words if len(words) <= _QUOTE else words[: _QUOTE - 1] + '…'}” " if words else ""
    over = f", not for {decision.over}" if decision.over else ""
    doubt = f" (doubt {decision.doubt:.2f})" if decision.doubt else ""
    return f"  [{decision.rule}] {where}{quoted}taken for {decision.chose}{over}{doubt}"


def _to_check(provisions: Sequence[Provision]) -> Iterator[str]:
    line = weights().line
    low = [p for p in provisions if p.confidence < line]
    yield f"Check against the source: {len(low) or 'none'} of {len(provisions)} provisions"
    for provision in low:
        page = f", page {provision.page}" if provision.page else ""
        why = "; ".join(provision.doubts)
        yield f"  {provision.eid}{page}: {provision.confidence:.0%} sure — {why}"
