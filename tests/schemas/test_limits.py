"""The limits of the contract: each field has one, each is kept, and what is within them is left alone."""

from __future__ import annotations

import json
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Reference,
    ReferenceFields,
    Subject,
    Work,
)
from schemas.export import schema_of
from schemas.limits import MOST_TEXT, RECORD, REFERENCE, WORK
from schemas.within import read_record, read_work, refusal, within_limits

PLAIN = HarvestedRecord(identifier="oai:1", titles=(LocalizedText("Заглавие", "ru"),))


def paths(kind: type[msgspec.Struct], before: str = ""):
    """Every text and list of a struct, as the limits name them."""
    for name, hint in get_type_hints(kind).items():
        yield from _paths_of(hint, f"{before}{name}")


def _paths_of(hint: Any, path: str):
    if get_origin(hint) in {Union, UnionType}:
        for each in get_args(hint):
            yield from _paths_of(each, path)
    elif get_origin(hint) is tuple:
        yield path
        yield from _paths_of(get_args(hint)[0], f"{path}[]")
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield from paths(hint, f"{path}.")
    elif hint is str:
        yield path
    else:
        assert hint in {int, bool, NoneType} or get_origin(hint) is Literal, path


def test_every_text_and_every_list_of_a_record_has_a_limit():
    assert set(paths(HarvestedRecord)) == set(RECORD)
    assert set(paths(Reference)) == set(REFERENCE)


def test_every_limit_of_a_work_is_of_something_in_it():
    assert set(WORK) <= set(paths(Work))
    of_the_catalogue = {"id", "countries", "regions", "institutions", "records"}
    lacking = {
        path for path in set(paths(Work)) - set(WORK) if not path.startswith("titles[].sources")
    }
    assert {path.partition("[")[0].partition(".")[0] for path in lacking} <= {
        *of_the_catalogue, "contributors",
    }  # fmt: skip
    assert all(".sources" in path or path.split("[")[0] in of_the_catalogue for path in lacking)


@pytest.mark.parametrize("limits", [RECORD, WORK])
def test_no_limit_is_under_what_was_seen(limits):
    assert [path for path, limit in limits.items() if limit.most <= limit.seen] == []


def with_value(kind: type[msgspec.Struct], path: str, value: object) -> msgspec.Struct:
    """The smallest struct that has the value at the path."""
    name, _, rest = path.partition(".")
    listed = name.endswith("[]")
    name = name.removesuffix("[]")
    if rest:
        inner = with_value(_struct_of(get_type_hints(kind)[name]), rest, value)
        value = (inner,) if listed else inner
    elif listed:
        value = (value,)
    return _made(kind, **{name: value})


def _struct_of(hint: Any) -> type[msgspec.Struct]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    return next(
        found for each in get_args(hint) if each is not Ellipsis and (found := _struct_of(each))
    )


def _made(kind: type[msgspec.Struct], **values: object) -> msgspec.Struct:
    needed = {
        HarvestedRecord: {"identifier": "1"}, LocalizedText: {"text": "а"}, PersonName: {"literal": "а"},
        Identifier: {"scheme": "local", "value": "1"}, Subject: {"scheme": "a", "value": "b"},
        Contributor: {"names": (PersonName(literal="а"),)}, Reference: {"raw": "а", "position": 1},
    }  # fmt: skip
    return kind(**(needed.get(kind, {}) | values))


def items(path: str, count: int) -> tuple[object, ...]:
    """So many distinct items for the list at the path."""
    texts = {
        "sets",
        "languages",
        "urls",
        "rights",
        "warnings",
        "issn",
        "isbn",
        "authors",
        "editors",
        "translators",
    }
    name = path.rpartition(".")[2]
    if name in texts:
        return tuple(map(str, range(count)))
    kinds = {
        "titles": LocalizedText, "abstracts": LocalizedText, "publishers": LocalizedText, "contributors": Contributor,
        "identifiers": Identifier, "affiliations": Affiliation, "subjects": Subject, "references": Reference,
    }  # fmt: skip
    kind = kinds.get(name) or (LocalizedText if "affiliations" in path else PersonName)
    return (_made(kind),) * count


def over(path: str, more: int) -> HarvestedRecord:
    """A record whose value at the path is beyond its limit by so much."""
    is_list = f"{path}[]" in RECORD or any(other.startswith(f"{path}[].") for other in RECORD)
    most = RECORD[path].most + more
    value = items(path, most) if is_list else ("слово " * most)[: most - 1] + "я"
    record = with_value(HarvestedRecord, path, value)
    assert isinstance(record, HarvestedRecord)
    return record


CUT = [path for path, limit in RECORD.items() if limit.beyond != "refused"]


@pytest.mark.parametrize("path", [path for path in CUT if path != "warnings"])
def test_what_is_beyond_a_limit_is_cut_and_flagged_and_nothing_else(path):
    at = over(path, 0)
    assert within_limits(at) == (at, ())
    record = over(path, 1)
    kept, cuts = within_limits(record)
    (line,) = cuts
    assert line.startswith(f"{path}: ")
    assert (
        kept.warnings == (*cuts, *record.warnings)[: RECORD["warnings"].most]
        or path == "warnings[]"
    )
    assert kept != record
    assert within_limits(kept) == (kept, ()), "once is enough"
    assert read_record(msgspec.json.encode(record)) == kept
    assert refusal(record) is None


