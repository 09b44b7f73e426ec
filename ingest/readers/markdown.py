"""Markdown: headings, paragraphs, lists and footnotes through markdown-it's tokens.

A paragraph's own line breaks are kept as lines, because converters put one statute line on each.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.draft import MARK_CLOSE, MARK_OPEN, Block, Draft
from ingest.readers.encoding import decode

_HEADING = re.compile(rb"(?m)^#{1,6}\s*\S")
_TITLED = re.compile(rb"(?:\xef\xbb\xbf)?\s*# [^\n]+\n\s*\n")
_EMPHASIS = re.compile(rb"(?m)^\s*(?:\*\*|- \(|\[\^)")
_TIGHT = re.compile(r"(?m)^(\s{0,3}#{1,6})(?=[^#\s])")
_NOTE = re.compile(r"^\[\^([^\]\s]{1,12})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*))*)", re.MULTILINE)
_CALL = re.compile(r"\[\^([^\]\s]{1,12})\]")


def looks_like(data: bytes) -> bool:
    """Text with Markdown headings, or with a title that opens it and a blank line below."""
    head = data[:20_000]
    return (
        _TITLED.match(head) is not None
        or len(_HEADING.findall(head)) >= 2
        or bool(_HEADING.search(head) and _EMPHASIS.search(head))
    )


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from Markdown; footnotes become blocks with a `note`."""
    text = _TIGHT.sub(r"\1 ", decode(data, draft))
    ends = [found.start() for found in re.finditer("\n", text)]
    notes = [
        (m[1], " ".join(m[2].split()), bisect_left(ends, m.start())) for m in _NOTE.finditer(text)
    ]
    body = _NOTE.sub(lambda m: "\n" * m[0].count("\n"), text)
    # an ordered list would swallow the number that is the section's own
    parser = MarkdownIt("commonmark").disable(["code", "hr"])
    draft.blocks.extend(_blocks(parser.parse(_shield(body))))
    draft.blocks.extend(
        Block(words, None, line + 1, whole=True, note=mark) for mark, words, line in notes
    )


_ORDERED = re.compile(r"(?m)^([ \t]*(?:[-*+][ \t]+)?\d{1,9})([.)])(?=[ \t])")
_SHIELD = "\ue002"


def _shield(text: str) -> str:
    return _ORDERED.sub(rf"\1{_SHIELD}\2", text)


def _blocks(tokens: Sequence[Token]) -> list[Block]:
    blocks: list[Block] = []
    depth = level = 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open", "blockquote_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close", "blockquote_close"):
            depth -= 1
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            blocks.extend(_lines(token, level, depth))
        elif token.type in ("html_block", "fence", "code_block"):
            blocks.extend(_verbatim(token, depth))
    return blocks


def _lines(token: Token, level: int, depth: int) -> list[Block]:
    text, bold = _plain(token.children or [])
    first = (token.map or [0])[0] + 1
    return [
        Block(
            " ".join(line.split()),
            None,
            first + at,
            para=at == 0,
            level=level,
            depth=depth,
            bold=bold if at == 0 else 0,
        )
        for at, line in enumerate(text.split("\n"))
        if line.strip()
    ]


def _plain(children: Sequence[Token]) -> tuple[str, int]:
    """The words without markup, and how many letters at the start are bold."""
    words = ""
    bold = strong = 0
    for child in children:
        if child.type in ("text", "code_inline"):
            words += child.content
        elif child.type in ("softbreak", "hardbreak"):
            words += "\n"
        elif child.type == "strong_open":
            strong = 1 if not words.strip() else 2
        elif child.type == "strong_close":
            bold = len(words) if strong == 1 else bold
    words = words.replace(_SHIELD, "")
    return _CALL.sub(rf"{MARK_OPEN}\1{MARK_CLOSE}", words), bold


def _verbatim(token: Token, depth: int) -> list[Block]:
    """Raw HTML is dropped down to its words; code is kept as it stands."""
    words = re.sub(r"<[^>]*>", " ", token.content) if token.type == "html_block" else token.content
    first = (token.map or [0])[0] + 1
    return [
        Block(
            " ".join(line.replace(_SHIELD, "").split()), None, first + at, para=at == 0, depth=depth
        )
        for at, line in enumerate(words.split("\n"))
        if line.strip()
    ]
