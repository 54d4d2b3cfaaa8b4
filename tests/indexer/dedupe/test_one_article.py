"""One article by place and people, whatever the language of its titles (indexer.dedupe.one_article). All generated."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dedupe.one_article import Place, is_one_article, one_place
from indexer.dedupe.scoring import MERGE_THRESHOLD, compare
from indexer.evaluate.sets import SetRecord
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from indexer.references.cited_only import links, same_cited
from indexer.references.fields import reference_profile
from indexer.references.matching import decide
from schemas import Reference


def cited(raw: str) -> Profile:
    return reference_profile(Reference(raw=raw, position=1))


SIX_LANGUAGES = (
    "Жуковская М. И., Ковалёнок А. В. Оценка запасов углерода в болотах // Вестник науки. 2017. Т. 17, № 2. С. 71–80.",
    "Жукоўская М. І., Кавалёнак А. В. Ацэнка запасаў вугляроду ў балотах // Веснік навукі. 2017. Т. 17, № 2. С. 71–80.",
    "Жуковская М. И., Ковалёнок А. В. Батпақтардағы көміртегі қоры // Ғылым хабаршысы. 2017. Т. 17, № 2. Б. 71–80.",
    "Жуковская М. И., Ковалёнок А. В. Саздардагы көмүртек запасын баалоо // Илим жарчысы. 2017. Т. 17, № 2. Б. 71–80.",
    "Zhukovskaya, M. I., & Kovalenok, A. V. (2017). Assessment of carbon in mires. Herald of Science, 17(2), 71–80.",
    "Zhukovskaya M. I., Kovalenok A. V. Otsenka ugleroda v bolotakh // Vestnik nauki. 2017. Vol. 17, no. 2. P. 71–80.",
    # what lists leave out
    "Жуковская М. И. [и др.] Оценка запасов углерода в болотах // Вестник науки. 2017. Т. 17. С. 71–80.",
    "Zhukovskaya MI, Kovalenok AV. Assessment of carbon stocks in mires. Herald Sci. 2017;17:71-80.",
)  # fmt: skip
ARMENIAN = (
    "Հակոբյան Ա. Ս., Խաչատրյան Լ. Մ. Սևանա լճի ջրի որակի փոփոխությունները // Տեղեկագիր. 2015. Հ. 49, № 4. Էջ 20–30.",
    "Акопян А. С., Хачатрян Л. М. Изменения качества воды озера Севан // Известия. 2015. Т. 49, № 4. С. 20–30.",
    "Hakobyan A. S., Khachatryan L. M. Water quality of Lake Sevan // Proceedings. 2015. Vol. 49, no. 4. P. 20–30.",
)  # fmt: skip


LOST_LETTERS = (
    "Օհանյան Ա. Ա., Ոսկանյան Կ. Ս. Ձեռագրերի արդյունավետությունը // Տեղեկագիր. 1965. Հ. 6, № 1. Էջ 154–168.",
    "Оанян А. А., Осканян К. С. Эффективность рукописей // Вестник. 1965. Т. 6, № 1. С. 154–168.",
    "Oganyan A. A., Voskanyan K. S. Efficiency of manuscripts // Bulletin. 1965. Vol. 6. P. 154–168.",
)  # fmt: skip


@pytest.mark.parametrize("raws", [SIX_LANGUAGES, ARMENIAN, LOST_LETTERS])
def test_six_languages_of_one_article_are_one_cited_only_work(raws: tuple[str, ...]) -> None:
    items = dict(enumerate(map(cited, raws)))
    group = {0}
    pairs = list(links(items))
    for _ in items:
        group |= {b for a, b in pairs if a in group} | {a for a, b in pairs if b in group}
    assert group == items.keys()
    assert all(same_cited(items[a], items[b]) == same_cited(items[b], items[a]) for a, b in pairs)


ONE = "Жуковская М. И., Ковалёнок А. В. Оценка запасов углерода // Вестник науки. 2017. Т. 17, № 2. С. 71–80."


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("Zhukovskaya M. I., Kovalenok A. V. Carbon in mires // Herald. 2017. Vol. 17, no. 2. P. 81–90.", "page"),
        ("Zhukovskaya M. I., Kovalenok A. V. Carbon in mires // Herald. 2018. Vol. 17, no. 2. P. 71–80.", "year"),
        ("Zhukovskaya M. I., Kovalenok A. V. Carbon in mires // Herald. 2017. Vol. 17, no. 3. P. 71–80.", "issue"),
        ("Zhukovskaya M. I., Kovalenok A. V. Carbon in mires // Herald. 2017. Vol. 18, no. 2. P. 71–80.", "volume"),
        ("Zhukovskaya M. I., Zhuk N. I. Carbon in mires // Herald. 2017. Vol. 17, no. 2. P. 71–80.", "other author"),
        ("Petrova M. I., Kovalenok A. V. Carbon in mires // Herald. 2017. Vol. 17, no. 2. P. 71–80.", "first author"),
        ("Zhukovskaya M. I., Kovalenok A. V. Erratum to: Carbon // Herald. 2017. Vol. 17, no. 2. P. 71–80.", "erratum"),
        ("Жуковская М. И., Ковалёнок А. В. Поправка к статье: Торф // Вестник. 2017. Т. 17, № 2. С. 71–80.", "note"),
    ],
)  # fmt: skip
def test_another_place_or_other_people_are_another_work(other: str, near: str) -> None:
    assert not same_cited(cited(ONE), cited(other)), near
    assert not is_one_article(cited(ONE), cited(other)), near


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # short communications that share a page, by the same people, in each language
        (
            "Жуковская М. И. О торфяниках и болотах // Вестник науки. 2017. Т. 17, № 2. С. 71.",
            "Жуковская М. И. О пожарах в степи // Вестник науки. 2017. Т. 17, № 2. С. 71.",
            False,
        ),
        (
            "Жукоўская М. І. Пра тарфянікі і балоты // Веснік навукі. 2017. Т. 17, № 2. С. 71.",
            "Жукоўская М. І. Пажары ў стэпе ўлетку // Веснік навукі. 2017. Т. 17, № 2. С. 71.",
            False,
        ),
        (
            "Қасымов Б. А. Батпақтар туралы ғылыми деректер // Хабаршы. 2017. Т. 17, № 2. Б. 71.",
            "Қасымов Б. А. Дала өрттерінің себептері // Хабаршы. 2017. Т. 17, № 2. Б. 71.",
            False,
        ),
        (
            "Hakobyan A. The peat of the mires // Herald. 2017. Vol. 17, no. 2. P. 71–71.",
            "Hakobyan A. Fires in the steppe // Herald. 2017. Vol. 17, no. 2. P. 71–71.",
            False,
        ),
        # the same page and two languages: one communication
        (
            "Жуковская М. И. О пожарах в степи // Вестник науки. 2017. Т. 17, № 2. С. 71.",
            "Zhukovskaya M. I. On fires in the steppe // Herald of Science. 2017. Vol. 17, no. 2. P. 71.",
            True,
        ),
        # near twins on one page
        (
            "Жуковская М. И. Влияние пожаров на торфяники Полесья // Вестник науки. 2017. Т. 17, № 2. С. 71.",
            "Жуковская М. И. Влияние осушения на торфяники Полесья // Вестник науки. 2017. Т. 17, № 2. С. 71.",
            False,
        ),
        # parts
        (
            "Жуковская М. И. Торфяники Полесья. Часть 1 // Вестник науки. 2017. Т. 17, № 2. С. 71–80.",
            "Zhukovskaya M. I. Peatlands of Polesia. Part 2 // Herald. 2017. Vol. 17, no. 2. P. 71–80.",
            False,
        ),
        # other DOI
        (
            "Жуковская М. И. Торфяники Полесья // Вестник науки. 2017. Т. 17, № 2. С. 71–80. DOI: 10.5555/a",
            "Zhukovskaya M. I. Peatlands of Polesia // Herald. 2017. Vol. 17, no. 2. P. 71–80. DOI: 10.5555/b",
            False,
        ),
        # no volume, but an issue; no number at all, and hosts that are not one
        (
            "Жуковская М. И. Торфяники Полесья // Вестник науки. 2017. № 2. С. 71–80.",
            "Zhukovskaya M. I. Peatlands of Polesia // Herald. 2017. No. 2. P. 71–80.",
            True,
        ),
        (
            "Жуковская М. И. Торфяники Полесья // Вестник науки. 2017. С. 71–80.",
            "Zhukovskaya M. I. Peatlands of Polesia // Herald. 2017. P. 71–80.",
            False,
        ),
    ],
)  # fmt: skip
def test_what_shares_a_page(one: str, other: str, same: bool) -> None:
    assert is_one_article(cited(one), cited(other)) is same
    assert is_one_article(cited(other), cited(one)) is same


def record(title: str, authors: tuple[str, ...], **place: str) -> Profile:
    item = SetRecord(id="x", title=title, authors=authors, year=2017, container="Журнал", **place)
    return record_profile(item.harvested(), item.source)


HELD = record(
    "Ацэнка запасаў вугляроду ў балотах",
    ("Жукоўская М. І.", "Кавалёнак А. В."),
    volume="17",
    issue="2",
    pages="71-80",
)


@pytest.mark.parametrize("raw", SIX_LANGUAGES)
def test_references_match_the_held_work_whatever_their_language(raw: str) -> None:
    assert decide(cited(raw), raw, [(7, HELD)]).work == 7


RUSSIAN, LATIN = ("Жуковская М. И.", "Ковалёнок А. В."), ("Zhukovskaya M.", "Kovalenok A.")
SAME = {"volume": "17", "issue": "2", "pages": "71-80"}


@pytest.mark.parametrize(
    ("title", "authors", "place", "same"),
    [
        ("Оценка запасов углерода", RUSSIAN, SAME, True),
        ("Assessment of carbon stocks", LATIN, SAME, True),
        ("Батпақтардағы көміртегі қоры", RUSSIAN, {"issue": "2", "pages": "71-80"}, True),
        ("Оценка запасов углерода", RUSSIAN, SAME | {"pages": "81-90"}, False),
        ("Оценка запасов углерода", ("Петров М. И.", "Ковалёнок А. В."), SAME, False),
        ("Поправка к статье: Оценка", RUSSIAN, SAME, False),
    ],
)  # fmt: skip
def test_records_in_two_languages_are_merged(title, authors, place, same) -> None:
    outcome = compare(HELD, record(title, authors, **place))
    assert (outcome.score >= MERGE_THRESHOLD and outcome.veto is None) is same


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("17", "2", "71", "80"), ("17", "2", "71", "80"), Place.SURE),
        (("17", "", "71", "80"), ("17", "2", "71", "80"), Place.SURE),
        (("", "2", "71", "80"), ("17", "2", "71", "80"), Place.SURE),
        (("", "17", "71", "80"), ("17", "2", "71", "80"), Place.SURE),  # "2017;17:71-80"
        (("2", "17", "71", "80"), ("17", "2", "71", "80"), Place.SURE),
        (("17", "2", "71", ""), ("17", "2", "71", "80"), Place.LIKELY),
        (("17", "2", "71", "71"), ("17", "2", "71", "71"), Place.LIKELY),
        (("17", "2", "71", "88"), ("17", "2", "71", "80"), Place.LIKELY),
        (("17", "", "71", ""), ("17", "2", "71", "80"), Place.POSSIBLE),
        (("17", "", "71", "88"), ("17", "2", "71", "80"), Place.OTHER),
        (("17", "3", "71", "80"), ("17", "2", "71", "80"), Place.OTHER),
        (("18", "2", "71", "80"), ("17", "2", "71", "80"), Place.OTHER),
        (("", "", "71", "80"), ("17", "2", "71", "80"), Place.OTHER),
        (("17", "2", "", ""), ("17", "2", "", ""), Place.OTHER),
    ],
)
def test_how_far_two_places_are_one(one, other, expected) -> None:
    names = ("volume", "issue", "first_page", "last_page")
    left, right = (
        Profile(year=2017, **dict(zip(names, each, strict=True))) for each in (one, other)
    )
    assert one_place(left, right) is one_place(right, left) is expected


@given(st.lists(st.sampled_from([cited(raw) for raw in (*SIX_LANGUAGES, *ARMENIAN)]), max_size=6))
def test_the_order_of_two_does_not_matter(profiles: list[Profile]) -> None:
    for one, other in combinations(profiles, 2):
        assert is_one_article(one, other) == is_one_article(other, one)
