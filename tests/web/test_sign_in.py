"""On a server somebody is whom the provider vouches for and what the register of roles says, or sees nothing."""

from __future__ import annotations

import logging
import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zlib import decompress

import pytest

pytest.importorskip("authlib", reason="the packages for signing in are not installed")

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.web.conftest import DAY, ITS_LEADER, MATCH, NOW, TRUST
from tests.web.provider import SECRET, Provider
from tests.web.served import ADDRESS, NAME, REGISTER, Signed, sent_on, served_app
from tests.web.test_decision_options import acts

BROKER = {"sub": "sub-broker"}


def inside(browser: Signed) -> bool:
    return browser.get("/runs/term-1/matches").status_code == 200


def test_who_is_in_the_register_comes_in_as_what_it_says(browser: Signed, provider: Provider) -> None:
    provider.person = BROKER
    answer = browser.sign_in()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "P003, broker, South West" in browser.get("/").text
    assert browser.get(MATCH).status_code == 200


def test_the_cookie_is_for_this_host_by_tls_alone_and_for_no_script(browser: Signed, provider: Provider) -> None:
    provider.person = BROKER
    cookie = browser.sign_in().headers["Set-Cookie"]
    assert cookie.startswith("__Host-matcher=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    assert "max-age" in browser.get("/").headers["Strict-Transport-Security"]


def test_the_provider_is_asked_with_state_nonce_and_a_hashed_challenge(browser: Signed, provider: Provider) -> None:
    browser.to_provider()
    asked = provider.asked[-1]
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{ADDRESS}/signed-in"
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    before = dict(asked)
    browser.to_provider()
    assert all(provider.asked[-1][name] != before[name] for name in ("state", "nonce", "code_challenge"))


def late(claims: dict[str, Any]) -> dict[str, Any]:
    return claims | {"iat": int(time.time()) - 7200, "exp": int(time.time()) - 3600}


WRONG_CLAIMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another nonce": lambda c: c | {"nonce": "another"},
    "no nonce": lambda c: {k: v for k, v in c.items() if k != "nonce"},
    "another audience": lambda c: c | {"aud": "another-client"},
    "no audience": lambda c: {k: v for k, v in c.items() if k != "aud"},
    "another issuer": lambda c: c | {"iss": "https://another.example"},
    "expired": late,
    "no expiry": lambda c: {k: v for k, v in c.items() if k != "exp"},
    "from tomorrow": lambda c: c | {"iat": int(time.time()) + 86400, "exp": int(time.time()) + 90000},
    "nobody": lambda c: {k: v for k, v in c.items() if k != "sub"},
    "an empty subject": lambda c: c | {"sub": ""},
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS)
def test_wrong_claims_are_not_taken(browser: Signed, provider: Provider, wrong: str) -> None:
    provider.person, provider.spoil = BROKER, WRONG_CLAIMS[wrong]
    assert browser.sign_in().status_code == 403
    assert not inside(browser)


def by_another_key(provider: Provider, claims: dict[str, Any]) -> str:
    return provider.signed(claims, RSAKey.generate_key(2048, {"kid": "one"}))


def tampered(provider: Provider, claims: dict[str, Any]) -> str:
    """Signed for the broker, and then made to say the auditor."""
    head, _, seal = provider.signed(claims).split(".")
    _, body, _ = provider.signed(claims | {"sub": "sub-auditor"}).split(".")
    return f"{head}.{body}.{seal}"


def unsigned(provider: Provider, claims: dict[str, Any]) -> str:
    _, body, _ = provider.signed(claims).split(".")
    return f"eyJhbGciOiJub25lIn0.{body}."


def by_the_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    shared = OctKey.import_key(provider.key.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, shared, algorithms=["HS256"])


def by_the_secret(provider: Provider, claims: dict[str, Any]) -> str:
    shared = OctKey.import_key(SECRET.encode())
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, shared, algorithms=["HS256"])


