"""How law text falls into tokens.

Every mark of punctuation is a token of its own ("s.37(1)(a)", "Rs.50,000/-", "Act—"), so that any
rule's offsets fall on token boundaries; only hyphens and apostrophes inside a word stay
("sub-section", "licensee’s").
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer

_INSIDE = re.compile(r"[^\w'’\-]|(?<=\w)['’\-](?!\w)|(?<=\d)(?=[A-Za-z])-|_")
_BEFORE = re.compile(r"^[^\w]")
_AFTER = re.compile(r"[^\w]$|['’]s$")


def law_tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer for statutes; it loses no character and joins no two words."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=_BEFORE.search,
        suffix_search=_AFTER.search,
        infix_finditer=_INSIDE.finditer,
        token_match=None,
        url_match=None,
    )
