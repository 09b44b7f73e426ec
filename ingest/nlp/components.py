"""Every component of the pipeline, registered in this one file.

Order: `mizan_lexicon` and `mizan_patterns` propose, `mizan_entities` settles, `mizan_statements`
reads the clauses, `mizan_orientation` weighs them.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from ingest.nlp.lexicon import Name, load_lexicon
from ingest.nlp.names import find_names, flatten, name_rules
from ingest.nlp.orientation import find_orientation
from ingest.nlp.references import find_fixed
from ingest.nlp.statements import find_statements
from ingest.nlp.values import Found, Lean, Norm, Range

TERMS = "mizan_terms"
"""Key of `doc.user_data` for names that the document's own instrument defines."""

Doc.set_extension("mizan_found", default=(), force=True)
Doc.set_extension("mizan_entities", default=(), force=True)
Doc.set_extension("mizan_statements", default=(), force=True)
Doc.set_extension("mizan_orientation", default=None, force=True)


def span_of(doc: Doc, place: Range, label: str, rule: str = "") -> Span | None:
    """Characters of a document as a span; None where they hold no token."""
    return doc.char_span(place.start, place.end, label=label, span_id=rule, alignment_mode="expand")


def _spans(doc: Doc, places: Iterable[tuple[Range, str, str]]) -> list[Span]:
    made = (span_of(doc, place, label, rule) for place, label, rule in places)
    return [span for span in made if span is not None]


class NameMatcher:
    """Phrases of a lexicon, matched without regard to case."""

    def __init__(self, nlp: Language, names: Iterable[Name], rule: str) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.names: dict[str, Name] = {}
        self.rule = rule
        for name in names:
            if (
                name.words.lower() not in self.names
            ):  # the country's own entry stands before the common one
                self.names[name.words.lower()] = name
                self.matcher.add(name.words.lower(), [nlp.make_doc(name.words)])

    def find(self, doc: Doc) -> list[Found]:
        """Every hit, overlaps included."""
        return [
            self._found(doc[start:end], doc.vocab.strings[key])
            for key, start, end in self.matcher(doc)
        ]

    def _found(self, span: Span, key: str) -> Found:
        name = self.names[key]
        rule = self.rule.format(label=name.label.lower())
        return Found(name.label, span.start_char, span.end_char, rule, name.code, name.side)


@Language.factory(
    "mizan_lexicon", assigns=["doc._.mizan_found"], default_config={"jurisdiction": "pk"}
)
def mizan_lexicon(nlp: Language, name: str, jurisdiction: str) -> LexiconComponent:
    """Finds bodies, courts and roles by name.

    Reads: tokens, and `doc.user_data["mizan_terms"]`.  Writes: `doc._.mizan_found`.
    """
    return LexiconComponent(nlp, jurisdiction)


class LexiconComponent:
    """The lexicon of a jurisdiction, then the names that the instrument itself defines."""

    def __init__(self, nlp: Language, jurisdiction: str) -> None:
        self.matcher = NameMatcher(nlp, load_lexicon(jurisdiction).names, "entity.{label}.lexicon")

    def __call__(self, doc: Doc) -> Doc:
        terms: NameMatcher | None = doc.user_data.get(TERMS)
        own = terms.find(doc) if terms else []
        taken = {found.range for found in own}
        common = [found for found in self.matcher.find(doc) if found.range not in taken]
        doc._.mizan_found = (*own, *common)
        return doc


@Language.factory("mizan_patterns", assigns=["doc._.mizan_found"])
def mizan_patterns(nlp: Language, name: str) -> PatternComponent:
    """Finds references, named laws, sanctions, terms and defined terms by their form.

    Reads: `doc.text`.  Writes: adds to `doc._.mizan_found`.
    """
    return PatternComponent()


class PatternComponent:
    """What has a fixed form needs no lexicon."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.mizan_found = (*doc._.mizan_found, *find_fixed(doc.text))
        return doc


@Language.factory(
    "mizan_entities",
    assigns=["doc.spans", "doc._.mizan_entities"],
    requires=["doc._.mizan_found"],
    default_config={"jurisdiction": "pk"},
)
def mizan_entities(nlp: Language, name: str, jurisdiction: str) -> EntityComponent:
    """Settles which proposals stand: longest first, no overlap.

    Reads: `doc._.mizan_found`.  Writes: `doc.spans["entities"]`, `doc._.mizan_entities`.
    """
    return EntityComponent(jurisdiction)


class EntityComponent:
    """Adds shaped names and complements, then flattens."""

    def __init__(self, jurisdiction: str) -> None:
        self.rules = name_rules(jurisdiction)

    def __call__(self, doc: Doc) -> Doc:
        fixed = [one for one in doc._.mizan_found if one.label not in ("AGENCY", "COURT", "ROLE")]
        known = [one for one in doc._.mizan_found if one.label in ("AGENCY", "COURT", "ROLE")]
        settled = flatten((*fixed, *find_names(doc.text, known, self.rules)))
        doc._.mizan_entities = settled
        doc.spans["entities"] = _spans(doc, ((one.range, one.label, one.rule) for one in settled))
        return doc


@Language.factory(
    "mizan_statements",
    assigns=["doc.spans", "doc._.mizan_statements"],
    requires=["doc._.mizan_entities"],
)
def mizan_statements(nlp: Language, name: str) -> StatementComponent:
    """Reads who must, may or must not do what.

    Reads: `doc.text`, `doc._.mizan_entities`.  Writes: `doc._.mizan_statements` and the span
    groups triggers, bearers, actions, conditions and oversight.
    """
    return StatementComponent()


class StatementComponent:
    """Statements overlap (one act in two), so their parts are span groups."""

    def __call__(self, doc: Doc) -> Doc:
        norms: tuple[Norm, ...] = find_statements(doc.text, doc._.mizan_entities)
        doc._.mizan_statements = norms
        for group, places in _parts(norms).items():
            doc.spans[group] = _spans(doc, places)
        return doc


def _parts(norms: Iterable[Norm]) -> dict[str, list[tuple[Range, str, str]]]:
    groups: dict[str, list[tuple[Range, str, str]]] = {
        "triggers": [],
        "bearers": [],
        "actions": [],
        "conditions": [],
        "oversight": [],
    }
    for norm in norms:
        single = (("triggers", norm.trigger), ("bearers", norm.bearer), ("actions", norm.action))
        for group, place in single:
            if place is not None:
                groups[group].append((place, norm.type, norm.rule))
        groups["conditions"].extend((place, norm.type, norm.rule) for place in norm.conditions)
        groups["oversight"].extend((place, norm.type, norm.rule) for place in norm.oversight)
    return groups


@Language.factory(
    "mizan_orientation",
    assigns=["doc._.mizan_orientation"],
    requires=["doc._.mizan_statements"],
)
def mizan_orientation(nlp: Language, name: str) -> OrientationComponent:
    """Weighs the unit between state power and liberty.

    Reads: `doc.text`, `doc._.mizan_statements`.  Writes: `doc._.mizan_orientation`.
    """
    return OrientationComponent()


class OrientationComponent:
    """One verdict for a unit, with the words that decided it."""

    def __call__(self, doc: Doc) -> Doc:
        lean: Lean = find_orientation(doc.text, doc._.mizan_statements)
        doc._.mizan_orientation = lean
        return doc
