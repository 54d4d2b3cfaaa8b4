"""Files that readers send, good and bad."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document

from webapp.checking.errors import CannotCheckError
from webapp.checking.files import MOST_BYTES, endings, of_file

GOST = "Иванов И.И. Почвы степей // Почвоведение. 2010. № 3. С. 5–12."
BOOK = "Սմիթ Ջ. Հողեր. Երևան: Զանգակ, 2001. 300 էջ."
TEX = rb"""\documentclass{article}\begin{document} text \begin{thebibliography}{9}
\bibitem{one} Ivanov~I.\,I. \emph{Soils of steppes}. Nauka, 2010.
\bibitem[Pet]{two} Petrov P. Erosion~// \textit{Pochvovedenie}. 2011. P.~3--9.
\end{thebibliography} more \end{document}"""
RIS = (
    "TY  - JOUR\nAU  - Иванов, И. И.\nTI  - Почвы степей\nJO  - Почвоведение\nPY  - 2010\nER  - \n"
)


def document(*paragraphs: str) -> bytes:
    made = Document()
    for each in paragraphs:
        made.add_paragraph(each)
    made.save(out := BytesIO())
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    with zipfile.ZipFile(out := BytesIO(), "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    return out.getvalue()


def raws(name: str, data: bytes) -> list[str]:
    return [each.raw for each in of_file(name, data)]


def test_a_word_document():
    data = document("Введение", "Список литературы", GOST, BOOK)
    assert raws("Статья.DOCX", data) == [GOST, BOOK]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_plain_text_in_the_charsets_of_the_region(charset):
    text = f"1. {GOST}\r\n2. Петров П.П. Эрозия почв. М.: Наука, 2011. 144 с.\r\n".replace("–", "-")
    assert raws("list.txt", text.encode(charset))[0] == GOST.replace("–", "-")


def test_latex_and_its_bibliography_file():
    assert raws("paper.tex", TEX) == [
        "Ivanov I. I. Soils of steppes. Nauka, 2010.",
        "Petrov P. Erosion // Pochvovedenie. 2011. P. 3–9.",
    ]
    assert raws("paper.bbl", TEX) == raws("paper.tex", TEX)


def test_files_of_reference_managers_give_fields():
    (found,) = of_file("export.ris", RIS.encode())
    assert found.fields is not None
    assert (found.fields.title, found.fields.year) == ("Почвы степей", 2010)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("virus.exe", b"MZ", "unknown_kind"),
        ("no-ending", b"text", "unknown_kind"),
        ("list.doc", b"\xd0\xcf\x11\xe0", "unknown_kind"),
        ("large.txt", b"x" * (MOST_BYTES + 1), "too_large"),
        ("damaged.docx", b"PK\x03\x04 damaged", "not_docx"),
        ("renamed.docx", GOST.encode(), "not_docx"),
        ("empty.docx", zipped(other=b"x"), "not_docx"),
        ("bomb.docx", zipped(a=bytes(65 * 2**20)), "bomb"),
        ("wrong.ris", b"\x00\x01\x02", "unreadable"),
        ("wrong.json", b"{", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_word(name, data, code):
    with pytest.raises(CannotCheckError) as error:
        of_file(name, data)
    assert error.value.code == code
    assert "\n" not in str(error.value)


def test_a_folder_in_the_name_is_not_shown():
    with pytest.raises(CannotCheckError, match=r"Files like x\.exe are not"):
        of_file("../../etc/x.exe", b"")


def test_the_endings_are_told():
    assert {".docx", ".bib", ".ris", ".txt", ".tex"} <= set(endings())