SEALS: dict[str, Callable[[Provider, dict[str, Any]], str | None]] = {
    "another key": by_another_key,
    "tampered": tampered,
    "unsigned": unsigned,
    "the public key as a shared one": by_the_public_key,
    "the client's secret": by_the_secret,
    "no token at all": lambda *_: None,
    "no token but text": lambda *_: "not.a.token",
}


@pytest.mark.parametrize("seal", SEALS)
def test_a_token_that_the_provider_did_not_seal_is_not_taken(browser: Signed, provider: Provider, seal: str) -> None:
    provider.person = BROKER
    provider.seal = lambda claims: SEALS[seal](provider, claims)
    assert browser.sign_in().status_code == 403
    assert not inside(browser)


def test_an_answer_to_somebody_elses_question_is_not_taken(proposed: Path, provider: Provider, register: Path) -> None:
    provider.person = BROKER
    app = served_app(proposed, provider, register)
    mine, theirs = Signed(app.test_client()), Signed(app.test_client())
    back = mine.to_provider().removeprefix(ADDRESS)
    assert theirs.get(back).status_code == 403
    assert not inside(theirs)
    theirs.to_provider()
    assert theirs.get(back).status_code == 403
    assert theirs.get(re.sub("state=[^&]*", "state=", back)).status_code == 403


def test_an_answer_works_once(browser: Signed, provider: Provider) -> None:
    provider.person = BROKER
    back = browser.to_provider().removeprefix(ADDRESS)
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 403


def test_a_code_without_the_verifier_is_worth_nothing(browser: Signed, provider: Provider) -> None:
    """A code that was caught on its way belongs to another browser's challenge."""
    provider.person = BROKER
    caught = re.search("code=([^&]+)", browser.to_provider())
    assert caught
    back = browser.to_provider().removeprefix(ADDRESS)
    assert browser.get(re.sub("code=[^&]+", f"code={caught[1]}", back)).status_code == 403
    assert not inside(browser)


def test_a_provider_that_calls_itself_otherwise_is_not_asked(browser: Signed, provider: Provider) -> None:
    provider.metadata = {"issuer": "https://another.example"}
    answer = browser.get("/sign-in/go")
    assert answer.status_code == 502
    assert "does not answer as it should" in answer.text


def test_a_provider_that_says_no_lets_nobody_in(browser: Signed) -> None:
    assert browser.get("/signed-in?error=access_denied&error_description=<script>").status_code == 403
    assert "<script" not in browser.get("/signed-in?error=access_denied&error_description=<script>").text


def test_who_is_not_in_the_register_sees_nothing(browser: Signed, provider: Provider) -> None:
    provider.person = {"sub": "sub-stranger", "email": "x@y.example", "email_verified": True}
    answer = browser.sign_in()
    assert answer.status_code == 403
    assert "You are not in the register of roles" in answer.text
    assert "sub-stranger" in answer.text
    for page in ("/", "/runs/term-1/matches", MATCH, "/registers", "/propose"):
        shown = browser.get(page)
        assert (shown.status_code, shown.headers["Location"]) == (303, "/sign-in")


def test_nobody_reads_a_page_before_signing_in(browser: Signed) -> None:
    assert not inside(browser)
    text = browser.get("/sign-in").text
    assert "term-1" not in text
    assert "Sign in with your organisation" in text


def test_every_route_is_closed_to_who_has_not_signed_in(proposed: Path, provider: Provider, register: Path) -> None:
    """Routes as the application lists them: a new one is closed too, or this says so."""
    app = served_app(proposed, provider, register)
    browser, found = Signed(app.test_client()), {}
    values = {"run": "term-1", "recipient": TRUST, "body": TRUST, "leader": ITS_LEADER, "name": "sign-off", "id": "x"}
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(?:[^:<>]*:)?([^<>]+)>", lambda m: values.get(m[1], "review.css"), rule.rule)
        for method in {"GET", "POST"} & (rule.methods or set()):
            answer = browser.client.open(address, method=method, base_url=ADDRESS, headers={"Origin": ADDRESS})
            assert "Ebbhaven" not in answer.text
            if (answer.status_code, answer.headers.get("Location")) != (303, "/sign-in") and rule.endpoint != "static":
                found[f"{method} {rule.rule}"] = answer.status_code
    assert found == {"GET /healthz": 200, "GET /sign-in": 200, "GET /sign-in/go": 302, "GET /signed-in": 403}


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_nobody_verified_is_nobodys(browser: Signed, provider: Provider, verified: object) -> None:
    provider.person = {"sub": "x", "email": "analyst@office.example", "email_verified": verified}
    assert browser.sign_in().status_code == 403


