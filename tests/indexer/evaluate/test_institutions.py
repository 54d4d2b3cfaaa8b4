from __future__ import annotations

from pathlib import Path

import pytest

from indexer.evaluate.institution_labels import Labels, kind_of, language_of, read_labels
from indexer.evaluate.institutions import evaluate_institutions
from indexer.evaluate.sets import SetError

TABLE = """string,expected_ids,expected_names,country,note
"Казанский федеральный университет, Казань",ru-kfu,"Kazan Federal University, Казань, RU",RU,
"Institute of Physics, Russian Academy of Sciences",ru-ras,"Russian Academy of Sciences, Москва, RU",RU,institute
Yerevan State University,new:ysu,"Երևանի պետական համալսարան / Yerevan State University, Ереван, AM",AM,
University of Nowhere,new:nowhere,"University of Nowhere / University of Nowhere, Erewhon, NZ",,
Омский государственный университет,ru-tsu,"Tomsk State University, Томск, RU",KZ,planted
Казанский университет культуры,none,,,one word more
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "affiliations.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_figures(folder: Path) -> None:
    found = evaluate_institutions(folder)
    assert (found["strings"], found["expected"], found["found"]) == (6, 4, 4)
    assert found["precision"] == found["recall"] == 0.75
    assert (found["country"]["strings"], found["country"]["accuracy"]) == (4, 0.75)
    assert found["kinds"]["other"]["recall"] == 0
    assert found["kinds"]["trap"]["found"] == 0
    assert found["by_language"]["ru"]["strings"] == 3
    assert found["worst"] == [
        "false | Омский государственный университет | ru-omsu",
        "missed | Омский государственный университет | ru-tsu",
        "country | Омский государственный университет | RU for KZ",
    ]


def test_new_institutions_are_found_by_name_and_country(folder: Path) -> None:
    labels = list(read_labels(folder / "affiliations.csv"))
    assert labels[2].expected == {"am-ysu"}
    assert labels[3].expected == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Минский университет", "ru"),
        ("Мінск", "be"),
        ("Қарағанды", "kk"),
        ("Ош мамлекеттик университети", "ky"),
        ("Երևան", "hy"),
        ("Minsk", "en"),
        ("Moskovskij gosudarstvennyj universitet", "romanised"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("note", "elsewhere", "kind"),
    [
        ("one word more", False, "trap"),
        ("same letters, other city", False, "trap"),
        ("Belarusian", True, "trap"),
        ("former name", False, "former name"),
        ("Kazakh genitive", False, "inflected"),
        ("Kazakh", False, "other"),
        ("", True, "plain"),
    ],
)
def test_kind(note: str, elsewhere: bool, kind: str) -> None:
    nothing: frozenset[str] = frozenset()
    labels = Labels(text="", expected=nothing, countries=nothing, note=note, elsewhere=elsewhere)
    assert kind_of(labels) == kind


def test_a_folder_without_the_table(tmp_path: Path) -> None:
    with pytest.raises(SetError):
        evaluate_institutions(tmp_path)
