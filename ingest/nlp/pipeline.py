"""Builds the tagging pipeline from `config.cfg`."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import spacy
from spacy.language import Language
from thinc.api import Config

from ingest.nlp import components
from ingest.nlp.lexicon import load_lexicon
from ingest.nlp.tokens import law_tokenizer

FACTORIES = tuple(sorted(name for name in vars(components) if name.startswith("mizan_")))
"""The names under which the components are registered with spaCy."""


def read_config(jurisdiction: str) -> dict[str, Any]:
    """The pipeline's configuration for one jurisdiction."""
    text = (files("ingest.nlp") / "config.cfg").read_text(encoding="utf-8")
    config: dict[str, Any] = dict(Config().from_str(text))
    for settings in config["components"].values():
        if "jurisdiction" in settings:
            settings["jurisdiction"] = jurisdiction
    return config


def build_nlp(jurisdiction: str = "pk") -> Language:
    """Blank English with the law's tokenizer and every component, in order.

    Raises:
        UnknownJurisdiction: no lexicon has that name.
    """
    load_lexicon(jurisdiction)
    config = read_config(jurisdiction)
    nlp = spacy.blank("en")
    nlp.tokenizer = law_tokenizer(nlp)
    for name in config["nlp"]["pipeline"]:
        settings = {
            key: value for key, value in config["components"][name].items() if key != "factory"
        }
        nlp.add_pipe(config["components"][name]["factory"], name=name, config=settings)
    return nlp
