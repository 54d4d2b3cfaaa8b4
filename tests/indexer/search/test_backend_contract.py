"""What every search backend promises. A backend joins by adding itself to the ``backend`` fixture.

All works here are generated for these tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from indexer.search import tree
from indexer.search.backends import open_backend
from indexer.search.cursor import Cursor, digest, encode
from indexer.search.interface import (
    FACETS,
    BadCursor,
    BadRequest,
    Facet,
    QuerySyntaxError,
    SearchBackend,
    SearchDocument,
    SearchRequest,
    SearchUnavailable,
    Sort,
)
from schemas.ids import public_id, record_number
from schemas.record import Identifier, LocalizedText, PersonName
from tests.support.servers import index_name, real_elasticsearch, remove_indices

Open = Callable[[], SearchBackend]


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def address(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], str]]:
    """The address of an index of one's own for each folder."""
    if request.param == "tantivy":
        yield "tantivy://{}/index".format
        return
    server = real_elasticsearch()
    yield lambda folder: f"{server}/{index_name(folder)}"
    remove_indices(server)


@pytest.fixture
def open_again(address: Callable[[Path], str], tmp_path: Path) -> Iterator[Open]:
    """Opens the same index once more, as another process would."""
    opened: list[SearchBackend] = []

    def opener() -> SearchBackend:
        opened.append(open_backend(address(tmp_path)))
        return opened[-1]

    yield opener
    for each in opened:
        each.close()


@pytest.fixture
def backend(open_again: Open) -> SearchBackend:
    return open_again()


def work(name: str, **values: object) -> SearchDocument:
    number = record_number("generated", name)
    made = SearchDocument(number=number, id=public_id(number))
    return msgspec.structs.replace(made, **values)


def titled(name: str, lang: str, title: str, *authors: str, **values: object) -> SearchDocument:
    return work(
        name,
        titles=(LocalizedText(title, lang),),
        names=tuple(PersonName(literal=author) for author in authors),
        languages=(lang,),
        **values,
    )


RU = titled(
    "ru",
    "ru",
    "Экономика регионов: проблемы и решения",
    "Щербаков И.И.",
    "Иванов Иван Петрович",
    year=2019,
    countries=("RU",),
    basis="affiliation",
    regions=("RU-MOW",),
    citations=7,
    type="article",
    sources=("cyberleninka",),
    journal="Вестник Московского университета",
    keywords=("рынок труда",),
    identifiers=(Identifier("doi", "10.1234/ABC(1)"), Identifier("issn", "1234-5678")),
    institutions=("msu",),
    people=("0000000000001", "0000000000002"),
    institution_names=("МГУ имени М.В. Ломоносова", "Lomonosov Moscow State University"),
    abstracts=(LocalizedText("Рассмотрены проблемы миграции населения.", "ru"),),
)
EN = titled(
    "en",
    "en",
    "Regional economies and labour migration",
    "Shcherbakov, Igor",
    year=2020,
    countries=("RU", "KZ"),
    basis="affiliation",
    regions=("KZ-75", "RU-MOW"),
    citations=3,
    type="article",
    sources=("crossref",),
    people=("0000000000001",),
)
AM = titled(
    "am", "hy", "Հայոց լեզվի պատմություն", "Խաչատրյան Ա.", year=2015, countries=("AM",), type="book"
)
KZ = titled(
    "kz",
    "kk",
    "Қазақ тілінің тарихы",
    "Қасым Б.",
    year=2020,
    countries=("KZ",),
    citations=3,
    type="article",
    sources=("kaznu", "crossref"),
)
BY = titled(
    "by", "be", "Гісторыя Беларусі", "Шчарбакоў П.", year=2019, countries=("BY",), type="book"
)
KG = titled("kg", "ky", "Кыргыз тилинин тарыхы", "Жумабаев Т.", year=2021, countries=("KG",))
CITED = titled("cited", "ru", "C++ и язык p53 COVID-19", "Петров П.П.", kind="cited-only")
WORKS = (RU, EN, AM, KZ, BY, KG, CITED)
NAMES = {
    each.number: name
    for each, name in zip(WORKS, ("RU", "EN", "AM", "KZ", "BY", "KG", "CITED"), strict=True)
}


@pytest.fixture
def filled(backend: SearchBackend) -> SearchBackend:
    backend.apply(WORKS)
    return backend


