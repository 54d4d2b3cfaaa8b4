"""The heading of a GOST description: the one to three people that it begins with, before the title.

GOST 7.80 writes "Котов, И. Л." or "Котов, Игорь Львович", R 7.0.5 "Котов И. Л.", journals also "Котов ИЛ". A title may
begin alike ("ГОСТ Р", "Материалы XII", "А. С. Пушкин и Кавказ"), so each form says what may stand behind it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from indexer.references.towns import is_known
from indexer.text.people import DIRECT, INITIALS, INVERTED, ONE_INITIAL, SURNAME
from indexer.text.printed import LETTER, LOWER, UPPER

_WORDS: dict[str, frozenset[str]] = {
    kind: frozenset(words.casefold().split())
    for kind, words in tomllib.loads(
        (Path(__file__).parent / "names.toml").read_text(encoding="utf-8")
    ).items()
}
_NAME = rf"[{UPPER}][{LOWER}'’ʹ]+(?:-[{UPPER}][{LOWER}'’ʹ]+)?"
_PATRONYMIC = (
    rf"(?:[{UPPER}][{LOWER}'’ʹ]*(?:[оеё]вич|[ьмктлв]ич|[аеоё]віч|ьіч|іч|ыч|[оеё]вна|ична|[оеаё]ўна|ічна|ұлы|улы|үлы|[қк]ызы|"
    r"o?vich|e?vich|ovna|evna|ichna|uly|ūly|[kq]yzy)|"
    rf"{_NAME}\s(?:уулу|улуу|[кқг]ызы|[кг]изи|ұлы|улы|о[гғ]лы|оглу|угли|uulu|uly|[kqg][yi]z[yi]|ogl[yu]))"
)
_ARMENIAN_SURNAME = r"[Ա-Ֆ][ա-և]+(?:յան|եան|յանց|ունի|ենց)"
_ENDS = r"(?=\s?[.,;:(\[/]|$|\s(?:и|і|й|և|және|жана|мен|and|i)\s)"
_FULL = re.compile(
    rf"(?:{SURNAME},?\s{_NAME}\s{_PATRONYMIC}|{_ARMENIAN_SURNAME}\s{_NAME}\s[Ա-Ֆ][ա-և]+ի)(?:{_ENDS}|(?=\s[{UPPER}«]))"
)
_WITH_COMMA = re.compile(
    rf"(?P<family>{SURNAME}),\s(?P<given>{_NAME}(?:\s{_NAME})?)"
    r"(?=(?P<comma>,\s)|\.\s|;\s|\.?$|\s(?:и|і|және|жана|և|եւ|and)\s)"
)
_WITH_GIVEN = re.compile(rf"(?P<family>{SURNAME})\s(?P<given>{_NAME})(?=\s?[.,;])")
_GLUED = re.compile(rf"{_NAME}{INITIALS}")
_INVERTED = re.compile(INVERTED)
_DIRECT = re.compile(rf"{DIRECT}(?!\s[{LOWER}]{{2,}}(?!\.)|\s[{LOWER}]\s|\s?[—–:])(?![{LETTER}])")
_BARE = re.compile(
    rf"(?P<family>{SURNAME})\s(?P<given>[A-Z]{{1,3}}|[А-ЯЁІЎҚӘӨҰҮҺ]{{1,3}}|[Ա-Ֆ]{{1,3}})(?=\s?[,;.(\[]|$|\s(?:и|and|et)\s)"
)
_FAMILY_END = re.compile(
    r"(?:[оеё]в|ин|ын|[цс]кий|[цс]кая|[цс]кой|[оеё]ва|ына|енко|анко|чук|юк|[оеё]вич|[ая]н|дзе|швили|[аеоё]ў|[цс]кі|енка|анка|[аеё]віч|[оеё]ва|ава|ева|"
    r"ұлы|улы|уулу|յան|եան|[oe]v|in|[sc]kii|[sc]ky|skiy|[oe]va|enko|chuk|[iy]an)$"
)
_JOINT = re.compile(r"\s*[,;]\s*|\s+(?:и|і|and|&|և|եւ|және|жана|мен|менен|i)\s+")
# "Орлов А. С. А. С. Пушкин и Кавказ": a surname, and what a title goes on with behind it
_TITLE_OF_PERSON = re.compile(
    rf"\s?(?:[{UPPER}][{LOWER}]+(?:ov|ev|in|sk[iy]i?)|[А-ЯЁІЎҚӘӨҰҮҺԱ-Ֆ][{LOWER}]*[^\W\daeiouyаеёиіоуыэюяаәөүұաեէըիոօ])"
    r"\s(?:и|і|в|во|ў|у|как|як|о|об|пра|на|мен|және|жана|և|in|i|v|kak|o)\s"
)
_ALL_INITIALS = re.compile(rf"(?:{ONE_INITIAL}\s?)+$")
_INITIAL = re.compile(ONE_INITIAL)
_FIRST_WORD = re.compile(r"[^\s,.]*")


def leading_people(text: str) -> tuple[tuple[str, ...], int]:
    """The names that a description begins with, and where the rest starts (0 if there are none)."""
    names: list[str] = []
    end = 0
    name = _person(text, end, names)
    while name:
        names.append(name)
        end += len(name)
        joint = _JOINT.match(text, end)
        name = _person(text, joint.end(), names) if joint else None
        if joint and name:
            end = joint.end()
        elif text[end : end + 1] == " " and _follows_at_once(text, end + 1):
            end += 1
            name = _person(text, end, names)
    return tuple(names), end


def lone_author(head: str) -> str | None:
    """The author known by one name that the text begins with ("Аристотель.")."""
    name, stop, _ = head.partition(". ")
    return name if stop and name.casefold() in _WORDS["lone"] else None


def _person(text: str, at: int, before: list[str]) -> str | None:
    """The one person who is named at this place, if there is one; ``before``: who is named before."""
    first = _FIRST_WORD.match(text, at, at + 40)
    if first is None or first.group().casefold().strip('«"') in _WORDS["title"]:
        return None
    if full := _FULL.match(text, at):
        return full.group()
    for pattern in (_INVERTED, _DIRECT, _GLUED):
        if match := pattern.match(text, at):
            return _without_next_name(match.group(), text[match.end() :])
    return _by_given_name(text, at) or _by_bare_initials(text, at, before)


def _without_next_name(name: str, rest: str) -> str:
    """The name without initials that belong to the title ("Орлов А. С. А. С. Пушкин и Кавказ")."""
    found = _ALL_INITIALS.search(name)
    initials = list(_INITIAL.finditer(found.group())) if found else []
    scripts = [_script(initial.group()) for initial in initials]
    for initial, script in list(zip(initials, scripts, strict=True))[1:]:
        if found and script != scripts[0] == _script(name):
            return name[: found.start() + initial.start()].strip()
    too_many = len(initials) > 3 and not name.isascii() and rest.lstrip()[:1].isupper()
    if found and (too_many or (len(initials) > 2 and _TITLE_OF_PERSON.match(rest))):
        return name[: found.start() + initials[1].end()]
    return name.strip()


def _script(text: str) -> str:
    """The script of the first letter: "latin", "cyrillic" or "armenian"."""
    first = text[:1]
    return "latin" if first < "Ѐ" else "cyrillic" if first < "Ա" else "armenian"


def _by_given_name(text: str, at: int) -> str | None:
    """A surname with a written-out given name: with a comma unless both are towns, else with a name of the list."""
    if match := _WITH_COMMA.match(text, at):
        shouted = match["family"].isupper() or not match["comma"]
        towns = is_known(match["family"]) or is_known(match["given"])
        return match.group() if shouted and not towns else None
    match = _WITH_GIVEN.match(text, at)
    return match.group() if match and match["given"].casefold() in _WORDS["given"] else None


def _by_bare_initials(text: str, at: int, before: list[str]) -> str | None:
    """ "Громов ПА": the surname has the ending of one, or others in this form stand beside it."""
    match = _BARE.match(text, at)
    if not match or match["family"].isascii() != match["given"].isascii():
        return None
    beside = bool(before) or _BARE.match(text, match.end() + 2) is not None
    shaped = match["family"].isascii() or _FAMILY_END.search(match["family"])
    return match.group() if shaped or beside else None


def _follows_at_once(text: str, at: int) -> bool:
    """Whether a second author stands behind the first without a comma ("Громов П. А. Лесков А. Н. Почвы")."""
    match = _INVERTED.match(text, at)
    if not match or not re.match(rf"\s?[{UPPER}«\"]", text[match.end() :]):
        return False
    family = match.group().split()[0].rstrip(",")
    return _FAMILY_END.search(family) is not None and _person(text, at, []) is not None
