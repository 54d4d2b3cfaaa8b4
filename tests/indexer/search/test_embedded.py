"""The embedded index as files: the pointer, the writer's lock, versions, damage, a killed writer."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.search.backends import open_backend
from indexer.search.clauses import AllOf, Term, Without
from indexer.search.interface import SearchDocument, SearchRequest, SearchUnavailable
from indexer.search.tantivy_backend.backend import TantivyBackend
from indexer.search.tantivy_backend.compile import compile_clause
from schemas.ids import public_id


def work(number: int) -> SearchDocument:
    return SearchDocument(number=number, id=public_id(number))


def generations(root: Path) -> list[str]:
    return [each.name for each in root.glob("v*-*")]


@pytest.mark.parametrize("form", ["tantivy://{}", "{}"])
def test_addresses(tmp_path: Path, form: str) -> None:
    with_space = tmp_path / "an index"
    backend = open_backend(form.format(with_space))
    backend.apply([work(1)])
    assert (with_space / "current").exists()
    backend.close()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://localhost", 'unknown scheme "ftp"'),
        ("sqlite:///x", 'unknown scheme "sqlite"'),
        ("tantivy://relative", "three slashes"),
        ("tantivy:///", "three slashes"),
        ("", "empty"),
    ],
)
def test_bad_addresses(address: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^EACI_SEARCH_URL") as caught:
        open_backend(address)
    assert message in str(caught.value)
    assert "tantivy:///" in str(caught.value)


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, lock_seconds=0.1)
    backend.apply([work(1)])
    with (tmp_path / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SearchUnavailable, match="Another process") as caught:
            backend.apply([work(2)])
        assert caught.value.code == "locked"
        assert backend.count() == 1
    backend.apply([work(2)])
    assert backend.count() == 2


def test_a_rebuild_leaves_one_generation(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path)
    backend.apply([work(1)])
    (tmp_path / "v1.1-99").mkdir()  # left by a killed rebuild
    with backend.rebuild() as writer:
        writer.apply([work(2)])
    assert generations(tmp_path) == [(tmp_path / "current").read_text("utf-8")]


def test_an_index_of_another_version_is_told_and_can_be_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "v0.0-1").mkdir()
    (tmp_path / "current").write_text("v0.0-1")
    backend = TantivyBackend(tmp_path)
    for use in (backend.count, lambda: backend.apply([work(1)])):
        with pytest.raises(SearchUnavailable, match="another version"):
            use()
    assert not backend.usable()
    with backend.rebuild() as writer:
        writer.apply([work(1)])
    assert backend.usable()
    assert backend.count() == 1


def test_a_damaged_index_is_told(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path)
    backend.apply([work(1)])
    folder = tmp_path / generations(tmp_path)[0]
    (folder / "meta.json").write_text("{")
    with pytest.raises(SearchUnavailable, match="eaci index --rebuild"):
        TantivyBackend(tmp_path).search(SearchRequest())


_KILLED = """
import os, signal, sys
from pathlib import Path
from indexer.search.interface import SearchDocument
from indexer.search.tantivy_backend.backend import TantivyBackend

def documents():
    for number in range(100, 200):
        yield SearchDocument(number=number, id=str(number))
    os.kill(os.getpid(), signal.SIGKILL)

TantivyBackend(Path(sys.argv[1])).apply(documents(), [1])
"""


def test_a_killed_writer_leaves_the_index_and_no_lock(tmp_path: Path) -> None:
    backend = TantivyBackend(tmp_path, lock_seconds=5)
    backend.apply([work(1), work(2)])
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        timeout=120,
    )
    assert killed.returncode == -9
    assert backend.count() == 2
    backend.apply([work(3)])
    assert backend.count() == 3


def test_compile_is_pure_and_keeps_not_apart() -> None:
    clause = AllOf((Term("title", "rost"), Without(Term("title", "cen"))))
    compiled = repr(compile_clause(clause))
    assert compiled == repr(compile_clause(clause))
    assert compiled.count("MustNot") == 1
