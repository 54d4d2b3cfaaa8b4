"""What somebody types, asked of an index: what is found, and what is said to have been understood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.search.interface import BadCursor, QuerySyntaxError, SearchBackend, SearchRequest
from indexer.search.tantivy_backend.backend import TantivyBackend
from indexer.search.understand.asking import Asked, Library, ask
from indexer.search.understand.references import Recognised
from schemas import ReferenceFields
from tests.support.documents import document

# generated for these tests
STEPPE = {"containers": ("Вестник степи",)}
WORKS = {
    "degradation": document(
        "Деградация почв степной зоны",
        "Иванов И. И.",
        year=2016,
        numbering=("v:12", "i:3", "p:45"),
        **STEPPE,
    ),
    "soils": document("Почвы и климат", "Петров Пётр Петрович", year=2010, **STEPPE),
    "steppe": document("История степи", "Иванов А. А.", year=2016),
    "language": document("Հայոց լեզվի պատմություն", "Խաչատրյան Ա. Բ.", year=2015),
    "kazakh": document("Қазақ тілінің тарихы", "Қасым Б.", year=2020),
    "kaznu": document("Рост цен", "Lee H.", year=2001, institutions=("kz-kaznu",)),
    "words": document("Lee waves and heat", "Smith J.", year=1999),
    "title": document("Оруэлл 1984: комментарий", "Кант И.", year=2003),
}


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchBackend]:
    backend = TantivyBackend(tmp_path_factory.mktemp("asking"))
    backend.apply(WORKS.values())
    yield backend
    backend.close()


def asked(backend: SearchBackend, query: str, *taken_away: str) -> Asked:
    return ask(backend, SearchRequest(query=query), taken_away)


def names(found: Asked) -> set[str]:
    numbers = {hit.number for hit in found.results.hits}
    assert found.results.total == len(numbers)
    return {name for name, each in WORKS.items() if each.number in numbers}


def keys(found: Asked) -> list[str]:
    return [chip.key for chip in found.chips]


@pytest.mark.parametrize(
    ("query", "found", "chips"),
    [
        ("почвы климат", {"soils"}, []),
        ("почвы и в климат", {"soils"}, []),
        ("Иванов И.И.", {"degradation"}, ["author:Иванов И.И."]),
        ("И. И. Іваноў", {"degradation"}, ["author:И. И. Іваноў"]),
        ("Ivanov AA", {"steppe"}, ["author:Ivanov A.A."]),
        ("иванов и и", {"degradation"}, ["author:иванов и. и."]),
        ("Кант И", {"title"}, ["author:Кант И."]),
        ("Խաչատրյան Ա.", {"language"}, ["author:Խաչատրյան Ա."]),
        ("Иванов 2016", {"degradation", "steppe"}, ["year:2016"]),
        ("Иванов (2016)", {"degradation", "steppe"}, ["year:2016"]),
        ("1984", {"title"}, ["year:1984"]),
        ("Вестник степи 2016, т. 12, № 3, с. 45", {"degradation"}, ["year:2016", "place:12", "place:3", "place:45"]),
        ("КазНУ рост", {"kaznu"}, ["institution:КазНУ"]),
        ("Пётр Петров", {"soils"}, ["author:Пётр Петров"]),
        # nothing is found as it is typed
        ("gjxds", {"soils", "degradation"}, ["layout:почвы"]),
        ("рфнщс", {"language"}, ["layout:hayoc"]),
        ("деградация почв тундры", {"degradation"}, ["fewer"]),
        ("Сидоров С.С.", set(), ["author:Сидоров С.С."]),
        ("Петров К.", {"soils"}, ["author:Петров К.", "fewer"]),
        # operators and fields say just what is meant
        ("author:Иванов AND тундра", set(), []),
        ("тундра OR климат", {"soils"}, []),
    ],
)  # fmt: skip
def test_understood(backend: SearchBackend, query: str, found: set[str], chips: list[str]) -> None:
    answer = asked(backend, query)
    assert (names(answer), keys(answer)) == (found, chips)


def test_a_chip_can_be_taken_away(backend: SearchBackend) -> None:
    assert names(asked(backend, "Lee H")) == {"kaznu"}
    assert names(asked(backend, "gjxds", "layout:почвы")) == set()
    assert names(asked(backend, "деградация почв тундры", "fewer")) == set()
    assert names(asked(backend, "Вестник 2010", "year:2010", "fewer")) == set()


def test_works_with_some_of_the_words_stand_beside(backend: SearchBackend) -> None:
    answer = asked(backend, "почвы климат")
    also = {name for name, each in WORKS.items() if each.number in {h.number for h in answer.also}}
    assert also == {"degradation"}
    assert asked(backend, "title:почвы климат").also == ()


def test_an_identifier_that_nothing_has_finds_nothing(backend: SearchBackend) -> None:
    for query in (
        "10.1234/none",
        "https://doi.org/10.1234/none",
        "1234-5679",
        "Иванов 10.1234/none",
    ):
        assert names(asked(backend, query)) == set()


def test_what_does_not_parse_may_have_another_layout(backend: SearchBackend) -> None:
    assert keys(asked(backend, '"rtn gjxds'.replace('"rtn ', ""))) == ["layout:почвы"]
    with pytest.raises(QuerySyntaxError):
        asked(backend, 'почвы "климат')


def test_a_pasted_text_whose_brackets_pair_with_none_is_text(backend: SearchBackend) -> None:
    assert names(asked(backend, "Деградация почв степной зоны (Иванов))")) == {"degradation"}


REFERENCE = (
    "Иванов И. И. Деградация почв степной зоны // Вестник степи. — 2016. — Т. 12, № 3. — С. 45–50."
)


def test_a_whole_reference_is_recognised(backend: SearchBackend) -> None:
    def recognise(text: str) -> Recognised | None:
        assert text == REFERENCE
        title = ReferenceFields(title="Деградация почв степной зоны")
        return Recognised(work=WORKS["degradation"].number, score=0.9, fields=title)

    request = SearchRequest(query=REFERENCE)
    found = ask(backend, request, (), Library(recognise=recognise))
    assert (names(found), keys(found)) == ({"degradation"}, ["reference"])
    assert found.recognised is not None
    assert found.also
    assert ask(backend, request, ["reference"], Library(recognise=recognise)).recognised is None


def test_a_reference_that_is_not_recognised_finds_what_is_nearest(backend: SearchBackend) -> None:
    found = asked(backend, REFERENCE.replace("степной зоны", "лесной зоны") + " DOI: 10.1234/none.")
    assert names(found) == {"degradation"}
    assert keys(found) == ["fewer"]


def test_pages_of_an_understood_query_belong_to_it(backend: SearchBackend) -> None:
    first = ask(backend, SearchRequest(query="Иванов 2016", size=1))
    second = ask(
        backend, SearchRequest(query="Иванов 2016", size=1, cursor=first.results.next_cursor)
    )
    other = SearchRequest(query="Иванов 2016", size=1, cursor=first.results.next_cursor)
    with pytest.raises(BadCursor):
        ask(backend, other, ["year:2016"])
    assert first.results.hits != second.results.hits
    assert second.results.next_cursor is None
