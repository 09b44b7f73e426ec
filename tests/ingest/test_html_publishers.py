"""Pages as the publishers of laws make them: the law comes out, what stands around it does not."""

from __future__ import annotations

import pytest

from ingest.draft import Draft, Role
from ingest.parse import Parsed, parse_bytes
from ingest.readers import html

Rows = list[tuple[str, str | None, str]]
"""eId, heading, and words that the provision's text must be equal to, where any are given."""


def parsed(page: str) -> Parsed:
    return parse_bytes(page.encode(), "page.html")


def rows(page: str) -> Rows:
    return [(p.eid, p.heading, p.text) for p in parsed(page).provisions]


EUR_LEX_NEW = """<html><body><div class="eli-container"><p class="oj-doc-ti">REGULATION (EU) 2031/7
OF THE WIDGET COUNCIL</p>
<div class="eli-subdivision" id="rct_1"><table><tr><td><p class="oj-normal">(1)</p></td><td>
<p class="oj-normal">Widgets roll.</p></td></tr></table></div>
<div class="eli-subdivision" id="rct_2"><table><tr><td><p class="oj-normal">(2)</p></td><td>
<p class="oj-normal">Planks do not.</p></td></tr></table></div>
<div class="eli-subdivision" id="rct_3"><table><tr><td><p class="oj-normal">(3)</p></td><td>
<p class="oj-normal">Both are made of wood.</p></td></tr></table></div>
<p class="oj-normal">HAVE ADOPTED THIS REGULATION:</p>
<div id="cpt_I"><p class="oj-ti-section-1">CHAPTER I</p><div class="eli-title">
<p class="oj-ti-section-2">WIDGETS</p></div>
<div class="eli-subdivision" id="art_1"><p class="oj-ti-art">Article 1</p><div class="eli-title">
<p class="oj-sti-art">Aim</p></div><div id="001.001"><p
class="oj-normal">1.   Each widget shall:</p>
<table><col width="4%"/><tr><td><p class="oj-normal">(a)</p></td><td><p
class="oj-normal">roll; and</p>
</td></tr></table><table><tr><td><p class="oj-normal">(b)</p></td><td><p class="oj-normal">stop.</p>
<table><tr><td><p class="oj-normal">(i)</p></td><td><p
class="oj-normal">by hand;</p></td></tr></table>
<table><tr><td><p class="oj-normal">(ii)</p></td><td><p
class="oj-normal">by wedge.</p></td></tr></table>
</td></tr></table></div><div id="001.002"><p class="oj-normal">2.   No plank rolls.</p></div></div>
<div class="eli-subdivision" id="art_2"><p class="oj-ti-art">Article 2</p><div class="eli-title">
<p class="oj-sti-art">Fees</p></div><p class="oj-normal">Fees are paid
<a id="ntc1" href="#ntr1">(<span class="oj-super oj-note-tag">1</span>)</a> yearly.</p></div>
<div class="eli-subdivision" id="art_3"><p class="oj-ti-art">Article 3</p><div class="eli-title">
<p class="oj-sti-art">Start</p></div><p class="oj-normal">It starts at once.</p></div></div>
<div class="oj-final"><p class="oj-normal">Done at Plankton, 1 May 2031.</p></div>
<p class="oj-note"><a href="#ntc1">(1)</a> OJ W 1, p. 1.</p></div></body></html>"""

