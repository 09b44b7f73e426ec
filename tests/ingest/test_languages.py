"""Laws in other languages than English: their own words of structure, and no others'."""

from __future__ import annotations

import datetime

import pytest

from ingest.calendar import WRITTEN_DAY, iso_day
from ingest.draft import Block, Draft
from ingest.forms import forms_of, language_tables
from ingest.language import TellLanguage
from ingest.parse import Parsed, parse_bytes

GERMAN = """\
Gesetz über die Führung von Leuchttürmen

vom 3. Mai 2011

Erster Abschnitt
Allgemeine Vorschriften

§ 1 Zweck des Gesetzes

(1) Dieses Gesetz dient dem Schutz der Schifffahrt vor den Gefahren der Küste.

(2) Es gilt nicht für

1. Türme, die von der Marine geführt werden, und

2. Feuer, die auf Schiffen brennen.

§ 2 Begriffsbestimmungen

Im Sinne dieses Gesetzes ist

a) Turm jedes Bauwerk, das ein Feuer trägt,

b) Wärter die Person, die das Feuer führt.

§ 2a Verzeichnis

Die Behörde führt ein Verzeichnis der Türme und der Wärter.

Zweiter Abschnitt
Pflichten der Wärter

§ 3 Wache

Der Wärter hält von der Dämmerung bis zum Morgen die Wache und führt ein Buch.

§ 4 (weggefallen)

§ 5 Inkrafttreten

Dieses Gesetz tritt am Tag nach der Verkündung in Kraft.

Anlage 1 (zu § 3)
Muster des Wachbuchs

Das Buch hat vier Spalten.
"""

FRENCH = """\
RÈGLEMENT (UE) 2031/77 DU PARLEMENT EUROPÉEN ET DU CONSEIL
du 15 mai 2031
relatif à la garde des phares

LE PARLEMENT EUROPÉEN ET LE CONSEIL DE L’UNION EUROPÉENNE,

vu le traité sur le fonctionnement de l’Union européenne,

considérant ce qui suit:

(1) Les phares sont utiles à la navigation.

(2) Les gardiens ont besoin de règles communes.

(3) Il convient donc d’adopter le présent texte.

ONT ADOPTÉ LE PRÉSENT RÈGLEMENT:

CHAPITRE PREMIER
DISPOSITIONS GÉNÉRALES

Article premier
Objet

1. Le présent règlement fixe les règles de garde des phares dans l’Union.

2. Il s’applique:

a) aux phares en mer;

b) aux phares sur terre.

Article 2
Définitions

Aux fins du présent règlement, on entend par:

1) «phare»: une tour qui porte un feu;

2) «gardien»: la personne qui garde le feu.

CHAPITRE II
OBLIGATIONS

Article 3
Veille

Le gardien veille sur le feu pendant la nuit, conformément à
l’article 2 et tient un registre.

Article 3 bis
Registre

Le registre est conservé dans la tour par le gardien.

Article 4
Entrée en vigueur

Le présent règlement entre en vigueur le jour de sa publication.

Le présent règlement est obligatoire dans tous ses éléments.

Fait à Brest, le 15 mai 2031.

ANNEXE I
MODÈLE DE REGISTRE

Section A
Colonnes

Le registre a quatre colonnes.
"""

SPANISH = """\
LEY 12/2030, de 3 de mayo, de los faros

TÍTULO PRELIMINAR
Disposiciones generales

Artículo 1. Objeto.

La presente ley regula la guarda de los faros y de las luces que se encuentran en la costa.

Artículo 2. Definiciones.

A los efectos de esta ley se entiende por:

a) faro: la torre que lleva una luz;

b) guarda: la persona que cuida de la luz.

TÍTULO I
De los guardas

CAPÍTULO I
Obligaciones

Artículo 3. Vela.

1. El guarda vela por la luz durante la noche con el auxilio de la persona que la autoridad designe.

2. El guarda lleva un libro en el que anota las horas.

Artículo 4. Entrada en vigor.

La presente ley entra en vigor el día siguiente al de su publicación.
"""