def test_warnings_have_limits_too_and_those_about_cuts_come_first():
    record = msgspec.structs.replace(over("titles[].text", 1), warnings=("one",) * 500)
    kept, cuts = within_limits(record)
    assert len(kept.warnings) == RECORD["warnings"].most
    assert kept.warnings[: len(cuts)] == cuts
    assert within_limits(kept) == (kept, ())


def test_a_text_is_cut_at_the_end_of_a_word():
    most = RECORD["titles[].text"].most
    kept, _ = within_limits(over("titles[].text", 5000))
    assert most - 6 <= len(kept.titles[0].text) <= most
    assert kept.titles[0].text.endswith(" слово")
    solid, _ = within_limits(msgspec.structs.replace(PLAIN, titles=(LocalizedText("я" * 9000),)))
    assert solid.titles[0].text == "я" * most


def test_an_address_or_a_code_is_left_out_and_not_cut():
    record = msgspec.structs.replace(
        PLAIN,
        urls=("http://a/", "http://b/" + "b" * 9000),
        year=10**40,
        languages=("ru", "x" * 900),
        identifiers=(Identifier("local", "x" * 9000), Identifier("doi", "10.1/2")),
        container=Container(volume="1" * 900, issue="2"),
        references=(
            Reference(raw="a", position=1, fields=ReferenceFields(doi="1" * 999, year=-1)),
        ),
    )
    kept, cuts = within_limits(record)
    assert kept.urls == ("http://a/",)
    assert (kept.year, kept.languages) == (None, ("ru",))
    assert kept.identifiers == (Identifier("doi", "10.1/2"),)
    assert kept.container == Container(issue="2")
    assert kept.references[0].fields == ReferenceFields()
    assert len(cuts) == 7


@pytest.mark.parametrize("people", [2_932, 5_154, 15_025])
def test_the_papers_of_great_collaborations_are_whole(people):
    person = Contributor(
        names=(PersonName(literal="Aad, Georges", family="Aad", given="Georges"),),
        affiliations=(
            Affiliation(
                names=(LocalizedText("Institute for Nuclear Research of the Academy" * 3),)
            ),
        ),
    )
    record = msgspec.structs.replace(PLAIN, contributors=(person,) * people)
    assert within_limits(record) == (record, ())


def test_long_lists_have_a_limit_in_all():
    person = Contributor(names=(PersonName(literal="Иванов " * 280),))
    reference = [Reference(raw="слово " * 1600, position=place) for place in range(1, 999)]
    record = msgspec.structs.replace(
        PLAIN, contributors=(person,) * 9000, references=tuple(reference)
    )
    kept, cuts = within_limits(record)
    assert len(cuts) == 2
    for of, limit in MOST_TEXT.items():
        size = len(msgspec.json.encode(getattr(kept, of)).decode())
        assert 0.9 * limit < size < 1.1 * limit
    assert within_limits(kept) == (kept, ())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"identifier": "x" * 513}, "its identifier has 513 characters, more than 512"),
        (
            {"identifiers": (Identifier("DOI", "10.1/" + "x" * 2000),)},
            "its DOI has 2,005 characters",
        ),
        ({"identifiers": (Identifier("handle", "1" * 2001),)}, "its handle has"),
        (
            {"identifiers": (Identifier("isbn", "1"),) * 201},
            "it has 201 identifiers of publications",
        ),
    ],
)
def test_what_says_which_record_it_is_is_never_cut(change, told):
    assert (refusal(msgspec.structs.replace(PLAIN, **change)) or "").startswith(told)


def test_among_many_identifiers_those_of_the_publication_stay():
    names = (*[Identifier("local", str(n)) for n in range(500)], Identifier("doi", "10.1/2"))
    record = msgspec.structs.replace(PLAIN, identifiers=names)
    kept, _ = within_limits(record)
    assert refusal(record) is None
    assert kept.identifiers[0] == Identifier("doi", "10.1/2")
    assert len(kept.identifiers) == RECORD["identifiers"].most


def test_an_old_work_is_read_within_the_limits():
    work = Work(
        id="1", kind="held", subjects=(Subject(scheme="keyword", value="x" * 5000),) * 20_000
    )
    kept = read_work(msgspec.json.encode(work))
    assert len(kept.subjects) == WORK["subjects"].most
    assert len(kept.subjects[0].value) == WORK["subjects[].value"].most
    assert read_work(msgspec.json.encode(kept)) == kept


def test_the_json_schema_states_the_limits():
    record = json.loads(schema_of("record"))["$defs"]
    assert record["HarvestedRecord"]["properties"]["titles"]["maxItems"] == RECORD["titles"].most
    assert record["HarvestedRecord"]["properties"]["identifier"]["maxLength"] == 512
    assert record["PersonName"]["properties"]["literal"]["maxLength"] == 2_000
    assert (
        json.loads(schema_of("reference"))["$defs"]["Reference"]["properties"]["raw"]["maxLength"]
        == 10_000
    )
    assert json.loads(schema_of("work"))["$defs"]["Work"]["properties"]["titles"]["maxItems"] == 500
