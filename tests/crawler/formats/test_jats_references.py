"""JATS references: one cited work is one reference, in whatever forms its entry gives it.

Of ``crawler.formats.journal_xml.jats_citation``, ``crawler.formats.journal_xml.jats_references``.
"""

from __future__ import annotations

import pytest

from crawler.formats import SourceHints, parse_page

HINTS = SourceHints(source="trial")
LINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def references(back, meta="", after=""):
    data = (
        f"<article {LINK}><front><article-meta><article-id pub-id-type='doi'>10.5555/a</article-id><title-group>"
        f"<article-title>Т</article-title></title-group>{meta}</article-meta></front>"
        f"<back>{back}</back>{after}</article>"
    )
    (record,) = parse_page("jats", data.encode(), source=HINTS).records
    return record.references


def in_list(*refs):
    return references("<ref-list>" + "".join(f"<ref>{ref}</ref>" for ref in refs) + "</ref-list>")


MIXED = "<mixed-citation>Сидоров И. О реках // Вестник. 2019. С. 5–9.</mixed-citation>"
PARTS = (
    "<{0} publication-type='journal'><article-title>О реках</article-title><source>Вестник</source>"
    "<year>2019</year></{0}>"
)
ELEMENT = PARTS.format("element-citation")


@pytest.mark.parametrize(
    "entry",
    [
        MIXED + ELEMENT,
        ELEMENT + MIXED,
        f"<label>1</label>{MIXED}{PARTS.format('nlm-citation')}",
        f"<citation-alternatives>{MIXED}{ELEMENT}</citation-alternatives>",
        MIXED.replace("mixed-citation", "citation") + ELEMENT,
        f"{MIXED}<citation-alternatives>{ELEMENT}</citation-alternatives>",
        f"<citation-alternatives>{MIXED}</citation-alternatives>"
        f"<citation-alternatives>{ELEMENT}</citation-alternatives>",
        "<mixed-citation publication-type='journal'>Сидоров И. <article-title>О реках</article-title> // "
        "<source>Вестник"
        "</source>. <year>2019</year>. С. 5–9.</mixed-citation>",
    ],
)
def test_text_and_parts_of_one_work_are_one_reference(entry):
    (found,) = in_list(entry)
    assert found.raw == "Сидоров И. О реках // Вестник. 2019. С. 5–9."
    assert (found.fields.title, found.fields.container, found.fields.year) == ("О реках", "Вестник", 2019)  # fmt: skip


def mixed(text, lang=""):
    return f"<mixed-citation{f' xml:lang={lang!r}' if lang else ''}>{text}</mixed-citation>"


def element(title, lang=""):
    code = f" xml:lang={lang!r}" if lang else ""
    return f"<element-citation{code}><article-title>{title}</article-title></element-citation>"


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        # several works in one entry
        (mixed("А. 1999.") + mixed("Б. 2000."), [("А. 1999.", None), ("Б. 2000.", None)]),
        (
            mixed("А. 1999.") + mixed("Б. 2000.") + element("А") + element("Б"),
            [("А. 1999.", "А"), ("Б. 2000.", "Б")],
        ),
        (
            mixed("А. 1999.") + element("А") + mixed("Б. 2000.") + element("Б"),
            [("А. 1999.", "А"), ("Б. 2000.", "Б")],
        ),
        (
            mixed("А. 1999.") + mixed("Б. 2000.") + element("Б"),
            [("А. 1999.", None), ("Б. 2000.", "Б")],
        ),
        (element("А") + element("Б"), [("А", "А"), ("Б", "Б")]),
        # one work in two languages
        (
            f"<citation-alternatives>{mixed('О реках', 'ru')}{mixed('On rivers', 'en')}{element('On rivers')}"
            "</citation-alternatives>",
            [("О реках", None), ("On rivers", "On rivers")],
        ),
        (
            f"<citation-alternatives>{element('О реках', 'ru')}{mixed('О реках', 'ru')}{mixed('On rivers', 'en')}"
            "</citation-alternatives>",
            [("О реках", "О реках"), ("On rivers", None)],
        ),
        (
            f"<citation-alternatives>{mixed('А. 1999.')}</citation-alternatives>"
            f"<citation-alternatives>{mixed('Б. 2000.')}</citation-alternatives>",
            [("А. 1999.", None), ("Б. 2000.", None)],
        ),
        # what is no citation element
        ("<note><p>Архив, ф. 5.</p></note>", [("Архив, ф. 5.", None)]),
        ("<label>7</label><p>Архив, ф. 5.</p>", [("Архив, ф. 5.", None)]),
        ("Архив, ф. 5.", [("Архив, ф. 5.", None)]),
        ("<label>7</label>", []),
    ],
)
def test_works_of_one_entry(entry, wanted):
    assert [(e.raw, e.fields and e.fields.title) for e in in_list(entry)] == wanted


