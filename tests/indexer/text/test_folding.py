from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.text.folding import fold, fold_word, skeleton, words

SAME = {
    "ru": [
        "Щербаков Shcherbakov Ščerbakov Şerbakov Scherbakov Ŝerbakov Shherbakov",
        "объект obʺekt ob'ekt obyekt obekt ob``ekt",
        "съешь sʺešʹ s``esh` syesh'",
        "Хрущёв Хрущев Khrushchev Khrushchyov Hruŝev Hruščëv",
        "Чайковский Chaikovskii Čajkovskij Chaykovskiy Tchaikovsky",
        "Цветкова Tsvetkova Cvetkova Tcvetkova Czvetkova T͡svetkova",
        "Юлия Iuliia Yuliya Julija Ûliâ I͡ulii͡a",
        "экономика èkonomika ėkonomika e`konomika ehkonomika ekonomika",
        "Соловьёв Solov'ev Solovyov Solovʹëv Solovyev",
        "жжение zhzhenie žženie",
        "советский sovetskii sovetskij sovetsky",
        "схема skhema shema",
        "Александр Aleksandr Alexandr",
        "Максим Maksim Maxim",
        "Ташчишма Tash·chishma",
        "русских russkikh russkix russkih",
    ],
    "be": ["Іваноў Ivanoŭ Ivanou", "гісторыя historyja historyia", "мова mova", "сям'я siam'ia"],
    "uk": ["Київ Kyiv Kyïv", "Єнакієве I͡enakii͡eve Yenakiieve", "історія istoriia istorija"],
    "kk": [
        "Қасым Kassym Qasym Kasym Qasım",
        "Әлия Aliya Äliia Áliıa",
        "жүрек jürek zhurek",
        "ғылым ǵylym ğylym gylym",
        "Өскенбай Öskenbay Oskenbai Óskenbaı",
        "суық súyq suyq",
        "негізгі negizgi",  # і without a letter that only Kazakh has
    ],
    "ky": ["Жээнбек Zheenbek", "Сүйүнбаев Суюнбаев Suyunbaev Süyünbaev"],
    "hy": [
        "Խաչատրյան Хачатрян Khachatryan Khachatrian Xačatryan",
        "Երևան Երեւան Ереван Yerevan Erevan",
        "Գրիգորյան Григорян Grigoryan Grigorian",
        "Փաշինյան P'ashinyan Pashinyan Пашинян",
        "Ջանյան Джанян Dzhanyan",
        "Ղուկասյան Ghukasyan Гукасян",
        "Պետրոսյան ՊԵՏՐՈՍՅԱՆ Petrosyan Петросян",
    ],
    "uz": ["Ўқитувчи Oʻqituvchi O‘qituvchi", "Ҳасан Hasan Хасан"],
    "tg": ["Тоҷикистон Todzhikiston", "Ҳофиз Hofiz"],
    "ka": ["ხაჩიძე Khachidze"],
}
DIFFERENT = [
    "Иванов Иваненко Иванова Иванчук",
    "год ход кот",
    "город холод голод",
    "лес лось лис",
    "Report2019 Report2020",
    "p53 p63 p",
    "C C++ C#",
    "Саргсян Саркисов",
    "Ахметов Ахмедов",
    "шар жар чар",
    "Айтматов Атматов",
    "Баков Боков",
    "Мария Марина",
    "Zhang Zhan",
]


@pytest.mark.parametrize("forms", [forms for group in SAME.values() for forms in group])
def test_spellings_of_a_word_fold_alike(forms: str) -> None:
    assert len({fold_word(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("words", DIFFERENT)
def test_different_words_fold_apart(words: str) -> None:
    for left, right in combinations(words.split(), 2):
        assert fold_word(left) != fold_word(right)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("  —  ", ""),
        ("Report 2019", "report 2019"),
        ("Роль p53 и C++ в H₂O", "rol p53 i cplusplus v h2o"),
        ("β-каротин", "beta karotin"),
        ("Ивано\u00adва", "ivanova"),
        ("Паралл- ельное", "paralelnoe"),  # broken at a line's end
        ("фото- и видеосъёмка", "foto i videosemka"),
        ("Салтыков-Щедрин", "saltikov shedrin"),
        ("Мoсква", "moskva"),  # Latin o
        ("ЛОГіКА", "logika"),  # і in a Russian word in capitals
        ("м\u0301ир", "mir"),  # stress mark
        ("中文 title", "u20013u25991 title"),
        ("don't l’été", "dont lete"),
        ("ԱԲԳ", "abg"),
        ("Теория м о с т о в", "teoria mostov"),  # printed widely
        ("а в г", "a v g"),  # too few letters for a word
        ("С. В. Р. Иванов", "s v r ivanov"),
        ("Растворимость СО2 при рН 7", "rastvorimost co2 pri ph 7"),
    ],
)
def test_fold_running_text(text: str, folded: str) -> None:
    assert fold(text) == folded


LETTERS = "абвгґдеёжзийклмнопрстуфхцчшщъыьэюяіїєўәғқңөұүһԱԲաբեուևխծշչջհղ'ʹyjiehxkgtsczdoau\u0306\u0308\u0361 "


@given(st.text() | st.text(alphabet=LETTERS, max_size=25))
def test_fold_is_idempotent_and_keeps_to_its_alphabet(text: str) -> None:
    folded = fold(text)
    assert re.fullmatch("(?:[a-z0-9]+(?: [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded
    assert fold_word(fold_word(text)) == fold_word(text)


@given(st.text(alphabet="абвгдежзиклмнопрстуфхцчшщэюя0123456789", min_size=1))
def test_digits_survive_and_words_do_not_vanish(text: str) -> None:
    assert re.sub("[a-z ]", "", fold(text)) == re.sub(r"\D", "", text)
    assert fold(text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Каваленка", "gvlng"), ("Коваленко", "gvlng"), ("Shcherbakov", "srbgv"), ("Аюя", "aiuia")],
)
def test_skeleton(word: str, expected: str) -> None:
    assert skeleton(word) == expected


@given(
    st.lists(
        st.sampled_from(
            [
                *"аPРВIv.-'’ (´",
                *("P.", "Р.", "Ж.", "J.", "Жуйков", "Springer", "фото-", "- и", "\u00ad", "№", "й"),
                *("ѳ", "ў", "СО2", "рН", "Òåî", "qazaq", "jang"),
            ]
        )
    )
)
@example(["P.", " ", "Жуйков"])
@example(["P.", " ", "Ж.", " ", "Жуйков"])
@example(["P.", " ", "\u00ad", " ", "Жуйков"])
@example(["P.´", " ", "Жуйков"])
@example(["Т.", " ", "й", " ", "№", " ", "В."])
@example(["фото-", " ", "графия"])
def test_a_text_folds_like_its_words_whatever_stands_between_them(parts: list[str]) -> None:
    text = "".join(parts)
    assert fold(text) == " ".join(filter(None, map(fold_word, words(text))))
