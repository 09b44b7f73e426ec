"""How long a PDF takes to become provisions, beside bare text extraction of the same file.

    python benchmarks/parse_speed.py [FILE …]

Both are run in turn, in one process, `RUNS` times after a warm-up; medians are compared, so that
a machine whose speed drifts changes both.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from ingest.parse import parse_file

RUNS = 5
DEFAULT = ("pk-peca-2016.pdf", "pk-ppc-1860.pdf")


def bare_extraction(path: Path) -> int:
    """Extract the text of every page; give the number of pages."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_bounded()
        return len(document)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(path: Path) -> str:
    """One line of figures for a file."""
    pages = bare_extraction(path)
    parse_file(path)
    ours, bare = [], []
    for _ in range(RUNS):
        ours.append(seconds(lambda: parse_file(path)))
        bare.append(seconds(lambda: bare_extraction(path)))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    took = statistics.median(ours)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{path.name:<24} {pages:>4} pages  {took:6.2f} s  {pages / took:6.0f} pages/s  "
        f"ratio to bare extraction {ratio:5.2f}  peak {peak:4.0f} MB"
    )


def files() -> list[Path]:
    """The files named on the command line, or the real statutes where they are at hand."""
    if len(sys.argv) > 1:
        return [Path(name) for name in sys.argv[1:]]
    shared = Path(os.environ.get("MIZAN_SHARED", "../shared")) / "texts"
    return [shared / name for name in DEFAULT if (shared / name).is_file()]


if __name__ == "__main__":
    found = files()
    if not found:
        sys.exit("No statute is at hand: name a PDF, or set MIZAN_SHARED.")
    for file in found:
        print(measure(file))