EUR_LEX_CONSOLIDATED = """<html><body><div id="docHtml"><p class="reference">2031R7 — EN</p>
<p class="disclaimer">This text is meant purely as a tool.</p><p class="modref">►M1</p>
<p class="title-doc-first">REGULATION (EU) 2031/7 OF THE WIDGET COUNCIL</p>
<p class="title-division-1">CHAPTER I</p><p class="title-division-2">WIDGETS</p>
<div class="eli-subdivision" id="art_1"><p class="title-article-norm">Article 1</p>
<div class="eli-title"><p class="stitle-article-norm">Aim</p></div>
<div class="norm"><span class="no-parag">1.  </span><div
class="norm inline-element">Each widget shall:
</div></div>
<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>(a) </span></div>
<div class="grid-list-column-2"><p class="norm">roll; and</p></div></div>
<p class="arrow">▼M1</p>
<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>(b) </span></div>
<div class="grid-list-column-2"><p class="norm">stop.</p></div></div>
<div class="norm"><span class="no-parag">2.  </span><div
class="norm inline-element">No plank rolls.</div>
</div></div>
<div class="eli-subdivision" id="art_2"><p class="title-article-norm">Article 2</p>
<p class="stitle-article-norm">Fees</p><p class="norm">Fees are paid.</p></div>
<div class="eli-subdivision" id="art_3"><p class="title-article-norm">Article 3</p>
<p class="stitle-article-norm">Start</p><p class="norm">It starts at once.</p></div>
</div></body></html>"""

UK = """<html><body><div id="layout1"><div id="header"><ul class="nav"><li><a href="/">Home</a></li>
<li><a href="/browse">Browse Legislation</a></li></ul></div><div id="viewLegContents"><div
class="LegSnippet">
<h1 class="LegTitle">Widget Act 2031</h1><p class="LegNo">2031 CHAPTER 7</p>
<h2 class="LegPartFirst"><span class="LegPartNo">Part 1</span><span
class="LegPartTitle">Widgets</span></h2>
<h3 class="LegClearFix LegP1ContainerFirst"><span class="LegDS LegP1No">1</span>
<span class="LegDS LegP1GroupTitle">Duty to roll</span></h3>
<p class="LegClearFix LegP2Container"><span class="LegDS LegLHS LegP2No">(1)</span>
<span class="LegDS LegRHS LegP2Text">A widget must roll
<a class="LegCommentaryLink" href="#c1">F1</a><span class="LegAddition">daily</span>—</span></p>
<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(a)</span>
<span class="LegDS LegRHS LegP3Text">roll; and</span></p>
<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(b)</span>
<span class="LegDS LegRHS LegP3Text">stop.</span></p>
<p class="LegClearFix LegP2Container"><span class="LegDS LegLHS LegP2No">(2)</span>
<span class="LegDS LegRHS LegP2Text">A plank need not.</span></p>
<div class="LegAnnotations"><p class="LegAnnotationsHeading">Textual Amendments</p>
<p class="LegCommentaryItem" id="c1"><span
class="LegCommentaryType">F1</span> Word in s. 1(1) inserted
by 2032 c. 2, s. 5</p></div>
<h3 class="LegClearFix LegP1Container"><span class="LegDS LegP1No">2</span>
<span class="LegDS LegP1GroupTitle">Fees</span></h3>
<p class="LegClearFix LegP1Text">Fees are paid yearly.</p>
<h3 class="LegClearFix LegP1Container"><span class="LegDS LegP1No">3</span>
<span class="LegDS LegP1GroupTitle">Short title</span></h3>
<p class="LegClearFix LegP1Text">This Act may be cited as the Widget Act 2031.</p>
</div></div><div id="footer"><p>All content is available under the Open Licence except where
otherwise stated, and this site helps you to find laws of every kind.</p></div></div></body>
</html>"""

CANADA = """<html><body><nav><ul><li><a href="/a">Skip to main content</a></li></ul></nav>
<main property="mainContentOfPage"><h1>Widget Act</h1>
<h2 class="Part"><span class="HLabel1">PART 1</span><span class="HTitleText1">Widgets</span></h2>
<p class="MarginalNote"><span class="wb-invisible">Marginal note:</span>Rolling</p>
<ul class="Section ProvisionList"><li><p class="Subsection" id="1"><strong><a class="sectionLabel">
<span class="sectionLabel">1</span></a></strong> <span
class="lawlabel">(1)</span>&nbsp;A widget shall</p>
<ul class="ProvisionList"><li><p class="Paragraph"><span
class="lawlabel">(a)</span>&nbsp;roll; and</p>
<ul class="ProvisionList"><li><p class="Subparagraph"><span
class="lawlabel">(i)</span>&nbsp;fast, or</p></li>
<li><p class="Subparagraph"><span class="lawlabel">(ii)</span>&nbsp;slowly; and</p></li></ul></li>
<li><p class="Paragraph"><span class="lawlabel">(b)</span>&nbsp;stop.</p></li></ul></li>
<li><p class="MarginalNote">Planks</p><p class="Subsection"><span class="lawlabel">(2)</span>
&nbsp;A plank need not.</p></li></ul>
<p class="MarginalNote">Fees</p><p class="Section"><strong><span
class="sectionLabel">2</span></strong>
&nbsp;Fees are paid yearly.</p>
<p class="MarginalNote">Start</p><p class="Section"><strong><span
class="sectionLabel">3</span></strong>
&nbsp;This Act starts at once.</p></main>
<footer><a href="/terms">Terms and conditions</a></footer></body></html>"""

