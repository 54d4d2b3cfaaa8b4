"""BibTeX (crawler.formats.reference_files.bibtex): abbreviations, joined pieces, inheritance, names in braces,
LaTeX."""

from __future__ import annotations

import pytest

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.page import Rejected
from crawler.formats.reference_files.bibtex_entries import read
from crawler.formats.reference_files.bibtex_people import people
from crawler.formats.reference_files.latex import dropped_commands, text

HINTS = SourceHints(source="trial")


def page(body):
    return parse_page("bibtex", body.encode(), source=HINTS)


def one(body):
    (record,) = page(body).records
    return record


def titles(given):
    return [title.text for title in given]


@pytest.mark.parametrize(
    ("value", "wanted", "warned"),
    [
        ("j", "Вестник", False),
        ("J", "Вестник", False),
        ("j # { степи}", "Вестник степи", False),
        ('{Новый } # j # " " # place', "Новый Вестник степи", False),
        ('"В " # {кавычках} # " и скобках"', "В кавычках и скобках", False),
        ('"a # b"', "a # b", False),
        ('{a {"} b}', 'a " b', False),
        ("nowhere", "nowhere", True),
        ("j # nowhere", "Вестникnowhere", True),
        ("2020", "2020", False),
    ],
)
def test_pieces_are_joined_and_abbreviations_resolved(value, wanted, warned):
    strings = '@string{j = "Вестник"}\n@STRING{Place = {степи}}\n'
    record = one(f"{strings}@article{{k, title={{T}}, journal = {value}, year = 2020}}")
    assert titles(record.container.titles) == [wanted]
    assert bool(record.warnings) is warned


def test_abbreviations_of_abbreviations_and_their_bytes():
    body = '@string{a = "Вестник"}\n@string{b = a # " степи"}\n@article{k, title={T}, author={A}, journal = b}'
    (item,) = page(body).items
    assert titles(item.record.container.titles) == ["Вестник степи"]
    assert page(item.raw.decode()).records == (item.record,)


def test_abbreviations_that_grow_stay_as_they_are():
    strings = "@string{a0 = {0123456789}}\n" + "".join(
        f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60)
    )
    record = one(f"{strings}@article{{k, title={{T}}, author={{A}}, journal=a59}}")
    assert len(record.container.titles[0].text) < 200_000


PARENT = (
    "@proceedings{P, title={Труды}, booktitle={Труды съезда}, year=2001, month=5, publisher={Степь},"
    " editor={Ким, Е.}, doi={10.5555/whole}, isbn={978-5-00-000000-1}, volume=7}"
)


@pytest.mark.parametrize(
    ("child", "holder", "date"),
    [
        (
            "@inproceedings{c, title={T}, author={A}, crossref={P}, pages={5--9}}",
            "Труды съезда",
            "2001-05",
        ),
        (
            "@inproceedings{c, title={T}, author={A}, crossref={p}, pages={5--9}, year=2002}",
            "Труды съезда",
            "2002",
        ),
        (
            "@inproceedings{c, title={T}, author={A}, crossref={P}, booktitle={Свой}}",
            "Свой",
            "2001-05",
        ),
        ("@incollection{c, title={T}, author={A}, crossref=P}", "Труды съезда", "2001-05"),
    ],
)
@pytest.mark.parametrize("parent_first", [True, False])
def test_an_entry_takes_from_another_what_it_lacks(child, holder, date, parent_first):
    body = "\n".join([PARENT, child] if parent_first else [child, PARENT])
    found = page(body)
    (item,) = [item for item in found.items if item.record.type_as_given != "proceedings"]
    record = item.record
    assert titles(record.container.titles) == [holder]
    assert record.container.volume == "7"
    assert record.published.startswith(date)
    assert titles(record.publishers) == ["Степь"]
    assert [i.value for i in record.identifiers if i.scheme == "doi"] == []
    assert [(c.role, c.names[0].literal) for c in record.contributors] == [
        ("author", "A"),
        ("editor", "Ким, Е."),
    ]
    # the bytes that are kept of an entry say the same on their own, and are no second record
    assert page(item.raw.decode()).records == (record,)