@pytest.fixture(scope="module")
def held(
    address: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchBackend]:
    """The works in an index that no test writes to."""
    backend = open_backend(address(tmp_path_factory.mktemp("held")))
    backend.apply(WORKS)
    yield backend
    backend.close()


def found(backend: SearchBackend, query: str) -> set[str]:
    results = backend.search(SearchRequest(query=query))
    assert results.total == len(results.hits)
    return {NAMES[hit.number] for hit in results.hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"RU", "EN", "AM", "KZ", "BY", "KG", "CITED"}),
        # every script finds every script, and Щербаков his Belarusian form Шчарбакоў
        ("Щербаков", {"RU", "EN", "BY"}),
        ("Shcherbakov", {"RU", "EN", "BY"}),
        ("Ščerbakov", {"RU", "EN", "BY"}),
        ("Şerbakov", {"RU", "EN", "BY"}),
        ("Хачатрян", {"AM"}),
        ("Khachatryan", {"AM"}),
        ("Խաչատրյան", {"AM"}),
        ("author:Хачатрян", {"AM"}),
        ("Қасым", {"KZ"}),
        ("Kassym", {"KZ"}),
        ("Касым", {"KZ"}),
        ("Historyia Bielarusi", {"BY"}),
        ("Historyja Biełarusi", {"BY"}),
        ("kyrgyz", {"KG"}),
        ("Հայոց", {"AM"}),
        # inflected forms, in Russian and English
        ("экономики регион", {"RU"}),
        ("economy", {"EN"}),
        ('"экономики"', set()),
        # words are anded across fields; near misses
        ("Щербаков миграция", {"RU"}),
        ("Щербаков Иваненко", set()),
        ("миграция OR тарихы", {"RU", "KZ"}),
        ("migration OR хачатрян", {"EN", "AM"}),
        ("Щербаков NOT миграция", {"EN", "BY"}),
        ("Щербаков -миграция", {"EN", "BY"}),
        ("Щербаков НЕ миграция", {"EN", "BY"}),
        ("(тарихы ИЛИ Խաչատրյան) country:am", {"AM"}),
        ("NOT year:[2015 TO 2020]", {"KG", "CITED"}),
        # phrases and prefixes
        ('"рынок труда"', {"RU"}),
        ('"труда рынок"', set()),
        ('"проблемы решения"', set()),
        ("Щерб*", {"RU", "EN"}),
        ("title:тар*", {"KZ", "KG"}),
        ('title:"Экономика регионов"', {"RU"}),
        ("title:Щербаков", set()),
        # wildcards stand for letters as they are spelt; weights and distances change no more than the order
        ("Ще?баков", {"RU"}),
        ("Ще??баков", set()),
        ("Sh*bakov", {"EN"}),
        ("author:Шч*коў", {"BY"}),
        ("title:Шч*коў", set()),
        ('"проблемы решения"~1', {"RU"}),
        ('"экономика решения"~1', set()),
        ("Щербаков^3 -миграция", {"EN", "BY"}),
        # tokens that must not vanish
        ("C++", {"CITED"}),
        ("p53", {"CITED"}),
        ("covid-19", {"CITED"}),
        ("covid-20", set()),
        # fields
        ("journal:вестник", {"RU"}),
        ('journal:"Vestnik Moskovskogo universiteta"', {"RU"}),
        ("keyword:рынок", {"RU"}),
        ("abstract:миграции", {"RU"}),
        ("institution:Ломоносова", {"RU"}),
        ("institution:msu", {"RU"}),
        ("year:2019", {"RU", "BY"}),
        ("year:[2020 TO *]", {"EN", "KZ", "KG"}),
        ("year:[* TO 2015]", {"AM"}),
        ("year:[* TO *]", {"RU", "EN", "AM", "KZ", "BY", "KG"}),
        ("year:[2020 TO 2019]", set()),
        ("year:2015-2019", {"RU", "AM", "BY"}),
        ("year:{2015 TO 2020}", {"RU", "BY"}),
        ("citations:>=7", {"RU"}),
        ("год:(2015 2021)", {"AM", "KG"}),
        ("citations:[3 TO *]", {"RU", "EN", "KZ"}),
        ("country:KZ", {"EN", "KZ"}),
        ("country:kz country:RU", {"EN"}),
        ("language:be", {"BY"}),
        ("type:book", {"AM", "BY"}),
        ("source:crossref", {"EN", "KZ"}),
        ("kind:cited-only", {"CITED"}),
        (f"id:{RU.id}", {"RU"}),
        # identifiers, however they are pasted
        ("doi:10.1234/abc(1)", {"RU"}),
        ("10.1234/ABC(1)", {"RU"}),
        ("https://doi.org/10.1234/abc(1)", {"RU"}),
        ("(doi:10.1234/abc(1))", {"RU"}),
        ("doi:10.1234/*", {"RU"}),
        ("doi:10.1234/abc(2)", set()),
        ("issn:12345678", {"RU"}),
        ("1234-5678", {"RU"}),
    ],
)
def test_queries(held: SearchBackend, query: str, expected: set[str]) -> None:
    assert found(held, query) == expected


