"""DOIs as print breaks them: mended where only one reading is left, else none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.doi import balanced, doi_of
from indexer.references.links import links

_BEFORE = "Громов П. А. Почвы степей // Природа. 2021. № 2. С. 5–9. "
_DOI = "10.51999/pr.2021.2.005"


@pytest.mark.parametrize(
    "printed",
    [
        "DOI: 10.51999/pr.2021.2.005.",
        "DOI: 10.51999/pr.2021.2. 005.",
        "DOI 10.51999/pr.2021. 2.005 EDN: QWERTY",
        "https://doi.org/10.51999/ pr.2021.2.005.",
        "https://doi.org/ 10.51999/pr.2021.2.005 (дата обращения: 01.02.2022).",
        "DOI: 10. 51999/pr.2021.2.005",
        "DOI: 10.51999/pr. 2021.2.005",
        "DOI: 10.51999/pr. 2021. 2. 005.",
        "DOI: 10.51999/pr.2021.2 .005.",
        "DOI: 10.51999/pr.2021.2.005EDN: QWERTY",
        "DOI: 10.51999/pr.2021.2.005.EDN:QWERTY",
        "DOI: 10.51999/pr.2021.2.005, EDN QWERTY",
        "DOI: 10.51999/pr.2021.2.005. URL: https://a.example.org",
        "(DOI: 10.51999/pr.2021.2.005)",
        "doi:10.51999/pr.2021.2.005[In Russ.]",
        "doi:10.51999/pr.2021.2.005. 12 p.",
    ],
)
def test_one_doi_in_many_prints(printed: str) -> None:
    assert doi_of(_BEFORE + printed) == _DOI


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        (_BEFORE + "DOI: 10.51999/2616-7263-2021-149-4- 202-214;", "10.51999/2616-7263-2021-149-4-202-214"),
        (_BEFORE + "DOI: 10.51999/2616-7263. 202-214.", "10.51999/2616-7263.202-214"),
        (_BEFORE + "DOI: 10.51999/j. soil. 2021.05.014", "10.51999/j.soil.2021.05.014"),
        (_BEFORE + "DOI: 10.51999/j. soil.2021.05.014", "10.51999/j.soil.2021.05.014"),
        ("Nature 23:581. doi:10.51999/1521-4125(200007)23:7<581::AID-PR581>3.0.CO;2-P",
         "10.51999/1521-4125(200007)23:7<581::AID-PR581>3.0.CO;2-P"),
        ("10.51999/(SICI)1521-4125(200007)23:7&lt;581::AID-PR5&gt;3.0.CO;2-P.",
         "10.51999/(SICI)1521-4125(200007)23:7<581::AID-PR5>3.0.CO;2-P"),
        ("10.51999/0012-9658(2002)083[1421:SDEOLC]2.0.CO;2.", "10.51999/0012-9658(2002)083[1421:SDEOLC]2.0.CO;2"),
        ('<a href="https://doi.org/10.51999/abc.5">', "10.51999/abc.5"),
        ("10.51999/abc.5</a>", "10.51999/abc.5"),
        # what follows is no part of it
        ("doi:10.51999/abc. 2010;5:1-9", "10.51999/abc"),
        ("doi: 10.51999/abc7. 2010.", "10.51999/abc7"),
        ("doi: 10.51999/abc7. 5–9.", "10.51999/abc7"),
        ("doi: 10.51999/abc7. 210 с.", "10.51999/abc7"),
        ("doi: 10.51999/abc7. Т. 2.", "10.51999/abc7"),
        ("doi: 10.51999/abc7 2010", "10.51999/abc7"),
    ],
)  # fmt: skip
def test_doi(text: str, doi: str) -> None:
    assert doi_of(text) == doi


@pytest.mark.parametrize(
    "text",
    [
        "doi: 10.51999/1521-4125(200007)23:7<581::AID",  # the rest is lost
        "doi: 10.51999/1521-4125(200007)23:7",
        "doi: 10.51999/abc-",
        "doi: 10.51999/abc- Режим доступа",
        "doi: 10.51999/abc. 2010.",  # the year, or the rest
        "doi: 10.51999/abc7. 5-9.",  # pages, or the rest
        "doi: 10.51999/abc7. 5",
        "doi: 10.51999/",
        "том 10.5",
        "версия 110.5199/7",
    ],
)
def test_none_where_it_may_be_cut(text: str) -> None:
    assert doi_of(text) is None


def test_the_address_of_a_broken_doi_is_none() -> None:
    assert links("https://doi.org/10.51999/ pr.5") == {"doi": "10.51999/pr.5"}
    whole = "https://doi.org/10.51999/pr.5"
    assert links(whole) == {"doi": "10.51999/pr.5", "url": whole}


@pytest.mark.parametrize(("value", "expected"), [("a(b)", "a(b)"), ("a).b", "a"), ("a.", "a")])
def test_balanced(value: str, expected: str) -> None:
    assert balanced(value) == expected


_PARTS = st.lists(st.sampled_from(["pr", "2021", "soil", "005", "j", "17"]), min_size=2, max_size=6)
_BEHIND = st.sampled_from([".", " EDN: QWERTY", ". URL: https://a.example.org/b", ")", ""])


@given(_PARTS, st.sampled_from("./-_"), st.integers(1, 6), _BEHIND)
def test_never_a_part_of_what_is_printed(parts: list[str], mark: str, at: int, behind: str) -> None:
    whole = mark.join(parts)
    broken = (
        mark.join(parts[:at]) + mark + " " + mark.join(parts[at:]) if at < len(parts) else whole
    )
    found = doi_of(f"{_BEFORE}DOI: 10.51999/{broken}{behind}")
    assert found in (None, f"10.51999/{whole}")
