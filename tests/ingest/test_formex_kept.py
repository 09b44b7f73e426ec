"""Formex as others keep it: in a wrapper, consolidated, in another language than English."""

from __future__ import annotations

import pytest

from ingest.parse import Parsed, parse_bytes
from ingest.readers import formex, reader_for

WRAPPED = """\
<KEPT.COPY>
 <CONS.ACT>
  <INFO.CONSLEG CONSLEG.REF="2031R0077" END="NONE"/>
  <CONS.DOC>
   <BIB.INSTANCE><LG.DOC>DE</LG.DOC></BIB.INSTANCE>
   <FAM.COMP><BIB.DATA><TITLE><TI><P>Richtlinie 2029/11/EU, die nur die Quelle ist</P></TI></TITLE>
   </BIB.DATA></FAM.COMP>
   <TITLE><TI>
    <P><HT TYPE="UC">Verordnung</HT> (EU) Nr. 2031/77 über Türme</P>
    <P>vom <DATE ISO="20310515">15. Mai 2031</DATE></P>
    <P>zur Änderung der Richtlinie 2029/11/EU</P>
   </TI></TITLE>
   <PREAMBLE><PREAMBLE.INIT/><GR.CONSID><CONSID><NP><NO.P>(1)</NO.P>
    <TXT>Türme nützen der Schifffahrt.</TXT></NP></CONSID></GR.CONSID></PREAMBLE>
   <ENACTING.TERMS>
    <DIVISION>
     <TITLE><TI><P>KAPITEL I</P></TI><STI><P>Allgemeines</P></STI></TITLE>
     <ARTICLE><TI.ART>Artikel 1</TI.ART><STI.ART>Begriffe</STI.ART>
      <?CLG.MDFO ID="A"?>
      <PARAG><NO.PARAG>(1)</NO.PARAG><ALINEA><P>Es bedeutet</P><LIST TYPE="alpha">
       <ITEM><NP><NO.P>a)</NO.P><TXT><QUOT.START CODE="201E" ID="S1"/>Turm<QUOT.END CODE="201C"
        ID="E1"/> ein<?PAGE NO="2"?> Bauwerk<NOTE NOTE.ID="N1"><P>Siehe die Karte.</P></NOTE>;</TXT>
       </NP></ITEM></LIST></ALINEA></PARAG>
     </ARTICLE>
    </DIVISION>
    <DIVISION>
     <TITLE><TI><P>Zweiter Abschnitt</P></TI><STI><P>Pflichten</P></STI></TITLE>
     <ARTICLE><TI.ART>Artikel 1a</TI.ART><ALINEA>Es wird ersetzt durch</ALINEA>
      <QUOT.S><ARTICLE><TI.ART>Artikel 9</TI.ART><ALINEA>Neues Wort.</ALINEA></ARTICLE></QUOT.S>
     </ARTICLE>
    </DIVISION>
    <DIVISION>
     <TITLE><TI><P>SCHLUSSBESTIMMUNGEN</P></TI></TITLE>
     <ARTICLE><TI.ART>Artikel 2</TI.ART><ALINEA>Sie gilt ab sofort.</ALINEA></ARTICLE>
    </DIVISION>
   </ENACTING.TERMS>
   <CONS.ANNEX>
    <TITLE><TI><P>ANHANG I</P></TI></TITLE>
    <CONTENTS><GR.SEQ LEVEL="1"><TITLE><TI><P>Liste der Türme</P></TI></TITLE>
     <P>Alle Türme der Küste.</P></GR.SEQ></CONTENTS>
   </CONS.ANNEX>
  </CONS.DOC>
 </CONS.ACT>
</KEPT.COPY>
"""


@pytest.fixture(name="parsed", scope="module")
def _parsed() -> Parsed:
    return parse_bytes(WRAPPED.encode(), "kept.xml")


def test_a_wrapped_act_is_read_as_formex(parsed: Parsed) -> None:
    assert parsed.media_type == "application/x-formex+xml"
    assert [(p.eid, p.heading) for p in parsed.provisions] == [
        ("rec_1", None),
        ("chp_I", "Allgemeines"),
        ("art_1", "Begriffe"),
        ("art_1__para_1", None),
        ("art_1__para_1__point_a", None),
        ("sec_2", "Pflichten"),  # its number is a word before its own
        ("art_1a", None),  # the quoted article is no unit
        ("subpart", "SCHLUSSBESTIMMUNGEN"),  # a title without a number
        ("art_2", None),
        ("sched_I", "Liste der Türme"),  # the title of the one passage in it
    ]


def test_it_says_who_it_is(parsed: Parsed) -> None:
    assert (parsed.type, parsed.number, parsed.date, parsed.language) == (
        "eu-regulation",
        "Nr. 2031/77",
        "2031-05-15",
        "de",
    )
    assert "nur die Quelle" not in parsed.text + parsed.title


def test_a_title_that_lost_its_blanks_is_read() -> None:
    glued = WRAPPED.replace("</HT> (EU) Nr. 2031/77 über", '</HT>2031/77/EU<HT TYPE="UC">über</HT>')
    parsed = parse_bytes(glued.replace("vom <DATE", "vom<DATE").encode(), "kept.xml")
    assert parsed.title.startswith("Verordnung 2031/77/EU über Türme vom 15. Mai 2031")
    assert parsed.number == "2031/77/EU"


def test_quotation_marks_and_instructions_stand_in_the_words(parsed: Parsed) -> None:
    point = next(p for p in parsed.provisions if p.eid == "art_1__para_1__point_a")
    assert point.text == "„Turm“ ein Bauwerk;"


@pytest.mark.parametrize(
    "code",
    ["", "zz", "D800", "110000", "-1"],  # no letter, no number, half a letter, past the last one
)
def test_a_mark_of_no_letter_stops_nothing(code: str) -> None:
    data = WRAPPED.replace('CODE="201E"', f'CODE="{code}"')
    assert "Turm“ ein Bauwerk" in parse_bytes(data.encode(), "kept.xml").text


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><p>The ACT of keeping towers</p></body></html>",
        b"<KEPT><ACT>words</ACT></KEPT>",  # an element of that name, but none of its parts
        b"<MATH><EXPR>1</EXPR></MATH>",
        b"no markup, only <ACT> and <BIB.INSTANCE>",
        b"",
    ],
)
def test_what_is_no_formex(data: bytes) -> None:
    assert not formex.looks_like(data)


def test_a_page_that_shows_formex_is_a_page() -> None:
    page = b"<!doctype html><html><body><pre>&lt;ACT&gt;&lt;BIB.INSTANCE&gt;</pre></body></html>"
    assert reader_for(page, "page.html").media_type == "text/html"
