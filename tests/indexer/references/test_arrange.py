"""Rules over the labelled runs of a whole reference, with near misses; and names that stand close together."""

from __future__ import annotations

import pytest

from indexer.references.arrange import arranged, without_loose_bracket
from indexer.references.spans import Spans
from indexer.text.people import split_people


def _spans(text: str, labelled: dict[str, list[str]]) -> Spans:
    return {
        label: [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
        for label, pieces in labelled.items()
    }


def _arranged(text: str, labelled: dict[str, list[str]]) -> dict[str, list[str]]:
    found = arranged(text, _spans(text, labelled))
    return {label: [text[start:end] for start, end in spans] for label, spans in found.items()}


@pytest.mark.parametrize(
    ("text", "labelled", "changed"),
    [
        (
            "A class of splines, in R. Barnhill (ed.), Geometric Design, 1974.",
            {"title": ["A class of splines", "Geometric Design"], "editors": ["R. Barnhill"]},
            {"title": ["A class of splines"], "container": ["Geometric Design"]},
        ),
        (
            "Optical switching, in Optical bistability, 1985.",
            {"title": ["Optical switching", "Optical bistability"]},
            {"title": ["Optical switching"], "container": ["Optical bistability"]},
        ),
        (
            "J. Gleick, Chaos, New York: Penguin, 1988. 368 pp.",
            {"container": ["Chaos"], "place": ["New York"], "pages": ["368"]},
            {"title": ["Chaos"], "container": None},
        ),
        (
            "Иванов И. // Вестн. ун-та. Сер. 1. 2010. Т. 3.",
            {"container": ["Вестн. ун-та. Сер"], "volume": ["1"]},
            {"container": ["Вестн. ун-та. Сер. 1"], "volume": ["3"]},
        ),
        (
            "Иванов И. // Вестн. ун-та. Сер. 1. 2010.",
            {"title": ["Иванов"], "container": ["Вестн. ун-та. Сер"], "volume": ["1"]},
            {"container": ["Вестн. ун-та. Сер. 1"], "volume": None},
        ),
        (
            "Иванов И. Циклы. Часть 2 // Вестник. 2016. Т. 55, № 10.",
            {"title": ["Циклы"], "volume": ["2"], "container": ["Вестник"], "issue": ["10"]},
            {"volume": ["55"], "issue": ["10"]},
        ),
        (
            "Ivanov I. Cycles. Part 2 // Herald. 2016. Vol. 55, no. 10.",
            {"title": ["Cycles"], "volume": ["2", "55"], "container": ["Herald"]},
            {"volume": ["55"]},
        ),
        (
            "Иванов И. Циклы. Т. 2 // Собрание. 2016. Т. 55.",
            {"title": ["Циклы"], "volume": ["2"], "container": ["Собрание"]},
            {"volume": ["2"]},
        ),
        (
            "Иванов И. // Вестн. ун-та. Т. 1. 2010. Сер. 3.",
            {"container": ["Вестн. ун-та"], "volume": ["1"]},
            {"container": ["Вестн. ун-та"], "volume": ["1"]},
        ),
        (
            "Baumert K. Wege der Sprache. Frankfurt a. M.: Suhrkamp 1982.",
            {"title": ["Wege der Sprache. Frankfurt a"], "place": ["M"]},
            {"title": ["Wege der Sprache"], "place": ["Frankfurt a. M"]},
        ),
        (
            "Baumert K. Wege der Sprache. Eine Einführung. M.: Suhrkamp 1982.",
            {"title": ["Wege der Sprache. Eine Einführung"], "place": ["M"]},
            {"title": ["Wege der Sprache. Eine Einführung"], "place": ["M"]},
        ),
        (
            "Асанов Б. Тил // Жарчы. 1996. №2(55). 33-40 бб.",
            {"container": ["Жарчы"], "volume": ["2"], "issue": ["55"]},
            {"volume": None, "issue": ["2(55)"]},
        ),
        (
            "Асанов Б. Тил. Жарчы. 2018;2(55):33-40.",
            {"container": ["Жарчы"], "volume": ["2"], "issue": ["55"]},
            {"volume": ["2"], "issue": ["55"]},
        ),
        (
            "Жук Н. «Мова». Весці 12, вып. 4 (7 мая 2019): 15.",
            {"container": ["Весці"], "volume": ["12"], "issue": ["4 (7"]},
            {"volume": ["12"], "issue": ["4 "]},
        ),
        (
            "Zhuk N. Vliyanie pochv. Agrokhimiya [Agricultural Chemistry], 2019, no. 4.",
            {"title": ["Vliyanie pochv. Agrokhimiya"], "issue": ["4"]},
            {"title": ["Vliyanie pochv"], "container": ["Agrokhimiya"]},
        ),
        (
            "Zhuk N. Pochvy. Sostav [Soils. Composition]. Minsk, 2019.",
            {"title": ["Pochvy. Sostav"], "place": ["Minsk"]},
            {"title": ["Pochvy. Sostav"], "container": None},
        ),
        (
            "Vale P. Psychotherapy. Linda a Velha: Vale & Vale, 2000.",
            {"title": ["Psychotherapy"], "publisher": ["Linda a Velha: Vale & Vale"]},
            {"place": ["Linda a Velha"], "publisher": ["Vale & Vale"]},
        ),
        (
            "Hessem D. Control. Ph.D. dissertation, TU Delft, 2004.",
            {"title": ["Control"], "date": ["2004"]},
            {"publisher": ["TU Delft"]},
        ),
    ],
)
def test_the_whole_puts_right(
    text: str, labelled: dict[str, list[str]], changed: dict[str, list[str] | None]
) -> None:
    found = _arranged(text, labelled)
    assert {label: found.get(label) for label in changed} == changed


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        # two titles that nothing joins
        ("The Day. Dir. Roland Emmerich.", {"title": ["The Day", "Roland Emmerich"]}),
        # a journal that is cited without a title
        (
            "Žliobaitė I. Neurocomputing 150, 240.",
            {"container": ["Neurocomputing"], "volume": ["150"]},
        ),
        ("Lyons D. ApJ, 12.", {"container": ["ApJ"], "pages": ["12"]}),
        # the place is known already
        ("Design. Oxford. A: B", {"place": ["Oxford"], "publisher": ["A: B"]}),
        # a thesis with its school, and a title about one
        ("A. PhD thesis, MIT, Kiel.", {"title": ["A"], "publisher": ["Kiel"]}),
        ("How to write a thesis, quickly.", {"title": ["How to write a thesis, quickly"]}),
    ],
)
def test_what_is_right_stays(text: str, labelled: dict[str, list[str]]) -> None:
    assert _arranged(text, labelled) == labelled


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Am J Ind Med (Suppl", "Am J Ind Med "),
        ("Chinese]. Chin J Pract Ophthalmol", ". Chin J Pract Ophthalmol"),
        ("Nature (London)", "Nature (London)"),
        ("(Mis)reading", "(Mis)reading"),
        ("(a", "(a"),
    ],
)
def test_a_bracket_that_does_not_close(value: str, expected: str) -> None:
    assert without_loose_bracket(value) == expected


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("Turissini DA, Coyne JA", ("Turissini DA", "Coyne JA")),
        ("Wellman Kephart, J. O., Hogg, T.", ("Wellman Kephart, J. O.", "Hogg, T.")),
        ("J. Stachel and", ("J. Stachel",)),
        ("DE LA CRUZ, J., Roe, A.", ("DE LA CRUZ, J.", "Roe, A.")),
        ("Anna Smith, Jane Doe", ("Anna Smith", "Jane Doe")),
        ("Brand, A.", ("Brand, A.",)),
        # "u. a." is German for "and others", the end of "Yu. A." is none
        ("Yu. A. Mitropolskii", ("Yu. A. Mitropolskii",)),
        ("Müller H. u. a.", ("Müller H.",)),
    ],
)
def test_names_that_stand_close(statement: str, names: tuple[str, ...]) -> None:
    assert split_people(statement) == names
