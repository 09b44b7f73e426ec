"""Notes printed after the last article, which text made from a page keeps without their place."""

from __future__ import annotations

import re

from ingest.draft import Block, Draft, Footnote, Role
from ingest.forms import any_of, forms_of

_NOTE = re.compile(r"\(?\s?(?P<num>\d{1,3})\s?\)\s+(?P<words>\S.*)")
_ALONE = re.compile(r"\(\s?(?P<num>\d{1,3})\s?\)")
_FEWEST = 2
_SIGNED = 0.6
"""Share of the notes that must name a source."""

_COMMAND = re.compile(r"\b(?:shall|must|may)\b")
"""No note commands; the last paragraphs of a law do, and name Orders and gazettes too."""


class LiftEndNotes:
    """Lift the notes that follow the text's closing words, and those after an annex's table.

    Forms: `(1) OJ L 281, 23.11.1995, p. 31.`, `( 1 ) …`, one after another at the end of the
    text or before the next annex.
    Confused with: numbered points; of notes, most name a journal or a gazette, and they are the
    last lines before the end or before a schedule's heading.

    Reads: blocks.
    Writes: blocks (role), notes, decisions.
    """

    def __call__(self, draft: Draft) -> None:
        forms = forms_of(draft.jurisdiction, draft.language)
        sign = re.compile(rf"\b(?:{any_of(forms.note_signs)})\s", re.IGNORECASE)
        annex = re.compile(rf"(?:{any_of(forms.schedules)})\b.{{0,60}}", re.IGNORECASE)
        blocks = [block for block in draft.body() if block.text.strip()]
        ends = [at for at, block in enumerate(blocks) if annex.fullmatch(block.text)]
        for end in [*ends, len(blocks)]:
            run = _run(blocks, end)
            signed = sum(sign.search(block.text) is not None for block in run)
            count = sum(_ALONE.fullmatch(block.text) is None for block in run)
            commands = any(_COMMAND.search(block.text) for block in run)
            if count >= _FEWEST and signed >= _SIGNED * count and not commands:
                self._lift(draft, run)

    def _lift(self, draft: Draft, run: list[Block]) -> None:
        draft.decide(self, "end-notes", run[0], f"{len(run)} notes", "numbered points", 0.0)
        for block in run:
            block.role = Role.FOOTNOTE
            if found := _NOTE.fullmatch(block.text):
                draft.notes.append(Footnote(found["num"], found["words"], block.page))
            elif alone := _ALONE.fullmatch(block.text):
                draft.notes.append(Footnote(alone["num"], "", block.page))
            elif draft.notes:
                draft.notes[-1].text = f"{draft.notes[-1].text} {block.text}".strip()


def _run(blocks: list[Block], end: int) -> list[Block]:
    """The notes right before a place, in rising order."""
    start = end
    last = 10_000
    while start:
        step = 1
        found = _NOTE.fullmatch(blocks[start - 1].text)
        if found is None and start > 1:  # the number stands on a line of its own
            step, found = 2, _ALONE.fullmatch(blocks[start - 2].text)
        if found is None or int(found["num"]) >= last:
            break
        last = int(found["num"])
        start -= step
    return blocks[start:end]
