"""Puts right what the tagger misreads, in kinds that the marks of a whole reference tell: titles, imprints, years.

Each rule looks at one kind, and changes nothing where its marks are not all there.
"""

from __future__ import annotations

import re

from indexer.references.spans import Span, Spans, without
from indexer.text.printed import DASH

_YEAR = r"(?:1[6-9]|20)\d\d"
_DATED_TITLE = re.compile(rf"(?P<year>{_YEAR}[a-z]?)\)?:\s+(?=[^\W\d])")
_SUBTITLE = re.compile(r"\s?:\s")
_LEGAL = (
    r"(?:Co|Ltd|Limited|Inc|LLC|LLP|Corp|Pty|GmbH|AG|S\.?\s?A|B\.?\s?V|S\.?\s?p\.?\s?A|"
    r"ООО|ЗАО|ОАО|ПАО|АО|ТОО|ЖШС|АҚ|ААТ|ТАА|ЖЧК|ՍՊԸ|ՓԲԸ)"
)
_LEGAL_FORM = re.compile(rf"(?:(?:and|&)\s)?{_LEGAL}\b\.?(?:,?\s{_LEGAL}\b\.?)*")
_NAME_BEFORE = re.compile(
    r"[.:;,]\s(?P<name>[^\W\d_][^.:;,()\d]{2,60}?(?:\s(?:and|&)\s(?:Co|Sons|Bros)\.?)?,?\s)$"
)
_TWO_NUMBERS = re.compile(r"(?P<volume>\d{1,4}),?\s(?P<page>\d{1,5})")
_TO_PAGE = re.compile(rf"\s?[{DASH}]{{1,2}}\s?(?=\d)")
_GLUED_YEAR = re.compile(rf"(?<=[^\W\d_])(?P<year>{_YEAR})$")
_OPENING_QUOTES, _CLOSING_QUOTE = "'‘“\"«„", re.compile(r"[,.?!]?['’”\"»],?\s(?=[^\W\d_])")
_VOLUME_AND_PAGE = re.compile(r"\s?,\s?(?P<volume>\d{1,4})(?:\s?,\s?(?P<pages>[A-Z]?\d{1,6}))?\.?$")
_HOST_AND_VOLUME = re.compile(
    rf",\s(?!(?:[Ii]n|[Dd]ans|[Вв])\s)(?P<host>[^\W\d_][^,;:\d]{{2,60}})\s(?P<volume>(?!{_YEAR})\d{{1,4}}),\s"
    r"(?:[PpСс]{1,2}\.?\s)?"
)
_LETTER = re.compile(r"[^\W\d_]")
_LIST = re.compile(r"[^,.:]{3,40}\s(?:and|&|и|і|және|жана|менен|և|եւ|i|et|und)\s\S")
_FIRST_OF_LIST = re.compile(r"[.?!]\s(?P<first>[^\W\d_a-zа-яё][^\W\d_]{3,})$")


def put_right(text: str, spans: Spans) -> Spans:
    """The runs of a text without what is misread in them."""
    for rule in _RULES:
        spans = rule(text, spans)
    return spans


def _dated_title(text: str, spans: Spans) -> Spans:
    """ "--, 2000: Spatial variations": what stands before a title in figures is the year, if there is no other."""
    (start, end), *titles = spans.get("title", [(0, 0)])
    match = _DATED_TITLE.match(text, start, end)
    if not match or "date" in spans or not text[:start].rstrip().endswith(","):
        return spans
    return spans | {"date": [match.span("year")], "title": [(match.end(), end), *titles]}


def _covered(spans: Spans, by: Span) -> Spans:
    """Without the runs that lie inside this one."""
    kept = {
        label: [span for span in found if not (by[0] <= span[0] and span[1] <= by[1])]
        for label, found in spans.items()
    }
    return {label: found for label, found in kept.items() if found}


def _subtitle(text: str, spans: Spans) -> Spans:
    """ "Poetry as method: Reporting research. Walnut Creek: Left Coast Press": a book's subtitle is no host."""
    if (
        "title" not in spans
        or "container" not in spans
        or not spans.keys() & {"publisher", "place"}
    ):
        return spans
    (start, end), *titles = spans["title"]
    (begin, close), *hosts = spans["container"]
    numbered = spans.keys() & {"volume", "issue", "pages", "editors"}
    between = _SUBTITLE.fullmatch(text, end, begin) if end <= begin else None
    if hosts or numbered or not between:
        return spans
    return without(spans, "container") | {"title": [(start, close), *titles]}


def _legal_form(text: str, spans: Spans) -> Spans:
    """ "Introduction to Logic. Methuen and Co. Ltd": what a company is, is not its name."""
    (start, end), *publishers = spans.get("publisher", [(0, 0)])
    if not _LEGAL_FORM.fullmatch(text, start, end):
        return spans
    before = _NAME_BEFORE.search(text, 0, start)
    titles = spans.get("title", [])
    if not before or not titles or not titles[0][0] < before.start() < titles[0][1]:
        return spans
    title = (titles[0][0], before.start())
    return spans | {
        "publisher": [(before.start("name"), end), *publishers],
        "title": [title, *titles[1:]],
    }


def _publisher_first(text: str, spans: Spans) -> Spans:
    """Of two publishers the one with which the text begins is who wrote it."""
    (start, end), *publishers = spans.get("publisher", [(0, 0)])
    if not publishers or "authors" in spans or _LETTER.search(text, 0, start):
        return spans
    return spans | {"authors": [(start, end)], "publisher": publishers}