@pytest.mark.parametrize(
    ("citation", "raw"),
    [
        ("<mixed-citation><label>1.</label> А. 1999.</mixed-citation>", "А. 1999."),
        ("<mixed-citation>1. А. 1999.</mixed-citation>", "А. 1999."),
        ("<mixed-citation>1999. А.</mixed-citation>", "1999. А."),
        ("<label>1</label><mixed-citation>1 А. 1999.</mixed-citation>", "А. 1999."),
        ("<label>[1]</label><mixed-citation>[1] А. 1999.</mixed-citation>", "А. 1999."),
        ("<label>2</label><mixed-citation>1 А. 1999.</mixed-citation>", "1 А. 1999."),
        ("<mixed-citation>19 век. М., 1999.</mixed-citation>", "19 век. М., 1999."),
        (
            "<mixed-citation>А. 1999<pub-id pub-id-type='doi' specific-use='suppress-display'>10.5555/b</pub-id>. С. 1."
            "</mixed-citation>",
            "А. 1999. С. 1.",
        ),
        (
            "<mixed-citation>А. <object-id specific-use='suppress-display'>x7</object-id>"
            "<year>1999</year>.</mixed-citation>",
            "А. 1999.",
        ),
        ("<mixed-citation>А.<break/>М., 1999.</mixed-citation>", "А. М., 1999."),
        (
            "<citation><name><surname>Li</surname><given-names>A</given-names></name>, <source>B</source>.</citation>",
            "Li A, B.",
        ),
        (
            r"<mixed-citation>О <inline-formula><alternatives><math><mi>s</mi></math>"
            r"<tex-math>\begin{document}$s$\end{document}"
            "</tex-math></alternatives></inline-formula>. 1999.</mixed-citation>",
            "О s. 1999.",
        ),
        (
            "<element-citation><person-group><name><surname>Li</surname><given-names>A</given-names></name>"
            "</person-group>"
            "<source>B</source><year>1999</year><fpage>5</fpage><lpage>9</lpage></element-citation>",
            "Li A B 1999 5–9",
        ),
    ],
)
def test_printed_text(citation, raw):
    assert [e.raw for e in in_list(citation)] == [raw]


@pytest.mark.parametrize(
    ("given", "parts", "expected"),
    [
        # what JATS calls by its host
        ("journal", "<article-title>О реках</article-title>", "article"),
        ("Periodical", "<article-title>О реках</article-title>", "article"),
        ("conf_proc", "<article-title>О реках</article-title>", "conference-paper"),
        ("web", "<source>Сайт</source>", "webpage"),
        ("data", "<data-title>Ряды</data-title>", "dataset"),
        ("book", "<chapter-title>Глава</chapter-title><source>Книга</source>", "chapter"),
        ("book", "<source>Книга</source>", "book"),
        # words of the vocabulary, in whatever language
        ("edited-book", "<source>Книга</source>", "book"),
        ("book-chapter", "<chapter-title>Глава</chapter-title>", "chapter"),
        ("working-paper", "<source>Записка</source>", "preprint"),
        ("диссертация", "<source>Работа</source>", "thesis"),
        ("Патент", "<source>Насос</source>", "patent"),
        ("review", "<article-title>Обзор</article-title>", "review"),
        # near misses: words that say nothing of the kind
        ("other", "<source>Степь</source>", None),
        ("list", "<source>Степь</source>", None),
        ("", "<source>Степь</source>", None),
    ],
)
def test_the_type_of_a_citation(given, parts, expected):
    assert marked(given, parts).type == expected


def marked(kind, parts):
    return in_list(f"<element-citation publication-type='{kind}'>{parts}</element-citation>")[
        0
    ].fields


