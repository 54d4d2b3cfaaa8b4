"""Reference lists of JATS articles.

Journals of the region print every list twice, in the languages of the article and in Latin letters. In JATS that is one
``ref`` with ``citation-alternatives`` (ru and en in one entry), two ``ref-list`` elements, or one ``ref-list`` with
``ru-ref1`` … and ``en-ref1`` …; each way gives two lists here, told apart by ``list_id``.

SciELO and others give an entry as printed (``mixed-citation``) and again in parts (``element-citation``): that is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, zip_longest

from lxml import etree

from crawler.formats.items import Entry
from crawler.formats.journal_xml.jats_citation import fields, is_printed, merged, printed
from crawler.formats.text import xml
from crawler.formats.text.inner_text import inner_text
from crawler.formats.text.text import plain
from schemas.vocabularies import language_code

_CITATIONS = frozenset({"mixed-citation", "element-citation", "nlm-citation", "citation"})
_ID_PREFIX = re.compile(r"^([a-z]{2,3})[-_.]?ref", re.IGNORECASE)
_OTHERS = frozenset({"sub-article", "response"})
_FREE = frozenset({"note", "p", "x", "nlm-text"})

Pair = tuple[etree._Element | None, etree._Element | None]
"""A citation as printed and in parts; one of them may be missing."""


def reference_entries(article: etree._Element) -> Iterator[Entry]:
    """The entries of every ``ref-list`` of the article (also of nested ones), in the order of the file."""
    lists = [e for e in article.iter("{*}ref-list") if not _is_of_another(e, article)]
    for number, ref_list in enumerate(lists):
        list_lang = language_code(ref_list.get(xml.XML_LANG))
        for ref in xml.children(ref_list, "ref"):
            yield from _entries(ref, list_lang, f"{number + 1}" if len(lists) > 1 else "")


def _is_of_another(element: etree._Element, article: etree._Element) -> bool:
    """True for what belongs to a translation or a reply that stands in the article."""
    for parent in element.iterancestors():
        if parent is article:
            return False
        if xml.local_name(parent) in _OTHERS:
            return True
    return False


def _entries(ref: etree._Element, list_lang: str | None, list_name: str) -> Iterator[Entry]:
    """``list_name`` is for lists of which nothing tells the language."""
    pairs, label = [*_pairs(ref)], xml.text_at(ref, "label") or ""
    prefix = _ID_PREFIX.match(ref.get("id") or "")
    list_lang = list_lang or (language_code(prefix.group(1)) if prefix else None)
    for pair in pairs:
        own = next((code for e in pair if e is not None and (code := _lang(e))), None)
        yield Entry(
            raw=_raw(pair, label),
            lang=own or list_lang,
            list_id=(list_lang or own or list_name) if len(pairs) == 1 else (own or list_name),
            fields=merged(*(None if e is None else fields(e) for e in reversed(pair))),
        )
    if not pairs and (text := _free_text(ref)):
        yield Entry(raw=text, lang=list_lang, list_id=list_lang or list_name)


def _lang(citation: etree._Element) -> str | None:
    return language_code(citation.get(xml.XML_LANG))


def _raw(pair: Pair, label: str) -> str:
    found = (printed(e, label) for e in pair if e is not None)
    return next((text for text in found if text), "")


def _free_text(ref: etree._Element) -> str:
    """An entry that no citation element holds: a note, a paragraph, or bare text."""
    inner = [e for e in ref if xml.local_name(e) in _FREE]
    told = (
        " ".join(inner_text(e, {"label"}) for e in inner) if inner else inner_text(ref, {"label"})
    )
    return plain(told)


def _pairs(ref: etree._Element) -> Iterator[Pair]:
    """Each cited work once, as printed and in parts; a text and its parts may stand in groups of their own."""
    found = [_paired([e for e in ref if xml.local_name(e) in _CITATIONS])]
    for group in xml.children(ref, "citation-alternatives"):
        found.append(_by_language([e for e in group if xml.local_name(e) in _CITATIONS]))
    last: Pair | None = None
    for pair in chain.from_iterable(found):
        if last is not None and last[1] is None and pair[0] is None:
            yield last[0], pair[1]
            last = None
            continue
        if last is not None:
            yield last
        last = pair
    if last is not None:
        yield last


def _paired(citations: list[etree._Element]) -> Iterator[Pair]:
    """As many texts as marked forms belong to one another in their order; else each form to the text before it."""
    texts = [e for e in citations if is_printed(e)]
    parts = [e for e in citations if not is_printed(e)]
    if not texts or not parts or len(texts) == len(parts):
        yield from zip_longest(texts, parts)
        return
    text: etree._Element | None = None
    for e in citations:
        if not is_printed(e):
            yield text, e
            text = None
            continue
        if text is not None:
            yield text, None
        text = e
    if text is not None:
        yield text, None


def _by_language(citations: list[etree._Element]) -> Iterator[Pair]:
    """One citation in several languages: each text with its parts; what says no language goes to the text it is of."""
    texts = {_lang(e): e for e in reversed(citations) if is_printed(e)}
    parts = {_lang(e): e for e in reversed(citations) if not is_printed(e)}
    order = dict.fromkeys(_lang(e) for e in citations)
    loose = parts.get(None)
    if loose is not None and None not in texts and texts:
        parts.pop(None)
        parts.setdefault(_language_of(loose, texts), loose)
        order.pop(None)
    for lang in order:
        yield texts.get(lang), parts.get(lang)


def _language_of(parts: etree._Element, texts: dict[str | None, etree._Element]) -> str | None:
    """The language of the text in which the title of the parts stands, else of the first."""
    marked = fields(parts)
    title = (marked.title or marked.container or "") if marked is not None else ""
    fit = (lang for lang, e in reversed(texts.items()) if title and title in printed(e))
    return next(fit, next(reversed(texts)))
