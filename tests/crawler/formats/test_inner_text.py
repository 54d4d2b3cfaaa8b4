"""Text inside elements: what parts words, what is said twice, and what is no text."""

from __future__ import annotations

import pytest
from lxml import etree

from crawler.formats.text import entities, inner_text, xml

TEX = (
    r"\documentclass[12pt]{minimal}\usepackage{amsmath}\begin{document}$$ \sqrt{s} $$\end{document}"
)
MATH = "<mml:math xmlns:mml='http://www.w3.org/1998/Math/MathML'><mml:mi>s</mml:mi></mml:math>"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        # breaks part words; face mark-up does not
        ("Реки степи<br/>и берега: H<sub>2</sub>O", "Реки степи и берега: H2O"),
        ("Реки<break/>степи", "Реки степи"),
        ("<p>Бір.</p><p>Екі.</p>", "Бір. Екі."),
        ("<list><list-item>one</list-item><list-item>two</list-item></list>", "one two"),
        ("<td>a</td><td>b</td>", "a b"),
        ("x<i>y</i>z", "xyz"),
        # of a formula in several forms one is taken
        (
            f"О числе <alternatives>{MATH}<tex-math>{TEX}</tex-math></alternatives> рек",
            "О числе s рек",
        ),
        (
            f"О числе <alternatives><tex-math>{TEX}</tex-math>{MATH}</alternatives> рек",
            "О числе s рек",
        ),
        (f"О числе <tex-math>{TEX}</tex-math> рек", r"О числе $\sqrt{s}$ рек"),
        ("<tex-math>x^2</tex-math>", "x^2"),
        ("<math alttext='x^2'/><tex-math>y</tex-math>", "x^2y"),
        (
            "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics></math>",
            "x",
        ),
        # escaped mark-up, once and twice
        ("&lt;p&gt;Реки&lt;br&gt;степи&lt;/p&gt;", "Реки степи"),
        ("О &amp;laquo;реках&amp;raquo; &amp;amp;mdash; степи", "О «реках» — степи"),
        ("", ""),
    ],
)
def test_text_inside(given, wanted):
    assert xml.text_of(etree.fromstring(f"<t>{given}</t>")) == wanted


def test_elements_that_are_no_text_are_left_out_with_their_own_text_alone():
    title = etree.fromstring("<t>О реках<xref>*</xref> степи<fn><p>Грант</p></fn>.</t>")
    assert inner_text.inner_text(title, {"xref", "fn"}) == "О реках степи."


def test_what_else_is_no_text_is_told_by_the_element():
    given = etree.fromstring("<t>a<i class='x'>b<u>c</u></i>d<i>e</i></t>")
    assert inner_text.inner_text(given, (), lambda e: e.get("class") == "x") == "ade"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (rf"О числе {TEX} рек", r"О числе $\sqrt{s}$ рек"),
        (rf"{TEX} и {TEX}", r"$\sqrt{s}$ и $\sqrt{s}$"),
        (r"a \usepackage{b}\begin{document}$x$\end{document}", "a $x$"),
        (r"\begin{document}$x$ и $y$", "$x$ и $y$"),
        (
            r"О команде \documentclass и \end{document}",
            r"О команде \documentclass и \end{document}",
        ),
        (r"$\begin{array}x\end{array}$", r"$\begin{array}x\end{array}$"),
    ],
)
def test_frames_of_tex_documents_go(given, wanted):
    assert inner_text.without_preamble(given) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("nbsp", "\u00a0"),
        ("rgr", "ρ"),
        ("PSgr", "Ψ"),
        ("eegr", "η"),
        ("sfgr", "ς"),
        ("ohacgr", "ώ"),
        ("b.alpha", "α"),
        ("acy", "а"),
        ("ffilig", "ﬃ"),
        ("foo", None),
        ("gr", None),
    ],
)
def test_characters_by_name(name, wanted):
    assert entities.character(name) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("&rgr;-&#1071;-&#x42f;", "ρ-Я-Я"),
        ("С. 5&#150;9", "С. 5–9"),
        ("AT&T, R&D; &foo;", "AT&T, R&D; &foo;"),
        ("http://x.org/?a=1&copy=2&lt", "http://x.org/?a=1&copy=2&lt"),
        ("&#0; &#xD800; &#99999999;", "&#0; &#xD800; &#99999999;"),
    ],
)
def test_only_whole_references_are_characters(given, wanted):
    assert entities.unescape(given) == wanted
