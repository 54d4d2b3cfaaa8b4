"""The page of a work: what it says of references and merges, addresses that outlive merges, exports, the API."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

import bibtexparser
import msgspec
import pytest
import rispy
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.dedupe.scoring import veto_of
from indexer.references.matching import Decision
from schemas import (
    Attributed,
    AttributedContributor,
    Container,
    Contributor,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
    Work,
)
from schemas.ids import public_id, record_number, reference_number
from schemas.vocabularies import document_types
from webapp.exports import STYLES, formatted, to_bibtex, to_csl, to_ris
from webapp.scholars import labels


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(
    "page", ["", "/references", "/people", "/citing", "/citing?others=1", "/cited"]
)
def test_no_rank_of_headings_is_left_out(
    page: str, client: FlaskClient, ids: dict[str, str]
) -> None:
    answer = client.get(f"/en/works/{ids['main']}{page}")
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", answer.text)]
    assert ranks[0] == 1
    assert all(rank <= before + 1 for before, rank in pairwise(ranks)), ranks


def test_references_say_what_became_of_them(client: FlaskClient, ids: dict[str, str]) -> None:
    page = client.get(f"/en/works/{ids['main']}").text
    text = _text(page)
    assert "matched Հայաստանի հողերը title and authors agree; score 0.93" in text
    assert "Next best: Эрозия почвы, часть 0 (score 0.40)" in text
    assert "linked to a work known only from references: no work in the index resembles it" in text
    assert "two works fit equally well, so neither is chosen" in text
    assert "in the other list, no. 4 Khachatryan A. Soils. 2021." in text
    entries = re.findall(r'<li class="reference" value="(\d+)"', page)
    assert entries == ["1", "2", "3", "5", "6", "7"]  # the twin stands with its pair


def test_a_back_reference_leads_where_the_entry_above_leads(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    page = client.get(f"/en/works/{ids['main']}").text
    assert "counted once back reference to no. 4 Հայաստանի հողերը" in _text(page)
    assert '<a href="#reference-1">back reference to no. 4</a>' in page  # no. 4 is shown with no. 1
    assert "not matched no publication: papers of an archive" in _text(page)
    russian = _text(client.get(f"/ru/works/{ids['main']}").text)
    assert "повторная ссылка на № 4" in russian


def test_reference_that_waits_is_shown(client: FlaskClient, ids: dict[str, str]) -> None:
    assert (
        "it will be matched with the next indexing"
        in client.get(f"/en/works/{ids['hostile']}").text
    )


def test_merge_is_explained(client: FlaskClient, ids: dict[str, str]) -> None:
    text = _text(client.get(f"/en/works/{ids['main']}").text)
    assert "2 records were merged." in text
    assert "same DOI 0.97 doi_same 1.00" in text
    assert "Why these records are one work" not in client.get(f"/en/works/{ids['armenian']}").text


def test_forms_are_attributed(client: FlaskClient, ids: dict[str, str]) -> None:
    text = _text(client.get(f"/ru/works/{ids['main']}").text)
    assert "Soils of Kazakhstan английский источник: База two" in text
    assert "Shcherbakov A. A." in text
    assert "(переводчик)" in text


@pytest.mark.parametrize(
    "path",
    ["/en/works/{}", "/ru/works/{}/citing", "/en/works/{}/cited", "/works/{}.ris", "/api/works/{}"],
)
def test_addresses_outlive_merges(client: FlaskClient, ids: dict[str, str], path: str) -> None:
    for number, now in (
        (record_number("two", "main"), ids["main"]),
        (reference_number("Забытая книга. М., 1961."), ids["cited-only"]),
        (reference_number("Խաչատրյան Ա. Հողերը. 2021."), ids["armenian"]),
    ):
        answer = client.get(path.format(public_id(number)))
        assert answer.status_code == 308
        assert answer.headers["Location"] == path.format(now)
    unmatched = public_id(reference_number("Две похожие. 1999."))
    assert client.get(path.format(unmatched)).status_code == 404


def test_other_spelling_of_an_id_leads_to_the_id(client: FlaskClient, ids: dict[str, str]) -> None:
    answer = client.get(f"/en/works/{ids['main'].upper()}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/works/{ids['main']}")


def test_exports_read_back(client: FlaskClient, ids: dict[str, str]) -> None:
    address = f"/works/{ids['main']}"
    entry = bibtexparser.parse_string(client.get(f"{address}.bib").text).entries[0]
    assert entry["author"] == "Щербаков, А. А. and Қасым, Б."
    assert (entry["title"], entry["doi"]) == ("{Почвы Казахстана}", "10.5555/main")
    (ris,) = rispy.loads(client.get(f"{address}.ris").text)
    assert (ris["authors"], ris["year"]) == (["Щербаков, А. А.", "Қасым, Б."], "2019")
    (item,) = msgspec.json.decode(client.get(f"{address}.json").data)
    assert item["issued"] == {"date-parts": [[2019]]}
    assert item["translator"] == [{"family": "Петрова", "given": "В."}]
    for ending in ("bib", "ris", "json"):
        header = client.get(f"{address}.{ending}").headers["Content-Disposition"]
        assert header == f"attachment; filename={ids['main']}.{ending}"


@pytest.mark.parametrize(
    "text",
    [
        "a } , author = {evil} }\n@article{x, title={y",
        "50% of $x_1$ & #2 ~ ^ \\input{/etc/passwd}",
        "line\r\nER  - \nTY  - JOUR\u2028end",
        "{", "}", '"', "@comment", "\x00\x1b[2J", "\u202edrowkcab",
    ],
)  # fmt: skip
def test_exports_stay_one_entry_whatever_the_text(bodies: dict[str, Work], text: str) -> None:
    work = msgspec.structs.replace(
        bodies["main"],
        titles=(Attributed(text=text),),
        container=Container(titles=(LocalizedText(text),), volume=text, pages=text),
        identifiers=(Identifier("doi", text),),
    )
    library = bibtexparser.parse_string(to_bibtex(work))
    assert len(library.entries) == 1
    assert not library.failed_blocks
    assert len(rispy.loads(to_ris(work))) == 1
    assert len(formatted(work)) == len(STYLES)
    assert not re.search(r"[\x00-\x1f]", str(to_csl(work)["id"]) + to_csl(work).get("title", ""))


_UNSEEN = (
    "\x00",
    "\u200b",
    "\u2028",
    "\u202e\u2069",
    "\ufeff",
    "\x1b",
    "\xad",
    " ",
    "\n\t",
    "\ue000",
    "\U000e0001",
)
_ANY = st.text(max_size=6) | st.sampled_from(_UNSEEN)
_NAMES = st.builds(PersonName, literal=_ANY, family=st.none() | _ANY, given=st.none() | _ANY)
_PEOPLE = st.builds(
    Contributor,
    names=st.lists(_NAMES, min_size=1, max_size=3).map(tuple),
    role=st.sampled_from(["author", "editor", "translator"]),
    kind=st.sampled_from(["person", "organisation"]),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(people=st.lists(_PEOPLE, max_size=3), text=_ANY)
@example(people=[], text="\\")
@example(people=[], text="a{}\\")
def test_exports_of_what_has_nothing_to_show(
    bodies: dict[str, Work], people: list[Contributor], text: str
) -> None:
    work = msgspec.structs.replace(
        bodies["main"],
        titles=(Attributed(text=text),),
        abstracts=(LocalizedText(text),),
        contributors=tuple(AttributedContributor(contributor=each, key="x") for each in people),
        container=Container(titles=(LocalizedText(text),), issn=(text,), isbn=(text,), pages=text),
        identifiers=(Identifier("doi", text), Identifier("isbn", text)),
        publishers=(LocalizedText(text),),
        languages=(text,),
        urls=(text,),
        subjects=(Subject(scheme="keyword", value=text), Subject(scheme="keyword", value=", ")),
    )
    assert len(rispy.loads(to_ris(work))) == 1
    assert len(bibtexparser.parse_string(to_bibtex(work)).entries) == 1
    assert len(formatted(work)) == len(STYLES)
    for value in _leaves(to_csl(work)):
        assert str(value).strip()
        assert str(value).isprintable()


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


@pytest.mark.parametrize("unseen", _UNSEEN)
def test_a_name_without_anything_to_show_is_left_out(bodies: dict[str, Work], unseen: str) -> None:
    def person(*literals: str) -> AttributedContributor:
        names = tuple(PersonName(literal=each) for each in literals)
        return AttributedContributor(contributor=Contributor(names=names), key="x")

    work = msgspec.structs.replace(
        bodies["main"],
        contributors=(person(unseen), person(unseen, "Иванов, И."), person("Петров, П.")),
    )
    (ris,) = rispy.loads(to_ris(work))
    assert ris["authors"] == ["Иванов, И.", "Петров, П."]
    alone = msgspec.structs.replace(work, contributors=(person(unseen),))
    assert "authors" not in rispy.loads(to_ris(alone))[0]


@pytest.mark.parametrize("kind", sorted(document_types()))
def test_every_type_can_be_cited(bodies: dict[str, Work], kind: str) -> None:
    work = msgspec.structs.replace(bodies["main"], type=kind)
    for citation in formatted(work).values():
        assert "Почвы Казахстана" in citation
    assert bibtexparser.parse_string(to_bibtex(work)).entries
    assert rispy.loads(to_ris(work))


def test_formatted_citations(bodies: dict[str, Work]) -> None:
    assert formatted(bodies["main"]) == {
        "ГОСТ Р 7.0.5–2008": "Щербаков А. А., Қасым Б. Почвы Казахстана // Вестник. 2019. Т. 3. С. 5–9.",
        "APA": "Щербаков, А. А., & Қасым, Б. (2019). Почвы Казахстана (В. Петрова, trans.). "
        "Вестник, 3, 5–9. https://doi.org/10.5555/main",
    }


def test_api_gives_search_and_work(client: FlaskClient, ids: dict[str, str]) -> None:
    found = client.get("/api/search?q=Shcherbakov&size=2&sort=citations").json
    assert (found["total"], len(found["works"])) == (27, 2)
    assert found["works"][0]["id"] == ids["main"]
    following = client.get(
        f"/api/search?q=Shcherbakov&size=2&sort=citations&cursor={found['next_cursor']}"
    ).json
    assert not {w["id"] for w in found["works"]} & {w["id"] for w in following["works"]}
    work = client.get(f"/api/works/{ids['main']}").json
    assert (work["cited_by"], work["cited_by_others"]) == (25, 24)


@pytest.mark.parametrize(
    ("path", "status"),
    [("search?q=нет:слова", 400), ("search?size=9999", 400), ("search?size=-1", 400), ("search?cursor=x", 400),
     ("works/x", 404), ("nothing", 404)],
)  # fmt: skip
def test_api_errors_have_one_shape(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    assert answer.json["error"]["status"] == status
    assert answer.json["error"]["message"]


def test_every_reason_and_veto_has_words() -> None:
    reasons = re.findall(r"- ``([\w:-]+)``", Decision.__doc__ or "")
    assert len(reasons) >= 8
    assert set(reasons) <= set(labels.REASONS)
    vetoes = re.findall(r'return "([a-z-]+)"', inspect.getsource(veto_of))
    assert len(vetoes) >= 3
    assert set(vetoes) <= set(labels.VETOES)


@pytest.mark.parametrize(
    ("kind", "bibtex", "ris", "publisher"),
    [
        ("article", "article", "JOUR", "publisher"),
        ("book-review", "article", "JOUR", "publisher"),
        ("conference-paper", "inproceedings", "CPAPER", "publisher"),
        ("chapter", "incollection", "CHAP", "publisher"),
        ("thesis", "phdthesis", "THES", "school"),
        ("report", "techreport", "RPRT", "institution"),
        ("preprint", "unpublished", "UNPB", "publisher"),
        ("patent", "patent", "PAT", "publisher"),
        ("standard", "standard", "STAND", "publisher"),
        ("webpage", "online", "ELEC", "organization"),
        ("dataset", "dataset", "DATA", "publisher"),
        ("miscellaneous", "misc", "GEN", "publisher"),
    ],
)
def test_types_in_the_terms_of_each_form(
    bodies: dict[str, Work], kind: str, bibtex: str, ris: str, publisher: str
) -> None:
    plain = {"type": kind, "container": None, "publishers": (LocalizedText("Ғылым"),)}
    work = msgspec.structs.replace(bodies["main"], **plain)
    entry = bibtexparser.parse_string(to_bibtex(work)).entries[0]
    assert (entry.entry_type, entry[publisher]) == (bibtex, "Ғылым")
    assert rispy.loads(to_ris(work))[0]["type_of_reference"] == ris
