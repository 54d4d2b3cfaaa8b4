"""The table of known OAI-PMH addresses: whole, sound, and its guesses are those of the code."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from crawler.sources.definition import load_sources
from crawler.sources.endpoints import country_of, guess_platform, load_endpoints, name_of
from schemas.vocabularies import countries


def test_the_table_is_sound():
    found = load_endpoints()
    assert len(found) > 1300
    assert len({e.name for e in found}) == len({e.url for e in found}) == len(found)
    assert (
        {e.country for e in found} == {"AM", "BY", "KG", "KZ", "MD", "RU", "UZ"} <= set(countries())
    )
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{1,60}", e.name) for e in found)
    assert all(re.match(r"https?://[^/\s]+/", e.url) for e in found)
    assert {e.verified for e in found} == {"never"}
    assert all(e.platform == guess_platform(e.url) for e in found)
    assert Counter(e.platform for e in found)["unknown"] < 10


def test_the_built_in_sources_of_the_list_are_in_the_table(settings):
    known = {re.sub(r"^https?://(www\.)?", "", e.url) for e in load_endpoints()}
    own = [s.endpoint for s in load_sources(settings).values() if s.protocol == "oai-pmh"]
    missing = [u for u in own if re.sub(r"^https?://(www\.)?", "", u) not in known]
    assert missing == ["https://cyberleninka.ru/oai"], "seen in a recorded answer, not in the list"


@pytest.mark.parametrize(
    ("url", "platform", "name", "country"),
    [
        ("https://journals.ysu.am/index.php/boe/oai", "ojs", "journals-ysu-am-boe", "AM"),
        ("http://vestifm.belnauka.by/jour/oai", "elpub", "vestifm-belnauka-by", "BY"),
        ("http://elibrary.auca.kg:8080/dspace-oai/request", "dspace", "elibrary-auca-kg-8080-dspace", "KG"),
        ("https://rep.barsu.by/server/oai/request", "dspace", "rep-barsu-by", "BY"),
        ("http://cemi.socionet.ru/oai/x_1/oai.cgi", "socionet", "cemi-socionet-ru-x-1-cgi", "RU"),
        ("https://dlib.example.org/dlibra/oai-pmh-repository.xml", "dlibra",
         "dlib-example-org-dlibra-pmh-repository-xml", None),
        ("https://eprints.example.kz/cgi/oai2", "eprints", "eprints-example-kz-cgi-oai2", "KZ"),
        ("https://example.su/x", "unknown", "example-su-x", "RU"),
    ],
)  # fmt: skip
def test_what_an_address_tells(url, platform, name, country):
    assert (guess_platform(url), name_of(url), country_of(url)) == (platform, name, country)
