"""What the elements and words of Akoma Ntoso's dialects stand for; data only."""

from __future__ import annotations

import re

from corpus.model import ProvisionKind as K

KINDS = {
    "part": K.PART,
    # civil codes: book > title > chapter, so a book stands where a part does
    "book": K.PART,
    "tome": K.PART,
    "title": K.TITLE,
    "subtitle": K.TITLE,
    "chapter": K.CHAPTER,
    "subchapter": K.CHAPTER,
    "subpart": K.SUBPART,
    # Australia: part > division > subdivision
    "division": K.SUBPART,
    "subdivision": K.SUBPART,
    "section": K.SECTION,
    "article": K.ARTICLE,
    "rule": K.RULE,
    "regulation": K.REGULATION,
    "subsection": K.SUBSECTION,
    "subrule": K.SUBSECTION,
    "subregulation": K.SUBSECTION,
    "paragraph": K.PARAGRAPH,
    # in bills a clause carries the numbering (see `placed`), else it is what is lettered in it
    "clause": K.PARAGRAPH,
    "subparagraph": K.SUBPARAGRAPH,
    "subclause": K.SUBPARAGRAPH,
    "proviso": K.PROVISO,
    "explanation": K.EXPLANATION,
    "illustration": K.ILLUSTRATION,
    "recital": K.RECITAL,
    "schedule": K.SCHEDULE,
    "annex": K.SCHEDULE,
    "appendix": K.SCHEDULE,
    "preamble": K.PREAMBLE,
    "heading": K.HEADING,
}
"""Element, or name of an `hcontainer` → kind, where the name says it."""

BY_PLACE = frozenset(
    {"level", "point", "indent", "alinea", "item", "transitional", "subsubparagraph", "definition"}
)
"""Elements whose name says no more than “a numbered piece”: the kind follows from the place."""

WRAPPERS = frozenset({"list", "sublist", "hcontainer", "crossheading", "schedules", "schedulebody"})
"""Never a unit, whatever number they carry."""

COUNTED = frozenset({K.PROVISO, K.EXPLANATION, K.ILLUSTRATION})
"""Units even without a number."""

GROUPS = frozenset({K.PART, K.SUBPART, K.TITLE, K.CHAPTER, K.SCHEDULE, K.HEADING})
"""Units by their heading, where they have no number."""

SKIPPED = frozenset(
    {
        *("meta", "toc", "tocItem", "staticContent", "componentRef", "documentRef", "del"),
        *("presentation", "interstitial"),
    }
)
"""Not of the text: what was taken out, contents lists, running heads, links to other documents."""

NOTES = frozenset({"authorialNote", "remark", "comment"})
"""Words about the text: a footnote, an editor's remark."""

NOTE_BLOCKS = frozenset({"sourceCredit", "editorialNote", "annotation"})
"""Names of a `block` that holds such words."""

LEAVES = frozenset(
    {
        *("p", "span", "block", "docTitle", "shortTitle", "docNumber", "docDate"),
        *("listIntroduction", "listWrapUp", "caption", "heading", "subheading", "num"),
    }
)
"""Elements that hold words and not other blocks."""

STRUCTURES = frozenset(
    {
        *("quotedStructure", "embeddedStructure", "blockList", "table", "ul", "ol", "p", "tblock"),
        "blockContainer",
    }
)
"""Blocks that may stand in the middle of a paragraph's words."""

QUOTED = frozenset({"quotedStructure", "embeddedStructure"})
"""Words that another law is to hold: their units are not units of this one."""

DOCUMENTS = ("act", "bill", "portion", "doc", "statement", "amendmentList", "judgment")
"""Elements of a document, those that hold law first."""

_GROUP_WORDS = (
    "part|partie|parte|teil|deel|osa|title|titre|titolo|título|titel|chapter|chapitre|capitolo|"
    "capo|capítulo|kapitel|hoofdstuk|luku|book|livre|libro|livro|buch|division|subdivision|"
    "sub-?part|sub-?chapter|tome|tomo"
)
_BASIC_WORDS = (
    "section|sections|sec|sezione|sección|seção|abschnitt|afdeling|article|articolo|artículo|"
    "artigo|artikel|art|rule|regulation|reg|clause|paragraph|absatz|§+"
)
_SCHEDULE_WORDS = (
    "schedule|sched|annex|annexe|annexure|appendix|allegato|anexo|anlage|anhang|bijlage|the"
)
LABEL_WORD = re.compile(
    rf"(?<!\w)(?:{_GROUP_WORDS}|{_BASIC_WORDS}|{_SCHEDULE_WORDS})(?!\w)[\s.:]*", re.IGNORECASE
)
"""A word that names the unit beside its number, in the languages of the known publishers."""

SCHEDULE_WORD = re.compile(rf"(?:{_SCHEDULE_WORDS})", re.IGNORECASE)

NUMBER = re.compile(
    r"(?:\d+|[IVXLCDM]+)[A-Za-z]{0,3}(?:[.\-/–]\w+)*"
    r"(?:\s+(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies))?"
)
"""A number as laws print it: `26A`, `3.1`, `5-bis`, `1 bis`."""

LABELLED = re.compile(
    rf"(?P<label>(?:the\s+)?(?:{_GROUP_WORDS}|{_BASIC_WORDS}|{_SCHEDULE_WORDS})\s+"
    rf"(?P<num>{NUMBER.pattern}|[A-Z]))(?:\s*[-–—:.]\s*(?P<heading>\S.*))?",
    re.IGNORECASE,
)
"""A heading that begins with the unit's number: `CHAPTER I`, `Schedule 2 – Fees`."""

ATTACHED_ARTICLE = re.compile(r"(?:.*[-–\s])?art(?:icolo|\.)?\s*(\d+[\w\s-]*)", re.IGNORECASE)
"""Name of an attachment that is one article of a code, as Italian publishers cut them."""

TYPES = {
    "regulation": "eu-regulation",
    "directive": "eu-directive",
    "act": "act",
    "ukpga": "act",
    "asp": "act",
    "bill": "bill",
    "constitution": "constitution",
    "ordinance": "ordinance",
    "rules": "rules",
    "regulations": "regulations",
    "treaty": "treaty",
    "policy": "policy",
    "paper": "paper",
}
"""Part of a work's address, or name of a document → type of instrument."""

EDGES = " \t()[].,:;–—-_*§\"'“”‘’«»ºª°"
"""Signs around a printed number that are not of it."""

HEADING_EDGES = " \t.:;–—―-_*"
"""Signs around a heading: the stop and dash before the words."""