@pytest.mark.parametrize(
    ("kind", "parts", "title", "container"),
    [
        # a journal's name is the container, with or without a title
        ("journal", "<source>Степь</source><year>1999</year>", None, "Степь"),
        ("periodical", "<source>Степь</source>", None, "Степь"),
        ("newspaper", "<source>Степь</source>", None, "Степь"),
        ("eprint", "<source>arXiv</source>", None, "arXiv"),
        ("", "<source>Степь</source><volume>5</volume><fpage>7</fpage>", None, "Степь"),
        ("other", "<source>Степь</source><page-range>7–9</page-range>", None, "Степь"),
        ("confproc", "<source>Труды</source><fpage>7</fpage>", None, "Труды"),
        ("journal", "<article-title>О реках</article-title><source>Степь</source>", "О реках", "Степь"),
        ("journal", "<italic><source>Степь</source></italic>", None, "Степь"),
        # a book's is its title
        ("book", "<source>Книга</source><year>1999</year>", "Книга", None),
        ("book", "<source>Книга</source><volume>2</volume><fpage>7</fpage>", "Книга", None),
        ("thesis", "<source>Работа</source>", "Работа", None),
        ("confproc", "<source>Труды</source>", "Труды", None),
        ("", "<source>Книга</source><publisher-name>Наука</publisher-name><volume>2</volume>", "Книга", None),
        ("", "<source>Книга</source>", "Книга", None),
        ("book", "<chapter-title>Глава</chapter-title><source>Книга</source>", "Глава", "Книга"),
        ("book", "<part-title>Глава</part-title><source>Книга</source>", "Глава", "Книга"),
        ("data", "<data-title>Ряды</data-title><source>Zenodo</source>", "Ряды", "Zenodo"),
    ],
)  # fmt: skip
def test_title_and_what_holds_it(kind, parts, title, container):
    found = marked(kind, parts)
    assert (found.title, found.container) == (title, container)


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ("<page-range>1180–1184</page-range>", {"first_page": "1180", "last_page": "1184"}),
        ("<fpage>5</fpage><lpage>9</lpage><page-range>5-9, 12</page-range>", {"first_page": "5", "last_page": "9"}),
        ("<fpage>5</fpage><page-range>5-9</page-range>", {"first_page": "5", "last_page": "9"}),
        ("<elocation-id>e12</elocation-id>", {"article_number": "e12"}),
        ("<elocation-id content-type='doi'>10.5555/b</elocation-id>", {"article_number": None, "doi": "10.5555/b"}),
        ("<pub-id pub-id-type='doi'>10.5555/b</pub-id>", {"doi": "10.5555/b"}),
        ("<ext-link ext-link-type='doi' xlink:href='10.5555/b'>10.5555/b</ext-link>", {"doi": "10.5555/b"}),
        (
            "<ext-link ext-link-type='uri' xlink:href='https://doi.org/10.5555/b'>link</ext-link>",
            {"doi": "10.5555/b", "url": "https://doi.org/10.5555/b"},
        ),
        ("<ext-link xlink:href='https://x.org/a'>x</ext-link>", {"doi": None, "url": "https://x.org/a"}),
        ("<pub-id pub-id-type='pmid'>123</pub-id>", {"pmid": "123"}),
        ("<bold><volume>5</volume></bold>(<issue>2</issue>)", {"volume": "5", "issue": "2"}),
        ("<string-date><year>1999</year></string-date>", {"year": 1999}),
        ("<year>1975–1983</year>", {"year": 1975, "date": "1975–1983"}),
        # the day of a visit is not the date of the work
        ("<date-in-citation content-type='access-date'><year>2020</year></date-in-citation>", {"year": None}),
        (
            "<person-group person-group-type='author'><name><surname>Ли</surname><given-names>Ю.</given-names>"
            "</name><etal/>"
            "</person-group><person-group person-group-type='editor'><string-name>А. Ким</string-name></person-group>",
            {"authors": ("Ли Ю.",), "editors": ("А. Ким",)},
        ),
        ("<string-name>A. Petrov</string-name>, <collab>Степной союз</collab>", {"authors": ("A. Petrov", "Степной "
         "союз")}),
        (
            "<name-alternatives><name><surname>Ли</surname></name><name><surname>Li</surname></name>"
            "</name-alternatives>",
            {"authors": ("Ли",)},
        ),
        ("<person-group person-group-type='editors'><name><surname>Ким</surname></name>"
         "</person-group>", {"editors": ("Ким",)}),
    ],
)  # fmt: skip
def test_marked_parts(parts, wanted):
    found = marked("journal", f"<article-title>T</article-title>{parts}")
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_lists_of_translations_and_replies_are_not_the_articles():
    own = "<ref-list><ref><mixed-citation>А. 1999.</mixed-citation></ref></ref-list>"
    other = own.replace("А. 1999.", "Б. 2000.")
    after = (
        f"<sub-article article-type='translation'><back>{own}</back></sub-article><response>"
        f"<back>{other}</back></response>"
    )
    assert [e.raw for e in references(own, after=after)] == ["А. 1999."]


def test_lists_in_lists_and_in_the_body_are_read():
    one = "<ref><mixed-citation>{}. 1999.</mixed-citation></ref>"
    nested = f"<ref-list>{one.format('А')}<ref-list>{one.format('Б')}</ref-list></ref-list>"
    body = f"<body><sec><ref-list>{one.format('В')}</ref-list></sec></body>"
    assert [e.raw for e in references(nested, after=body)] == ["А. 1999.", "Б. 1999.", "В. 1999."]


def test_a_reviewed_book_is_no_reference():
    product = "<product product-type='book'><source>Книга</source><year>1999</year></product>"
    assert references("", meta=product) == ()
