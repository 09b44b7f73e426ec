"""Notes as W3C Web Annotation JSON-LD, out and in.

Shape: W3C Web Annotation Data Model (Recommendation of 23 February 2017).  A note's side is a
TextualBody with the purpose `classifying`.

Reading is lenient about form (single values, pages, lists) and strict about meaning: an item
that cannot become a note whole is refused by its index and reason, and then nothing is taken in.
Properties that a note does not have (rights, audience, …) are not kept.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotations.errors import BadImport
from annotations.fields import (
    Json,
    many,
    object_of,
    text_of,
    texts_of,
    time_of,
    time_text,
)
from annotations.merging import ImportReport
from annotations.model import (
    UNDATED,
    Annotation,
    Content,
    Motivation,
    Side,
)
from annotations.service import AnnotationService
from annotations.targets import Addresses, read_target, target_to_json

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'

_UUID = re.compile(
    r"(?:^|[:/])([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/?$", re.IGNORECASE
)
_PURPOSE_PREFIX = re.compile(r"^(oa:|http://www\.w3\.org/ns/oa#)")
_MOST_PAGES = 10_000


NOWHERE = Addresses()
"""For a file that belongs to no server: ids are URNs, Akoma Ntoso addresses stand alone."""


def annotation_to_json(
    note: Annotation, addresses: Addresses = NOWHERE, *, context: bool = True
) -> Json:
    """The note as a W3C Annotation, ready for `json.dumps`."""
    item: Json = {"@context": CONTEXT} if context else {}
    item |= {
        "id": addresses.notes + note.id,
        "type": "Annotation",
        "motivation": note.motivation.value,
    }
    if note.created != UNDATED:
        item["created"] = time_text(note.created)
    if note.modified != UNDATED:
        item["modified"] = time_text(note.modified)
    if creator := _creator_to_json(note):
        item["creator"] = creator
    if note.via:
        item["via"] = note.via
    if body := list(_bodies_to_json(note)):
        item["body"] = body
    item["target"] = target_to_json(note.target, addresses)
    return item


def export(
    notes: Sequence[Annotation],
    addresses: Addresses = NOWHERE,
    *,
    id: str = "urn:mizan:annotations",
    label: str = "Notes",
) -> Json:
    """The notes as one AnnotationCollection whose only page holds them all."""
    page = {
        "id": f"{id}#page",
        "type": "AnnotationPage",
        "partOf": id,
        "startIndex": 0,
        "items": [annotation_to_json(note, addresses, context=False) for note in notes],
    }
    return {
        "@context": CONTEXT,
        "id": id,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(notes),
        "first": page,
    }


def import_document(
    service: AnnotationService, document: object, *, revive: bool = False
) -> ImportReport:
    """Take in every note of a parsed JSON-LD document, or none.

    Raises:
        BadImport: the document or one of its items cannot be read; names the item.
    """
    return service.import_annotations(read_document(document), revive=revive)


def read_document(document: object) -> tuple[Annotation, ...]:
    """The notes of an Annotation, a list of them, an AnnotationPage or an AnnotationCollection.

    Raises:
        BadImport: the document or one of its items cannot be read; names the item.
    """
    notes = []
    for index, item in enumerate(_items(document)):
        try:
            notes.append(read_annotation(item))
        except BadImport as error:
            raise BadImport(error.reason, index) from error
    return tuple(notes)


def read_annotation(item: object) -> Annotation:
    """The note of one W3C Annotation.

    An id that ends in a UUID is kept.  Any other id becomes a UUID made from it, always the
    same one, and is kept in `via`.

    Raises:
        BadImport: it cannot be read; says why.
    """
    fields = object_of(item, "it")
    if "Annotation" not in texts_of(fields, "type") + texts_of(fields, "@type"):
        raise BadImport('its "type" is not "Annotation".')
    content = _read_content(fields)
    created, modified = time_of(fields, "created"), time_of(fields, "modified")
    creator, creator_id = _read_creator(fields)
    id, via = _read_id(fields)
    return Annotation(
        id=id,
        target=read_target(fields),
        creator=creator,
        creator_id=creator_id,
        created=created or modified or UNDATED,
        modified=modified or created or UNDATED,
        via=via,
    ).with_content(content)


# -- out --------------------------------------------------------------------------------------


def _creator_to_json(note: Annotation) -> Json:
    if not (note.creator or note.creator_id):
        return {}
    creator: Json = {"id": note.creator_id} if note.creator_id else {}
    creator["type"] = "Person"
    if note.creator:
        creator["name"] = note.creator
    return creator


def _bodies_to_json(note: Annotation) -> Iterator[Json]:
    if note.text:
        language = {"language": note.language} if note.language else {}
        yield {
            "type": "TextualBody",
            "value": note.text,
            "format": "text/plain",
            **language,
            "textDirection": "auto",
            "purpose": Motivation.COMMENTING.value,
        }
    for tag in note.tags:
        yield {"type": "TextualBody", "value": tag, "purpose": Motivation.TAGGING.value}
    if note.side:
        purpose = Motivation.CLASSIFYING.value
        yield {"type": "TextualBody", "value": note.side.value, "purpose": purpose}


# -- in ---------------------------------------------------------------------------------------


def _items(document: object) -> Iterator[object]:
    if isinstance(document, list):
        yield from document
        return
    fields = object_of(document, "The document")
    types = texts_of(fields, "type") + texts_of(fields, "@type")
    if "AnnotationPage" in types:
        yield from _page_items(fields)
    elif "AnnotationCollection" in types:
        yield from _page_items(fields.get("first"))
    elif "Annotation" in types:
        yield fields
    else:
        raise BadImport(
            "The document is no Annotation, AnnotationPage or AnnotationCollection; "
            'its "type" says which.'
        )


def _page_items(page: object) -> Iterator[object]:
    """The items of a page and of the pages nested after it."""
    for _ in range(_MOST_PAGES):
        if page is None:
            return
        if isinstance(page, str):
            raise BadImport(
                f"The document names the page {page[:200]} without its notes; "
                "save the pages themselves and import each."
            )
        fields = object_of(page, "The page")
        yield from many(fields.get("items"))
        page = fields.get("next")
        if isinstance(page, str):
            return


def _read_id(item: Json) -> tuple[str, str]:
    """A note's id, and its address elsewhere."""
    via = text_of(item, "via")
    address = text_of(item, "id") or text_of(item, "@id")
    if found := _UUID.search(address):
        return found[1].lower(), via
    if address:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, _storable(address))), via or address
    # Without an id, the same content is the same note, so that reading it twice adds it once.
    content = json.dumps(item, sort_keys=True)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, content)), via


