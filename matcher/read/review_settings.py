"""Settings of the review pages on a server: public address, sign-in provider and the file of roles."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from matcher.errors import Fault, raise_faults
from matcher.read.parsing.model_faults import wording
from matcher.read.parsing.spelling import did_you_mean
from matcher.read.parsing.yaml_marks import YamlNode, fault_at, plain_value, read_file
from matcher.read.scenarios.schema.scenario_values import ValueType, invalid, whole
from matcher.read.scenarios.schema.section import Section, setting

SCHEMA = "matcher-review/1"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_SESSION_HOURS = 24


def _text(value: Any) -> str:
    """Text only: a number would lose its leading zeros."""
    if not isinstance(value, str) or not value.strip():
        raise invalid("is no text", "Write text, in quotes where it looks like a number")
    return value


def _schema(value: Any) -> str:
    if value != SCHEMA:
        raise invalid("is another kind of file", f"Write schema: {SCHEMA}")
    return SCHEMA


def _address(whole_host: bool) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not _safe(_text(value), whole_host):
            message = "is no https address" + (" of a whole host" if whole_host else "")
            raise invalid(message, "Write https://host (http is for this machine alone)")
        return str(value)

    return check


def _address_of_proxy(value: Any) -> str:
    try:
        return str(ip_address(_text(value)))
    except ValueError:
        raise invalid("is no IP address", "Write the proxy's own, for example 127.0.0.1") from None


def _scope(value: Any) -> str:
    if "openid" not in _text(value).split():
        raise invalid("does not ask for openid", "Write openid email")
    return str(value)


def _safe(address: str, whole_host: bool) -> bool:
    """https, or http on this machine; where `whole_host`, nothing behind the host."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.query or parts.fragment:
        return False
    if whole_host and parts.path not in ("", "/"):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


_ANY_TEXT = {"type": "string"}
Words = Annotated[str, ValueType(_text, _ANY_TEXT)]
Hours = Annotated[int, whole(1, LONGEST_SESSION_HOURS, "hours")]


class ReviewSettings(Section):
    """The client's secret is never in this file: `client_secret_file` or `client_secret_env` says where it is."""

    schema_: Annotated[str, ValueType(_schema, {"const": SCHEMA})] = setting("the kind of file", alias="schema")
    public_url: Annotated[str, ValueType(_address(True), _ANY_TEXT)] = setting("where the pages are opened")
    issuer: Annotated[str, ValueType(_address(False), _ANY_TEXT)] = setting("the sign-in provider")
    client_id: Words = setting("the pages' name at the provider")
    client_secret_file: Words = setting("a file that holds the secret, beside this one", default="")
    client_secret_env: Words = setting("an environment variable that holds it", default="")
    roles: Words = setting("the register of who may do what", default="roles.csv")
    scope: Annotated[str, ValueType(_scope, _ANY_TEXT)] = setting("what the provider is asked", default="openid email")
    proxy: Annotated[str, ValueType(_address_of_proxy, _ANY_TEXT)] = setting(
        "the proxy in front, by its IP address, whose X-Forwarded-For is believed", default=""
    )
    session_hours: Hours = setting("how long somebody stays signed in", default=8)

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, address: str) -> str:
        return address.rstrip("/")

    @field_validator("client_secret_env")
    @classmethod
    def _one_place(cls, name: str, others: ValidationInfo) -> str:
        if others.data.get("client_secret_file"):
            raise invalid("the secret has two places", "Name a file or a variable, not both")
        return name


def review_settings(path: Path) -> ReviewSettings:
    """Raises InputFaults with everything that is wrong in the file, each with its line."""
    faults: list[Fault] = []
    tree = read_file(path, path.name, faults)
    raise_faults(faults)
    assert tree is not None
    try:
        settings = ReviewSettings.model_validate(plain_value(tree))
    except ValidationError as wrong:
        raise_faults(_fault(tree, error) for error in wrong.errors(include_url=False))
        raise
    secret = settings.client_secret_file
    return settings.model_copy(update={"client_secret_file": secret and str(path.parent / secret)})


def _fault(tree: YamlNode, error: ErrorDetails) -> Fault:
    """A secret's own value is never repeated."""
    key = ".".join(map(str, error["loc"]))
    node = tree.value.get(key, tree) if isinstance(tree.value, dict) else tree
    if error["type"] == "extra_forbidden":
        return fault_at(node.key_mark or node.mark, key, *_wrong_key(key))
    message, hint, _ = wording(error)
    if error["type"] == "missing":
        return fault_at(tree.mark, key, message, f"Write {key}: ...")
    shown = "" if node is tree or "secret" in key or isinstance(node.value, dict | list) else str(node.value)[:80]
    return fault_at(node.mark, key, message, hint or "Write key: value, one a line", shown)


def _wrong_key(key: str) -> tuple[str, str]:
    if key == "client_secret":
        message = "a secret does not stand in this file"
        return message, "Put it in a file of its own and name that as client_secret_file"
    names = [field.alias or name for name, field in ReviewSettings.model_fields.items()]
    return "is not a key of this file", did_you_mean(key, names)
