"""Puts right what the tagger cannot see: rules over the labelled runs of a whole reference.

The tagger decides word by word; that a reference has one title and at most one host, and that a bracket closes, shows
only in the whole.
"""

from __future__ import annotations

import re

from indexer.references.misread import put_right
from indexer.references.spans import Spans

_IN = re.compile(r"\b(?:in|dans|im|en|em)\b:?", re.IGNORECASE)
_PLACE_FIRST = re.compile(r"(?P<place>[^\W\d_][^:;,]{1,30}):\s(?=[^\W\d_])")
_SCHOOL = re.compile(
    r"\b(?:thesis|dissertation|thèse)\b[\s.,)\]]*(?:(?:at|from)\s(?:the\s)?)?"
    r"(?P<school>(?:TU|MIT|ETH|[^\W\d_][^,.;:()\d]{3,60}?))\s?(?=[,.;(]|$)",
    re.IGNORECASE,
)
_SERIES_LABEL = re.compile(r"(?<![^\W_])(?:[Сс]ер(?:ия|ыя)?|[Ss]er(?:iya|ies)?)\.?\s?$")
_VOLUME = re.compile(r"(?<![^\W_])(?:[Тт]|[Vv]ol|T)\.\s?(?P<volume>\d+)")
_LABEL = 6  # letters of a label of a volume: "Vol. "
_MOST_STOPS = 5  # in the name of a host: "Вестн. Моск. ун-та. Сер."
_TOWN_ON_RIVER = re.compile(r"[.,]\s(?P<town>[^\W\d_]+)[\s/](?:a|an|am|i|an der)\.?\s?(?:d\.\s?)?$")
_ISSUE_SIGN = re.compile(r"(?:№|N[o°º]?\.?|[Вв]ып\.)\s?$")
_ISSUE_OF_ALL = re.compile(r"\d+\s?\((?P<all>\d+)\)")
_THESES = ("thesis", "dissertation", "thèse")
_PAIRS = (("(", ")"), ("[", "]"))


def arranged(text: str, spans: Spans) -> Spans:
    """The runs with the host among two titles, and a lone book, under their right labels."""
    spans = put_right(text, spans)
    spans = _numbered_series(text, _numbered_part(text, spans))
    hosted = _host_before_translation(text, _whole_issue(text, spans))
    found = _lone_book(_host_among_titles(text, hosted))
    return _school_of_thesis(text, _whole_place(text, _place_before_publisher(text, found)))


def without_loose_bracket(value: str) -> str:
    """The value up to a bracket that does not close, or from behind one in its first words that did not open."""
    for opening, closing in _PAIRS:
        if value.count(opening) > value.count(closing) and (at := value.rfind(opening)) > 2:
            value = value[:at]
        elif value.count(closing) > value.count(opening):
            head, _, rest = value.partition(closing)
            if opening not in head and len(head) < len(rest):
                value = rest
    return value


def _host_among_titles(text: str, spans: Spans) -> Spans:
    """ "Title", in Editor (ed.), "Another title": the second is the host."""
    titles = spans.get("title", [])
    if len(titles) < 2 or "container" in spans:
        return spans
    (_, end), (start, _) = titles[:2]
    edited = any(end <= editor < start for editor, _ in spans.get("editors", []))
    if not edited and not _IN.search(text, end, start):
        return spans
    return spans | {"title": titles[:1], "container": titles[1:]}


def _numbered_part(text: str, spans: Spans) -> Spans:
    """ "Синтез. Часть 2 // Вестник. Т. 55": the number of a part, before the host, is no volume of it."""
    if "volume" not in spans or "container" not in spans:
        return spans
    (start, end), *volumes = spans["volume"]
    (begin, close), *_ = spans["container"]
    labelled = _VOLUME.search(text, close)
    if start > begin or not labelled or _VOLUME.search(text[:end], start - _LABEL):
        return spans
    return spans | {"volume": volumes or [labelled.span("volume")]}


