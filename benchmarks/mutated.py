"""What the readers make of damaged files: 2,000 PDFs and 500 files each of HTML, DOCX and XML.

    python benchmarks/mutated.py [--share 0.1] [--seed N] [--kind pdf …] [--workers N]

Each file is read in a process that may take 1.5 GB and a minute.  A file may be read or be refused
with a message; a crash, a hang or too much memory is a fault of the reader, and the command ends
with 1.  The same seed damages the same files the same way; a fault is printed with its name, and
`--only NAME` writes that one file to the standard output.

The bases are small: Acts made up in `made.py`, and, where `MIZAN_SHARED` has the texts, the
first pages of real statutes.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import made
import pypdfium2
from limited import OUTCOMES, READ, REFUSED, Result, Trial, run
from lxml import etree
from mutations import mutated

ROOT = Path(__file__).resolve().parent.parent
COUNTS = {"pdf": 2_000, "html": 500, "docx": 500, "xml": 500}
_PAGES = (0, 1, 2)
_CUT = 60_000
_SLOWEST = 3
_SEED = 20_160_818


def shared_bases(kind: str) -> list[bytes]:
    """The beginnings of real files of a kind, where they are at hand."""
    folder = Path(os.environ.get("MIZAN_SHARED", ROOT.parent / "shared")) / "texts"
    if kind == "pdf":
        names = ("pk-fair-trial-2013.pdf", "pk-peca-2016.pdf", "pk-constitution-1973.2012.pdf")
        return [_first_pages(folder / n) for n in names if (folder / n).is_file()]
    texts = {"html": ("eu-gdpr.html",), "xml": ("eu-gdpr.akn.xml", "ca-pipeda-2000.xml")}
    names = texts.get(kind, ())
    return [_beginning(folder / n, kind) for n in names if (folder / n).is_file()]


def _beginning(path: Path, kind: str) -> bytes:
    """The first bytes; of XML, with the tags closed that were open there."""
    data = path.read_bytes()[:_CUT]
    if kind != "xml":
        return data
    return etree.tostring(etree.fromstring(data, etree.XMLParser(recover=True)))


def _first_pages(path: Path) -> bytes:
    out = io.BytesIO()
    with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as cut:
        cut.import_pages(source, list(_PAGES)[: len(source)])
        cut.save(out)
    return out.getvalue()


@cache
def bases(kind: str) -> tuple[bytes, ...]:
    """At least three base files of a kind."""
    return (*made.BASES[kind](), *shared_bases(kind))


def damaged(kind: str, seed: int) -> bytes:
    """The file that a seed makes."""
    held = bases(kind)
    return mutated(held[seed % len(held)], kind, seed)


def trials(counts: dict[str, int], seed: int) -> Iterator[Trial]:
    """The files of each kind, one after the other."""
    for kind, count in counts.items():
        for at in range(count):
            yield Trial(f"{kind}-{seed + at}.{kind}", damaged, (kind, seed + at))


def table(results: Sequence[Result]) -> str:
    """Outcomes by kind, then the slowest and the hungriest of each."""
    kinds = dict.fromkeys(result.trial.partition("-")[0] for result in results)
    lines = ["kind    files  " + "  ".join(f"{outcome:>11}" for outcome in OUTCOMES)]
    for kind in kinds:
        of_kind = [r for r in results if r.trial.startswith(f"{kind}-")]
        counts = Counter(r.outcome for r in of_kind)
        row = "  ".join(f"{counts[outcome]:>11}" for outcome in OUTCOMES)
        lines.append(f"{kind:<6} {len(of_kind):>6}  {row}")
    for kind in kinds:
        of_kind = [r for r in results if r.trial.startswith(f"{kind}-")]
        slow = sorted(of_kind, key=lambda r: -r.seconds)[:_SLOWEST]
        hungry = sorted(of_kind, key=lambda r: -r.megabytes)[:_SLOWEST]
        lines.append(f"{kind}: slowest " + ", ".join(f"{r.trial} {r.seconds:.2f} s" for r in slow))
        most = ", ".join(f"{r.trial} {r.megabytes:.0f} MB" for r in hungry)
        lines.append(f"{kind}: hungriest {most}")
    return "\n".join(lines)


def faults(results: Sequence[Result]) -> list[Result]:
    """Every trial that was neither read nor refused."""
    return [result for result in results if result.outcome not in (READ, REFUSED)]


def _asked() -> argparse.Namespace:
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ask.add_argument("--share", type=float, default=1.0, help="how much of the files, 0 to 1")
    ask.add_argument("--seed", type=int, default=_SEED)
    ask.add_argument("--kind", action="append", choices=list(COUNTS))
    ask.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    ask.add_argument("--only", help="the name of one file, to be written out")
    return ask.parse_args()


def main() -> int:
    """Run the trials and print what came of them; 1 if a reader is at fault."""
    asked = _asked()
    if asked.only:
        kind, _, rest = asked.only.partition("-")
        sys.stdout.buffer.write(damaged(kind, int(rest.partition(".")[0])))
        return 0
    counts = {k: round(n * asked.share) for k, n in COUNTS.items() if k in (asked.kind or COUNTS)}
    start = time.perf_counter()
    results = list(run(trials(counts, asked.seed), asked.workers))
    print(table(results))
    print(f"{len(results)} files in {time.perf_counter() - start:.0f} s, seed {asked.seed}")
    for fault in faults(results):
        print(f"FAULT {fault.trial}: {fault.outcome} after {fault.seconds:.1f} s: {fault.words}")
    return 1 if faults(results) else 0


if __name__ == "__main__":
    sys.exit(main())
