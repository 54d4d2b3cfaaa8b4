"""White space collapsed and mark-up taken out, the same on the fast way and the slow one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.formats.text.text import collapse, plain


@given(st.text(alphabet=" aЯ\t\n\r\x1c\x85\xa0\xad\u1680\u2003\u2028\u200b\u3000é", max_size=9))
@example("")
@example(" a")
@example("a ")
def test_collapsing_is_splitting_and_joining(text):
    assert collapse(text) == " ".join(text.split())


def test_no_white_space_but_the_space_is_printable():
    """What the fast way rests on."""
    assert [hex(c) for c in range(0x110000) if chr(c).isspace() and chr(c).isprintable()] == [
        "0x20"
    ]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("a < b  и b > c", "a < b и b > c"),
        ("<p>Бір</p><p>екі</p>", "Бір екі"),
        ("H<sub>2</sub>O<br/>су", "H2O су"),
        ("<unknown>Ջուր</unknown>", "<unknown>Ջուր</unknown>"),
        (" \n", ""),
        # escaped once more than meant, or twice
        ("О &laquo;реках&raquo; &mdash; степи", "О «реках» — степи"),
        ("&lt;p&gt;Описаны&amp;nbsp;реки.&lt;/p&gt;", "Описаны реки."),
        ("<jats:p>&lt;p&gt;Реки&lt;br&gt;степи&lt;/p&gt;</jats:p>", "Реки степи"),
        ("x &lt; y &amp; z", "x < y & z"),
        ("AT&T; a?b=1&copy=2", "AT&T; a?b=1&copy=2"),
        # signs that only look like mark-up
        ("<E> и <i> при p<b>c", "<E> и <i> при p<b>c"),
        ("a <b and c> d", "a <b and c> d"),
        ("<p>энергия <E> = 5, x < y</p>", "энергия <E> = 5, x < y"),
        ("10.1002/(SICI)1:1<1::AID-A1>3.0.CO;2-#", "10.1002/(SICI)1:1<1::AID-A1>3.0.CO;2-#"),
        # what HTML editors and Word leave
        ("<!-- /* Font */ --><style>p{x}</style><p class='a'>Реки<o:p></o:p>", "Реки"),
        ("Реки</div>степи</div>", "Реки степи"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p>Текст, который обры", "Текст, который обры"),
        # formulas: one form of several, and no frame of a TeX document
        (
            "<jats:alternatives><jats:tex-math>$$s$$</jats:tex-math><mml:math><mml:mi>s</mml:mi></mml:math>"
            "</jats:alternatives>",
            "s",
        ),
        (r"О \documentclass{a}\begin{document}$$ s $$\end{document} рек", "О $s$ рек"),
        (r"О числе $x^2$", r"О числе $x^2$"),
        # numbers of windows-1252, which XML takes for control characters
        ("С. 5\x969, \x93реки\x94\x85", "С. 5–9, “реки”…"),
    ],
)
def test_known_mark_up_goes_and_other_signs_stay(given, wanted):
    assert plain(given) == wanted