AKN_CLASSES = """<html><body><la-akoma-ntoso><h1>Widget Act</h1>
<section class="akn-part" id="part_A"><h2>Part A – Widgets</h2>
<section class="akn-section" id="sec_1"><h3>1. Duty to roll</h3>
<section class="akn-subsection" id="sec_1__subsec_1"><span class="akn-num">(1)</span>
<span class="akn-intro"><span class="akn-p">A widget must—</span></span>
<section class="akn-paragraph"><span class="akn-num">(a)</span><span class="akn-content">
<span class="akn-p">roll; and</span></span></section>
<section class="akn-paragraph"><span class="akn-num">(b)</span><span class="akn-content">
<span class="akn-p">stop.</span></span></section></section>
<section class="akn-subsection"><span class="akn-num">(2)</span><span class="akn-content">
<span class="akn-p">A plank need not.</span></span></section></section>
<section class="akn-section" id="sec_2"><h3>2. Fees</h3><span class="akn-content">
<span class="akn-p">Fees are paid yearly.</span></span></section>
<section class="akn-section" id="sec_3"><h3>3. Start</h3><span class="akn-content">
<span
class="akn-p">It starts at once.</span></span></section></section></la-akoma-ntoso></body></html>"""

SINGAPORE = """<html><body><div class="toolbar"><a href="#">Print</a></div><div id="legisContent">
<h1>Widget Act 2031</h1>
<div class="part"><table><tr><td class="partNo">PART 1</td></tr><tr><td
class="partHdr">WIDGETS</td></tr>
</table></div>
<div class="prov1"><table><tr><td class="prov1Hdr"
id="pr1-"><span>Duty to roll</span></td></tr></table>
<table><tr><td class="prov1Txt"><strong>1.</strong>&#8212;(1) A widget must&#8212;</td></tr></table>
<table><tr><td class="p1No">(a)</td><td class="pTxt">roll; and</td></tr></table>
<table><tr><td class="p1No">(b)</td><td class="pTxt">stop.</td></tr></table>
<div class="prov2"><table><tr><td
class="prov2Txt">(2) A plank need not.</td></tr></table></div></div>
<div class="prov1"><table><tr><td class="prov1Hdr"><span>Fees</span></td></tr></table>
<table><tr><td
class="prov1Txt"><strong>2.</strong>&nbsp;&nbsp;Fees are paid yearly.</td></tr></table></div>
<div class="prov1"><table><tr><td class="prov1Hdr"><span>Start</span></td></tr></table>
<table><tr><td
class="prov1Txt"><strong>3.</strong>&nbsp;&nbsp;It starts at once.</td></tr></table></div>
</div></body></html>"""

AUSTRALIA = """<html><body><div class="WordSection1"><p class="ShortT">Widget Act 2031</p>
<p class="ActHead2"><span class="CharPartNo">Part 1</span>—<span
class="CharPartText">Widgets</span></p>
<p class="ActHead5"><span class="CharSectno">1</span>&nbsp; Duty to roll</p>
<p class="subsection">&nbsp;&nbsp;&nbsp; (1)&nbsp; A widget must:</p>
<p class="paragraph">&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; (a)&nbsp; roll; and</p>
<p class="paragraph">&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; (b)&nbsp; stop.</p>
<p class="subsection">&nbsp;&nbsp;&nbsp; (2)&nbsp; A plank need not.</p>
<p class="ActHead5"><span class="CharSectno">2</span>&nbsp; Fees</p>
<p class="subsection">Fees are paid yearly.</p>
<p class="ActHead5"><span class="CharSectno">3</span>&nbsp; Start</p>
<p class="subsection">It starts at once.</p></div></body></html>"""

