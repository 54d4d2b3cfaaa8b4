"""What one hostile record costs the index: ``python -m benchmarks.one_record [KIND …]``.

Each kind is a generated record as long as the limits of the contract let it be (or longer: ``name-240-kb`` is cut to
them). It is normalised, merged and made a search document in a process of its own; printed are the processor's seconds
of each step and the greatest memory of the process. Commit 0fb469b took 6 GB for the first kind, and 22 GB for a name
of 1 MB, and every index after that died of the same record.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from random import Random

import msgspec

from indexer.publish import document
from indexer.search.fields import text_fields
from indexer.stages.normalise import derive
from indexer.stages.written import Part, write_held
from schemas import (
    Affiliation,
    Contributor,
    HarvestedRecord,
    LocalizedText,
    PersonName,
    Reference,
    Subject,
)
from schemas.within import read_work, within_limits

_LETTERS = "абвгдежзиклмнопрст"


def words(length: int, seed: int) -> str:
    """Words that no other seed gives, so long together."""
    chance = Random(seed)  # noqa: S311 -- no secret
    made = " ".join(
        "".join(chance.choices(_LETTERS, k=chance.randint(3, 9))) for _ in range(length // 4)
    )
    return made[:length]


def person(*literals: str, at: str = "") -> Contributor:
    """A contributor of these names, and a place of work."""
    places = (Affiliation(names=(LocalizedText(at),)),) if at else ()
    return Contributor(
        names=tuple(PersonName(literal=literal) for literal in literals), affiliations=places
    )


def _people(*people: Contributor) -> HarvestedRecord:
    return HarvestedRecord(identifier="1", titles=(LocalizedText("Заглавие"),), contributors=people)


def _references(*raw: str, parted: bool = False) -> HarvestedRecord:
    entries = tuple(
        Reference(raw=text, position=place, list_id=str(parted and place > len(raw) / 2))
        for place, text in enumerate(raw, start=1)
    )
    return HarvestedRecord(
        identifier="1", titles=(LocalizedText("Заглавие"),), references=entries, year=2020
    )


def _cited(number: int) -> str:
    journal = f"Вестник. {1990 + number % 30}. № {number % 12}. С. {number}-{number + 5}"
    return f"Иванов И.И. {words(120, number)} // {journal}."


def _texts() -> HarvestedRecord:
    return HarvestedRecord(
        identifier="1",
        titles=tuple(LocalizedText(words(3_990, seed)) for seed in range(50)),
        abstracts=tuple(LocalizedText(words(49_990, seed)) for seed in range(20)),
        subjects=tuple(Subject(scheme="keyword", value=words(990, seed)) for seed in range(1_000)),
    )


KINDS: dict[str, Callable[[], HarvestedRecord]] = {
    "name-240-kb": lambda: _people(person("Иванов " + "А." * 120_000)),
    "name-1-mb": lambda: _people(person("Иванов " + "А. " * 350_000)),
    "initials": lambda: _people(*[person(f"Иванов{n} " + "А." * 990) for n in range(2_000)]),
    "long-names": lambda: _people(*[person(words(1_990, n)) for n in range(2_000)]),
    "twenty-names": lambda: _people(
        *[person(*(words(1_990, 20 * n + m) for m in range(20))) for n in range(100)]
    ),
    "namesakes": lambda: _people(*[person(f"Иванов И. {n}") for n in range(20_000)]),
    "people": lambda: _people(*[person(f"{words(12, n).title()} И.И.") for n in range(20_000)]),
    "affiliations": lambda: _people(
        *[person(f"Иванов{n} И.", at=f"Институт {words(180, n)}") for n in range(20_000)]
    ),
    "texts": _texts,
    "references": lambda: _references(*map(_cited, range(10_000))),
    "two-lists": lambda: _references(*[_cited(n % 5_000) for n in range(10_000)], parted=True),
    "long-references": lambda: _references(*[words(9_990, seed) for seed in range(300)]),
}


def measure(record: HarvestedRecord) -> tuple[list[float], float]:
    """The processor's seconds of cutting, normalising, merging and publishing the record, and its JSON in MB."""
    times = [time.process_time()]
    kept, _ = within_limits(record)
    body = msgspec.json.encode(kept)
    times.append(time.process_time())
    (derived,) = derive([(1, "hostile", body)])
    times.append(time.process_time())
    (written,) = write_held([(1, [Part("hostile", "RU", False, body, derived.profile)])])
    times.append(time.process_time())
    text_fields(document(read_work(written.row["body"]), 1, 0))
    times.append(time.process_time())
    return [after - before for before, after in pairwise(times)], len(body) / 1e6


def main(arguments: list[str]) -> int:
    """Measure one kind here, or each in a process of its own."""
    if len(arguments) == 1:
        seconds, size = measure(KINDS[arguments[0]]())
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = "".join(f"{each:>10.2f}" for each in seconds)
        sys.stdout.write(f"{arguments[0]:<18}{size:>7.1f}{told}{most:>10.0f}\n")
        return 0
    sys.stdout.write(
        f"{'kind':<18}{'MB':>7}{'cut, s':>10}{'normalise':>10}{'merge':>10}{'publish':>10}{'most MB':>10}\n"
    )
    sys.stdout.flush()
    for kind in arguments or KINDS:
        subprocess.run([sys.executable, "-m", "benchmarks.one_record", kind], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
