"""docker-compose.yml without Docker: its schema, its limits, its secrets, and every command in it as a process."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from catalogue.settings import KNOWN, Settings
from tests.support.program import end
from tests.support.wanted import NOT_TESTED

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"].startswith("eaci:")}
PROGRAMS = Path(sys.executable).parent


def _ended(
    command: Sequence[str | Path], cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def test_it_follows_the_compose_specification() -> None:
    command = (PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    outcome = _ended([*command, "docker-compose.yml"])
    assert outcome.returncode == 0, outcome.stdout


def test_no_grave_finding_of_the_security_linter() -> None:
    command = [PROGRAMS / "compose-lint", "--format", "json", "docker-compose.yml"]
    outcome = _ended(command)
    found = json.loads(outcome.stdout)
    findings = found if isinstance(found, list) else found["findings"]
    # left on purpose: no digests (they are for whoever deploys), no CPU limits, the proxy's open ports, and that
    # Elasticsearch writes into its own configuration folder when it starts
    assert {each["rule_id"] for each in findings} <= {"CL-0019", "CL-0026", "CL-0005", "CL-0007"}
    assert outcome.returncode == 0


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_limited_pinned_and_not_root(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[\w./-]+:\d+\.[\w.-]+", service["image"])
    assert service["user"].split(":")[0] not in {"0", "root"}
    assert service["mem_limit"]
    assert service["cap_drop"] == ["ALL"]
    # a worker and an indexer answer nobody; what they do shows in the metrics
    assert "healthcheck" in service or name in {"prepare", "worker", "indexer"}


def test_three_search_nodes_that_know_each_other() -> None:
    nodes = [name for name in SERVICES if name.startswith("search")]
    assert len(nodes) == 3
    for name in nodes:
        environment = SERVICES[name]["environment"]
        assert environment["node.name"] == name
        assert environment["cluster.initial_master_nodes"].split(",") == nodes
        assert environment["xpack.security.enabled"] == "true"
    volumes = [SERVICES[name]["volumes"][0].split(":")[0] for name in nodes]
    assert sorted(volumes) == sorted(set(volumes) & set(COMPOSE["volumes"]))


@pytest.mark.parametrize("name", OURS)
def test_its_settings_are_settings(name: str) -> None:
    for variable in OURS[name]["environment"]:
        if variable.startswith("EACI_"):
            assert variable.removeprefix("EACI_").removesuffix("_FILE") in KNOWN


def test_a_secret_stands_in_a_file_only_and_every_file_is_made(tmp_path: Path) -> None:
    _make_secrets(tmp_path)
    for name, secret in COMPOSE["secrets"].items():
        assert (tmp_path / Path(secret["file"]).name).stat().st_size > 0, name
    for service in SERVICES.values():
        for variable, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|KEY|SECRET|URL", variable) and "ssl" not in variable:
                assert str(value).startswith("/run/secrets/"), variable


def test_secrets_are_kept_and_readable_by_settings(tmp_path: Path) -> None:
    _make_secrets(tmp_path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    _make_secrets(tmp_path)
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
    environment = {
        "EACI_HOME": str(tmp_path / "home"),
        "EACI_SEARCH_CA": str(tmp_path / "search_ca"),
    }
    for name in ("database_url", "search_url", "secret_key"):
        environment[f"EACI_{name.upper()}_FILE"] = str(tmp_path / name)
    settings = Settings.from_environment(environment)
    assert settings.database_url.startswith("postgresql+psycopg://eaci:")
    assert settings.search_url.endswith("@search1:9200,search2:9200,search3:9200/eaci")
    verify = (
        "openssl",
        "verify",
        "-CAfile",
        "authority.pem",
        "search_certificate",
        "tls_certificate",
    )
    assert _ended(verify, cwd=tmp_path).returncode == 0


def _make_secrets(folder: Path) -> None:
    command = [ROOT / "scripts/container/secrets", folder, "localhost"]
    assert _ended(command).returncode == 0


@pytest.mark.parametrize("name", ["indexer", "worker"])
def test_what_runs_on_ends_when_it_is_told_to(name: str, prepared: dict[str, str]) -> None:
    command = [PROGRAMS / "eaci", *OURS[name]["command"]]
    with subprocess.Popen(command, env=prepared, stderr=subprocess.PIPE) as process:
        time.sleep(4)
        assert process.poll() is None
        assert end(process) in {0, -signal.SIGTERM}


@pytest.fixture
def prepared(tmp_path: Path) -> dict[str, str]:
    """The environment of a program whose catalogue the service "prepare" has made."""
    environment = os.environ | {"EACI_HOME": str(tmp_path / "home"), "EACI_LOG": "json"}
    command = [PROGRAMS / "eaci", *SERVICES["prepare"]["command"]]
    assert _ended(command, env=environment).returncode == 0
    return environment


@pytest.fixture
def site(prepared: dict[str, str], tmp_path: Path) -> Iterator[int]:
    """The service "web" as a process; gives its port."""
    (tmp_path / "metrics").mkdir()
    port = _free_port()
    web = OURS["web"]
    command = [PROGRAMS / web["entrypoint"][0], *web["command"], "--bind", f"127.0.0.1:{port}"]
    environment = prepared | {
        "WEB_CONCURRENCY": "1",
        "EACI_PROXIES": web["environment"]["EACI_PROXIES"],
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
    }
    with _running(command, environment, tmp_path / "web.log"):
        # its own health check, on the port of this test
        check = [sys.executable, *web["healthcheck"]["test"][2:]]
        check[-1] = check[-1].replace(":8000", f":{port}")
        _until(lambda: _ended(check).returncode == 0)
        yield port


@contextmanager
def _running(command: list[Any], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        yield
    finally:
        end(process)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def test_the_proxy_stands_before_the_site(site: int, tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip(
            f"{NOT_TESTED} behind the proxy: nginx is not installed (sudo apt install nginx-light)"
        )
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    _make_secrets(secrets)
    plain, secure = _free_port(), _free_port()
    text = (ROOT / "scripts/container/nginx.conf").read_text(encoding="utf-8")
    for there, here in (
        ("/tmp/", f"{tmp_path}/"),  # noqa: S108 -- the container's own; first, since the others hold it
        ("listen 8080", f"listen 127.0.0.1:{plain}"),
        ("listen 8443", f"listen 127.0.0.1:{secure}"),
        ("/run/secrets", str(secrets)),
        ("http://web:8000", f"http://127.0.0.1:{site}"),
    ):
        assert there in text
        text = text.replace(there, here)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    command = SERVICES["proxy"]["command"]
    arguments = [
        str(tmp_path / "nginx.conf") if each.endswith("nginx.conf") else each
        for each in command[1:]
    ]
    with _running([nginx, "-p", tmp_path, *arguments], dict(os.environ), tmp_path / "nginx.log"):
        check = [
            each.replace(":8080", f":{plain}")
            for each in SERVICES["proxy"]["healthcheck"]["test"][1:]
        ]
        _until(lambda: _ended(check).returncode == 0)
        _visit(plain, f"https://localhost:{secure}", secrets / "authority.pem")


def _visit(plain: int, address: str, authority: Path) -> None:
    moved = requests.get(f"http://127.0.0.1:{plain}/ru/", allow_redirects=False, timeout=30)
    assert moved.status_code == 308
    assert moved.headers["Location"].startswith("https://")
    session = requests.Session()
    session.trust_env = False  # a REQUESTS_CA_BUNDLE of the machine would go before our authority
    session.verify = str(authority)
    claim = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http"}
    login = session.get(f"{address}/admin/login", headers=claim, timeout=30)
    assert login.status_code == 200
    assert "max-age" in login.headers["Strict-Transport-Security"]
    assert "Secure" in login.headers["Set-Cookie"]
    for inside in ("/metrics", "/readyz"):
        assert session.get(f"{address}{inside}", timeout=30).status_code == 404
    assert session.get(f"{address}/healthz", timeout=30).json() == {"status": "ok"}


def test_the_image_installs_from_the_lock_and_runs_as_nobody_special() -> None:
    text = (ROOT / "scripts/container/Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes --requirement requirements.lock" in text
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert all(
        "@" in each or re.search(r":\d+\.\d+\.\d+", each)
        for each in re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    )
    entry = json.loads(re.findall(r"^ENTRYPOINT (.*)$", text, re.MULTILINE)[0])
    assert shlex.join(entry) == "eaci"
