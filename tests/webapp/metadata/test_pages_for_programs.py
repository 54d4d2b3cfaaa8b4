"""The pages as programs read them: one canonical address, the same metadata in each language, validators."""

from __future__ import annotations

import json

import pytest
from lxml import etree, html

from catalogue.database.engine import reading
from catalogue.derived import provided
from schemas.ids import public_id
from webapp.caching import has_session
from webapp.metadata import views
from webapp.metadata.pages import of_work
from webapp.services import services_of

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def identifier(held):
    return held[0].body.id


def meta(page):
    return [
        (each.get("name"), each.get("content"))
        for each in html.fromstring(page.text).xpath("//meta[starts-with(@name, 'citation_')]")
    ]


def test_both_languages_say_one_canonical_address_and_the_same_of_the_work(client, identifier):
    pages = [client.get(f"/{lang}/works/{identifier}") for lang in ("ru", "en")]
    heads = [html.fromstring(page.text) for page in pages]
    assert {head.xpath("string(//link[@rel='canonical']/@href)") for head in heads} == {
        f"http://localhost/ru/works/{identifier}"
    }
    for head in heads:
        assert set(head.xpath("//head/link[@rel='alternate']/@hreflang")) == {
            "ru",
            "en",
            "x-default",
        }
    assert meta(pages[0]) == meta(pages[1])
    assert meta(pages[0])
    blocks = [json.loads(head.xpath("string(//script)")) for head in heads]
    assert blocks[0] == blocks[1]


def test_the_page_says_what_the_work_says(client, held):
    for entry in held[:20]:
        told = dict(meta(client.get(f"/en/works/{entry.body.id}")))
        assert told["citation_title"] == entry.body.titles[0].text
        doi = [each.value for each in entry.body.identifiers if each.scheme == "doi"]
        assert told.get("citation_doi") == next(iter(doi), None)


def test_the_link_set_is_where_the_header_says(client, identifier):
    link = client.get(f"/ru/works/{identifier}").headers["Link"]
    assert f"/works/{identifier}.linkset" in link
    answer = client.get(f"/works/{identifier}.linkset")
    assert answer.content_type == "application/linkset+json"
    for each in answer.json["linkset"][0]["describedby"]:
        got = client.get(each["href"])
        assert (got.status_code, got.content_type.split(";")[0]) == (200, each["type"])
    assert client.get("/works/0000000000000.linkset").status_code == 404


def test_lists_have_coins(client, identifier, held):
    entry = next(each for each in held if each.cited_by)
    page = html.fromstring(client.get(f"/en/works/{entry.body.id}/citing").text)
    assert all(
        "ctx_ver=Z39.88-2004" in each for each in page.xpath("//span[@class='Z3988']/@title")
    )
    assert page.xpath("//span[@class='Z3988']")


def test_sitemaps_name_every_held_work_once(client, held, monkeypatch):
    monkeypatch.setattr(views, "PIECE", 25)
    index = etree.fromstring(client.get("/sitemap.xml").data)
    pieces = [each.text for each in index.iter(f"{SITEMAP}loc")]
    assert len(pieces) == -(-len(held) // 25)
    found = [
        each.text
        for piece in pieces
        for each in etree.fromstring(client.get(piece).data).iter(f"{SITEMAP}loc")
    ]
    assert sorted(found) == sorted(f"http://localhost/ru/works/{each.body.id}" for each in held)


def test_pieces_of_the_list(site_of_corpus, held):
    with reading(services_of(site_of_corpus).engine) as connection:
        starts = provided.starts_of_pieces(connection, 10)
        pieces = [provided.piece(connection, public_start, 10) for public_start in starts]
    assert [piece[0].work for piece in pieces] == starts == sorted(starts)
    assert sum(map(len, pieces)) == len(held)


@pytest.mark.parametrize("start", ["junk", "0", public_id(2**63 - 1)])
def test_a_sitemap_that_is_none_is_404(client, start):
    assert client.get(f"/sitemaps/{start}.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /admin/" in text


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_search_describes_itself(client, lang):
    root = etree.fromstring(client.get(f"/{lang}/opensearch.xml").data)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(root.findtext(f"{space}ShortName")) <= 16
    template = root.find(f"{space}Url[@type='text/html']").get("template")
    assert template == f"http://localhost/{lang}/search?q={{searchTerms}}"


@pytest.mark.parametrize(
    "path", ["/ru/works/{}", "/en/works/{}", "/works/{}.bib", "/ru/help", "/robots.txt"]
)
def test_anonymous_pages_have_a_validator_and_depend_on_no_cookie(client, identifier, path):
    first = client.get(path.format(identifier))
    assert "Cookie" not in first.headers.get("Vary", "")
    assert "Set-Cookie" not in first.headers
    assert "public" in first.headers["Cache-Control"]
    again = client.get(path.format(identifier), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/admin/login", "/ru/help?lang=en"])
def test_pages_with_a_secret_and_answers_that_set_a_cookie_are_not_kept(client, path):
    answer = client.get(path)
    assert "Set-Cookie" in answer.headers
    assert "public" not in answer.headers.get("Cache-Control", "")


def test_who_has_a_session_is_told_what_is_for_him_alone(client, site_of_corpus):
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "Only for you")]
    answer = client.get("/ru/help")
    assert "Only for you" in answer.text
    assert "public" not in answer.headers.get("Cache-Control", "")
    with site_of_corpus.test_request_context():
        assert not has_session()


def test_metadata_is_made_within_a_request(site_of_corpus, held):
    with site_of_corpus.test_request_context():
        assert of_work(held[0], []).canonical.endswith(held[0].body.id)