ITALIAN = """\
LEGGE 3 maggio 2030, n. 12

TITOLO I
DISPOSIZIONI GENERALI

Capo I
Principi

Art. 1
(Oggetto)

1. La presente legge disciplina la custodia dei fari che sono posti sulla costa.

2. Essa si applica:

a) ai fari della marina;

b) ai fari delle isole.

Art. 2
(Definizioni)

1. Ai fini della presente legge si intende per faro la torre che porta una luce nel mare.

Art. 2-bis
(Registro)

1. Il registro è tenuto dal custode nella torre.

Art. 3
(Entrata in vigore)

1. La presente legge entra in vigore il giorno successivo alla pubblicazione.

ALLEGATO A
MODELLO DEL REGISTRO

Il registro ha quattro colonne.
"""

PORTUGUESE = """\
LEI N.º 12/2030, de 3 de maio

CAPÍTULO I
Disposições gerais

Artigo 1.º
Objeto

1 - A presente lei regula a guarda dos faróis que se encontram na costa.

2 - Não se aplica aos faróis da marinha.

Artigo 2.º
Definições

Para os efeitos da presente lei, entende-se por:

a) «Farol», a torre que tem uma luz;

b) «Faroleiro», a pessoa que cuida da luz.

CAPÍTULO II
Dos faroleiros

Artigo 3.º
Vigília

O faroleiro vela pela luz durante a noite com o auxílio da pessoa designada pelo município.

Artigo 4.º
Entrada em vigor

A presente lei entra em vigor no dia seguinte ao da sua publicação.
"""

DUTCH = """\
Wet van 3 mei 2030, houdende regels over de vuurtorens

Hoofdstuk 1. Algemene bepalingen

Artikel 1

In deze wet wordt verstaan onder:

a. toren: het bouwwerk dat een licht draagt;

b. wachter: de persoon die het licht bedient.

Artikel 2

1. De wachter houdt in de nacht de wacht en voert een boek.

2. Het boek wordt in de toren bewaard met het zegel van de gemeente.

Hoofdstuk 2. Plichten

Artikel 3

De minister kan regels stellen over het bedienen van het licht, dat niet van een schip komt.

Artikel 3a

Het is niet toegestaan een licht op zee te doven.

Artikel 4

Deze wet treedt in werking op de dag na die van de uitgifte van het Staatsblad.
"""

BRAZILIAN = """\
LEI Nº 4.321, DE 3 DE MAIO DE 2030

CAPÍTULO I
DAS DISPOSIÇÕES GERAIS

Art. 1º  Esta Lei regula a guarda dos faróis da costa.

§ 1º  Para os fins desta Lei, considera-se:

I - farol, a torre que tem uma luz; e

II - faroleiro, a pessoa que cuida da luz, na forma seguinte:

a) de dia; ou

b) de noite.

§ 2º  A marinha não se sujeita ao disposto no § 1º.

Art. 2º  O faroleiro deve:

I - velar pela luz; e

II - manter um livro.

Parágrafo único.  O livro é público.

Art. 2º-A.  O livro fica na torre.

Art. 3º  Esta Lei entra em vigor na data de sua publicação.
"""

POINTS = """\
LOI n° 2030-12 du 3 mai 2030 relative aux phares

TITRE Ier
DISPOSITIONS GÉNÉRALES

Article 1er

La garde des phares est assurée par les communes du littoral dans les conditions que fixe la loi.

Article 2

Le gardien :

1° Veille sur le feu pendant la nuit ;

2° Tient un registre qui est conservé dans la tour.

TITRE II
DISPOSITIONS PÉNALES

Article 3

Est puni d’une amende le fait d’éteindre le feu ou de brûler le registre de la commune.
"""

ENGLISH = """\
Lighthouses Act, 2031

CHAPTER I
PRELIMINARY

1. Short title.—(1) This Act may be called the Lighthouses Act, 2031.

(2) Nothing in this Act applies to a light on board of a ship, and any of the keepers is free.

2. Definitions.—In this Act, the keeper means a person who tends the light of a tower.

3. Watch.—The keeper shall keep the watch from the evening to the morning of the next day.
"""