MIGRATION, WORKS_OF = tree.Word("миграция"), tree.Field("author", tree.Word("Щербаков"))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (tree.And((WORKS_OF, tree.Perhaps(MIGRATION))), ["RU", "BY", "EN"]),
        (tree.AtLeast(2, (WORKS_OF, MIGRATION, tree.Word("рынок"))), ["RU"]),
        (tree.AtLeast(1, (MIGRATION, tree.Word("язык"))), ["RU", "CITED"]),
        (tree.Works((RU.number, AM.number)), ["RU", "AM"]),
        (tree.And((tree.Works((RU.number, EN.number)), tree.Not(MIGRATION))), ["EN"]),
        (tree.Works(()), []),
        (tree.Boost(tree.Works((KZ.number,)), 3.0), ["KZ"]),
        (tree.Field("region", tree.Word("Нигде")), []),
    ],
)
def test_trees(held: SearchBackend, node: tree.Node, expected: list[str]) -> None:
    hits = held.search(SearchRequest(query=node)).hits
    assert sorted(NAMES[hit.number] for hit in hits) == sorted(expected)


def test_what_may_be_left_out_only_weighs(held: SearchBackend) -> None:
    def score(node: tree.Node) -> float:
        hits = held.search(SearchRequest(query=node)).hits
        return next(hit.score or 0.0 for hit in hits if hit.number == RU.number)

    assert score(tree.And((WORKS_OF, tree.Perhaps(MIGRATION)))) > score(WORKS_OF)


INFLECTED = {
    "hy1": "Մարդու իրավունքները Հայաստանում",
    "hy2": "Իրավունքի փիլիսոփայություն",
    "hy3": "ՍԱՀՄԱՆԱԴՐԱԿԱՆ ԻՐԱՎՈՒՆՔ",
    "hy4": "Երեւանի իրավաբանը",
    "ru1": "О правах человека",
    "ru2": "Конференция по праву",
    "ru3": "Регламент конференций",
    "en1": "Regional development of a region's economy",
    "en2": "Economies of Regions",
    "be1": "Гісторыя беларускай мовы",
    "kk1": "Қазақ тілінің тарихы",
    "ky1": "Кыргыз тилинин тарыхы",
    "long": "Высокопревосходительствами",
    "keyword": "",
    "abstract": "",
}


@pytest.fixture(scope="module")
def inflected(
    address: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchBackend]:
    """The inflected words in an index that no test writes to."""
    backend = open_backend(address(tmp_path_factory.mktemp("inflected")))
    more = {
        "keyword": {"keywords": ("рынки труда", "աշխատանքի շուկա")},
        "abstract": {"abstracts": (LocalizedText("Studies of migrating birds"),)},
    }
    backend.apply(
        titled(name, "", title, **more.get(name, {})) for name, title in INFLECTED.items()
    )
    yield backend
    backend.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Armenian, in capitals and with the two ways to type և
        *((form, {"hy1", "hy2", "hy3"}) for form in ("իրավունքի", "իրավունքների", "ԻՐԱՎՈՒՆՔ")),
        ("Երևան", {"hy4"}),
        ("ԵՐԵՎԱՆՈՒՄ", {"hy4"}),
        ("փիլիսոփայությունը", {"hy2"}),
        ("իրավունքով Հայաստան", {"hy1"}),
        ("keyword:աշխատանք", {"keyword"}),
        # Russian
        ("права", {"ru1", "ru2"}),
        ("правами", {"ru1", "ru2"}),
        ("Конференциями", {"ru2", "ru3"}),
        ("высокопревосходительство", {"long"}),
        ("keyword:рынков", {"keyword"}),
        ("рынков-труду", {"keyword"}),  # each in any form
        ("труд-рынки", {"keyword"}),
        ("труд-рынки-цены", set()),
        # English
        ("regional", {"en1", "en2"}),
        ("economy", {"en1", "en2"}),
        ("studying migration", {"abstract"}),
        # Belarusian, Kazakh, Kyrgyz
        ("мова", {"be1"}),
        ("моў", {"be1"}),
        ("тарих", {"kk1"}),
        ("тіл", {"kk1"}),
        ("тил", {"ky1"}),
        ("тарых", {"ky1"}),
        ("беларускай", {"be1"}),
        ("гісторыю", {"be1"}),
        ("тілінің", {"kk1"}),  # folded like тилинин, and no word of Kyrgyz
        ("тарихы", {"kk1"}),
        ("тилинин кыргыз", {"ky1"}),
        # quoted words are meant as they stand
        ('"правами"', set()),
        ('"իրավունքով"', set()),
    ],
)
def test_inflected_forms(inflected: SearchBackend, query: str, expected: set[str]) -> None:
    hits = inflected.search(SearchRequest(query=query)).hits
    names = {record_number("generated", name): name for name in INFLECTED}
    assert {names[hit.number] for hit in hits} == expected


