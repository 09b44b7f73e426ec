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
from ingest.headings import short_heading
from ingest.readers import html
from ingest.readers.encoding import decode
from ingest.readers.html_calls import SettleParagraphNumbers
from ingest.readers.html_tables import LABEL
from ingest.readers.markdown_text import mended, renumbered, title_of
from ingest.readers.noisy_text import mend_noisy

_HEADING = re.compile(rb"(?m)^#{1,6}\s*\S")
_TITLED = re.compile(rb"(?:\xef\xbb\xbf)?\s*# [^\n]+\n\s*\n")
_EMPHASIS = re.compile(rb"(?m)^\s*(?:\*\*|- \(|\[\^)")
_ESCAPED = re.compile(rb"(?m)^\s*(?:\d{1,3}\\\.|\\\(?\[?\w{1,4}\\\))")
_BOLD_LINE = re.compile(rb"(?m)^\*\*[^*\n]{3,120}\*\*[ \t]*\r?$")
_NOTE = re.compile(r"^\[\^([^\]\s]{1,12})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*))*)", re.MULTILINE)
_CALL = re.compile(r"\[\^([^\]\s]{1,12})\]")
_FEWEST = 3
_MOST_HEADING = 260
_NO_HEADING = re.compile(r"\(\w{1,5}\)\s|.*[;,:—]\Z", re.DOTALL)
_NUMBERED_TITLE = re.compile(
    r"\d{1,3}[A-Z]{0,2}\.?\s+(?!(?:In|For|On|Where|Subject|Whoever|Any|Every|No)\b)[A-Z][^.;:(]{2,90}:"
)
"""`## 4. Powers of inspectors:` is a heading with a colon; `2. In these Rules:` leads to a list."""
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CELL = re.compile(r"(?<!\\)\|")
_TAGS = re.compile(r"<(?:table|p|div|ol|ul|dl|h[1-6]|tr|td|li)\b", re.IGNORECASE)


def looks_like(data: bytes) -> bool:
    """Text with Markdown headings, a title that opens it, or other marks that only Markdown has."""
    head = data[:20_000]
    return (
        _TITLED.match(head) is not None
        or len(_HEADING.findall(head)) >= 2
        or bool(_HEADING.search(head) and _EMPHASIS.search(head))
        or len(_ESCAPED.findall(head)) >= _FEWEST
        or len(_BOLD_LINE.findall(head)) >= _FEWEST
    )


def read(data: bytes, draft: Draft) -> None:
    """Fill the draft's blocks from Markdown; footnotes become blocks with a `note`."""
    source = decode(data, draft)
    text, counted = renumbered(mended(source, f"{MARK_OPEN}{{}}{MARK_CLOSE}"))
    ends = [found.start() for found in re.finditer("\n", text)]
    notes = [
        (m[1], " ".join(m[2].split()), bisect_left(ends, m.start())) for m in _NOTE.finditer(text)
    ]
    body = _NOTE.sub(lambda m: "\n" * m[0].count("\n"), text)
    # an ordered list would swallow the number that is the section's own
    parser = MarkdownIt("commonmark").disable(["code", "hr"]).enable("strikethrough")
    blocks = _blocks(parser.parse(_shield(body)))
    if (title := title_of(source)) and not any(block.level == 1 for block in blocks):
        blocks.insert(0, Block(title, None, 1, para=True, level=1))
    if counted:
        about = next((block for block in blocks if block.line == counted[0] + 1), None)
        draft.decide(
            _Numbers(), "list.number", about, "a list counted up", "items all numbered 1", 0
        )
    SettleParagraphNumbers()(blocks, draft)
    draft.blocks.extend(blocks)
    draft.blocks.extend(
        Block(words, None, line + 1, whole=True, note=mark) for mark, words, line in notes
    )
    mend_noisy(draft)


class _Numbers:
    """The name under which the reader's decisions about numbers are told."""


_ORDERED = re.compile(r"(?m)^([ \t]*(?:[-*+][ \t]+)?\d{1,9})([.)])(?=[ \t])")
_SHIELD = "\ue002"


_BLANK = re.compile(r"_{3,}")
_BLANK_SHIELD = "\ue003"


def _shield(text: str) -> str:
    """Keep numbers from opening lists, and blanks to be filled in from being emphasis."""
    text = _BLANK.sub(lambda found: _BLANK_SHIELD * len(found[0]), text)
    return _ORDERED.sub(rf"\1{_SHIELD}\2", text)


def _bare(text: str) -> str:
    return text.replace(_SHIELD, "").replace(_BLANK_SHIELD, "_")


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
    slanted = _slanted(token.children or [])
    first = (token.map or [0])[0] + 1
    titled = _NUMBERED_TITLE.fullmatch(text) and short_heading(text[:-1])
    if len(text) > _MOST_HEADING or (_NO_HEADING.match(text) and not titled):
        level = 0  # converters set text as headings too
    return [
        Block(
            _cells(" ".join(line.split())),
            None,
            first + at,
            para=at == 0,
            level=level,
            depth=depth,
            bold=bold if at == 0 else 0,
            slanted=slanted,
        )
        for at, line in enumerate(text.split("\n"))
        if line.strip()
    ]


def _cells(line: str) -> str:
    """A row of a table; one of a number and its words is the number and its words."""
    if not line.startswith("|") or not line.endswith("|") or len(line) < 3:
        return line
    cells = [cell.strip() for cell in _CELL.split(line[1:-1])]
    filled = [cell for cell in cells if cell]
    if len(filled) == 2 and LABEL.fullmatch(filled[0]):
        return " ".join(filled)
    return f"| {' | '.join(cells)} |" if filled else ""


def _plain(children: Sequence[Token]) -> tuple[str, int]:
    """The words without markup, and how many letters at the start are bold."""
    words = ""
    bold = strong = deleted = 0
    for child in children:
        if child.type in ("s_open", "s_close"):
            deleted += 1 if child.type == "s_open" else -1
        elif deleted:
            continue
        elif child.type in ("text", "code_inline"):
            words += child.content
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and _BREAK.match(child.content)
        ):
            words += "\n"
        elif child.type == "strong_open":
            strong = 1 if not words.strip() else 2
        elif child.type == "strong_close":
            bold = len(words) if strong == 1 else bold
    words = _bare(words)
    return _CALL.sub(rf"{MARK_OPEN}\1{MARK_CLOSE}", words), bold


def _slanted(children: Sequence[Token]) -> bool:
    """Whether all words are in italics."""
    depth, words = 0, False
    for child in children:
        if child.type in ("em_open", "em_close"):
            depth += 1 if child.type == "em_open" else -1
        elif child.content.strip():
            if not depth:
                return False
            words = True
    return words


def _verbatim(token: Token, depth: int) -> list[Block]:
    """Raw HTML is read as a page of its own; code is kept as it stands."""
    content = _bare(token.content)
    first = (token.map or [0])[0] + 1
    if token.type == "html_block" and _TAGS.search(content):
        return _embedded(content, first)
    words = re.sub(r"<!--.*?-->|<[^>]*>", " ", content, flags=re.DOTALL)
    words = words if token.type == "html_block" else content
    return [
        Block(" ".join(line.split()), None, first + at, para=at == 0, depth=depth)
        for at, line in enumerate(words.split("\n"))
        if line.strip()
    ]


def _embedded(content: str, first: int) -> list[Block]:
    blocks = html.blocks_of(content)
    for block in blocks:
        block.line = first
    return blocks