def test_the_title_of_the_parent_is_the_book_or_the_journal_and_never_the_title():
    body = (
        "@book{B, title={Книга}, subtitle={о реках}, author={Ким, В.}, year=1999}\n"
        "@inbook{i, title={Глава}, crossref={B}}\n@periodical{J, title={Вестник}, year=2000}\n"
        "@article{a, title={Статья}, author={A}, crossref={J}, pages=5}\n@incollection{n, crossref={B}, author={A}}"
    )
    found = page(body)
    named = {r.titles[0].text: r for r in found.records}
    assert titles(named["Глава"].container.titles) == ["Книга"]
    assert [c.names[0].literal for c in named["Глава"].contributors] == ["Ким, В."]
    assert titles(named["Статья"].container.titles) == ["Вестник"]
    assert [r.reason for r in found.rejected] == ["no-title"]


def test_data_is_taken_from_and_is_no_entry():
    body = "@xdata{d, publisher={Степь}, doi={10.5555/x}}\n@book{k, title={T}, author={A}, xdata={d, gone}}"
    record = one(body)
    assert titles(record.publishers) == ["Степь"]
    assert record.identifier == "10.5555/x"
    assert record.warnings == ("takes from the entry 'gone', which is not in the file",)


def test_entries_that_take_from_one_another_end():
    body = "@book{a, title={A}, author={X}, crossref={b}}\n@book{b, title={B}, author={X}, crossref={a}}"
    assert [r.titles[0].text for r in page(body).records] == ["A", "B"]


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("{Степь and берег} and Сидоров, Иван", [("o", "Степь and берег"), ("p", "Сидоров, Иван")]),
        ("{Barnes and Noble, Inc.}", [("o", "Barnes and Noble, Inc.")]),
        ("{Research {and} Development} and Kim, V.", [("o", "Research and Development"), ("p", "Kim, V.")]),
        ("{Сидоров, Иван} and {Kim}, {V.}", [("p", "Сидоров, Иван"), ("p", "Kim, V.")]),
        ("Kim, V. AND Lee, S.", [("p", "Kim, V."), ("p", "Lee, S.")]),
        ("Kim, V.\n and\n Lee, S. and others", [("p", "Kim, V."), ("p", "Lee, S.")]),
        ("Иванов И.И., Петров П.П.", [("p", "Иванов И.И."), ("p", "Петров П.П.")]),
        ("Иванов И.И.; Петров П.П.", [("p", "Иванов И.И."), ("p", "Петров П.П.")]),
        ("Kim, V. and et al.", [("p", "Kim, V.")]),
        ("Andersen, Hans and Sand, George", [("p", "Andersen, Hans"), ("p", "Sand, George")]),
        ("King, Jr., Martin Luther", [("p", "King, Jr., Martin Luther")]),
        ("Pe{\\~n}a, J. and {\\'E}tienne, B.", [("p", "Peña, J."), ("p", "Étienne, B.")]),
        ("", []),
    ],
)  # fmt: skip
def test_people_are_parted_outside_of_braces(given, names):
    found = [(c.kind[0], c.names[0].literal) for c in people(given, "author")]
    assert found == names


def test_the_part_of_a_generation_is_no_given_name():
    (name,) = next(people("King, Jr., Martin Luther", "author")).names
    assert (name.family, name.given) == ("King", "Martin Luther")


def test_a_field_that_stands_twice_is_two_people_and_one_title():
    record = one("@article{k, title={One}, title={Two}, author={Kim, V.}, author={Lee, S.}}")
    assert titles(record.titles) == ["One"]
    assert [c.names[0].family for c in record.contributors] == ["Kim", "Lee"]