def test_regions_and_the_ground_of_countries_are_filters(held: SearchBackend) -> None:
    moscow = SearchRequest(filters={"region": ("RU-MOW",)}, facets=("region", "basis"))
    found = held.search(moscow)
    assert found.total == 2
    assert {each.value: each.count for each in found.facets["basis"]} == {"affiliation": 2}
    both: dict[Facet, tuple[str, ...]] = {"basis": ("affiliation",), "country": ("KZ",)}
    assert held.search(SearchRequest(filters=both)).total == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('author:"Иванов И.П."', {"RU"}),
        ("author:Иванов И. П.", {"RU"}),
        ('author:"И.П. Иванов"', {"RU"}),
        ('author:"Ivanov I."', {"RU"}),
        ('author:"Ivanov, Ivan P."', {"RU"}),
        ('author:"Иванов Иван"', {"RU"}),
        ('author:"Иванов"', {"RU"}),
        ('author:"Иванов П."', set()),
        ('author:"Иванов И.И."', set()),
        ('author:"Иванов Игорь"', set()),
        ('author:"Иваненко И.П."', set()),
        ('author:"Щербаков И."', {"RU", "EN"}),
        ('author:"Щербаков И.И."', {"RU", "EN"}),
        ('author:"Хачатрян А."', {"AM"}),
        ('author:"Хачатрян Б."', set()),
        ('author:"Kassym B."', {"KZ"}),
    ],
)
def test_author_in_any_form(held: SearchBackend, query: str, expected: set[str]) -> None:
    assert found(held, query) == expected


SCRIPTS = {
    "sea": titled("sea", "ru", "Море и люди"),
    "more": titled("more", "en", "More is different"),
    "moore": titled("moore", "en", "Ethics", "Moore G.E."),
    "lake": titled("lake", "kk", "Көл экологиясы"),
    "stake": titled("stake", "ru", "Кол и забор"),
    "romanised": titled("romanised", "", "Ekonomika regiona: more i sever"),
    "cyrillic": titled("cyrillic", "ru", "Экономика региона"),
    "armenian": titled("armenian", "hy", "Հայոց պատմություն"),
    "english": titled("english", "en", "Roman law: a token"),
    "romance": titled("romance", "ru", "Роман"),
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # words of titles within their script, but for romanised titles
        ("море", {"sea", "romanised"}),
        ("морем", {"sea"}),
        ("more", {"more", "romanised"}),
        ("Moore", {"moore"}),
        ("author:море", set()),
        ("көл", {"lake"}),
        ("кол", {"stake"}),
        ("роман", {"romance"}),
        ("roman", {"english"}),
        # romanised queries and titles
        ("Экономика региона", {"cyrillic", "romanised"}),
        ("Ekonomika regiona", {"cyrillic", "romanised"}),
        ('"ekonomika regiona"', {"cyrillic", "romanised"}),
        ("ekonomik*", {"cyrillic", "romanised"}),
        ("Hayots patmutyun", {"armenian"}),
        ("the regiona", set()),
    ],
)
def test_scripts(
    address: Callable[[Path], str], tmp_path: Path, query: str, expected: set[str]
) -> None:
    backend = open_backend(address(tmp_path))
    backend.apply(SCRIPTS.values())
    found = {hit.number for hit in backend.search(SearchRequest(query=query)).hits}
    backend.close()
    assert found == {SCRIPTS[name].number for name in expected}