NEW_ZEALAND = """<html><body><div class="act"><h1 class="title">Widget Act 2031</h1>
<h2 class="part"><span class="label">Part 1</span><br/>Widgets</h2>
<div class="prov"><h5 class="prov labelled"><span class="label">1</span>Duty to roll</h5>
<div class="subprov"><p class="subprov"><span class="label">(1)</span>A widget must—</p>
<ul class="label-para"><li><h5 class="label-para"><span class="label">(a)</span></h5>
<p class="text">roll; and</p></li><li><h5 class="label-para"><span class="label">(b)</span></h5>
<p class="text">stop.</p></li></ul></div>
<div class="subprov"><p class="subprov"><span
class="label">(2)</span>A plank need not.</p></div></div>
<div class="prov"><h5 class="prov labelled"><span class="label">2</span>Fees</h5>
<p class="text">Fees are paid yearly.</p></div>
<div class="prov"><h5 class="prov labelled"><span class="label">3</span>Start</h5>
<p class="text">It starts at once.</p></div></div></body></html>"""

LISTS = """<html><body><h1>Widget Act</h1><h2>Part 1 Widgets</h2><h3>1. Duty to roll</h3>
<ol><li>A widget must—<ol type="a"><li>roll; and</li><li>stop.</li></ol></li>
<li>A plank need not.</li></ol>
<h3>2. Fees</h3><p>Fees are paid yearly.</p><h3>3. Start</h3><p>It starts at once.</p></body>
</html>"""

COMMON: Rows = [
    ("sec_1", "Duty to roll", ""),
    ("sec_1__subsec_1", None, ""),
    ("sec_1__subsec_1__para_a", None, "roll; and"),
    ("sec_1__subsec_1__para_b", None, "stop."),
    ("sec_1__subsec_2", None, "A plank need not."),
    ("sec_2", "Fees", "Fees are paid yearly."),
    ("sec_3", "Start", "It starts at once."),
]
ARTICLES: Rows = [
    ("art_1", "Aim", ""),
    ("art_1__para_1", None, ""),
    ("art_1__para_1__point_a", None, "roll; and"),
    ("art_1__para_1__point_b", None, ""),
    ("art_1__para_1__point_b__point_i", None, "by hand;"),
    ("art_1__para_1__point_b__point_ii", None, "by wedge."),
    ("art_1__para_2", None, "No plank rolls."),
    ("art_2", "Fees", ""),
    ("art_3", "Start", "It starts at once."),
]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            EUR_LEX_NEW,
            [
                ("rec_1", None, "Widgets roll."),
                ("rec_2", None, ""),
                ("rec_3", None, ""),
                ("chp_I", "WIDGETS", ""),
                *ARTICLES,
            ],
            id="eur-lex",
        ),
        pytest.param(
            EUR_LEX_CONSOLIDATED,
            [
                ("chp_I", "WIDGETS", ""),
                *ARTICLES[:3],
                ("art_1__para_1__point_b", None, "stop."),
                *ARTICLES[6:],
            ],
            id="eur-lex consolidated",
        ),
        pytest.param(
            UK,
            [("part_1", "Widgets", ""), *COMMON[:-1], ("sec_3", "Short title", "")],
            id="uk",
        ),
        pytest.param(
            CANADA,
            [
                ("part_1", "Widgets", ""),
                ("sec_1", "Rolling", ""),
                *COMMON[1:2],
                ("sec_1__subsec_1__para_a", None, ""),
                ("sec_1__subsec_1__para_a__subpara_i", None, "fast, or"),
                ("sec_1__subsec_1__para_a__subpara_ii", None, "slowly; and"),
                *COMMON[3:-1],
                ("sec_3", "Start", "This Act starts at once."),
            ],
            id="canada",
        ),
        pytest.param(AKN_CLASSES, [("part_A", "Widgets", ""), *COMMON], id="akn classes"),
        pytest.param(SINGAPORE, [("part_1", "WIDGETS", ""), *COMMON], id="singapore"),
        pytest.param(AUSTRALIA, [("part_1", "Widgets", ""), *COMMON], id="australia"),
        pytest.param(NEW_ZEALAND, [("part_1", "Widgets", ""), *COMMON], id="new zealand"),
        pytest.param(LISTS, [("part_1", "Widgets", ""), *COMMON], id="computed numbers"),
    ],
)
def test_a_publishers_page_gives_its_units(page: str, expected: Rows) -> None:
    found = rows(page)
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    for (eid, _, text), (_, _, wanted) in zip(found, expected, strict=True):
        assert not wanted or text == wanted, eid


