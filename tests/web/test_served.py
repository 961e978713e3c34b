"""`matcher review --serve`: what it needs, what it refuses, and that a real server answers and logs nobody."""

from __future__ import annotations

import sys
from pathlib import Path
from signal import SIGINT
from subprocess import PIPE, STDOUT, Popen
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("authlib", reason="the packages for signing in are not installed")

from matcher.errors import InputFaults
from matcher.read.review_settings import review_settings
from matcher.web.serving.server import create_public_server, secret_of
from tests.web.served import REGISTER

SETTINGS = """schema: matcher-review/1
public_url: https://matching.example
issuer: https://login.example
client_id: matcher
client_secret_file: secret.txt
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "review.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("hunter2\n", encoding="utf-8")
    (tmp_path / "roles.csv").write_text(REGISTER, encoding="utf-8")
    return tmp_path


def test_a_real_server_answers_its_own_name_and_logs_no_address(project: Path) -> None:
    command = [sys.executable, "-m", "matcher", "review", str(project)]
    command += ["--serve", "127.0.0.1:0", "--oidc", str(project / "review.yaml")]
    running = Popen(command, stdout=PIPE, stderr=STDOUT, text=True)
    assert running.stdout
    try:
        first = running.stdout.readline()
        assert first.startswith("Review pages: https://matching.example, from 127.0.0.1:")
        base = f"http://127.0.0.1:{first.rsplit(':', 1)[1].strip()}"
        answer = urlopen(Request(f"{base}/sign-in?name=Hollincross", headers={"Host": "matching.example"}))
        assert "Sign in with your organisation" in answer.read().decode()
        assert "Server" not in answer.headers
        with pytest.raises(HTTPError) as closed:
            urlopen(f"{base}/sign-in")
        assert closed.value.code == 403
    finally:
        running.send_signal(SIGINT)
        output = running.communicate(timeout=60)[0]
    assert running.returncode == 0
    assert "Stopped. Everything that was recorded is in the ledger." in output
    for word in ("Hollincross", "/sign-in", "hunter2"):
        assert word not in output


def fault(project: Path, where: str = "127.0.0.1:0") -> str:
    with pytest.raises(InputFaults) as error:
        create_public_server(project, where, project / "review.yaml")
    return str(error.value.faults[0])


@pytest.mark.parametrize("where", ["8080", ":8080", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999"])
def test_where_to_serve_is_a_host_and_a_port(project: Path, where: str) -> None:
    assert "is no HOST:PORT" in fault(project, where)


def test_a_port_that_is_taken_is_told(project: Path) -> None:
    server, _ = create_public_server(project, "127.0.0.1:0", project / "review.yaml")
    try:
        assert "nothing can be opened there" in fault(project, f"127.0.0.1:{server.effective_port}")
    finally:
        server.close()


def test_a_fault_of_the_register_of_roles_is_told_before_anybody_comes(project: Path) -> None:
    (project / "roles.csv").write_text("subject,role,regions\nx,king,\n", encoding="utf-8")
    assert "roles.csv:2" in fault(project)
    (project / "roles.csv").unlink()
    assert "the file is missing" in fault(project)


def test_a_secret_that_is_not_there_is_told_without_its_value(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "secret.txt").write_text(" \n", encoding="utf-8")
    assert "the file is empty" in fault(project)
    (project / "secret.txt").unlink()
    assert "the secret cannot be read" in fault(project)
    by_variable = SETTINGS.replace("client_secret_file: secret.txt", "client_secret_env: MATCHER_TEST_SECRET")
    (project / "review.yaml").write_text(by_variable, encoding="utf-8")
    assert "the variable is not set" in fault(project)
    monkeypatch.setenv("MATCHER_TEST_SECRET", "hunter2")
    assert secret_of(review_settings(project / "review.yaml")) == "hunter2"


def test_a_client_without_a_secret_may_be(project: Path) -> None:
    (project / "review.yaml").write_text(SETTINGS.replace("client_secret_file: secret.txt\n", ""), encoding="utf-8")
    assert secret_of(review_settings(project / "review.yaml")) is None
