"""Akoma Ntoso 3.0 of an expression: a file that others can use, and that Mizan reads back.

Source of the format: OASIS LegalDocumentML, Akoma Ntoso 1.0 part 2 (schema `akomantoso30.xsd`).
Every letter of the text stands in exactly one `p`, `num`, `heading` or `crossHeading`, in its
place; a line end is implied between them, and `glue` says where there is another.  An element
marked `beside` (the title, the notice, a heading of the contents list) is no part of the text.

Schedules are an `hcontainer` of the body, not an `attachment`: an attachment is a document of its
own, whose eIds would have to begin with its own, and it could not stand between two sections.
"""

from __future__ import annotations

from xml.etree import ElementTree

from corpus.akn_body import BodyWriter
from corpus.akn_layout import lay_out
from corpus.akn_meta import meta_of, notice_of
from corpus.akn_names import AKN, OWN
from corpus.akn_text import AknText
from corpus.model import InstrumentType

_DOCUMENTS = {
    InstrumentType.BILL: "bill",
    InstrumentType.POLICY: "doc",
    InstrumentType.PAPER: "doc",
    InstrumentType.OTHER: "doc",
}
"""Element of the document; `act` for the rest.  A treaty is an `act` too: it binds and stands in
articles, which `doc` (a text without legal form) would not say."""


def akoma_ntoso(text: AknText) -> bytes:
    """The file, in UTF-8; the same values give the same bytes.

    Raises:
        BrokenSpans: the provisions do not stand in the text one within or after another.
    """
    name = _DOCUMENTS.get(text.instrument.type, "act")
    root = ElementTree.Element("akomaNtoso", {"xmlns": AKN, "xmlns:mizan": OWN})
    document = ElementTree.SubElement(
        root,
        name,
        {
            "name": text.instrument.type.value,
            "contains": "originalVersion" if text.is_original else "singleVersion",
        },
    )
    document.append(meta_of(text))
    layout = lay_out(text.expression.text, text.provisions)
    writer = BodyWriter(text.remarks, "mainBody" if name == "doc" else "body")
    document.extend(writer.parts(layout, text.instrument.title, notice_of(text)))
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"