def blocks(page: str, role: Role = Role.BODY) -> list[str]:
    draft = Draft("page.html")
    html.read(page.encode(), draft)
    return [block.text for block in draft.blocks if block.role is role and not block.note]


LAW = (
    "<h3>1. Duty to roll</h3><p>A widget must roll, and roll well, for as long as its keeper and "
    "the Board together want it to roll.</p><h3>2. Fees</h3><p>Fees are paid yearly.</p>"
    "<h3>3. Start</h3><p>It starts at once.</p>"
)


@pytest.mark.parametrize(
    ("page", "kept", "dropped"),
    [
        # a menu by its element, one by its role, one by its class
        ("<nav><a href='/'>Home</a></nav>" + LAW, "Home", True),
        ("<div role='navigation'><p>Browse</p></div>" + LAW, "Browse", True),
        ("<ul class='breadcrumbs'><li>Acts</li></ul>" + LAW, "Acts", True),
        # a line that only works the page
        (LAW + "<p><a href='#top'>Back to top</a></p>", "Back to top", True),
        # links before and after the text, marked as nothing
        ("<p><a href='/a'>All laws</a></p>" + LAW, "All laws", True),
        # words beside the main element
        (f"<div><p>Visitors today: 7.</p></div><main>{LAW}</main>", "Visitors today: 7.", True),
        ("<div class='cookie-bar'><p>We use cookies.</p></div>" + LAW, "We use cookies.", True),
        # hidden and deleted words are not there at all
        (LAW + "<p>It ends <del>never</del><ins>soon</ins>.</p>", "It ends soon.", False),
        (LAW + "<p><span class='sr-only'>Note:</span> It ends.</p>", "It ends.", False),
        # a `main` that holds nearly nothing is not believed
        (f"<main><p>Loading</p></main>{LAW}", "Fees are paid yearly.", False),
        # a “menu” that holds the law is not believed
        (f"<div class='menu'>{LAW}</div>", "Fees are paid yearly.", False),
        # a linked line between paragraphs of the law stays
        (
            LAW.replace("<h3>2", "<p><a href='#x'>The Widget Code</a></p><h3>2"),
            "The Widget Code",
            False,
        ),
    ],
)
def test_what_stands_around_the_law_is_set_aside(page: str, kept: str, dropped: bool) -> None:
    page = f"<html><body>{page}</body></html>"
    assert (kept not in blocks(page)) is dropped
    assert (kept in blocks(page, Role.FURNITURE)) is dropped


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        # a term and its meaning are one paragraph
        ("<dl><dt>“widget”</dt><dd>means a thing;</dd></dl>", ["“widget” means a thing;"]),
        ("<dl><dt>(a)</dt><dd>roll;</dd></dl>", ["(a) roll;"]),
        # a term without a meaning stays
        ("<dl><dt>“plank”</dt></dl><p>x</p>", ["“plank”", "x"]),
        # a table of data is read row by row and opens no units
        (
            "<table><tr><th>Item</th><th>Fee</th></tr><tr><td>1.</td><td>Five</td></tr></table>",
            ["| Item | Fee |", "| 1. | Five |"],
        ),
        # a list set as a table is a list
        (
            "<table><tr><td>(a)</td><td>roll;</td></tr><tr><td>(b)</td><td>stop.</td></tr></table>",
            ["(a) roll;", "(b) stop."],
        ),
        # a break in the middle of a sentence is no paragraph
        (
            "<p>A widget<br>must roll.<br>(2) It stops.</p>",
            ["A widget must roll.", "(2) It stops."],
        ),
        ("<p>1.&nbsp;&nbsp;Title</p>", ["1. Title"]),
        ("<ol type='i' start='3'><li>x</li><li value='7'>y</li></ol>", ["(iii) x", "(vii) y"]),
        ("<ol style='list-style-type:lower-alpha'><li>x</li></ol>", ["(a) x"]),
        # a printed number is not printed twice; a list without numbers has none
        ("<ol><li>(a) x</li></ol>", ["(a) x"]),
        ("<ol style='list-style:none'><li>x</li></ol><ul><li>y</li></ul>", ["x", "y"]),
        # counters that an office program writes into the style sheet
        (
            '<style>.lst-a-1>li:before{content:"(" counter(lst-ctn-a-1,lower-latin) ") "}</style>'
            "<ol class='lst-a-1 start'><li>x</li><li>y</li></ol>",
            ["(a) x", "(b) y"],
        ),
        # lists made by a word processor print their numbers
        (
            "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>(a)"
            "<span>&nbsp; </span></span><![endif]>roll;</p>",
            ["(a) roll;"],
        ),
        ("<pre>1. Title.\n\n   (1) It\n   rolls.\n</pre>", ["1. Title.", "(1) It", "rolls."]),
        ("<div>1) <p>roll;</p></div>", ["1) roll;"]),
        ("<p>It &amp;nbsp; &amp;mdash; &amp;nbsp; rolls.</p>", ["It — rolls."]),
        # a word that ends a cell is no number
        ("<ul><li>stop.</li><li>(b) go.</li></ul>", ["stop.", "(b) go."]),
    ],
)
def test_marks_of_a_page_become_blocks(page: str, expected: list[str]) -> None:
    assert blocks(f"<html><body>{page}</body></html>") == expected


