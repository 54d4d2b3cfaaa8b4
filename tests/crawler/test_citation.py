"""The place in a journal out of a citation of the publication itself, with texts that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats.values.citation import place_in


@pytest.mark.parametrize(
    ("text", "titles", "expected"),
    [
        (
            "Сидоров, И. П. О реках степи / И. П. Сидоров // Вестник степи. – 1998. – Т. 5, № 2. – С. 31–36.",
            (),
            ("Вестник степи", "journal", "5", "2", "31", "36", 1998),
        ),
        (
            "Вестник БГУ. Серия 1, Физика. Математика. - 2010. - № 1. - С. 50-54.",
            (),
            ("Вестник БГУ. Серия 1, Физика. Математика", "journal", None, "1", "50", "54", 2010),
        ),
        (
            "Вестник КазНУ. Серия математика, 2012, №2(73), с. 5-10",
            (),
            ("Вестник КазНУ. Серия математика", "journal", None, "2(73)", "5", "10", 2012),
        ),
        (
            "Journal of Rivers: Conf. Series, 2015, v. 3, № 2, p. 5-10",
            (),
            ("Journal of Rivers: Conf. Series", "journal", "3", "2", "5", "10", 2015),
        ),
        (
            "Ivanov, I. (2015) On rivers. Vestnik stepi, 3 (2). pp. 5-10. ISSN 2411-8591",
            ("On rivers",),
            ("Vestnik stepi", "journal", "3", "2", "5", "10", 2015),
        ),
        (
            "Сидоров И. О реках // Материалы конференции. – Минск : БГУ, 2010. – С. 31–36.",
            (),
            ("Материалы конференции", "proceedings", None, None, "31", "36", 2010),
        ),
        (
            "Веснік стэпу. – 2015. – № 1 (12). – С. 5–10.",
            (),
            ("Веснік стэпу", "journal", None, "1 (12)", "5", "10", 2015),
        ),
        (
            "Дала хабаршысы. – 2015. – № 3. – Б. 5-10",
            (),
            ("Дала хабаршысы", "journal", None, "3", "5", "10", 2015),
        ),
        (
            "Հանդես պատմության, № 3, 1975, էջ 5-10",
            (),
            ("Հանդես պատմության", "journal", None, "3", "5", "10", 1975),
        ),
        (
            "Сидоров, И. (2015) О реках степи. In: Материалы конференции, 5-6 мая 2015, Минск, pp. 5-10.",
            ("О реках степи",),
            ("Материалы конференции, 5-6 мая", "proceedings", None, None, "5", "10", 2015),
        ),
        (
            "Phys. Rev. B 76, 013009 (2007)",
            (),
            ("Phys. Rev. B", "journal", "76", None, "013009", None, 2007),
        ),
        (
            "J. Phys. A 40 (2007) 1234-1250",
            (),
            ("J. Phys. A", "journal", "40", None, "1234", "1250", 2007),
        ),
    ],
)
def test_places(text, titles, expected):
    container, year = place_in(text, titles)
    place = (container.volume, container.issue, container.first_page, container.last_page)
    assert (container.titles[0].text, container.kind, *place, year) == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        # a book, and its extent
        ("Сидоров, И. П. О реках / И. П. Сидоров. – Минск : БГУ, 2015. – 225 с.", ("О реках",)),
        ("Минск, 2015. 225 с.", ()),
        # where the article ends and the host begins is not told
        ("Сидоров И. П. О реках степи. Вестник степи. 1998. Т. 5. С. 31-36", ()),
        ("Digital color photograph", ()),
        ("Беларусь, Гродно", ()),
        ("http://elib.example.by/handle/1/2", ()),
        ("oai:dlibra.example.am:77", ()),
        ("2411-8591", ()),
        ("", ()),
    ],
)
def test_what_is_no_place(text, titles):
    assert place_in(text, titles) is None


@given(st.text(alphabet="Вестник.–-№С()// 0123456789,;", max_size=120))
def test_any_text_is_read_without_failing(text):
    found = place_in(text)
    assert found is None or found.container.titles[0].text


@pytest.mark.parametrize("person", ["Kim, A.", "Ким, А.", "Kim, A. and Lee, B.", "Kim, A. B."])
def test_people_before_another_title_are_no_journal(person):
    assert (
        place_in(f"{person} (2001) On hills. Vestnik stepi, 5 (2). pp. 31-36.", ("Else",)) is None
    )
    assert place_in("Vestnik, Series A (2001), 5 (2). pp. 31-36.").container.volume == "5"