def _numbered_series(text: str, spans: Spans) -> Spans:
    """ "Вестн. ун-та. Сер. 1. 2010. Т. 3": the number of a series is part of the host's name, and no volume."""
    if "volume" not in spans or "container" not in spans:
        return spans
    (start, end), *volumes = spans["volume"]
    *hosts, (begin, _) = spans["container"]
    if not _SERIES_LABEL.search(text, begin, start) or text[begin:start].count(".") > _MOST_STOPS:
        return spans
    labelled = _VOLUME.search(text, end)
    volumes = volumes or ([labelled.span("volume")] if labelled else [])
    rest = {label: found for label, found in spans.items() if label != "volume"}
    numbers = {"volume": volumes} if volumes else {}
    return rest | numbers | {"container": [*hosts, (begin, end)]}


def _whole_issue(text: str, spans: Spans) -> Spans:
    """ "№ 2(55)" is one issue, counted by year and in all; "4 (7" has lost its other bracket and is the fourth."""
    (start, end), *_ = spans.get("volume", [(0, 0)])
    (begin, close), *issues = spans.get("issue", [(0, 0)])
    both = _ISSUE_OF_ALL.match(text, start) if _ISSUE_SIGN.search(text[:start]) else None
    if end and both and both.start("all") == begin:
        rest = {label: found for label, found in spans.items() if label != "volume"}
        return rest | {"issue": [(start, both.end()), *issues]}
    if text.count("(", begin, close) > text.count(")", begin, close):
        return spans | {"issue": [(begin, text.rfind("(", begin, close)), *issues]}
    return spans


def _host_before_translation(text: str, spans: Spans) -> Spans:
    """ "Vliyanie pochv. Agrokhimiya [Agricultural Chemistry], 2019": the bracket is the host's, not the title's."""
    numbered = "issue" in spans or "volume" in spans
    if "container" in spans or "title" not in spans or not numbered:
        return spans
    (start, end), *titles = spans["title"]
    stop = text.rfind(". ", start, end)
    if stop < 0 or text[end : end + 2] != " [":
        return spans
    return spans | {"title": [(start, stop), *titles], "container": [(stop + 2, end)]}


def _lone_book(spans: Spans) -> Spans:
    """A host without a title in it, and without the numbers of a journal, is a book: its name is the title."""
    if "title" in spans or "container" not in spans or "volume" in spans or "issue" in spans:
        return spans
    if "pages" in spans and "publisher" not in spans and "place" not in spans:
        return spans
    rest = {label: found for label, found in spans.items() if label != "container"}
    return rest | {"title": spans["container"]}


def _place_before_publisher(text: str, spans: Spans) -> Spans:
    """ "Linda a Velha: Vale & Vale", taken for a publisher as a whole, is a place and a publisher."""
    if "place" in spans or "publisher" not in spans:
        return spans
    (start, end), *others = spans["publisher"]
    match = _PLACE_FIRST.match(text, start, end)
    if not match:
        return spans
    return spans | {"place": [match.span("place")], "publisher": [(match.end(), end), *others]}


def _whole_place(text: str, spans: Spans) -> Spans:
    """ "Wege der Sprache. Frankfurt a. M.": the place is more than its last letter."""
    if "place" not in spans or "title" not in spans:
        return spans
    (start, end), *places = spans["place"]
    match = _TOWN_ON_RIVER.search(text, 0, start)
    (begin, close), *titles = spans["title"]
    if not match or not begin < match.start("town") < close <= match.end():
        return spans
    title = (begin, match.start())
    return spans | {"place": [(match.start("town"), end), *places], "title": [title, *titles]}


def _school_of_thesis(text: str, spans: Spans) -> Spans:
    """ "PhD thesis, TU Delft": the school stands for the publisher."""
    lower = text.lower()
    if "publisher" in spans or not any(word in lower for word in _THESES):
        return spans
    match = _SCHOOL.search(text)
    if not match:
        return spans
    start, end = match.span("school")
    for label in ("title", "container", "date", "link", "authors"):
        if any(left < end and start < right for left, right in spans.get(label, [])):
            return spans
    return spans | {"publisher": [(start, end)]}