def test_notes_of_word_processors_are_lifted() -> None:
    page = (
        "<html><body>" + LAW + "<p>It rolls.<a href='#_ftn1'><span class=MsoFootnoteReference>[1]"
        "</span></a></p><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'>[1]</a> Ins. by"
        " Act 2.</p></div></body></html>"
    )
    assert "Ins. by" not in parsed(page).text
    assert "It rolls." in parsed(page).text


SWISS = """<html><body><main><h1>Widget Act</h1><article id="art_1"><h6 class="heading"
role="heading">
<a href="#art_1"><b>Art. 1</b></a> Duty to roll</h6><div class="collapseable">
<p class="absatz"><sup>1</sup> A widget rolls.</p><p
class="absatz"><sup>2</sup> A plank does not.</p>
</div></article><article id="art_2"><h6 class="heading" role="heading"><a
href="#art_2"><b>Art. 2</b></a>
Fees</h6><p class="absatz"><sup>1</sup> Fees are paid<sup><a href="#fn-1">3</a></sup> yearly.</p>
<p class="absatz"><sup>2</sup> No fee is paid for a plank.</p>
<div class="footnotes"><p id="fn-1"><sup><a href="#fnbck-1">3</a></sup> SR 7.1</p></div></article>
<article id="art_3"><h6 class="heading" role="heading"><b>Art. 3</b> Start</h6>
<p class="absatz">It starts at once.</p></article></main></body></html>"""

GERMAN = """<html><body><h1>Widget Act</h1><div class="jnnorm"><div class="jnheader"><h2>Part 1
Widgets</h2></div></div><div class="jnnorm"><div class="jnheader"><h3><span
class="jnenbez">§ 1</span>
<span class="jnentitel">Duty to roll</span></h3></div><div class="jnhtml"><div
class="jurAbsatz">(1) A
widget must</div><dl><dt>1.</dt><dd><div>roll; and</div></dd><dt>2.</dt><dd><div>stop.</div></dd>
</dl>
<div class="jurAbsatz">(2) A plank need not.</div></div></div><div class="jnnorm"><h3>
<span class="jnenbez">§ 2</span><span class="jnentitel">Fees</span></h3><div
class="jurAbsatz">Fees are
paid yearly.</div></div><div class="jnnorm"><h3><span class="jnenbez">§ 3</span>
<span class="jnentitel">Start</span></h3><div class="jurAbsatz">It starts at once.</div></div>
<a href="#top">Back to top</a></body></html>"""

