r"""AMSBIB (crawler.formats.reference_files.amsbib): entries of Math-Net.Ru, alone and in files of LaTeX."""

from __future__ import annotations

import pytest

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.reference_files.amsbib_people import people

HINTS = SourceHints(source="trial")


def page(body, charset="utf-8"):
    return parse_page("amsbib", body.encode(charset), source=HINTS)


def one(fields, begin="\\RBibitem{k}\\by А.~Ким\\paper T"):
    (record,) = page(f"{begin}\n{fields}").records
    return record


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (r"А.~А.~Ким, Б.\,Б.~Ли", [("А. А. Ким", "Ким"), ("Б. Б. Ли", "Ли")]),
        (r"Ким, А.\,А., Ли, Б.\,Б.", [("Ким, А. А.", "Ким"), ("Ли, Б. Б.", "Ли")]),
        ("Ким А. А., Ли Б. Б.", [("Ким А. А.", None), ("Ли Б. Б.", None)]),
        ("A.~Petrov and V.~Kim", [("A. Petrov", "Petrov"), ("V. Kim", "Kim")]),
        ("А. Ким, Б. Ли и В. Цой", [("А. Ким", "Ким"), ("Б. Ли", "Ли"), ("В. Цой", "Цой")]),
        ("А.~Ким и~др.", [("А. Ким", "Ким")]),
        ("А. Ким, и др.", [("А. Ким", "Ким")]),
        (
            r"J.-P. M{\"u}ller, K. van der Berg",
            [("J.-P. Müller", "Müller"), ("K. van der Berg", "van der Berg")],
        ),
    ],
)
def test_people(given, names):
    found = people({"by": given})
    assert [(c.names[0].literal, c.names[0].family) for c in found] == names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("под ред. И. И. Кима", "И. И. Кима"),
        ("отв. ред. И. Ким", "И. Ким"),
        ("V.~Kim (ed.)", "V. Kim"),
        ("eds. V. Kim", "V. Kim"),
    ],
)
def test_editors_are_named_without_what_they_did(given, name):
    (found,) = people({"ed": given})
    assert (found.role, found.names[0].literal) == ("editor", name)


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        (r"\mathnet{http://mi.mathnet.ru/sm9271}", [("mathnet", "sm9271")]),
        (r"\mathnet{https://www.mathnet.ru/rus/sm9271}", [("mathnet", "sm9271")]),
        (r"\crossref{https://doi.org/10.5555/sm9271}", [("doi", "10.5555/sm9271")]),
        (r"\crossref{http://dx.doi.org/10.5555/a\_b}", [("doi", "10.5555/a_b")]),
        (r"\crossref{}", []),
        (r"\mathscinet{http://www.ams.org/mathscinet-getitem?mr=1234567}", [("mr", "1234567")]),
        (r"\zmath{https://zbmath.org/?q=an:1436.11111}", [("zbl", "1436.11111")]),
        (r"\elib{https://elibrary.ru/item.asp?id=43000001}", [("elibrary", "43000001")]),
        (r"\isi{http://gateway.isiknowledge.com/gateway.cgi?KeyUT=000530000000001}", [("wos", "000530000000001")]),
        (r"\scopus{https://www.scopus.com/display.url?origin=inward&eid=2-s2.0-85}", [("scopus", "2-s2.0-85")]),
        (r"\arxiv{https://arxiv.org/abs/2101.00001}", [("arxiv", "2101.00001")]),
        (r"\adsnasa{http://adsabs.harvard.edu/cgi-bin/bib_query?2020SbMat.211..313I}", []),
    ],
)  # fmt: skip
def test_numbers_in_addresses(fields, identifiers):
    assert [(i.scheme, i.value) for i in one(fields).identifiers] == identifiers


def test_of_a_translation_only_the_doi_is_read():
    record = one(
        r"\jour Сб. \vol 5 \pages 1--9 \crossref{https://doi.org/10.5555/a} \transl \jour Coll. \vol 6 \pages 2--8 \crossref{https://doi.org/10.5555/b}"
    )
    place = record.container
    assert ([t.text for t in place.titles], place.volume, place.pages) == (["Сб."], "5", "1-9")
    assert [i.value for i in record.identifiers] == ["10.5555/a", "10.5555/b"]
    assert record.identifier == "10.5555/a"


@pytest.mark.parametrize(
    ("fields", "type", "kind", "holder"),
    [
        (r"\paper T \jour J \vol 1", "article", "journal", "J"),
        (r"\paper T \inbook J \vol 1 \issue 2", "article", "journal", "J"),
        (r"\paper T \inbook B \publ P", "chapter", "book", "B"),
        (r"\paper T \book B \publ P", "chapter", "book", "B"),
        (r"\paper T \inbook B \procinfo Минск, 2001", "conference-paper", "proceedings", "B"),
        (r"\paper T \serial Тр. ИМ \vol 3", "article", "journal", "Тр. ИМ"),
        (r"\paper T \eprint 2101.00001", "preprint", None, None),
        (r"\book T \publ P \publaddr М. \serial S", "book", None, None),
        (r"\book T \thesisinfo Дис. … канд. физ.-матем. наук", "thesis", None, None),
        (r"\thesis T \publaddr М.", "thesis", None, None),
    ],
)
def test_what_an_entry_is_and_what_holds_it(fields, type, kind, holder):
    record = one(fields, "\\Bibitem{k}\\by А.~Ким")
    place = record.container
    assert (record.type, place and place.kind) == (type, kind)
    assert (place and place.titles[0].text) == holder
    assert record.titles[0].text == "T"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_entries_of_a_whole_file(charset, end):
    body = end.join(
        [
            "% \\RBibitem{hidden}\\by Нет\\paper Нет",
            "\\begin{thebibliography}{9}",
            "\\RBibitem{k}",
            "\\by А.~Ким",
            "\\paper О реках и~$L^2$, \\emph{степь}",
            "\\jour Вестн.~степи",
            "\\yr 2020",
            "\\pages 5--9",
            "",
            "\\Bibitem{k} \\by А.~Ким \\paper О горах \\jour Вестн. \\yr 2020",
            "\\bibitem{f} А. Ким. О лесах. 2020.",
            "\\end{thebibliography}",
            "О том, как \\paper никто.",
        ]
    )
    found = page(body, charset)
    assert [r.titles[0].text for r in found.records] == ["О реках и $L^2$, степь", "О горах"]
    assert [r.reason for r in found.rejected] == ["wrong-format"]
    assert found.records[0].identifier != found.records[1].identifier
    for item in found.items[:2]:
        assert page(item.raw.decode()).records[0].titles == item.record.titles


def test_a_file_without_entries_is_refused():
    with pytest.raises(PageError, match="no AMSBIB entry"):
        page("\\begin{thebibliography}{9}\\end{thebibliography}")
