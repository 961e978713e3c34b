"""Settings of the review pages on a server: public address, sign-in provider and the file of roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from matcher.errors import Fault, raise_faults
from matcher.read.cells import did_you_mean
from matcher.read.yaml_marks import YamlNode, fault_at, plain_value, read_file

SCHEMA = "matcher-review/1"
NEEDED = ("schema", "public_url", "issuer", "client_id")
TEXTS = (*NEEDED, "client_secret_file", "client_secret_env", "roles", "scope")
KEYS = (*TEXTS, "session_hours")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_SESSION_HOURS = 24


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """`secret_file` and `secret_env` say where the client's secret stands; it is never in this file itself."""

    public_url: str
    issuer: str
    client_id: str
    secret_file: Path | None
    secret_env: str
    roles: str
    scope: str
    session_hours: int


def review_settings(path: Path) -> ReviewSettings:
    """Raises InputFaults with everything that is wrong in the file."""
    faults: list[Fault] = []
    tree = read_file(path, path.name, faults)
    if tree is not None:
        faults += _wrong(tree, path.name)
    raise_faults(faults)
    assert tree is not None
    values = plain_value(tree)
    assert isinstance(values, dict)
    secret = values.get("client_secret_file")
    return ReviewSettings(
        public_url=values["public_url"].rstrip("/"),
        issuer=values["issuer"],
        client_id=values["client_id"],
        secret_file=path.parent / secret if secret else None,
        secret_env=values.get("client_secret_env", ""),
        roles=values.get("roles", "roles.csv"),
        scope=values.get("scope", "openid email"),
        session_hours=values.get("session_hours", 8),
    )


def _wrong(tree: YamlNode, file: str) -> Iterator[Fault]:
    if not isinstance(tree.value, dict):
        yield Fault(file, 1, "", "", "is not a mapping", "Write key: value, one a line")
        return
    for key, node in tree.value.items():
        yield from _wrong_key(key, node)
    for key in NEEDED:
        if key not in tree.value:
            yield Fault(file, None, key, "", "is missing", f"Write {key}: ...")
    if {"client_secret_file", "client_secret_env"} <= set(tree.value):
        message = "the secret has two places"
        yield Fault(file, None, "client_secret_env", "", message, "Name a file or a variable, not both")


def _wrong_key(key: str, node: YamlNode) -> Iterator[Fault]:
    mark = node.key_mark or node.mark
    if key == "client_secret":
        message = "a secret does not stand in this file"
        yield fault_at(mark, key, message, "Put it in a file of its own and name that as client_secret_file")
    elif key not in KEYS:
        yield fault_at(mark, key, "is not a key of this file", did_you_mean(key, KEYS))
    elif key in TEXTS and not (isinstance(node.value, str) and node.value.strip()):
        yield fault_at(mark, key, "is no text", "Write text, in quotes where it looks like a number")
    else:
        yield from _wrong_value(key, node)


def _wrong_value(key: str, node: YamlNode) -> Iterator[Fault]:
    value = node.value
    if key == "schema" and value != SCHEMA:
        yield fault_at(node.mark, key, "is another kind of file", f"Write schema: {SCHEMA}", str(value))
    if key in ("public_url", "issuer") and not _safe(str(value), bare=key == "public_url"):
        message = "is no https address" + (" of a whole host" if key == "public_url" else "")
        yield fault_at(node.mark, key, message, "Write https://host (http is for this machine alone)", str(value))
    if key == "scope" and "openid" not in str(value).split():
        yield fault_at(node.mark, key, "does not ask for openid", "Write openid email", str(value))
    whole = isinstance(value, int) and not isinstance(value, bool)
    if key == "session_hours" and not (whole and 1 <= int(str(value)) <= LONGEST_SESSION_HOURS):
        yield fault_at(node.mark, key, "is no number of hours", f"Write 1 to {LONGEST_SESSION_HOURS}", str(value))


def _safe(address: str, bare: bool) -> bool:
    """https, or http on this machine; where `bare`, nothing behind the host."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    if bare and parts.path not in ("", "/"):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