def test_the_word_itself_comes_before_its_forms_and_other_scripts(
    address: Callable[[Path], str], tmp_path: Path
) -> None:
    titles = ("Регион", "Региона", "Regiona ekonomika")
    backend = open_backend(address(tmp_path))
    backend.apply(titled(f"order{n}", "ru", title) for n, title in enumerate(titles))
    hits = backend.search(SearchRequest(query="регион OR региона")).hits
    one = backend.search(SearchRequest(query="региона")).hits
    backend.close()
    numbers = [record_number("generated", f"order{n}") for n in range(3)]
    assert {hit.number for hit in hits} == set(numbers)
    assert [hit.number for hit in one] == [numbers[1], numbers[0], numbers[2]]


@pytest.mark.parametrize("query", ["", "Щербаков OR тарихы", "year:[2015 TO 2020]"])
@pytest.mark.parametrize("filters", [{}, {"country": ("RU", "BY")}, {"year": ("2019", "2020")}])
def test_facet_counts_are_what_the_filter_returns(
    held: SearchBackend, query: str, filters: dict[Facet, tuple[str, ...]]
) -> None:
    request = SearchRequest(query=query, filters=filters, facets=FACETS)
    facets = held.search(request).facets
    assert list(facets) == list(FACETS)
    checked = 0
    for facet, counts in facets.items():
        for each in counts:
            chosen = SearchRequest(query=query, filters={**filters, facet: (each.value,)})
            assert held.search(chosen).total == each.count, (facet, each)
            checked += 1
    assert checked > 10


def test_facets_count_under_all_other_filters(held: SearchBackend) -> None:
    filters: dict[Facet, tuple[str, ...]] = {"country": ("KZ",), "type": ("article",)}
    facets = held.search(SearchRequest(filters=filters, facets=("country", "type"))).facets
    assert [(each.value, each.count) for each in facets["country"]] == [("KZ", 2), ("RU", 2)]
    assert [(each.value, each.count) for each in facets["type"]] == [("article", 2)]


def test_people_are_counted_and_chosen_by_their_ids(held: SearchBackend) -> None:
    counts = held.search(SearchRequest(facets=("person",))).facets["person"]
    listed = [(each.value, each.count) for each in counts]
    assert listed == [("0000000000001", 2), ("0000000000002", 1)]
    chosen = SearchRequest(filters={"person": ("0000000000001",)}, query="экономика OR regional")
    assert {NAMES[hit.number] for hit in held.search(chosen).hits} == {"RU", "EN"}


def test_a_chosen_value_stays_listed(held: SearchBackend) -> None:
    request = SearchRequest(filters={"country": ("AM",)}, facets=("country",), facet_size=1)
    counts = held.search(request).facets["country"]
    assert [(each.value, each.count) for each in counts] == [("KZ", 2), ("AM", 1)]


def test_year_bounds_apply_to_hits_and_facets(held: SearchBackend) -> None:
    results = held.search(SearchRequest(year_from=2020, year_to=2020, facets=("year",)))
    assert results.total == 2
    assert [(each.value, each.count) for each in results.facets["year"]] == [("2020", 2)]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("citations", ["RU"]),
        ("year", ["KG"]),
        ("year_asc", ["AM"]),
    ],
)
def test_sorts(held: SearchBackend, sort: Sort, first: list[str]) -> None:
    hits = held.search(SearchRequest(sort=sort)).hits
    assert [NAMES[hit.number] for hit in hits][: len(first)] == first
    if sort != "citations":
        assert NAMES[hits[-1].number] == "CITED"  # without a year, last both ways


def test_relevance_prefers_the_title(backend: SearchBackend) -> None:
    in_title = titled("title", "ru", "Миграция")
    in_abstract = titled(
        "abstract", "ru", "Иное", abstracts=(LocalizedText("О том, что миграция важна"),)
    )
    backend.apply([in_abstract, in_title])
    hits = backend.search(SearchRequest(query="миграция")).hits
    assert [hit.number for hit in hits] == [in_title.number, in_abstract.number]
    assert hits[0].score is not None
    assert hits[1].score is not None
    assert hits[0].score > hits[1].score


