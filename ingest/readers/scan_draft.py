"""Puts pages that a machine read into the draft, and tells the reader which they are."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.draft import Block, Draft
from ingest.readers.ocr_figures import figures
from ingest.readers.scan_labels import mend_labels
from ingest.readers.scan_lines import PageRead, blocks_of, body_size
from ingest.readers.scan_numbers import drop_calls, mend_containers, mend_numbers
from ingest.readers.trust import odd_share


class ReadPictures:
    """The name under which the reading of pictures leaves its traces."""


def put_pages(draft: Draft, reads: dict[int, PageRead]) -> None:
    """Let the lines of these pages take the place of what the draft holds for them."""
    usual = body_size(reads.values())
    fresh: dict[int, list[Block]] = {}
    for page in sorted(reads):
        read = reads[page]
        fresh[page] = blocks_of(read, usual, draft)
        draft.sheets[page - 1] = read.sheet
        _trace(draft, read)
    kept = [block for block in draft.blocks if block.page not in fresh]
    kept += [block for blocks in fresh.values() for block in blocks]
    draft.blocks[:] = sorted(kept, key=lambda block: block.page or 0)


def _trace(draft: Draft, read: PageRead) -> None:
    for mark, line in read.dropped:
        about = Block(f"{mark} in: {line}", read.page)
        draft.decide(ReadPictures(), "scan.speck", about, "a speck", "text", 0.0)
    if read.turned:
        about = Block(f"page {read.page}", read.page)
        chose = f"a page turned by {read.turned} degrees"
        draft.decide(ReadPictures(), "scan.turned", about, chose, "one that stands upright", 0.0)


def trust_less(draft: Draft, pages: set[int]) -> None:
    """Letters that another machine read are never quite sure, and odd words lower that."""
    trust = figures().trust
    for block in draft.blocks:
        if block.page in pages:
            off = trust.other_odd * odd_share(block.text)
            block.confidence = round(trust.other_machine * (1 - off), 3)


def tell_scan(draft: Draft, own: set[int], laid: set[int]) -> None:
    """Mend list numbers, set the mean confidence and warn of the pages that a machine read.

    `own`: pages read here; `laid`: pages whose letters another machine laid over the picture.
    """
    machine = [block for block in draft.blocks if block.page in own | laid]
    if not machine:
        return
    stage = ReadPictures()
    for mend in (drop_calls, mend_containers, mend_numbers, mend_labels):
        mend(draft, own | laid, stage)
    draft.scan_confidence = round(_mean(machine), 3)
    _warn(draft, own, "pictures, read by machine; their letters are {} sure on average")
    _warn(draft, laid, "pictures, with letters that another machine read; they look {} sure")


def _warn(draft: Draft, pages: set[int], are: str) -> None:
    held = [block for block in draft.blocks if block.page in pages]
    if held:
        shown = sorted({block.page for block in held if block.page is not None})
        draft.warnings.append(
            f"{pages_named(shown)} of {draft.name}: {are.format(f'{_mean(held):.0%}')}. "
            "Check what you quote against the page."
        )


def _mean(blocks: Sequence[Block]) -> float:
    letters = sum(len(block.text) for block in blocks)
    return sum(len(block.text) * block.confidence for block in blocks) / max(1, letters)


def pages_named(pages: Sequence[int]) -> str:
    """`Page 3` or `Pages 1–4, 7`, for the start of a sentence."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    named = ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
    return f"{'Pages' if len(pages) > 1 else 'Page'} {named}"