def _volume_and_page(text: str, spans: Spans) -> Spans:
    """ "SIAM J. Comput., 17 416 - 429": of two numbers before a dash the second is the first page."""
    (start, end), *volumes = spans.get("volume", [(0, 0)])
    (begin, close), *pages = spans.get("pages", [(0, 0)])
    both, dash = _TWO_NUMBERS.fullmatch(text, start, end), _TO_PAGE.match(text, end)
    if not both or not dash or begin != dash.end():
        return spans
    return spans | {
        "volume": [both.span("volume"), *volumes],
        "pages": [(both.start("page"), close), *pages],
    }


def _glued_year(text: str, spans: Spans) -> Spans:
    """ "J Prosthodont1997; 6": the year is no part of the host's name."""
    (start, end), *hosts = spans.get("container", [(0, 0)])
    match = _GLUED_YEAR.search(text, start, end)
    if not match or "date" in spans:
        return spans
    return spans | {"date": [match.span("year")], "container": [(start, match.start()), *hosts]}


def _quoted_title(text: str, spans: Spans) -> Spans:
    """ "'A New Approach,' Progress in Studies": what is quoted is the title, what follows the host."""
    (start, end), *hosts = spans.get("container", [(0, 0)])
    if "title" in spans or not start or text[start - 1] not in _OPENING_QUOTES:
        return spans
    closed = _CLOSING_QUOTE.search(text, start, end)
    if not closed:
        return spans
    return spans | {"title": [(start, closed.start())], "container": [(closed.end(), end), *hosts]}


def _untitled(text: str, spans: Spans) -> Spans:
    """ "Will C. 2014, Living Reviews in Relativity, 17, 4": behind a dated host alone stand volume and page."""
    if "title" in spans or "volume" in spans or len(spans.get("container", [])) != 1:
        return spans
    (start, end), *_ = spans["container"]
    match = _VOLUME_AND_PAGE.match(text, end)
    if not match or spans.get("date", [(end, end)])[0][0] > start:
        return spans
    numbers = {label: [match.span(label)] for label in ("volume", "pages") if match[label]}
    return _covered(spans, (end, len(text))) | numbers


def _dated_volume(text: str, spans: Spans) -> Spans:
    """ "JCAP 1509, 008 (2015)": of two dates the one right behind the host, with nothing around, is its volume."""
    date, *dates = spans.get("date", [(0, 0)])
    hosts = spans.get("container", [])
    if not dates or not hosts or "volume" in spans or text[hosts[-1][1] : date[0]] != " ":
        return spans
    if not text[slice(*date)].isdecimal() or text[: dates[0][0]].rstrip()[-1:] != "(":
        return spans
    return spans | {"volume": [date], "date": dates}


def _host_without_label(text: str, spans: Spans) -> Spans:
    """ "Computing Machinery, Mind 59, pp 433–460": words and a number between title and pages are host and volume."""
    if not {"title", "pages"} <= spans.keys() or spans.keys() & {
        "container",
        "volume",
        "publisher",
    }:
        return spans
    end, begin = spans["title"][-1][1], spans["pages"][0][0]
    match = _HOST_AND_VOLUME.fullmatch(text, end, begin) if end < begin else None
    if not match:
        return spans
    found = {"container": [match.span("host")], "volume": [match.span("volume")]}
    return _covered(spans, (end, begin)) | found


def _host_alone(text: str, spans: Spans) -> Spans:
    """ "Current Opinion in Biotechnology 1995, 6:561": a text without authors and title names a host."""
    titles, hosts = spans.get("title", []), spans.get("container", [])
    if "authors" in spans or len(titles) != 1 or len(hosts) != 1:
        return spans
    (start, end), (begin, close) = titles[0], hosts[0]
    if start or text[end:begin] != " in " or text.count(" ", start, end) > 1:
        return spans
    return without(spans, "title") | {"container": [(start, close)]}


def _translated_host(text: str, spans: Spans) -> Spans:
    """ "Usp. Mat. Nauk 34 (1979) 13, Russ. Math. Surv. 34 (1979) 11": what follows the pages is a translation."""
    del text
    hosts, pages = spans.get("container", []), spans.get("pages", [])
    if len(hosts) < 2 or not pages or not hosts[0][1] <= pages[0][0] < hosts[1][0]:
        return spans
    return spans | {"container": hosts[:1]}


def _listing_host(text: str, spans: Spans) -> Spans:
    """ "… to disease. Infection, Genetics and Evolution": the host's name begins behind the title's last stop."""
    if "title" not in spans or "container" not in spans:
        return spans
    (start, end), *titles = spans["title"]
    (begin, close), *hosts = spans["container"]
    first = _FIRST_OF_LIST.search(text, start, end)
    if text[end:begin] != ", " or not first or not _LIST.match(text, begin, close):
        return spans
    return spans | {
        "title": [(start, first.start()), *titles],
        "container": [(first.start("first"), close), *hosts],
    }


_RULES = (
    _dated_title,
    _subtitle,
    _legal_form,
    _publisher_first,
    _volume_and_page,
    _glued_year,
    _quoted_title,
    _untitled,
    _dated_volume,
    _host_without_label,
    _host_alone,
    _translated_host,
    _listing_host,
)