@pytest.mark.parametrize("query", ["", "NOT type:book", "year:[* TO *]"])
@pytest.mark.parametrize("filters", [{}, {"type": ("article",)}])
def test_the_well_cited_come_first_where_nothing_else_counts(
    held: SearchBackend, query: str, filters: dict[Facet, tuple[str, ...]]
) -> None:
    hits = held.search(SearchRequest(query=query, filters=filters)).hits
    assert {NAMES[hit.number] for hit in hits[:3]} == {"RU", "EN", "KZ"}
    assert NAMES[hits[0].number] == "RU"
    assert all(hit.score for hit in hits)


def walk(
    backend: SearchBackend, request: SearchRequest, between_pages: Callable[[], None] | None = None
) -> list[int]:
    numbers: list[int] = []
    cursor: str | None = None
    while True:
        page = backend.search(msgspec.structs.replace(request, cursor=cursor))
        numbers += [hit.number for hit in page.hits]
        if page.next_cursor is None:
            return numbers
        assert len(page.hits) == request.size
        cursor = page.next_cursor
        if between_pages:
            between_pages()


SORTS: tuple[Sort, ...] = ("relevance", "citations", "year", "year_asc")


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["", "экономика", "country:KZ"])
@pytest.mark.parametrize("size", [1, 7, 20])
def test_cursor_walk_sees_every_hit_once(
    backend: SearchBackend, sort: Sort, query: str, size: int
) -> None:
    works = [
        titled(f"{n}", "ru", "Экономика", year=2000 + n % 3, citations=n % 2, countries=("KZ",))
        for n in range(30)
    ]
    backend.apply(works[:12])
    backend.apply(works[12:])
    seen = walk(backend, SearchRequest(query=query, sort=sort, size=size))
    assert sorted(seen) == sorted(each.number for each in works)


@pytest.mark.parametrize("sort", SORTS)
def test_cursor_walk_is_stable_under_inserts_and_deletes(
    backend: SearchBackend, sort: Sort
) -> None:
    works = [titled(f"{n}", "ru", "Экономика", year=2000, citations=n) for n in range(20)]
    others = iter(range(1000))
    backend.apply(works)

    def disturb() -> None:
        n = next(others)
        new = titled(f"new {n}", "ru", "Экономика", year=1990 + n, citations=n * 3)
        backend.apply([new], [record_number("generated", f"new {n - 1}")])

    seen = walk(backend, SearchRequest(query="экономика", sort=sort, size=3), disturb)
    assert len(seen) == len(set(seen))
    assert {each.number for each in works} <= set(seen)


@pytest.mark.parametrize("cursor", ["x", "", "é", "W10", "WyJhIl0", "WzEsMiwzLDRd", "...."])
def test_a_damaged_cursor_is_told(held: SearchBackend, cursor: str) -> None:
    if cursor == "":
        assert held.search(SearchRequest(cursor=cursor)).total == len(WORKS)
        return
    with pytest.raises(BadCursor, match="first page"):
        held.search(SearchRequest(cursor=cursor))


def test_a_forged_cursor_only_asks_for_another_page(held: SearchBackend) -> None:
    request = SearchRequest()
    forged = encode(Cursor(digest(request), 0.0, 1, 10**18))
    assert held.search(SearchRequest(cursor=forged)).total == len(WORKS)


def test_a_cursor_of_another_query_is_told(held: SearchBackend) -> None:
    cursor = held.search(SearchRequest(size=2)).next_cursor
    assert cursor is not None
    assert held.search(SearchRequest(size=3, cursor=cursor)).hits
    others = [
        SearchRequest(query="экономика", cursor=cursor),
        SearchRequest(sort="year", cursor=cursor),
        SearchRequest(filters={"country": ("KZ",)}, cursor=cursor),
        SearchRequest(year_from=2000, cursor=cursor),
    ]
    for other in others:
        with pytest.raises(BadCursor) as caught:
            held.search(other)
        assert caught.value.code == "other_query"


def state(backend: SearchBackend) -> tuple[list[tuple[int, int]], list[int]]:
    hits = backend.search(SearchRequest(size=100)).hits
    return list(backend.ids_and_versions()), [hit.number for hit in hits]


def test_applying_twice_changes_nothing(filled: SearchBackend) -> None:
    before = state(filled)
    filled.apply(WORKS, [42])
    assert state(filled) == before
    assert filled.count() == len(WORKS)


