"""Elements that any XML parser takes, whatever was harvested."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from webapp.oai.site import Repository
from webapp.oai.xml import LANG, add, clean, root


@given(st.text())
def test_any_text_can_be_written_and_read(text):
    made = root("urn:x", "r", "x.xsd")
    add(made, "t", text, given=text)
    read = etree.fromstring(etree.tostring(made))
    assert (read[0].text or "") == clean(text).replace("\r", "\n") or "\r" in text


def test_a_language_is_told_only_if_it_is_one():
    made = root("urn:x", "r", "x.xsd")
    assert add(made, "t", "x", "kk-Latn").get(LANG) == "kk-Latn"
    assert add(made, "t", "x", "not a language").get(LANG) is None


def test_identifiers_of_the_repository_and_of_others():
    own = Repository(name="N", address="http://h/oai", host="h", site="http://h", email="a@h.x")
    assert own.local(own.identifier("abc")) == "abc"
    assert own.local("oai:other:abc") is None
    assert own.page("abc") == "http://h/works/abc"
