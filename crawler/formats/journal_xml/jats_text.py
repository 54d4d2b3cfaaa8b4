"""Titles, abstracts and keywords of JATS, in each language, without the marks of footnotes.

Languages stand on the element, on its group, or (SciELO) on a ``sub-article`` that is the translation.
Source of the rules: https://jats.nlm.nih.gov/publishing/tag-library/1.3/; ``abstract-trans`` is of OJS's ``nlm``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.text.inner_text import inner_text
from crawler.formats.text.text import plain
from crawler.formats.values.subjects import subjects_of
from schemas import LocalizedText, Subject
from schemas.vocabularies import language_code

_NOTES = frozenset({"xref", "fn", "target", "index-term", "graphic", "inline-graphic"})
_NO_ABSTRACT = frozenset(
    {"graphical", "teaser", "toc", "key-points", "highlights", "executive-summary"}
)
_MARK = re.compile(r"^\s*[*∗†‡§¶#★]+\s*$")
_WORD_BEFORE = re.compile(r"[^\W\d_]{3}[.?!»”\")]?\s*$")
_ABBREVIATIONS = re.compile(r"^abb?r", re.IGNORECASE)
_CODES = {"udk": "udc", "udc": "udc", "grnti": "grnti", "bbk": "bbk", "jel": "jel", "vak": "vak"}
_ENDS = (".", "?", "!", ":", ";", "…")


def lang_of(element: etree._Element | None, default: str | None = None) -> str | None:
    """The language of the element: ``xml:lang``, or ``lang`` where a program forgot the namespace."""
    if element is None:
        return default
    return language_code(element.get(xml.XML_LANG) or element.get("lang")) or default


def marked_text(element: etree._Element) -> str:
    """The text without what stands in it as a mark or an image."""
    return plain(inner_text(element, _NOTES, _is_mark))


def _is_mark(element: etree._Element) -> bool:
    """True for a star or dagger that points to a note: at the end, behind a word (``C<sup>*</sup>`` is an algebra)."""
    if xml.local_name(element) != "sup" or not _MARK.match(inner_text(element)):
        return False
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    ends = element.getnext() is None and not (element.tail or "").strip()
    return ends and _WORD_BEFORE.search(text or "") is not None


def translations(article: etree._Element) -> list[etree._Element]:
    """The ``front`` of each translation that stands in the article itself."""
    parts = (e for e in xml.children(article, "sub-article") if _translates(e))
    return [front for e in parts if (front := xml.child(e, "front-stub")) is not None]


def _translates(part: etree._Element) -> bool:
    return part.get("article-type") == "translation"


def titles(
    meta: etree._Element | None, article: etree._Element, lang: str | None
) -> tuple[LocalizedText, ...]:
    """The title with its subtitle in each language, the article's own first."""
    found = [*_titles_of(meta, lang)]
    for front in translations(article):
        found += _titles_of(front, lang_of(front.getparent()))
    return unique(found)


def _titles_of(meta: etree._Element | None, lang: str | None) -> Iterator[LocalizedText]:
    group = xml.child(meta, "title-group")
    yield from _joined(group, "article-title", "subtitle", lang)
    for translated in xml.children(group, "trans-title-group"):
        yield from _joined(translated, "trans-title", "trans-subtitle", lang_of(translated))
    yield from _joined(group, "trans-title", "trans-subtitle", None)  # NLM 2 and 3


def _joined(
    group: etree._Element | None, title: str, subtitle: str, lang: str | None
) -> Iterator[LocalizedText]:
    """Each title with the subtitles behind it that are in no other language."""
    parts: list[str] = []
    code: str | None = None
    for element in group if group is not None else ():
        name, text = xml.local_name(element), marked_text(element)
        if name == title and text:
            if parts:
                yield LocalizedText(_with_colons(parts), code)
            parts, code = [text], lang_of(element, lang)
        elif name == subtitle and text and parts and lang_of(element, code) == code:
            parts.append(text)
    if parts:
        yield LocalizedText(_with_colons(parts), code)


def _with_colons(parts: list[str]) -> str:
    told = parts[0]
    for part in parts[1:]:
        told += f" {part}" if told.endswith(_ENDS) else f": {part}"
    return told


def abstracts(
    meta: etree._Element | None, article: etree._Element, lang: str | None
) -> tuple[LocalizedText, ...]:
    """The abstracts in each language, without those that are pictures or lists of highlights."""
    found = [(e, lang_of(e, lang)) for e in xml.children(meta, "abstract")]
    for name in ("trans-abstract", "abstract-trans"):
        found += [(e, lang_of(e)) for e in xml.children(meta, name)]
    for front in translations(article):
        code = lang_of(front.getparent())
        found += [(e, lang_of(e, code)) for e in xml.children(front, "abstract")]
    told = [(e, code) for e, code in found if e.get("abstract-type") not in _NO_ABSTRACT]
    return unique(LocalizedText(text, code) for e, code in told if (text := _without_heading(e)))


def _without_heading(abstract: etree._Element) -> str:
    """The sections and paragraphs; the heading "Abstract" itself is left out."""
    parts = [abstract.text or ""]
    for e in abstract:
        if xml.local_name(e) not in {"title", "label", "object-id"}:
            parts.append(inner_text(e))
        parts.append(e.tail or "")
    return plain(" ".join(parts))


def subjects(
    meta: etree._Element | None, article: etree._Element, lang: str | None
) -> tuple[Subject, ...]:
    """Keywords in each language, codes of classifications, and the headings of the journal."""
    found = [*_keywords(meta, lang), *_headings(meta), *_codes(meta)]
    for front in translations(article):
        found += _keywords(front, lang_of(front.getparent()))
    return unique(found)


def _keywords(meta: etree._Element | None, lang: str | None) -> Iterator[Subject]:
    for group in xml.children(meta, "kwd-group"):
        kind = (group.get("kwd-group-type") or "").lower()
        if _ABBREVIATIONS.match(kind):
            continue
        scheme, code = _CODES.get(kind, "keyword"), lang_of(group, lang)
        for text in _keyword_texts(group):
            if scheme == "keyword":
                yield from subjects_of(text, code, ";")
            else:
                yield Subject(scheme=scheme, value=text)
    for group in xml.children(meta, "unstructured-kwd-group"):
        yield from subjects_of(marked_text(group), lang_of(group, lang), ",;")


def _keyword_texts(group: etree._Element) -> Iterator[str]:
    for e in group.iter():
        name = xml.local_name(e)
        if name == "kwd" and (text := marked_text(e)):
            yield text
        elif name == "compound-kwd":
            parts = (marked_text(part) for part in xml.children(e, "compound-kwd-part"))
            if text := " ".join(part for part in parts if part):
                yield text


def _headings(meta: etree._Element | None) -> Iterator[Subject]:
    categories = xml.child(meta, "article-categories")
    for group in categories.iter() if categories is not None else ():
        if xml.local_name(group) != "subj-group":
            continue
        scheme = _CODES.get((group.get("subj-group-type") or "").lower(), "section")
        for subject in xml.children(group, "subject"):
            if text := marked_text(subject):
                own = lang_of(subject, lang_of(group)) if scheme == "section" else None
                yield Subject(scheme=scheme, value=text, lang=own)


def _codes(meta: etree._Element | None) -> Iterator[Subject]:
    for e in xml.children(meta, "article-id"):
        scheme = _CODES.get((e.get("pub-id-type") or "").lower())
        if scheme and (text := xml.text_of(e)):
            yield Subject(scheme=scheme, value=text)