def test_upserts_replace_and_deletes_delete(filled: SearchBackend) -> None:
    filled.apply([msgspec.structs.replace(RU, year=1999)], [EN.number, AM.number])
    assert found(filled, "year:1999") == {"RU"}
    assert found(filled, "year:2019") == {"BY"}
    assert found(filled, "Խաչատրյան") == set()
    assert filled.count() == len(WORKS) - 2
    filled.apply([RU], [RU.number])  # a number in both is kept
    assert found(filled, "year:2019") == {"RU", "BY"}


def test_a_failed_apply_leaves_the_index_as_it_was(filled: SearchBackend) -> None:
    before = state(filled)

    def failing() -> Iterator[SearchDocument]:
        yield titled("new", "ru", "Новое")
        raise OSError("the catalogue went away")

    with pytest.raises(OSError, match="went away"):
        filled.apply(failing(), [RU.number])
    assert state(filled) == before


def test_versions_tell_the_index_from_the_catalogue(held: SearchBackend) -> None:
    expected = sorted((each.number, each.version) for each in WORKS)
    assert list(held.ids_and_versions()) == expected
    assert msgspec.structs.replace(RU, citations=8).version != RU.version


def test_rebuild_swaps_under_an_open_reader(filled: SearchBackend, open_again: Open) -> None:
    reader = open_again()
    assert reader.count() == len(WORKS)
    with filled.rebuild() as writer:
        writer.apply([RU])
        writer.apply([AM, AM], [EN.number])
        assert reader.count() == len(WORKS)
        assert found(reader, "Қасым") == {"KZ"}
    assert reader.count() == 2
    assert found(reader, "") == {"RU", "AM"}
    reader.apply([KZ])
    assert found(filled, "") == {"RU", "AM", "KZ"}


def test_a_failed_rebuild_changes_nothing(filled: SearchBackend) -> None:
    before = state(filled)
    with pytest.raises(OSError, match="disk"), filled.rebuild() as writer:  # noqa: PT012
        writer.apply([titled("new", "ru", "Новое")])
        raise OSError("disk")
    assert state(filled) == before


def test_another_reader_sees_each_commit(filled: SearchBackend, open_again: Open) -> None:
    reader = open_again()
    for n in range(3):
        filled.apply([titled(f"new {n}", "ru", "Новое")])
        assert reader.count() == filled.count() == len(WORKS) + n + 1


def test_no_index_yet(backend: SearchBackend) -> None:
    for use in (
        backend.count,
        lambda: backend.search(SearchRequest()),
        lambda: list(backend.ids_and_versions()),
    ):
        with pytest.raises(SearchUnavailable, match="Build it with: eaci index"):
            use()


def test_an_empty_index_answers(backend: SearchBackend) -> None:
    with backend.rebuild():
        pass
    results = backend.search(SearchRequest(query="экономика", facets=FACETS, highlight=True))
    assert (results.total, results.hits, results.next_cursor) == (0, (), None)
    assert all(counts == () for counts in results.facets.values())


def test_a_closed_backend_says_so(filled: SearchBackend) -> None:
    filled.close()
    filled.close()
    with pytest.raises(SearchUnavailable, match="closed"):
        filled.search(SearchRequest())


