"""A shown text as a file of Akoma Ntoso."""

from __future__ import annotations

import datetime
from dataclasses import replace

from corpus.akn_text import AknText
from corpus.akoma_ntoso import akoma_ntoso
from corpus.shown import ShownText
from webui.wiring import Services

MEDIA_TYPE = "application/akn+xml"


def akn_of(services: Services, shown: ShownText) -> bytes:
    """The file of a text as held, or as it was led back to a day; dated today."""
    store, expression = services.store, shown.expression
    text = shown.derived.text if shown.derived else store.expression(expression.uri).text
    provisions = shown.provisions()
    amendments = shown.amendments()
    known = {p.eid for p in provisions}
    remarks = store.remarks(expression.uri)
    laws = {i.slug: i for i in store.instruments()}
    return akoma_ntoso(
        AknText(
            instrument=store.instrument(expression.instrument),
            expression=replace(expression, text=text),
            provisions=provisions,
            amendments=[note for note in amendments if not shown.is_derived or note.eid in known],
            remarks=[r for r in remarks if not shown.is_derived or r.eid in known],
            laws={note.law: laws[note.law] for note in amendments if note.law in laws},
            at=shown.at if shown.is_derived else "",
            made=datetime.datetime.now(datetime.UTC).date().isoformat(),
        )
    )


def file_name(shown: ShownText) -> str:
    """What the file is called: `pk-peca-2016.2025-01-29.akn.xml`."""
    day = shown.at if shown.is_derived else shown.expression.stands_from
    kind = "" if shown.expression.kind == "official" else f".{shown.expression.kind.value}"
    return ".".join(filter(None, (shown.expression.instrument + kind, day))) + ".akn.xml"
