"""The page that checks a reference list, as a browser without scripts uses it."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from lxml import html

from webapp.checking import views
from webapp.checking.labels import OUTCOMES
from webapp.checking.verdicts import MOST, MOST_LETTERS
from webapp.checking.written import KINDS, as_list, default_style

UNKNOWN = "Нездешний Н. Н. О том, чего нет. М.: Нигде, 1911. 77 с."


def posted(client, lang="en", **form):
    return client.post(f"/{lang}/check", data=form, content_type="multipart/form-data")


@pytest.fixture
def text(matched):
    return "\n".join([f"{at}. {raw}" for at, raw in enumerate([*list(matched)[:5], UNKNOWN], 1)])


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_form(client, lang):
    page = client.get(f"/{lang}/check")
    document = html.fromstring(page.text)
    assert page.status_code == 200
    assert document.xpath("//form[@method='post']//textarea[@name='text']")
    assert not document.xpath("//script")


def test_each_reference_opens_its_work(client, text, matched):
    document = html.fromstring(posted(client, text=text).text)
    links = document.xpath("//li[@class='checked']//a/@href")
    assert len(links) == 5
    assert all(client.get(link).status_code == 200 for link in links)
    assert [
        each.text_content().strip() for each in document.xpath("//li[@class='checked'][6]//p[1]")
    ] == [UNKNOWN]
    assert (
        html.fromstring(posted(client, text=text).text).xpath("//textarea")[0].text.strip() == text
    )


def test_the_outcomes_are_summed_up(client, text):
    document = html.fromstring(posted(client, text=text).text)
    (sums,) = document.xpath("//p[@class='checked__sums']")
    counts = [int(each.text) for each in sums.xpath(".//strong")]
    assert sum(counts) == 6
    assert f"{OUTCOMES['unknown']}: 1" in sums.text_content()


def test_the_list_in_a_style_keeps_what_is_not_known(client, text):
    document = html.fromstring(posted(client, text=text, style="APA").text)
    lines = [each.text_content() for each in document.xpath("//ol[@class='written']/li")]
    assert len(lines) == 6
    assert lines[-1] == UNKNOWN


def test_the_list_as_a_file(client, text):
    bib, ris, csl = (posted(client, text=text, take=kind) for kind in KINDS)
    assert len(parse_string(bib.text).entries) == 6
    assert not parse_string(bib.text).failed_blocks
    assert len(rispy.loads(ris.text)) == 6
    assert len(json.loads(csl.text)) == 6
    assert "attachment" in bib.headers["Content-Disposition"]


def test_one_work_twice_stands_once(client, matched):
    raw = next(iter(matched))
    csl = posted(client, text=f"1. {raw}\n2. {raw}", take="json")
    assert len(json.loads(csl.text)) == 1


def test_a_file_is_read(client, matched):
    body = BytesIO("\n".join(list(matched)[:3]).encode())
    document = html.fromstring(posted(client, file=(body, "list.txt")).text)
    assert len(document.xpath("//li[@class='checked']")) == 3


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"text": "  \n"}, 400),
        ({"text": "\n".join(f"{n}. Иванов И. И. Почвы. М., 2001." for n in range(1, MOST + 2))}, 400),
        ({"text": "x" * (MOST_LETTERS + 1)}, 400),
        ({"file": (BytesIO(b"MZ"), "virus.exe")}, 400),
        ({"file": (BytesIO(b"<script>"), "<script>alert(1)</script>.exe")}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_said(client, form, status):
    for lang in ("ru", "en"):
        sent = {
            name: (BytesIO(v[0].getvalue()), v[1]) if isinstance(v, tuple) else v
            for name, v in form.items()
        }
        answer = posted(client, lang, **sent)
        assert answer.status_code == status
        assert html.fromstring(answer.text).xpath("//*[contains(@class, 'notice--error')]")
        assert "<script" not in answer.text


def test_a_file_that_is_too_large_is_said_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_BYTES", 50_000)
    answer = posted(client, file=(BytesIO(bytes(200_000)), "large.txt"))
    assert answer.status_code == 413
    assert html.fromstring(answer.text).xpath("//*[contains(@class, 'notice--error')]")


def test_an_unknown_style_or_kind_is_the_page_with_the_first_style(client, text):
    page = posted(client, text=text, style="no such style", take="exe")
    assert page.status_code == 200
    assert default_style() in page.text


def test_without_references_there_is_nothing_to_write():
    assert as_list([], default_style()) == []