def _read(text: str) -> Parsed:
    return parse_bytes(text.encode(), "law.txt")


def _eids(parsed: Parsed) -> list[str]:
    return [provision.eid for provision in parsed.provisions]


LAWS = [
    # ordinals before the word of a group, `§` with small letters, and a section that is gone
    (
        GERMAN,
        "de",
        "act",
        ["subpart_1", "sec_1", "sec_1__subsec_2__para_2", "sec_2__para_b", "sec_2a", "subpart_2"],
        {"sec_2a": "Verzeichnis", "sched_1": "Muster des Wachbuchs"},
    ),
    # `premier` numbers a chapter and an article; `3 bis`; a line that ends in `à` refers
    (
        FRENCH,
        "fr",
        "eu-regulation",
        ["rec_1", "rec_3", "chp_1", "art_1__para_2__point_b", "chp_II", "art_3bis", "sched_I"],
        {"art_1": "Objet", "chp_1": "DISPOSITIONS GÉNÉRALES"},
    ),
    # a title before the first one has a word for a number
    (
        SPANISH,
        "es",
        "act",
        ["title_PRELIMINAR", "art_2__point_b", "title_I", "title_I__chp_I", "art_3__para_2"],
        {"art_3": "Vela", "title_I": "De los guardas"},
    ),
    # headings in brackets; `2-bis`; an annex with a letter
    (
        ITALIAN,
        "it",
        "act",
        ["title_I__chp_I", "art_1__para_2__point_a", "art_2bis", "sched_A"],
        {"art_3": "(Entrata in vigore)"},
    ),
    # `1.º` and paragraphs with a dash
    (
        PORTUGUESE,
        "pt",
        "act",
        ["chp_I", "art_1__para_1", "art_1__para_2", "art_2__point_b", "chp_II", "art_4"],
        {"art_1": "Objeto", "chp_II": "Dos faroleiros"},
    ),
    # articles without headings; points with a stop; an inserted small letter
    (
        DUTCH,
        "nl",
        "act",
        ["chp_1", "art_1__point_b", "art_2__para_2", "chp_2", "art_3a", "art_4"],
        {"chp_1": "Algemene bepalingen", "art_1": None},
    ),
    # paragraphs with a sign, points with a dash, no headings at all, an inserted `2º-A`
    (
        BRAZILIAN,
        "pt",
        "act",
        ["art_1__para_1__point_II__point_b", "art_1__para_2", "art_2__point_II", "art_2A"],
        {"art_1": None, "art_2": None, "art_3": None},
    ),
    # `Ier`, `1er` and points with a degree sign
    (
        POINTS,
        "fr",
        "act",
        ["title_1", "art_1", "art_2__para_1", "art_2__para_2", "title_II", "art_3"],
        {"art_2": None, "title_II": "DISPOSITIONS PÉNALES"},
    ),
    # must not: an English law is read by the common words alone
    (
        ENGLISH,
        "en",
        "act",
        ["chp_I", "sec_1", "sec_1__subsec_2", "sec_2", "sec_3"],
        {"sec_3": "Watch"},
    ),
]


@pytest.mark.parametrize(
    ("text", "language", "kind", "eids", "headings"), LAWS, ids=[law[0][:8] for law in LAWS]
)
def test_a_law_is_read_by_the_words_of_its_language(
    text: str, language: str, kind: str, eids: list[str], headings: dict[str, str | None]
) -> None:
    parsed = _read(text)
    assert parsed.language == language
    assert parsed.type == kind
    found = {provision.eid: provision.heading for provision in parsed.provisions}
    assert [eid for eid in eids if eid not in found] == []
    assert {eid: found[eid] for eid in headings} == headings


@pytest.mark.parametrize(("text", "language"), [(law[0], law[1]) for law in LAWS])
def test_a_clean_law_leaves_no_doubt(text: str, language: str) -> None:
    assert [p.eid for p in _read(text).provisions if p.confidence < 0.75] == [], language