def test_a_verified_address_is_found_whatever_its_capitals(browser: Signed, provider: Provider) -> None:
    provider.person = {"sub": "x", "email": "Analyst@Office.example", "email_verified": True}
    assert browser.sign_in().status_code == 303
    assert "analyst, All England" in browser.get("/").text


def test_a_role_is_never_taken_from_the_browser(browser: Signed, provider: Provider) -> None:
    provider.person = {"sub": "sub-auditor", "role": "director", "roles": ["director"], "regions": "London"}
    browser.sign_in()
    form: dict[str, object] = {"name": "P014", "role": "director", "region": "South West"}
    assert browser.post("/start", form, "/").status_code == 404
    assert browser.get("/start?role=director").status_code == 404
    browser.get("/?role=director", **{"X-Role": "director", "X-Forwarded-User": "P014"})
    assert "auditor, All England" in browser.get("/").text
    assert browser.get(f"{MATCH}/decide?act=director-approves").status_code == 404


def test_who_is_taken_out_of_the_register_is_outside_at_once(
    browser: Signed, provider: Provider, register: Path
) -> None:
    provider.person = BROKER
    browser.sign_in()
    assert inside(browser)
    register.write_text(REGISTER.replace("sub-broker", "sub-somebody-else"), encoding="utf-8")
    assert not inside(browser)


def test_a_register_that_cannot_be_read_lets_nobody_in(browser: Signed, provider: Provider, register: Path) -> None:
    provider.person = BROKER
    browser.sign_in()
    register.write_text("role\nking\n", encoding="utf-8")
    assert not inside(browser)
    assert browser.sign_in().status_code == 503


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(browser: Signed, provider: Provider) -> None:
    provider.person = BROKER
    copied = browser.sign_in().headers["Set-Cookie"].split(";")[0].partition("=")[2]
    assert browser.post("/leave", {}, "/").status_code == 303
    assert not inside(browser)
    browser.client.set_cookie("__Host-matcher", copied, domain=NAME, secure=True)
    assert not inside(browser)


def test_a_session_ends_after_its_hours(proposed: Path, provider: Provider, register: Path) -> None:
    now = [NOW]
    browser = Signed(served_app(proposed, provider, register, lambda: now[0]).test_client())
    provider.person = BROKER
    browser.sign_in()
    now[0] = NOW + timedelta(hours=7, minutes=59)
    assert inside(browser)
    now[0] = NOW + timedelta(hours=8)
    assert not inside(browser)


def test_only_the_address_of_the_settings_is_answered(browser: Signed, provider: Provider) -> None:
    provider.person = BROKER
    browser.sign_in()
    assert browser.get("/", host="another.example").status_code == 403
    assert browser.post("/leave", {}, "/", origin=f"http://{NAME}").status_code == 403
    assert browser.post("/leave", {}, "/", origin="https://another.example").status_code == 403