def test_size_zero_counts_only(held: SearchBackend) -> None:
    results = held.search(SearchRequest(size=0, facets=("kind",)))
    assert (results.total, results.hits, results.next_cursor) == (7, (), None)
    assert [(each.value, each.count) for each in results.facets["kind"]] == [
        ("held", 6),
        ("cited-only", 1),
    ]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (SearchRequest(facets=("colour",)), "unknown_facet"),  # type: ignore[arg-type]
        (SearchRequest(filters={"colour": ("red",)}), "unknown_facet"),  # type: ignore[dict-item]
        (SearchRequest(filters={"year": ("MMXX",)}), "bad_year"),
        (SearchRequest(size=-1), "bad_size"),
        (SearchRequest(size=100_000), "bad_size"),
    ],
)
def test_bad_requests(held: SearchBackend, request_: SearchRequest, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        held.search(request_)
    assert caught.value.code == code


def test_a_query_that_does_not_parse(held: SearchBackend) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        held.search(SearchRequest(query="foo:bar"))
    assert caught.value.position == 0


def test_highlights_cross_scripts(held: SearchBackend) -> None:
    hits = held.search(SearchRequest(query="Ekonomika regionov", highlight=True)).hits
    assert [NAMES[hit.number] for hit in hits] == ["RU"]
    marked = [[each.text for each in shown.fragments if each.match] for shown in hits[0].highlights]
    assert marked == [["Экономика", "регионов"]]
    whole = "".join(each.text for each in hits[0].highlights[0].fragments)
    assert whole == RU.titles[0].text


def suggested(backend: SearchBackend, query: str, **more: object) -> tuple[str, int] | None:
    request = msgspec.structs.replace(SearchRequest(query=query, suggest=True), **more)
    found = backend.search(request).suggestion
    return (found.query, found.total) if found else None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # one edit anywhere, in the script that was written and in its capitals
        ("эконмика", ("экономика", 1)),
        ("Щирбаков", ("Щербаков", 3)),
        ("ЩИРБАКОВ", ("ЩЕРБАКОВ", 3)),
        ("Regonal economies", ("Regional economies", 1)),
        ("Shcherbakof", ("Shcherbakov", 3)),
        ("Խաչադրյան", ("Խաչատրյան", 1)),
        ("պատմութուն", ("պատմություն", 1)),
        ("тилиин", ("тилинин", 1)),
        ("тарихи қазаг", ("тарихы қазақ", 1)),
        ("Шчарбаков", ("Шчарбакоў", 3)),  # and what Russian writes for it
        ("Lamonosov", ("Lomonosov", 1)),
        # two in a long word that begins alike
        ("Москофскаго", ("Московского", 1)),
        ("Маскофского", None),
        # nothing is near in this script: what folds like a word in another one
        ("Khachatrin", ("Khachatrian", 1)),
        ("Хачатрин", ("Хачатриан", 1)),
        ("Zhumabaef", ("Zhumabaev", 1)),
        ("Шчербакуо", ("Sherbakov", 3)),
        # only what is misspelt, and only in plain words
        ("Щербаков эконмика", ("Щербаков экономика", 1)),
        ("author:Щирбаков year:2020", ("author:Щербаков year:2020", 1)),
        ("(Щирбаков OR Хачатрин)", ("(Щербаков OR Хачатриан)", 4)),
        (
            "(Щирбаков OR Хачатрян)",
            None,
        ),  # something is found; the other is not so much more frequent
        ('"рынок труда" эконмика', ('"рынок труда" экономика', 1)),
        ('"рынак труда"', None),
        ("эконм*", None),
        ("doi:10.1234/эконмика", None),
        ("source:crosref", None),
        ("NOT эконмика", None),
        # every word is known, or none is near
        ("Щербаков Иваненко", None),
        ("миграция", None),
        ("миграциям", None),
        ("кыргыз Беларусі", None),
        ("абракадабра", None),
        ("Щирбаков абракадабра", None),
        ("", None),
    ],
)
def test_did_you_mean(held: SearchBackend, query: str, expected: tuple[str, int] | None) -> None:
    assert suggested(held, query) == expected


def test_did_you_mean_under_filters_and_only_where_asked(held: SearchBackend) -> None:
    kazakh: dict[Facet, tuple[str, ...]] = {"country": ("KZ",)}
    assert suggested(held, "Щирбаков", filters=kazakh) == ("Щербаков", 1)
    assert suggested(held, "Щирбаков", filters={"country": ("AM",)}) is None
    assert suggested(held, "Щирбаков", year_from=2020) == ("Щербаков", 1)
    assert suggested(held, "Щирбаков", sort="year", size=0) == ("Щербаков", 3)
    assert suggested(held, "Щирбаков", suggest=False) is None


def test_did_you_mean_what_far_more_works_have(backend: SearchBackend) -> None:
    """The whole query decides between candidates; a rare spelling in the index is no proof that it was meant."""
    right = [titled(f"{n}", "ru", "Реакция среды") for n in range(1500)]
    backend.apply([*right, titled("wrong", "ru", "Рекация почвы")])
    assert suggested(backend, "рекация") == ("реакция", 1500)
    assert suggested(backend, "рекция") == ("реакция", 1500)
    assert suggested(backend, "рекция среды") == ("реакция среды", 1500)
    assert suggested(backend, "рекция почвы") == ("рекация почвы", 1)


def test_what_is_suggested_follows_the_index(filled: SearchBackend) -> None:
    assert suggested(filled, "Щирбаков") == ("Щербаков", 3)
    filled.apply([], [RU.number])
    assert suggested(filled, "эконмика") is None
    filled.apply([titled("new", "ru", "Экономика")])
    assert suggested(filled, "эконмика") == ("экономика", 1)
