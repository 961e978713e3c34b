"""A walk through every route an application has: discovered, not listed, so that a new one is walked too.

A route whose parameters the walk cannot fill is an error: say here what may stand in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import quote, unquote_plus

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matcher.web.project import ReviewRun
from matcher.web.reviewer import Reviewer
from matcher.web.serving.request_guard import SESSION_KEY
from tests.web.conftest import DAY, HERE

ASKED: set[tuple[str, str]] = set()  # (endpoint, field) of every field that a view has asked a request for
HEARD: set[tuple[object, ...]] = set()  # method, rule, view, role and project of every route that a walk has asked


class Noted(ImmutableMultiDict[str, object]):
    """Fields as a request sent them; which of them a view asks for is noted."""

    def get(self, key, default=None, type=None):  # type: ignore[no-untyped-def]
        ASKED.add((request.endpoint or "", key))
        return super().get(key, default, type)

    def __getitem__(self, key):  # type: ignore[no-untyped-def]
        ASKED.add((request.endpoint or "", key))
        return super().__getitem__(key)


class Listening(Request):
    parameter_storage_class = Noted


@dataclass
class Walk:
    """One browser that is inside `app` as `reader`. `known` has a true value for each parameter and field."""

    app: Flask
    reader: Reviewer
    known: Mapping[str, str]
    answers: list[TestResponse] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app.request_class = Listening
        self.client = self.app.test_client()
        self.key = f"walk-{id(self)}"
        with self.client.session_transaction(base_url=HERE) as session:
            session[SESSION_KEY] = self.key
        self.stay()
        self.token = token_in(self.get("/propose").text)

    def stay(self) -> None:
        """Inside as who they are: some routes change that."""
        self.app.extensions["matcher"].reviewers[self.key] = self.reader

    def get(self, address: str) -> TestResponse:
        self.stay()
        self.answers.append(self.client.get(address, base_url=HERE))
        return self.answers[-1]

    def post(self, address: str, form: Mapping[str, str], token: str | None = "own") -> TestResponse:
        self.stay()
        sent = {**form, "csrf_token": self.token if token == "own" else token}
        fields = {k: v for k, v in sent.items() if v is not None}
        self.answers.append(self.client.post(address, data=fields, base_url=HERE, headers={"Origin": HERE}))
        return self.answers[-1]

    def rules(self, method: str) -> list[Rule]:
        found = [r for r in self.app.url_map.iter_rules() if method in (r.methods or ())]
        return sorted(found, key=lambda r: r.rule)

    def address(self, rule: Rule, **other: str) -> str:
        """The rule with true values, but for those that are given. KeyError for a parameter the walk does not know."""
        values = {name: other.get(name) or self.known[name] for name in rule.arguments}
        return re.sub(r"<(?:[^:<>]*:)?([^<>]+)>", lambda m: quote(values[m[1]], safe=""), rule.rule)

    def fields(self, rule: Rule) -> list[str]:
        """Every field that the route's view has asked for so far, beside the token."""
        return sorted({name for endpoint, name in ASKED if endpoint == rule.endpoint} - {"csrf_token"})

    def form(self, rule: Rule, **other: str) -> dict[str, str]:
        return {name: other.get(name, self.known.get(name, "")) for name in self.fields(rule)} | other

    def listen(self, anew: bool = False) -> None:
        """Ask every route once or twice, so that its view's fields are known; `anew` those too that were asked."""
        for rule in self.rules("GET"):
            if anew or self._unheard("GET", rule):
                self.get(self.address(rule))
        unheard = [rule for rule in self.rules("POST") if self._unheard("POST", rule) or anew]
        for _ in range(2):
            for rule in unheard:
                self.post(self.address(rule), self.form(rule, job="none", scenario="none", reason=""))

    def _unheard(self, method: str, rule: Rule) -> bool:
        """Whether nobody of this role has asked this view of this project in an earlier walk."""
        project = self.app.extensions["matcher"].project.folder
        heard = method, rule.rule, self.app.view_functions[rule.endpoint], self.reader.role, project
        new = heard not in HEARD
        HEARD.add(heard)
        return new


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found[1]


# What a response must not hold.


@dataclass(frozen=True)
class Bodies:
    """Schools and trusts that a reader must not learn of, by id."""

    names: Mapping[str, str]

    def told_in(self, text: str, sent: Iterable[str] = ()) -> list[str]:
        """Those that the text names, but for what the reader sent themselves."""
        own = " ".join(sent)
        words = set(re.findall(r"\w+", text))
        return [
            i for i, name in self.names.items() if (i in words and i not in own) or (name in text and name not in own)
        ]


def bodies(run: ReviewRun, region: str) -> Bodies:
    found = {a.id: a.name for a in run.finished.setup.assessments if a.region == region}
    return Bodies(found)


OUR_PICTURE = "match-map-title match-map-desc"  # the one picture that the pages hold: the map of a match


class _Tags(HTMLParser):
    OBEYED = ("script", "img", "iframe", "object", "embed", "svg", "base", "math", "style")
    ADDRESSES = ("href", "src", "action", "formaction")

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ours = tag == "svg" and ("aria-labelledby", OUR_PICTURE) in attrs
        self.wrong += [f"<{tag}>"] if tag in self.OBEYED and not ours else []
        for name, value in attrs:
            self.wrong += [f"{tag} {name}"] if name.startswith("on") or name == "style" else []
            if name in self.ADDRESSES:
                self.addresses.append(value or "")
                said = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
                self.wrong += (
                    [f"{name}={value}"] if said.startswith(("javascript:", "data:text", "vbscript:", "//")) else []
                )


def obeyed(text: str) -> list[str]:
    """Everything in the page that a browser would obey and none of these pages holds."""
    tags = _Tags()
    tags.feed(text)
    turned = [f"U+{ord(c):04X}" for c in text if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
    return tags.wrong + turned


def addresses(answer: TestResponse) -> list[str]:
    tags = _Tags()
    tags.feed(answer.text if answer.mimetype == "text/html" else "")
    return [unquote_plus(a) for a in (*tags.addresses, answer.headers.get("Location", "")) if a]


def open_headers(answer: TestResponse) -> list[str]:
    """What the answer's headers leave open."""
    head = answer.headers
    policy = head.get("Content-Security-Policy", "")
    static = answer.request.path.startswith("/static/")
    wants = {
        "no default": "default-src 'none'" in policy,
        "unsafe-inline": "unsafe-inline" not in policy and "unsafe-eval" not in policy and "script-src" not in policy,
        "frames": "frame-ancestors 'none'" in policy,
        "base": "base-uri 'none'" in policy,
        "sniffing": head.get("X-Content-Type-Options") == "nosniff",
        "referrer": head.get("Referrer-Policy") in ("same-origin", "no-referrer"),
        "kept": static or head.get("Cache-Control") == "no-store",
    }
    return [f"{answer.request.path}: {name}" for name, good in wants.items() if not good]


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything that lies in the project, to see that nothing was written."""
    skipped = ("-wal", "-shm")
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.name.endswith(skipped)
    }


def seeded(rule: Rule, role: str, number: int) -> Iterator[Random]:
    return (Random(f"{rule.rule} {role} {i}") for i in range(number))


TRUE_FORM = {"act": "school-agrees", "reason": "By letter", **DAY}
