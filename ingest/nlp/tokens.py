"""How law text falls into tokens.

Every mark of punctuation is a token of its own ("s.37(1)(a)", "Rs.50,000/-", "Act—"), so that any
rule's offsets fall on token boundaries; only hyphens and apostrophes inside a word stay
("sub-section", "licensee’s").  spaCy's own tokenizer peels affixes one by one, which takes 30 s for
50,000 brackets in a row; this one reads a text once.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

_TOKEN = re.compile(
    r"""
    (?P<word>[^\W_]+(?:['’\-][^\W_]+)*   # sub-section, licensee’s, 37
    | \S                                 # one mark
    | \s+)                               # blanks that no word takes with it
    (?P<space>(?<=\S)[ ])?               # the single blank after a word
    """,
    re.VERBOSE,
)


class LawTokenizer:
    """Splits a text into words, marks and blanks; loses no character and joins no two words."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text, as a document whose text is the text given."""
        words: list[str] = []
        spaces: list[bool] = []
        for hit in _TOKEN.finditer(text):
            words.append(hit["word"])
            spaces.append(hit["space"] is not None)
        return Doc(self.vocab, words=words, spaces=spaces)


def law_tokenizer(nlp: Language) -> LawTokenizer:
    """The tokenizer for a pipeline's vocabulary."""
    return LawTokenizer(nlp.vocab)
