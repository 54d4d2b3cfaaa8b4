"""Guards of what the documents promise; a failure here says what to write again, or what to take back."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from stdnum import issn

from catalogue import settings
from crawler.sources.definition import BUILT_IN, load_source
from schemas.export import CONTRACTS, FOLDER, schema_of
from scripts.sample import generate
from scripts.sample.model import load_journals

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "scripts" / "sample"
_OWN_FILES = re.compile(
    r"\.(py|toml|md|yml|cfg|html|css|txt|po|json|xml|lock)$|^(scripts|\.ci)/[^.]+$"
)
# written so that this file does not hold what it looks for
_MACHINE_PATH = re.compile(
    r"(?<![\w./-])/(?:wo[r]k|ro[o]t|ho[m]e/\w+)/|/t[m]p/x|sha[r]ed/(?:domain|eval|data)/"
)
_INDEX_OPTION = re.compile(r"--(?:extra-)?index-u[r]l|--find-lin[k]s|--trusted-ho[s]t")


def _tracked() -> list[Path]:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    if listed.returncode != 0:
        pytest.skip("not a git clone: the list of the project's files is not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name and _OWN_FILES.search(name)]


def _settings_in(text: str) -> set[str]:
    return set(re.findall(r"\bEACI_[A-Z]+(?:_[A-Z]+)*\b", text))


def test_every_setting_is_documented() -> None:
    known = {f"EACI_{name}" for name in settings.KNOWN}
    assert known <= _settings_in(settings.__doc__ or "")
    assert known <= _settings_in((ROOT / "README.md").read_text("utf-8"))


def test_no_setting_is_documented_that_is_not_known() -> None:
    known = {f"EACI_{name}" for name in settings.KNOWN}
    assert _settings_in((ROOT / "README.md").read_text("utf-8")) <= known
    assert _settings_in(settings.__doc__ or "") <= known


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_json_schema_equals_the_code(name: str) -> None:
    written = (FOLDER / f"{name}.schema.json").read_bytes()
    assert written == schema_of(name), "run: python -m schemas.export"


def test_no_other_json_schema_lies_about() -> None:
    assert {path.name for path in FOLDER.glob("*")} == {f"{n}.schema.json" for n in CONTRACTS}


def test_no_file_names_a_machine_or_a_package_index() -> None:
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in _tracked()
        if path.is_file()
        for pattern in (_MACHINE_PATH, _INDEX_OPTION)
        if (match := pattern.search(path.read_text("utf-8", "replace")))
    }
    assert found == {}


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.toml")), ids=lambda path: path.stem)
def test_built_in_sources_load_and_start_disabled(path: Path) -> None:
    source = load_source(path)
    assert not source.enabled
    assert source.verified == "never"
    assert not source.generated


@pytest.mark.parametrize("path", sorted((SAMPLE / "sources").glob("*.toml")), ids=lambda p: p.stem)
def test_sample_sources_load_and_say_what_is_generated(path: Path, tmp_path: Path) -> None:
    filled = tmp_path / path.name
    text = path.read_text("utf-8").replace("{replay}", "http://127.0.0.1:1")
    filled.write_text(text, "utf-8")
    source = load_source(filled)
    assert source.generated == source.name.startswith("sample-")
    if source.generated:
        assert "GENERATED" in text.splitlines()[0]
        assert "generated" in source.title.en
        assert "сгенерирован" in source.title.ru


def test_generated_files_say_so() -> None:
    made = [*SAMPLE.glob("oai/*.xml"), *SAMPLE.glob("pages/??/*.html"), *SAMPLE.glob("rsci/*.xml"),
            *SAMPLE.glob("journals/*.toml")]  # fmt: skip
    assert len(made) > 50
    for path in made:
        data = path.read_bytes()
        text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8")
        assert "GENERATED" in "".join(text.splitlines()[:3]), path.name


def test_recorded_pages_name_their_article_and_licence() -> None:
    for path in SAMPLE.glob("pages/cyberleninka/*.html"):
        text = path.read_text("utf-8")
        assert "Recorded facts in a layout of ours" in text
        assert "CC BY" in text
        assert 'rel="canonical" href="https://cyberleninka.ru/article/n/' in text


def test_the_sample_is_what_its_generator_makes(tmp_path: Path) -> None:
    generate.build(tmp_path)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    rooms = [SAMPLE / room for room in ("oai", "pages", "rsci")]
    kept = {
        p.relative_to(SAMPLE): p.read_bytes() for r in rooms for p in r.rglob("*") if p.is_file()
    }
    assert made == kept, "run: python -m scripts.sample.generate"


def test_generated_journals_point_at_nothing_real() -> None:
    for journal in load_journals().values():
        assert journal.host.endswith(".example")
        assert journal.doi.startswith("10.5555/")
        assert journal.issn.startswith("99")
        assert issn.is_valid(journal.issn)


def _locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text("utf-8")
    pairs = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", text, re.MULTILINE)
    return {canonicalize_name(package): version for package, version in pairs}


def _project() -> tuple[list[str], list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return project["dependencies"], project["optional-dependencies"]["dev"]


def test_locks_cover_the_dependencies() -> None:
    runtime, development = _project()
    for lines, lock in (
        (runtime, "requirements.lock"),
        (runtime + development, "requirements-dev.lock"),
    ):
        locked = _locked(lock)
        for line in lines:
            wanted = Requirement(line)
            version = locked.get(canonicalize_name(wanted.name))
            assert version is not None, f"{wanted.name} is not in {lock}; run scripts/lock"
            assert wanted.specifier.contains(version, prereleases=True), (
                f"{line}: {lock} has {version}"
            )


def test_both_locks_hold_the_same_versions_and_hashes() -> None:
    runtime, development = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert runtime.items() <= development.items()
    assert "setuptools" in runtime
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(
            r"^(?=[A-Za-z0-9])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE
        )
        assert all("--hash=sha256:" in entry for entry in entries if entry.strip())


def test_the_tests_that_security_rests_on_are_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[^`]+)`", text))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