def test_keys_are_no_identity():
    body = (
        "@article{k, title={О реках}, author={Сидоров, Иван}, year=2020}\n"
        "@article{k, title={О горах}, author={Сидоров, Иван}, year=2020}\n"
        "@article{title={Без ключа}, author={Сидоров, Иван}}\n@article{, title={Тоже}, author={Сидоров, Иван}}"
    )
    found = page(body)
    assert [r.titles[0].text for r in found.records] == ["О реках", "О горах", "Без ключа", "Тоже"]
    assert len({r.identifier for r in found.records}) == 4
    again = one("@article{other, title={О реках}, author={Сидоров, Иван}, year=2020}")
    assert again.identifier == found.records[0].identifier


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("@incollection{k, title={T}, author={A}, pages={36--44}}", ("book", "36-44", "36", "44")),
        ("@inproceedings{k, title={T}, author={A}, pages={36 -- 44}}", ("proceedings", "36-44", "36", "44")),
        ("@article{k, title={T}, author={A}, pages={36–44}}", ("journal", "36-44", "36", "44")),
        ("@article{k, title={T}, author={A}, pages={36{--}44}}", ("journal", "36-44", "36", "44")),
        ("@article{k, title={T}, author={A}, volume=3}", ("journal", None, None, None)),
        ("@article{k, title={T}, author={A}, journal={J}, pages={e12}}", ("journal", "e12", "e12", None)),
        ("@article{k, title={T}, author={A}, journal={J}, pages={225 с.}}", ("journal", None, None, None)),
        ("@misc{k, title={T}, author={A}, journal={J}, pages={5}}", ("journal", "5", "5", None)),
        ("@misc{k, title={T}, author={A}, booktitle={B}, pages={5}}", ("book", "5", "5", None)),
        ("@book{k, title={T}, author={A}, pages={300}}", None),
        ("@phdthesis{k, title={T}, author={A}, pages={120}}", None),
        ("@misc{k, title={T}, author={A}, pages={12}}", None),
        ("@proceedings{k, title={T}, booktitle={T}, editor={A}}", None),
        ("@article{k, title={T}, author={A}}", None),
    ],
)  # fmt: skip
def test_pages_are_a_place_also_without_the_title_of_what_holds_them(entry, place):
    found = one(entry).container
    assert (found and (found.kind, found.pages, found.first_page, found.last_page)) == place


@pytest.mark.parametrize(
    ("pages", "number", "first"),
    [
        ("Paper No. 308, 38", "308", None),
        ("Art. ID 12345, 10", "12345", None),
        ("308--310", None, "308"),
    ],
)
def test_the_number_of_an_article_is_no_page(pages, number, first):
    found = one(
        f"@article{{k, title={{T}}, author={{A}}, journal={{J}}, pages={{{pages}}}}}"
    ).container
    assert (found.article_number, found.first_page) == (number, first)


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("year=2020, month=5", "2020-05"),
        ("date={2020-05-03}", "2020-05-03"),
        ("date={2020-05-03/2020-05-07}", "2020-05-03"),
        ("date={2019}, year={2020}", "2019"),
        ("year={[2020]}", "2020"),
        ("year={in press}", None),
        ("year=2020, month=may", "2020-05"),
        ("year={2020}, month={May}", "2020-05"),
        ("year={2020}, month={5~мая}", "2020-05-05"),
        ('year=2020, month=may # "~5"', "2020-05-05"),
        ("year={2018–2019}", "2018"),
        ("date={2021-00-00}", "2021"),
        ("year={202}", None),
        ("year={2125}", None),
    ],
)
def test_dates(fields, published):
    record = one(f"@article{{k, title={{T}}, author={{A}}, {fields}}}")
    assert record.published == published
    assert record.year == (int(published[:4]) if published else None)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (r"On {$L^{2}$} spaces", "On $L^{2}$ spaces"),
        (r"{\textbf{On}} $x_{ij}$ and {B}anach", "On $x_{ij}$ and Banach"),
        (r"\(x_{1}\) costs \$5", r"\(x_{1}\) costs $5"),
        (r"\emph{Salix} \& \textsc{Abc} --- ``a''", "Salix & Abc — “a”"),
        (r"А.\,А.~Иванов", "А. А. Иванов"),
        (r"\mbox{one} \url{http://b_c.org/%d} \href{http://a}{two}", "one http://b_c.org/%d two"),
        (r"\noopsort{1999}Title", "Title"),
        (r"\apj", "apj"),
        (r"{M}{\"u}ller \v{C}ech", "Müller Čech"),
        (r"R$\backslash$'enyi", "Rényi"),
        ("back\\", "back"),
        ("5 $ and {odd", "5 $ and odd"),
        ("no LaTeX_here", "no LaTeX_here"),
        ("a \\& " + "{" * 5000, "a \\&"),
    ],
)
def test_latex_becomes_letters_and_formulas_stay(given, wanted):
    assert text(given, {"noopsort"}) == wanted


