from __future__ import annotations

from collections import defaultdict

from indexer.institutions import ancestors, institution, institutions
from indexer.institutions.gazetteer import regions
from indexer.institutions.tokens import expand, stems
from schemas.vocabularies import countries, member_countries


def test_every_member_country_has_several() -> None:
    by_country = defaultdict(set)
    for entry in institutions().values():
        by_country[entry.country].add(entry.id)
    assert by_country.keys() == set(member_countries()) <= countries().keys()
    assert all(len(ids) >= 5 for ids in by_country.values())


def test_ids_are_unique_and_begin_with_the_country() -> None:
    for identifier, entry in institutions().items():
        assert identifier == entry.id
        assert identifier.startswith(f"{entry.country.lower()}-")
        assert identifier.isascii()


def test_no_written_name_belongs_to_two() -> None:
    owners = defaultdict(set)
    for entry in institutions().values():
        for names in entry.names.values():
            for name in names:
                owners[stems(expand(name))].add(entry.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_acronym_belongs_to_two() -> None:
    owners = defaultdict(set)
    for entry in institutions().values():
        for name in (*entry.acronyms, *entry.abbreviations):
            owners[name].add(entry.id)
    acronyms = {name for entry in institutions().values() for name in entry.acronyms}
    assert {name: owners[name] for name in acronyms if len(owners[name]) > 1} == {}


def test_what_is_shown() -> None:
    found = institution("am-ysu")
    assert found is not None
    assert found.name("ru") == "Ереванский государственный университет"
    assert found.name("en") == found.name("en") == "Yerevan State University"
    assert found.name("kk") == found.name("ru")
    assert found.own_name == "Երևանի պետական համալսարան"
    assert (found.city_name("ru"), found.city_name("en")) == ("Ереван", "Yerevan")
    russian = institution("ru-msu")
    assert russian is not None
    assert russian.own_name is None
    assert institution("xx-none") is None


def test_parents_exist_in_the_same_country_and_end() -> None:
    for entry in institutions().values():
        chain = ancestors(entry.id)
        assert all(institutions()[name].country == entry.country for name in chain)
        assert entry.id not in chain


def test_no_domain_and_no_ror_id_belongs_to_two() -> None:
    domains = [domain for entry in institutions().values() for domain in entry.domains]
    rors = [entry.ror for entry in institutions().values() if entry.ror]
    assert len(domains) == len(set(domains))
    assert len(rors) == len(set(rors))
    assert all(domain == domain.lower() and "." in domain for domain in domains)


def test_every_entry_has_a_name_in_russian_and_english_and_a_region() -> None:
    for entry in institutions().values():
        assert {"ru", "en"} <= entry.names.keys(), entry.id
        assert entry.region in regions(), entry.id


def test_no_written_name_is_given_twice() -> None:
    for entry in institutions().values():
        names = [*(name for of in entry.names.values() for name in of)]
        assert len(names) == len(set(names)), entry.id


def test_no_merged_id_is_an_id_still() -> None:
    merged = [former for entry in institutions().values() for former in entry.merged]
    assert len(merged) == len(set(merged))
    assert institutions().keys().isdisjoint(merged)
