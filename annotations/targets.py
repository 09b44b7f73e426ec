"""What a note is about, as the target of a W3C Web Annotation, out and in.

The source is the provision's Akoma Ntoso address; the hash of its text is `schema:sha256`
(schema.org is a prefix of the standard context).  Both kinds of selector are always written
together, because some clients refuse a note that has only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from annotations.errors import BadImport
from annotations.fields import Json, many, object_of, text_of, texts_of, whole_number
from annotations.model import Target, TextPositionSelector, TextQuoteSelector
from corpus.uri import BadUri, parse_uri

_HASH = "schema:sha256"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What goes before ids and Akoma Ntoso addresses to make them web addresses."""

    notes: str = "urn:uuid:"
    """Before a note's id: `https://example.org/w3c/notes/`."""
    texts: str = ""
    """Before an Akoma Ntoso address, without a closing slash: `https://example.org`."""


def target_to_json(target: Target, addresses: Addresses) -> Json:
    """The target, with selectors unless it is a whole provision."""
    address = replace(parse_uri(target.expression_uri), eid=target.eid)
    item: Json = {"source": f"{addresses.texts}{address}"}
    if target.text_hash:
        item[_HASH] = target.text_hash
    if selectors := list(_selectors_to_json(target)):
        item["selector"] = selectors
    if address.date:
        item["state"] = {"type": "TimeState", "sourceDate": f"{address.date}T00:00:00Z"}
    return item


def read_target(item: Json) -> Target:
    """The target of an annotation.

    Raises:
        BadImport: it is not one provision of one text, or no selector is understood.
    """
    targets = many(item.get("target"))
    if len(targets) != 1:
        raise BadImport(f"it has {len(targets)} targets; a note has one.")
    if isinstance(targets[0], str):
        return _read_source(targets[0])
    fields = object_of(targets[0], "its target")
    target = _read_source(_source_of(fields))
    selectors = list(_flat_selectors(many(fields.get("selector"))))
    quote = next(filter(None, map(_read_quote, selectors)), None)
    position = next(filter(None, map(_read_position, selectors)), None)
    if selectors and quote is None and position is None:
        raise BadImport("none of its selectors is a TextQuoteSelector or a TextPositionSelector.")
    return replace(target, text_hash=text_of(fields, _HASH).lower(), quote=quote, position=position)


def _selectors_to_json(target: Target) -> Iterator[Json]:
    if quote := target.quote:
        yield {
            "type": "TextQuoteSelector",
            "exact": quote.exact,
            "prefix": quote.prefix,
            "suffix": quote.suffix,
        }
    if position := target.position:
        yield {"type": "TextPositionSelector", "start": position.start, "end": position.end}


def _source_of(target: Json) -> str:
    sources = many(target.get("source"))
    if sources and isinstance(sources[0], dict):
        return text_of(sources[0], "id", required=True)
    return text_of(target, "source") or text_of(target, "id", required=True)


def _read_source(source: str) -> Target:
    path = unquote(re.split(r"[?#]", source, maxsplit=1)[0])
    start = path.find("/akn/")
    try:
        address = parse_uri(path[start:] if start >= 0 else path)
    except BadUri as error:
        raise BadImport(f"its target: {error}") from error
    if not address.eid:
        raise BadImport(f"its target {source[:120]!r} names no provision; end it in /~sec_37.")
    return Target(expression_uri=address.expression(), eid=address.eid)


def _flat_selectors(selectors: Iterable[object]) -> Iterator[Json]:
    for selector in selectors:
        if isinstance(selector, dict):
            if "Choice" in texts_of(selector, "type"):
                yield from (s for s in many(selector.get("items")) if isinstance(s, dict))
            else:
                yield selector


def _read_quote(selector: Json) -> TextQuoteSelector | None:
    if "TextQuoteSelector" not in texts_of(selector, "type"):
        return None
    return TextQuoteSelector(
        exact=text_of(selector, "exact", required=True),
        prefix=text_of(selector, "prefix"),
        suffix=text_of(selector, "suffix"),
    )


def _read_position(selector: Json) -> TextPositionSelector | None:
    if "TextPositionSelector" not in texts_of(selector, "type"):
        return None
    return TextPositionSelector(whole_number(selector, "start"), whole_number(selector, "end"))