def test_no_secret_and_nobody_is_told_to_the_log_or_the_cookie(
    browser: Signed, provider: Provider, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    provider.person = {"sub": "sub-auditor", "email": "a.person@office.example", "email_verified": True}
    browser.sign_in()
    browser.get(MATCH)
    provider.spoil = WRONG_CLAIMS["another nonce"]
    browser.sign_in()
    told = capfd.readouterr()
    logged = " ".join(r.getMessage() for r in caplog.records)
    for word in (SECRET, "sub-auditor", "a.person", "Hollincross"):
        assert word not in told.out + told.err + logged
    assert "a sign-in was not taken (InvalidClaimError)" in told.err


def test_what_proves_the_sign_in_stays_on_the_server(browser: Signed, provider: Provider) -> None:
    """The cookie is signed, not sealed: whoever holds it could read the nonce and the verifier in it."""
    browser.to_provider()
    kept = browser.client.get_cookie("__Host-matcher", domain=NAME)
    assert kept
    body = kept.value.lstrip(".").split(".")[0]
    raw = urlsafe_b64decode(body + "=" * (-len(body) % 4))
    read = decompress(raw) if kept.value.startswith(".") else raw
    assert provider.asked[-1]["state"] in read.decode()
    assert provider.asked[-1]["nonce"] not in read.decode()
    assert "code_verifier" not in read.decode()


def test_the_provider_is_left_with_an_address_that_names_nobody(browser: Signed, provider: Provider) -> None:
    location = browser.get("/sign-in/go").headers["Location"]
    assert sent_on(location).startswith(f"{ADDRESS}/signed-in?")
    assert SECRET not in location


# What the register of roles lets people do.


@pytest.fixture
def signed(folder: Path, provider: Provider, register: Path) -> Callable[[str], Signed]:
    """Somebody of the register, signed in to a copy of the project that may be written in."""
    (folder / "england.yaml").write_text("schema: matcher/1\nname: england\nextends: term.yaml\nregions: all\n")
    app = served_app(folder, provider, register)

    def sign_in(subject: str) -> Signed:
        provider.person = {"sub": subject}
        browser = Signed(app.test_client())
        assert browser.sign_in().status_code == 303
        return browser

    return sign_in


def test_a_broker_checks_and_proposes_what_is_all_of_their_own_region(signed: Callable[[str], Signed]) -> None:
    """Faults and changes name schools: those of all England are for whoever has all England."""
    broker = signed("sub-broker")
    for address in ("/registers/check", "/propose"):
        assert broker.post(address, {"scenario": "england.yaml"}, "/propose").status_code == 403
    form: dict[str, object] = {"scenario": "england.yaml", "file": "sample/leaders.csv"}
    assert broker.post("/registers/load", form, "/propose").status_code == 403
    elsewhere = signed("sub-elsewhere")
    assert elsewhere.post("/registers/check", {"scenario": "term.yaml"}, "/propose").status_code == 403
    assert broker.post("/registers/check", {"scenario": "term.yaml"}, "/propose").status_code == 303


def test_nobody_looks_at_work_that_somebody_else_started(signed: Callable[[str], Signed]) -> None:
    broker, auditor = signed("sub-broker"), signed("sub-auditor")
    job = broker.post("/registers/check", {"scenario": "term.yaml"}, "/propose").headers["Location"]
    assert broker.get(job).status_code == 200
    assert auditor.get(job).status_code == 404
    assert job not in auditor.get("/").text


def test_nobody_decides_where_the_organisation_in_their_role_has_an_interest(
    signed: Callable[[str], Signed], register: Path, folder: Path
) -> None:
    """The register of people gives the director no organisation; the register of roles does."""
    broker, director = signed("sub-broker"), signed("sub-director")
    assert broker.decide("both-agree").status_code == 303
    page = f"{MATCH}/decide?act=director-approves"
    assert "may not decide here" not in director.get(page).text
    register.write_text(REGISTER.replace("South West,,P014", f"South West,{TRUST},P014"), encoding="utf-8")
    assert "It would be refused: this person may not decide here: their own organisation" in director.get(page).text
    form: dict[str, object] = {"act": "director-approves", "reason": "x", **DAY}
    answer = director.post(f"{MATCH}/decide", form, "/propose")
    assert answer.status_code == 422
    assert "may not decide here" in answer.text
    assert acts(folder) == ["publish", "school-agrees", "leader-agrees"]


def test_a_role_for_a_region_that_is_not_the_persons_opens_nothing(
    signed: Callable[[str], Signed], register: Path
) -> None:
    broker = signed("sub-broker")
    register.write_text(REGISTER.replace("broker,South West,,P003", "broker,London,,P003"), encoding="utf-8")
    answer = broker.get("/runs/term-1/matches")
    assert answer.status_code == 403
    assert "London is not a region of this person" in answer.text
