"""Crossref's JSON: titles whole, abstracts without their heading and without what programs left in them.

Of ``crawler.formats.bundles.crossref``.
"""

from __future__ import annotations

import json

import pytest

from crawler.formats import SourceHints, parse_page


def record(**work):
    data = json.dumps({"DOI": "10.5555/a", "title": ["T"], **work}).encode()
    (found,) = parse_page("crossref", data, source=SourceHints(source="trial")).records
    return found


@pytest.mark.parametrize(
    ("abstract", "wanted"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>Rivers.</jats:p>", "Rivers."),
        ("<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>A.</jats:p>"
         "</jats:sec>", "Aim A."),
        ("<jats:p>&lt;p&gt;О&amp;nbsp;реках.&lt;/p&gt;</jats:p>", "О реках."),
        # headings of sections stay, and a title that is all there is
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>A.</jats:p></jats:sec>", "Aim A."),
        ("<jats:title>Abstract</jats:title>", "Abstract"),
        ("Rivers.", "Rivers."),
        (
            "<jats:p>О числе <jats:inline-formula><jats:alternatives>"
            "<jats:tex-math>\\documentclass{a}\\begin{document}$$ s $$"
            "\\end{document}</jats:tex-math><mml:math><mml:mi>s</mml:mi></mml:math></jats:alternatives>"
            "</jats:inline-formula>."
            "</jats:p>",
            "О числе s.",
        ),
    ],
)  # fmt: skip
def test_abstracts(abstract, wanted):
    assert [a.text for a in record(abstract=abstract).abstracts] == [wanted]


@pytest.mark.parametrize(
    ("work", "wanted"),
    [
        ({"subtitle": ["S"]}, ["T: S"]),
        ({"subtitle": ["S", "R"]}, ["T: S: R"]),
        ({"subtitle": ["S", "П"], "original-title": ["Т"]}, ["T", "Т"]),
        ({"subtitle": ["S"], "title": ["T", "U"]}, ["T", "U"]),
    ],
)
def test_titles_with_their_subtitles(work, wanted):
    assert [t.text for t in record(**work).titles] == wanted