def _storable(text: str) -> str:
    """The text without broken characters, which no hash can take; they are refused later."""
    return text.encode("utf-8", "backslashreplace").decode()


def _read_creator(item: Json) -> tuple[str, str]:
    creators = many(item.get("creator"))
    if not creators:
        return "", ""
    if isinstance(creators[0], str):
        return "", creators[0]
    creator = object_of(creators[0], "its 'creator'")
    return text_of(creator, "name") or text_of(creator, "nickname"), text_of(creator, "id")


def _read_content(item: Json) -> Content:
    bodies = [_read_body(body) for body in many(item.get("body"))]
    bodies += [("", value, "") for value in texts_of(item, "bodyValue")]
    sides = [v for purpose, v, _ in bodies if purpose == "classifying" and v in list(Side)]
    labels = ("classifying", "tagging")
    tags = [v for purpose, v, _ in bodies if purpose in labels and (v, purpose) not in _SIDES]
    comments = [(v, language) for purpose, v, language in bodies if purpose not in labels]
    content = Content(
        text="\n\n".join(value for value, _ in comments),
        tags=tuple(tags),
        side=Side(sides[0]) if sides else None,
        language=comments[0][1] if comments else "",
    )
    return replace(content, motivation=_read_motivation(item, content))


_SIDES = frozenset((side.value, "classifying") for side in Side)


def _read_body(body: object) -> tuple[str, str, str]:
    """Purpose, text and language of a body."""
    if isinstance(body, str):
        raise BadImport(
            f"its body is the address {body[:80]!r}; only texts (TextualBody) can be kept."
        )
    fields = object_of(body, "its body")
    types = texts_of(fields, "type") + texts_of(fields, "@type")
    if "TextualBody" not in types and not ("value" in fields and not types):
        raise BadImport(
            f"its body is a {', '.join(types) or 'thing without type'}; "
            "only texts (TextualBody) can be kept."
        )
    purpose = _PURPOSE_PREFIX.sub("", text_of(fields, "purpose"))
    return purpose, text_of(fields, "value", required=True), text_of(fields, "language")


def _read_motivation(item: Json, content: Content) -> Motivation:
    stated = _PURPOSE_PREFIX.sub("", text_of(item, "motivation"))
    if stated in list(Motivation):
        return Motivation(stated)
    if stated:
        known = ", ".join(Motivation)
        raise BadImport(f"its motivation is {stated[:60]!r}; the W3C ones are {known}.")
    if content.text:
        return Motivation.COMMENTING
    return Motivation.TAGGING if content.tags else Motivation.HIGHLIGHTING
