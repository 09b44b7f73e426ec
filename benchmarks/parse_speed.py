"""How long a PDF takes to become provisions, beside bare text extraction of the same file.

    python benchmarks/parse_speed.py [FILE …]

The last lines tell how the time grows with a file that holds its pages once, twice and four times,
and what reading it with a second extractor costs.

Both are run in turn, in one process, `RUNS` times after a warm-up; the ratio is the median of the
runs' ratios, so that a machine whose speed drifts changes both.  Peak memory is taken from a
process of its own for each, since a process's peak never goes down again.
"""

from __future__ import annotations

import io
import math
import multiprocessing
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pypdfium2

from ingest.draft import ReadOptions
from ingest.parse import parse_bytes, parse_file

RUNS = 5
GROWTH = (1, 2, 4)
GROWTH_RUNS = 3
DEFAULT = ("pk-peca-2016.pdf", "pk-ppc-1860.pdf")
ROOT = Path(__file__).resolve().parent.parent

Work = Callable[[Path], object]


def bare_extraction(path: Path) -> int:
    """Extract the text of every page; give the number of pages."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_bounded()
        return len(document)


def megabytes_after(work: Work, path: Path) -> float:
    """The most memory that this process held, once the work is done; not a number off Linux.

    `getrusage` would not do: there a new process's peak starts at its parent's.
    """
    work(path)
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else math.nan


def peak_megabytes(work: Work, path: Path) -> float:
    """The most memory that the work takes in a process of its own, Python and imports included."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(megabytes_after, work, path).result()


def measure(path: Path) -> str:
    """One line of figures for a file."""
    pages = bare_extraction(path)
    parse_file(path)
    ours, bare = [], []
    for _ in range(RUNS):
        ours.append(timed(parse_file, path))
        bare.append(timed(bare_extraction, path))
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    took = statistics.median(ours)
    peaks = peak_megabytes(parse_file, path), peak_megabytes(bare_extraction, path)
    return (
        f"{path.name:<24} {pages:>4} pages  {took:6.2f} s  {pages / took:6.0f} pages/s  "
        f"ratio to bare extraction {ratio:5.2f}  peak {peaks[0]:4.0f} MB (bare {peaks[1]:4.0f} MB)"
    )


def repeated(path: Path, times: int) -> bytes:
    """The bytes of a PDF that has the file's pages so many times over."""
    with pypdfium2.PdfDocument(path) as whole, pypdfium2.PdfDocument.new() as many:
        for _ in range(times):
            many.import_pages(whole)
        out = io.BytesIO()
        many.save(out)
        return out.getvalue()


def growth(path: Path) -> str:
    """One line: seconds for n, 2n and 4n pages, and each as a multiple of what one n takes."""
    took = []
    for times in GROWTH:
        data = repeated(path, times)
        runs = [timed(parse_bytes, data, f"{times}.pdf") for _ in range(GROWTH_RUNS)]
        took.append(min(runs))
    told = "  ".join(
        f"{times}n {spent:5.2f} s (x{spent / took[0]:.2f})"
        for times, spent in zip(GROWTH, took, strict=True)
    )
    return f"{path.name:<24} growth  {told}"


def cross_checked(path: Path) -> str:
    """One line: seconds without and with the second extractor, whose process starts each time."""
    plain = timed(parse_file, path)
    options = ReadOptions(cross_check=True)
    checked = timed(lambda: parse_file(path, options=options))
    return (
        f"{path.name:<24} cross-check  {plain:5.2f} s without, {checked:5.2f} s with it "
        f"(x{checked / plain:.1f})"
    )


def timed(work: Callable[..., object], *told: object) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work(*told)
    return time.perf_counter() - start


def files() -> list[Path]:
    """The files named on the command line, or the real statutes where they are at hand."""
    if len(sys.argv) > 1:
        return [Path(name) for name in sys.argv[1:]]
    shared = Path(os.environ.get("MIZAN_SHARED", ROOT.parent / "shared")) / "texts"
    return [shared / name for name in DEFAULT if (shared / name).is_file()]


if __name__ == "__main__":
    found = files()
    if not found:
        sys.exit("No statute is at hand: name a PDF, or set MIZAN_SHARED.")
    for file in found:
        if not file.is_file():
            sys.exit(f"There is no file {file}.")
        print(measure(file), flush=True)
    print(growth(found[0]), flush=True)
    print(cross_checked(found[0]))
