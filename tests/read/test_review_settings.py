"""The settings of a review server and its register of roles are read whole, or every fault is told, and no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.read.review_settings import review_settings
from matcher.read.roles import read_roles

GOOD = """schema: matcher-review/1
public_url: https://matching.example
issuer: https://login.example/tenant
client_id: matcher
client_secret_file: secret.txt
"""
HEAD = "subject,email,role,regions,organisation,person\n"


def faults_of(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFaults) as found:
        review_settings(path) if path.suffix == ".yaml" else read_roles(path)
    return "\n".join(map(str, found.value.faults))


def test_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    path = tmp_path / "review.yaml"
    path.write_text(GOOD, encoding="utf-8")
    found = review_settings(path)
    assert (found.roles, found.scope, found.session_hours) == ("roles.csv", "openid email", 8)
    assert found.client_secret_file == str(tmp_path / "secret.txt")
    assert found.client_secret_env == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("https://matching.example", "http://matching.example"), "public_url: is no https address of a whole host"),
        (("https://matching.example", "https://matching.example/pages"), "is no https address of a whole host"),
        (("https://matching.example", "https://a@matching.example"), "is no https address of a whole host"),
        (("https://login.example/tenant", "http://login.example"), "issuer: is no https address"),
        (("https://login.example/tenant", "ftp://login.example"), "issuer: is no https address"),
        (("matcher-review/1", "matcher/1"), "is another kind of file"),
        (("client_id: matcher\n", ""), "client_id: is missing"),
        (("client_id: matcher", "client_id: 7"), "client_id: is no text"),
        (("client_id", "client_di"), "Did you mean 'client_id'?"),
        (("client_secret_file: secret.txt", "scope: email"), "does not ask for openid"),
        (("client_secret_file: secret.txt", "session_hours: 0"), "is not from 1 to 24 hours (found '0')"),
        (("client_secret_file: secret.txt", "session_hours: yes"), "is not a number (found 'yes')"),
        (("client_secret_file: secret.txt", "session_hours: 200"), "is not from 1 to 24 hours"),
        (("client_secret_file", "client_secret_env: A\nclient_secret_file"), "the secret has two places"),
    ],
)
def test_a_wrong_setting_is_told_where_it_stands(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    assert said in faults_of(tmp_path / "review.yaml", GOOD.replace(*change))


def test_each_fault_has_its_line_and_column(tmp_path: Path) -> None:
    told = faults_of(
        tmp_path / "review.yaml", GOOD.replace("client_id: matcher", "client_id: [matcher]") + "roels: x\n"
    )
    assert told.splitlines() == [
        "review.yaml:4:column 12 client_id: is no text. Write text, in quotes where it looks like a number",
        "review.yaml:6:column 1 roels: is not a key of this file. Did you mean 'roles'?",
    ]


@pytest.mark.parametrize("text", ["- a\n", "just words\n"])
def test_what_is_no_mapping_is_told(tmp_path: Path, text: str) -> None:
    assert "is not a mapping" in faults_of(tmp_path / "review.yaml", text)


def test_a_secret_in_the_settings_is_refused_and_not_repeated(tmp_path: Path) -> None:
    told = faults_of(tmp_path / "review.yaml", GOOD.replace("client_secret_file: secret.txt", "client_secret: hunter2"))
    assert "a secret does not stand in this file" in told
    assert "hunter2" not in told


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    told = faults_of(tmp_path / "review.yaml", "schema: x\nissuer: y\nstrange: z\n")
    for said in ("another kind", "no https", "not a key", "public_url: is missing", "client_id: is missing"):
        assert said in told


def test_a_row_says_who_somebody_is(tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(HEAD + "s1,,Broker,south west; London,90005,P003\n,A@x.example,auditor,,,\n", encoding="utf-8")
    broker, auditor = read_roles(path)
    assert (broker.role, broker.regions, broker.person) == ("broker", frozenset({"South West", "London"}), "P003")
    assert (auditor.role, auditor.regions) == ("auditor", None)


def test_a_row_with_a_subject_is_not_found_by_an_address(tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(HEAD + "s1,a@x.example,auditor,,,\n", encoding="utf-8")
    (role,) = read_roles(path)
    assert role.is_of("s1", "")
    assert not role.is_of("s2", "a@x.example")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,auditor,,,", "names nobody"),
        ("s,,king,,,", "role"),
        ("s,,,,,", "role: is missing"),
        ("s,,broker,,,P1", "a broker has regions of their own"),
        ("s,,director,,,P1", "a director has regions of their own"),
        ("s,,broker,Atlantis,,P1", "regions"),
        ("s,,broker,London,,", "a broker is in the register of people"),
        ("s,,auditor,London,,", "an auditor reads everything"),
        (",nowhere,auditor,,,", "email: is no e-mail address"),
        ("s,,auditor,,,\ns,,analyst,,,", "stands in row 2 too"),
        (",a@x,auditor,,,\n,A@X,analyst,,,", "stands in row 2 too"),
    ],
)
def test_a_wrong_row_is_told_by_its_number(tmp_path: Path, row: str, said: str) -> None:
    told = faults_of(tmp_path / "roles.csv", HEAD + row + "\n")
    assert said in told
    assert "a@x" not in told.lower()


def test_a_column_that_is_missing_or_strange_is_told(tmp_path: Path) -> None:
    assert "the column is missing" in faults_of(tmp_path / "roles.csv", "role\nauditor\n")
    assert "is no column of this register" in faults_of(
        tmp_path / "roles.csv", "subject,role,regions,rank\ns,auditor,,1\n"
    )
