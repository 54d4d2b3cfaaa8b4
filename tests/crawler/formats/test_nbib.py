"""PubMed's tagged files: who stands behind which name, and which lines go on.

Of ``crawler.formats.reference_files.nbib``.
"""

from __future__ import annotations

import pytest

from crawler.formats import PageError, SourceHints, parse_page

HINTS = SourceHints(source="trial")


def record(lines):
    data = f"PMID- 1\nTI  - T.\n{lines}\n"
    (found,) = parse_page("nbib", data.encode(), source=HINTS).records
    return found


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("FAU - Li, Ivan P\nAU  - Li IP", [("author", "Li Ivan P", [], [])]),
        ("AU  - Li IP", [("author", "Li IP", [], [])]),
        ("FAU - Li, I\nAD  - A.\nAD  - B.\nFAU - Kim, A\nAD  - "
         "C.", [("author", "Li I", [], ["A.", "B."]), ("author", "Kim A", [], ["C."])]),
        ("FAU - Li, I\nAUID- ORCID: 0000-0002-1825-0097", [("author", "Li I", ["0000-0002-1825-0097"], [])]),
        ("FED - Kim, A\nED  - Kim A\nFAU - Li, I", [("editor", "Kim A", [], []), ("author", "Li I", [], [])]),
        ("CN  - Steppe Group\nFAU - Li, I", [("author", "Steppe Group", [], []), ("author", "Li I", [], [])]),
        ("FIR - Kim, A\nIR  - Kim A", []),
    ],
)  # fmt: skip
def test_people(lines, wanted):
    found = [
        (
            c.role,
            c.names[0].literal,
            [i.value for i in c.identifiers],
            [a.names[0].text for a in c.affiliations],
        )
        for c in record(lines).contributors
    ]
    assert found == wanted


def test_lines_go_on_and_numbers_are_told_by_their_kind():
    found = record(
        "AB  - One\n      two.\nDP  - 2019 Nov-Dec\nJT  - J\nPG  - 305-10\nIS  - 0000-0019 (Print)\n"
        "LID - 10.5555/a [doi]\nLID - 417 [pii]\nAID - 10.5555/a [doi]\nPMC - PMC1\nMH  - *Water/analysis"
    )
    assert found.abstracts[0].text == "One two."
    assert (found.year, found.published) == (2019, "2019")
    assert (found.container.first_page, found.container.last_page) == ("305", "310")
    assert found.container.issn == ("0000-0019",)
    ids = [(i.scheme, i.value) for i in found.identifiers]
    assert ids == [("pmid", "1"), ("doi", "10.5555/a"), ("pmcid", "PMC1")]
    assert [(s.scheme, s.value) for s in found.subjects] == [("mesh", "Water")]


def test_entries_follow_one_another():
    data = b"\xef\xbb\xbf\r\nPMID- 1\r\nTI  - A.\r\n\r\nPMID- 2\r\nTI  - B.\r\n"
    found = parse_page("nbib", data, source=HINTS).records
    assert [(r.identifier, r.titles[0].text) for r in found] == [("pmid:1", "A."), ("pmid:2", "B.")]


def test_a_file_without_an_entry_is_refused():
    with pytest.raises(PageError, match="PMID- "):
        parse_page("nbib", b"TY  - JOUR\n", source=HINTS)