@pytest.mark.parametrize(
    ("text", "title", "number", "date"),
    [
        (GERMAN, "Gesetz über die Führung von Leuchttürmen", "", "2011-05-03"),
        # capitals go, but not those of the Union's sign; the enacting words are no title
        (
            FRENCH,
            "Règlement (UE) 2031/77 du Parlement Européen et du Conseil",
            "2031/77",
            "2031-05-15",
        ),
        (DUTCH, "Wet van 3 mei 2030, houdende regels over de vuurtorens", "", "2030-05-03"),
    ],
)
def test_a_law_says_who_it_is(text: str, title: str, number: str, date: str) -> None:
    parsed = _read(text)
    assert (parsed.title, parsed.number, parsed.date) == (title, number, date)


def test_a_paragraph_without_a_number_ends_the_points_before_it() -> None:
    held = {p.eid: p.text for p in _read(BRAZILIAN).provisions}
    assert held["art_2__point_II"] == "manter um livro."
    assert held["art_2"].endswith("O livro é público.")


def test_the_closing_formula_belongs_to_no_article() -> None:
    article = next(p for p in _read(FRENCH).provisions if p.eid == "art_4")
    assert article.text == "Le présent règlement entre en vigueur le jour de sa publication."


def test_a_quotation_with_its_opening_mark_printed_twice_closes() -> None:
    amending = GERMAN.replace(
        "Der Wärter hält von",
        "In § 5 des Seegesetzes wird folgender Absatz angefügt:\n\n"
        "„(4) „Die Behörde prüft die Feuer jedes Jahr.“\n\nDer Wärter hält von",
    )
    assert _eids(_read(amending))[-3:] == ["sec_4", "sec_5", "sched_1"]


MIXED = "der Turm und das Feuer von dem Wärter the tower and the light of any keeper by which "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("der Turm und das Licht", ""),  # too few words
        (MIXED * 10, ""),  # two languages, neither clearly more
        ("Xylo brum trak vork pelim " * 40, ""),  # no language that is known
        ("Der Wärter ist mit dem Feuer und den Türmen nicht zu verwechseln. " * 10, "de"),
        ("The keeper of the light shall tend to the tower with any of the oil. " * 10, "en"),
    ],
)
def test_a_language_is_told_only_where_it_is_sure(text: str, language: str) -> None:
    draft = Draft("law.txt", blocks=[Block(text)])
    TellLanguage()(draft)
    assert draft.language == language


def test_a_language_that_the_file_tells_is_kept() -> None:
    draft = Draft("law.xml", language="fr", blocks=[Block(ENGLISH)])
    TellLanguage()(draft)
    assert draft.language == "fr"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("vom 26. Juni 2013", "2013-06-26"),
        ("du 1er août 2031", "2031-08-01"),
        ("de 3 de mayo de 1999", "1999-05-03"),
        ("de 12 de março de 2004", "2004-03-12"),
        ("3 maggio 2030", "2030-05-03"),
        ("van 3 mei 2030", "2030-05-03"),
        ("18th August, 2016", "2016-08-18"),
        ("the 3rd day of May, 1999", "1999-05-03"),
        ("31. Februar 2013", ""),  # no such day
    ],
)
def test_days_are_read_as_each_language_writes_them(printed: str, day: str) -> None:
    found = WRITTEN_DAY.search(printed)
    assert found is not None
    assert iso_day(found) == day


@pytest.mark.parametrize("printed", ["5. May 2013", "3 de 1999", "§ 26 Juni"])
def test_what_is_no_day(printed: str) -> None:
    assert WRITTEN_DAY.search(printed) is None


def test_english_is_read_by_the_common_words_alone() -> None:
    assert forms_of("pk", "en") == forms_of("pk")


@pytest.mark.parametrize("language", sorted(language_tables()))
def test_a_table_of_a_language_is_whole(language: str) -> None:
    table = language_tables()[language]
    assert len(table["months"]) == 12
    assert {"containers", "unit_words", "schedules", "contents", "reference_words"} <= set(table)
    forms = forms_of("pk", language)
    first = table["months"][0]
    assert datetime.date.fromisoformat(iso_day(WRITTEN_DAY.search(f"2 {first} 2020"))).month == 1  # type: ignore[arg-type]
    assert all(word == word.casefold() for word, _ in forms.containers)
