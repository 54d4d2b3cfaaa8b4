"""A log line is one line of bounded length, without values of variables and without secrets, in both forms."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

import pytest
from sqlalchemy import insert
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from catalogue import logs, secrecy
from catalogue.database.engine import writing
from catalogue.decided.accounts import add_account
from catalogue.tables import account
from tests.support.logged import logged

FORMS = ("text", "json")
MOST_BYTES = 64 * 1024
SECRET = "a-secret-that-nobody-sees"
Written = Callable[[], str]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written(form: str) -> Iterator[Written]:
    """What the program has logged in this form since the last time."""
    with logged(form) as read:
        yield read


log = logging.getLogger("eaci.test")


def _raise(error: BaseException, cause: BaseException | None = None) -> None:
    raise error from cause


def _fail(password: str, depth: int = 0) -> None:
    if depth:
        _fail(password, depth - 1)
    kept = {"password": password, "again": [password] * 3}
    raise ValueError(f"{len(kept)} things went wrong")


def test_a_traceback_names_places_and_no_values(written: Written) -> None:
    try:
        _fail(SECRET)
    except ValueError:
        log.exception("failed")
    told = written()
    assert "2 things went wrong" in told
    assert "_fail" in told
    assert "test_logs.py" in told
    assert SECRET not in told
    assert "again" not in told.replace('"again": [password]', "")


@pytest.mark.parametrize("depth", [5, 300])
def test_a_deep_traceback_is_bounded(written: Written, depth: int) -> None:
    try:
        _fail(SECRET, depth)
    except ValueError:
        log.exception("failed")
    told = written()
    assert len(told.encode()) < 16 * 1024
    assert told.count("test_logs.py") <= 20
    assert "test_a_deep_traceback_is_bounded" in told


def _loop(left: int) -> None:
    try:
        _loop(left - 1) if left else 1 / 0
    except Exception as error:
        raise RuntimeError("x" * 10_000) from error


HUGE: list[Callable[[], object]] = [
    lambda: _loop(100),
    lambda: int("x" * 30_000_000),
    lambda: [][int("9" * 4000)],
    lambda: _raise(ExceptionGroup("g", [ValueError("y" * 9999)] * 5000)),
    lambda: _raise(KeyError(dict.fromkeys(range(50000), "z" * 100))),
]


@pytest.mark.parametrize("raises", HUGE)
def test_whatever_is_raised_its_line_is_short_and_quick(
    written: Written, raises: Callable[[], object]
) -> None:
    try:
        raises()
    except Exception:
        began = time.process_time()
        log.exception(
            "failed", extra={"values": ["v" * 100_000] * 1000, "map": dict.fromkeys(range(9999))}
        )
        assert time.process_time() - began < 2
    assert 0 < len(written().encode()) < 400 * 1024


def test_ten_faults_write_little(written: Written) -> None:
    for _ in range(10):
        try:
            _fail("p" * 1_000_000, 200)
        except ValueError:
            log.exception("failed")
    assert len(written().encode()) < 10 * MOST_BYTES


CONTROLS = (
    "\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00", "\x1b[2J", "\x08\x08",
    "\x9b31m", "\u202e", "\ud800",
)  # fmt: skip


@pytest.mark.parametrize("control", CONTROLS)
def test_no_text_forges_a_line(written: Written, form: str, control: str) -> None:
    forged = f"visible{control}2026-12-01T00:00:00Z [info] forged"
    log.warning("met %s", forged)
    log.warning(forged, extra={"field": forged, "nested": {"a": [forged]}})
    told = written()
    assert len(told.splitlines()) == 2
    assert "visible" in told
    assert control not in told.replace("\n", "") if control != "\n" else True
    try:
        _raise(ValueError(forged))
    except ValueError:
        log.exception("failed")
    told = written()
    if form == "json":
        assert len(told.splitlines()) == 1
        assert json.loads(told)["exception"][0]["exc_value"] == forged
    else:
        assert not [line for line in told.splitlines() if line.startswith("2026-12-01T00:00:00Z")]
        assert "ValueError: visible" in told


def test_a_line_that_cannot_be_written_is_told_without_its_arguments(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()  # without the handlers of the tests, which raise
    monkeypatch.setattr(
        root, "handlers", [h for h in root.handlers if isinstance(h, logs._Handler)]
    )

    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError(SECRET)

        __str__ = __repr__

    log.warning("%d", SECRET)
    log.warning("%s", Broken())
    log.warning("fine", extra={"broken": Broken()})
    told = written()
    assert SECRET not in told
    assert len(told.splitlines()) == 3
    assert "test_logs.py" in told


def test_secrets_that_are_known_stand_nowhere(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrecy, "_known", set())
    monkeypatch.setattr(secrecy, "_at_hand", [lambda: ["of the moment", "", "x"]])
    secrecy.conceal(SECRET, None, "short")
    hash_ = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g"
    log.warning(
        "x %s, %s, %s, short", SECRET, "of the moment", hash_, extra={"f": {SECRET: [SECRET]}}
    )
    try:
        _raise(ValueError("m" * 1990 + SECRET + "m" * 5000), KeyError(SECRET, hash_))
    except ValueError as error:
        error.add_note(f"a note with {SECRET}")
        log.exception("failed")
    told = written()
    for part in (SECRET, SECRET[:12], "of the moment", "argon2", "aGFza"):
        assert part not in told
    assert "short" in told
    assert "x " in told


def test_an_error_of_the_database_keeps_its_values(written: Written, engine: Engine) -> None:
    hash_ = "not-argon-but-a-hash-all-the-same"
    with writing(engine) as connection:
        add_account(connection, "anna", password_hash=hash_, role="reader")
    for values in ({"name": "anna"}, {"name": None}):
        with pytest.raises(IntegrityError) as failure, writing(engine) as connection:
            connection.execute(
                insert(account).values(password_hash=hash_, role="reader", created_at="", **values)
            )
        assert "parameters hidden" in str(failure.value)  # the driver's own words may hold them
        log.error("failed: %s", failure.value, exc_info=failure.value)
        told = written()
        assert hash_ not in told
        assert "IntegrityError" in told


ODD = (
    'it\'s "odd"\\x',
    "line\nbreak-pass",
    "пароль-секрет",
    "p@ss w%rd+/1",
    "u2028\u2028secret",
    "\x1b[0mescape",
)


@pytest.mark.parametrize("secret", ODD)
def test_a_secret_stands_nowhere_however_it_is_quoted(
    written: Written, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setattr(secrecy, "_known", set())
    monkeypatch.setattr(secrecy, "_at_hand", [lambda: [secret]])
    ways: tuple[Callable[[str], str], ...] = (
        str, repr, json.dumps, lambda s: json.dumps(s, ensure_ascii=False), quote, quote_plus,
        lambda s: quote(s, safe=""), lambda s: str({"password": [s]}), lambda s: str(KeyError(s)),
    )  # fmt: skip
    for number, way in enumerate(ways):
        log.warning("w%d %s", number, way(secret), extra={"f": {"password": secret}})
        told = written()
        assert told.count(secrecy.CONCEALED) == 2, (number, told)


@pytest.mark.parametrize("user", ["anna:pw", "anna:p%40ss", ":pw", "a.b-c:1"])
def test_a_password_in_an_address_is_not_told(written: Written, user: str) -> None:
    for scheme in ("http", "https", "postgresql+psycopg"):
        log.warning("no answer from %s://%s@host.example:80/oai?a=b@c:d", scheme, user)
        told = written()
        assert user not in told
        assert f"{scheme}://{secrecy.CONCEALED}@host.example:80/oai?a=b@c:d" in told
    log.warning("http://host.example:80/a@b http://[::1]:80/x@y https://orcid.org/0000")
    assert secrecy.CONCEALED not in written()
    before = time.process_time()
    log.warning("%s", "://a:" * 3000)
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        ("debug", {"debug", "info", "warning", "error"}),
        ("info", {"info", "warning", "error"}),
        ("warning", {"warning", "error"}),
        ("error", {"error"}),
    ],
)
def test_the_level_says_the_least_that_is_logged(level: str, seen: set[str]) -> None:
    with logged("json", level) as read:
        for name in ("debug", "info", "warning", "error"):
            getattr(log, name)("said")
        assert {json.loads(line)["level"] for line in read().splitlines()} == seen


@pytest.mark.parametrize("name", ["elastic_transport.transport", "urllib3.connectionpool"])
def test_requests_to_the_search_index_are_told_at_no_level(name: str) -> None:
    library = logging.getLogger(name)
    with logged("text", "debug") as read:
        library.debug("GET /")
        library.info("GET /")
        assert read() == ""
        library.warning("refused")
        assert "refused" in read()
    with logged("text", "error") as read:
        library.warning("refused")
        assert read() == ""