PRINTED = """<html><body><p>Widget Act 2031</p><pre>
   1.  Duty to roll.- (1) A widget must
   roll.

   (2) A plank need not.

   2.  Fees.- Fees are paid
   yearly.

   3.  Start.- It starts at once.
</pre></body></html>"""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            SWISS,
            [
                ("art_1", "Duty to roll", ""),
                ("art_1__para_1", None, "A widget rolls."),
                ("art_1__para_2", None, "A plank does not."),
                ("art_2", "Fees", ""),
                ("art_2__para_1", None, "Fees are paid yearly."),
                ("art_2__para_2", None, "No fee is paid for a plank."),
                ("art_3", "Start", "It starts at once."),
            ],
            id="superior paragraph numbers",
        ),
        pytest.param(
            GERMAN,
            [
                ("part_1", "Widgets", ""),
                ("sec_1", "Duty to roll", ""),
                *COMMON[1:2],
                ("sec_1__subsec_1__para_1", None, "roll; and"),
                ("sec_1__subsec_1__para_2", None, "stop."),
                *COMMON[4:],
            ],
            id="section marks",
        ),
        pytest.param(
            PRINTED,
            [
                ("sec_1", "Duty to roll", ""),
                ("sec_1__subsec_1", None, "A widget must roll."),
                ("sec_1__subsec_2", None, "A plank need not."),
                *COMMON[5:],
            ],
            id="preformatted",
        ),
    ],
)
def test_other_looks_of_numbers(page: str, expected: Rows) -> None:
    test_a_publishers_page_gives_its_units(page, expected)


def test_a_print_set_in_place_is_read_as_a_print() -> None:
    words = ["1. Duty to roll.-(1) A widget of any kind must", "roll for as long as it can."]
    words += ["(2) A plank need not do so, whatever its kind is."]
    for number in range(2, 16):
        words += [f"{number}. Fees.- Fees are paid by every keeper to", "the Board every year."]
    css = "".join(f".y{at:x}{{bottom:{1000 - 20 * at}px}}" for at in range(len(words)))
    lines = [
        f"<div class='t m0 x0 h0 y{at:x} ff1 fs0'>{text}</div>" for at, text in enumerate(words)
    ]
    lines += ["<div class='t m0 x0 h0 y1 ff1 fs0'> </div>"] * 10
    sheet = f"<style>.x0{{left:90px}}.fs0{{font-size:12px}}{css}</style>"
    page = f"<html><head>{sheet}</head><body><div class='pf'>{''.join(lines)}</div></body></html>"
    found = parsed(page)
    texts = {p.eid: p.text for p in found.provisions}
    assert texts["sec_1__subsec_1"] == "A widget of any kind must roll for as long as it can."
    assert texts["sec_15"] == "Fees are paid by every keeper to the Board every year."
    assert {p.page for p in found.provisions} == {1}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # Windows letters under the name of Latin-1
        (b"<meta charset=iso-8859-1><p>It rolls \x96 \x93well\x94.</p>", "It rolls – “well”."),
        # UTF-8 that was encoded twice
        (
            "<p>It’s a widget’s keeper’s – I’d say ’tis.</p>".encode().decode("cp1252").encode(),
            "It’s a widget’s keeper’s – I’d say ’tis.",
        ),
        # one such letter may be meant
        ("<p>Les â€ sont rares.</p>".encode(), "Les â€ sont rares."),
    ],
)
def test_encodings_that_pages_get_wrong(data: bytes, expected: str) -> None:
    draft = Draft("page.html")
    html.read(b"<html><body>" + data + b"</body></html>", draft)
    assert draft.blocks[0].text == expected