@pytest.mark.parametrize(
    ("preamble", "dropped"),
    [
        (r"\newcommand{\noopsort}[1]{} \providecommand\sorthelp[1]{ }", {"noopsort", "sorthelp"}),
        (r"\def\x#1{}", {"x"}),
        (r"\newcommand{\bold}[1]{#1} \newcommand{\two}[2]{}", set()),
    ],
)
def test_commands_that_a_preamble_defines_as_nothing(preamble, dropped):
    assert dropped_commands(preamble) == dropped
    body = f'@preamble{{"{preamble}"}}\n@article{{k, title={{\\noopsort{{9}}T}}, author={{A}}}}'
    assert one(body).titles[0].text == ("T" if "noopsort" in dropped else "9T")


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ("doi={10.5555/a_b}", "10.5555/a_b"),
        (r"doi={10.5555/a\_b}", "10.5555/a_b"),
        ("doi={https://doi.org/10.5555/ab}", "10.5555/ab"),
        (r"doi={10.5555/a{\_}b}", "10.5555/a_b"),
        (r"url={\url{https://doi.org/10.5555/a\_b}}", "10.5555/a_b"),
        ("note={DOI: 10.5555/ab}", "10.5555/ab"),
        ("note={see 10.5555/ab}", None),
        ("url={https://example.org/10.5555/ab}", None),
    ],
)
def test_the_doi_wherever_it_stands(fields, doi):
    record = one(f"@article{{k, title={{T}}, author={{A}}, {fields}}}")
    assert [i.value for i in record.identifiers] == ([doi] if doi else [])


def test_a_missing_comma_is_repaired_and_a_broken_entry_leaves_its_neighbours():
    body = "@article{a,\n title = {One}\n author = {Kim, V.},\n year=2020}"
    body += "\n@article{b, title = {No end\n@misc{c, title={Two}, author={A}}"
    found = page(body)
    assert [r.titles[0].text for r in found.records] == ["One", "Two"]
    assert found.records[0].warnings == ("repaired: a comma is missing after the field 'title'",)
    assert [r.reason for r in found.rejected] == ["not-well-formed"]


def test_numbers_of_reviews_and_codes_of_mathscinet():
    record = one(
        "@article {MR1, AUTHOR = {Kim, V.}, TITLE = {T}, JOURNAL = {J. Geom.}, FJOURNAL = {Journal of Geometry},"
        " ISSN = {1050-6926,1559-002X}, MRCLASS = {53C22 (53B40 53C60)}, MRNUMBER = {4783652}}"
    )
    assert titles(record.container.titles) == ["Journal of Geometry"]
    assert record.container.issn == ("1050-6926", "1559-002X")
    assert [(i.scheme, i.value) for i in record.identifiers] == [("mr", "4783652")]
    assert [s.value for s in record.subjects if s.scheme == "msc"] == ["53C22", "53B40", "53C60"]


@pytest.mark.parametrize(
    ("fields", "publishers"),
    [
        ("publisher={P}, organization={O}", ["P"]),
        ("organization={O}", ["O"]),
        ("school={КазНУ}", ["КазНУ"]),
        ("publisher={{P} &amp; Co}", ["P & Co"]),
    ],
)
def test_publishers(fields, publishers):
    assert (
        titles(one(f"@inproceedings{{k, title={{T}}, author={{A}}, {fields}}}").publishers)
        == publishers
    )


def test_bibtex_of_ojs():
    record = one(
        "@article{Ким_2020, place={Астана, Казахстан}, title={О &lt;i&gt;Salix&lt;/i&gt;}, volume={Т. 3}, number={№ 2},"
        " url={https://e.org/1}, DOI={10.5555/A}, abstractNote={&lt;p&gt;Описаны.&lt;/p&gt;}, journal={Вестник},"
        " author={Ким, Виктор}, year={2020}, month={май}, pages={5-9}, publisher={A \\& B}}"
    )
    assert (record.titles[0].text, record.place, record.abstracts[0].text) == (
        "О Salix",
        "Астана, Казахстан",
        "Описаны.",
    )
    assert (record.container.volume, record.container.issue, record.published) == (
        "3",
        "2",
        "2020-05",
    )
    assert (record.identifier, record.publishers[0].text) == ("10.5555/a", "A & B")


def test_a_number_of_a_book_is_not_that_of_its_part():
    record = one("@incollection{k, title={T}, author={A}, booktitle={B}, isbn={978-5-00-000000-1}}")
    assert record.container.isbn == ("978-5-00-000000-1",)
    assert record.identifiers == ()


def test_a_file_without_entries_is_refused():
    with pytest.raises(PageError, match="no BibTeX entry"):
        page("@string{a = {b}}\n@comment{x}")
    assert not any(
        isinstance(entry, Rejected) for entry in read("@string{a={b}}@string{a={c}}").entries
    )


@pytest.mark.parametrize("field", ["eid", "articleno", "Article-Number"])
def test_the_number_of_an_article_under_its_names(field):
    record = one(f"@article{{a, author={{Kim, V.}}, title={{T}}, journal={{J}}, {field}={{e15}}}}")
    assert record.container.article_number == "e15"
