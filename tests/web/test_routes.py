"""Every route, as the application itself lists them: no other region, no name, no script, no form without its token."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest
from flask import Flask, request
from flask.wrappers import Response
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matcher.commands.propose import propose
from matcher.explain.bodies import body, recipient_names
from matcher.ledger import Decision, open_ledger
from matcher.web.content import pins_and_forbids
from matcher.web.project import Project, ReviewRun
from matcher.web.redaction import seen
from matcher.web.reviewer import Permissions, Reviewer
from matcher.web.serving.app import create_app
from matcher.wording.messages import message
from tests.web.conftest import HOST, NOW
from tests.web.walking import (
    TRUE_FORM,
    Bodies,
    Walk,
    addresses,
    bodies,
    files_of,
    obeyed,
    open_headers,
    seeded,
)

OURS, THEIRS = "South West", "West Midlands"
SECRET = "Because of Quentin Featherstonehaugh"  # what people wrote: it may name somebody
TWO = f"schema: matcher/1\nname: two\nextends: term.yaml\nregions: [{OURS}, {THEIRS}]\n"
ALL = 1_000  # requests of the wrong region for each route and role, in the long suite
SIZED = 1_000  # and altogether, in the default one
SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "\u202egnp.exe\u2066",
    "{{7*'7'}}${7*7}",
)
WHOSE = {"recipient", "body"}
PAGES = 64  # each kind of page three times or so
ACTS = ("leader-cannot", "school-agrees", "interests-checked", "pin", "forbid", "withdraw", "director-approves")
RELATIONS = ("employed_by", "trustee_of", "family", "business", "sponsor_interest", "supplies", "governs")
ROLES = {
    "broker": Reviewer("P003", "broker", frozenset({OURS})),
    "director": Reviewer("P014", "director", frozenset({OURS})),
    "analyst": Reviewer("Somebody", "analyst", frozenset({OURS})),
    "auditor": Reviewer("Somebody", "auditor", frozenset({OURS})),
}


@pytest.fixture(scope="module")
def folder(proposed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run of two regions, in both of which people have agreed, refused, fixed and ruled out."""
    folder = Path(shutil.copytree(proposed, tmp_path_factory.mktemp("two") / "project"))
    (folder / "two.yaml").write_text(TWO, encoding="utf-8")
    _asked_for(folder / "sample" / "requests.csv")
    propose(folder / "two.yaml", (), (), None, folder / "runs" / "two-1", False, "auto", lambda _: None)
    review_run = _shown(folder)
    ledger = open_ledger(folder / "runs" / "ledger.sqlite", lambda: NOW)
    for region, person in ((OURS, "P003"), (THEIRS, "P007")):
        _live_through(review_run, ledger, region, person)
    ledger.close()
    _older_wishes(folder, review_run)
    return folder


def _asked_for(path: Path) -> None:
    """A pending request of each region, whose words name somebody."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    for row, id_ in zip(rows[:2], ("940149", "940250"), strict=True):
        row |= {
            "id": id_,
            "outcome": "pending",
            "approver": "",
            "approved_on": "",
            "reason": SECRET,
            "requested_by": SECRET,
        }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def _live_through(review_run: ReviewRun, ledger, region: str, person: str) -> None:  # type: ignore[no-untyped-def]
    mine = [m for m in review_run.opened.published.matches if m.region == region]
    agreed, refused, fixed, out = mine[0], mine[1], mine[2], mine[3]
    for match, act in (
        (agreed, "school-agrees"),
        (agreed, "leader-agrees"),
        (refused, "leader-cannot"),
        (fixed, "pin"),
        (out, "forbid"),
    ):
        wanted = Decision(
            act=act,
            on=NOW.date(),
            by=person,
            reason=SECRET,
            recipient=match.recipient,
            leader=match.leader,
            run=review_run.opened.id,
        )
        ledger.decide((wanted,), review_run.opened)


def _older_wishes(folder: Path, review_run: ReviewRun) -> None:
    with (folder / pins_and_forbids.FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(pins_and_forbids.COLUMNS)
        for region in (OURS, THEIRS):
            match = [m for m in review_run.opened.published.matches if m.region == region][4]
            writer.writerow(("pin", match.recipient, match.leader, SECRET, "P003", "2023-01-20", "two"))


def _shown(folder: Path) -> ReviewRun:
    found = Project(folder, lambda: NOW).run("two-1")
    assert found
    return found


@pytest.fixture(scope="module")
def app(folder: Path) -> Flask:
    return create_app(Project(folder, lambda: NOW), [HOST])[0]


@pytest.fixture(scope="module")
def review_run(folder: Path) -> ReviewRun:
    return _shown(folder)


@pytest.fixture(scope="module")
def theirs(review_run: ReviewRun) -> Bodies:
    return bodies(review_run, THEIRS)


def known(review_run: ReviewRun, region: str) -> dict[str, str]:
    """A true value of a region for every parameter and field of every route."""
    match = next(m for m in review_run.opened.published.matches if m.region == region)
    own = {"run": "two-1", "recipient": match.recipient, "body": match.recipient, "leader": match.leader}
    return own | {
        "name": "longest-waiting",
        "id": "none",
        "token": "none",
        "filename": "review.css",
        "file": "mail-merge.csv",
        "scenario": "two.yaml",
        "said": "confirmed",
        "line": str(_line_about(review_run, match.recipient)),
        **TRUE_FORM,
    }


def _line_about(review_run: ReviewRun, recipient: str) -> int:
    """The first line of the ledger that is about this school or trust."""
    ledger = open_ledger(review_run.opened.folder.parent / "ledger.sqlite", lambda: NOW)
    try:
        return next(line.seq for line in ledger.lines() if line.body["recipient"] == recipient)
    finally:
        ledger.close()


def walk(app: Flask, review_run: ReviewRun, role: str) -> Walk:
    found = Walk(app, ROLES[role], known(review_run, OURS))
    found.listen()
    return found


# Another region's ids, in every place a request has.


def wrong_region(walk: Walk, theirs: Bodies, role: str, number: int) -> Iterator[str]:
    """What came of it, where it was not as it should be."""
    values = [*theirs.names, *theirs.names.values()]
    true = {**walk.known, "scenario": "none", "said": "none"}  # what a true one does is of nobody's region
    for method in ("GET", "POST"):
        for rule in walk.rules(method):
            for random in seeded(rule, role, number):
                path = _path(rule, random, values)
                form = {name: random.choice((random.choice(values), true.get(name, ""))) for name in walk.fields(rule)}
                address = walk.address(rule, **path)
                answer = walk.get(f"{address}?{urlencode(form)}") if method == "GET" else walk.post(address, form)
                for said in _leaks(answer, theirs, path, form):
                    yield f"{method} {rule.rule} as {role}: {said}"


def _path(rule: Rule, random: Random, values: list[str]) -> dict[str, str]:
    """Always theirs where a school or trust stands; now and then elsewhere."""
    return {name: random.choice(values) for name in rule.arguments if name in WHOSE or random.random() < 0.3}


def _leaks(answer: TestResponse, theirs: Bodies, path: dict[str, str], form: dict[str, str]) -> Iterator[str]:
    told = theirs.told_in(answer.text, (*path.values(), *form.values())) if answer.mimetype.startswith("text/") else []
    if told:
        yield f"tells of {told[:3]}"
    if WHOSE & path.keys() and answer.status_code not in (403, 404):
        yield f"answers {answer.status_code}"
    if answer.status_code >= 500:
        yield f"fails with {answer.status_code}"


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_region_is_told_whatever_is_asked(
    app: Flask, review_run: ReviewRun, folder: Path, theirs: Bodies, role: str
) -> None:
    walked = walk(app, review_run, role)
    before = files_of(folder)
    number = max(1, SIZED // (len(ROLES) * len(list(app.url_map.iter_rules()))))
    assert not list(wrong_region(walked, theirs, role, number))
    assert files_of(folder) == before
    assert len(walked.answers) > SIZED // len(ROLES) // 2


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_region_is_told_in_a_thousand_requests_a_route(
    app: Flask, review_run: ReviewRun, folder: Path, theirs: Bodies, role: str
) -> None:
    before = files_of(folder)
    assert not list(wrong_region(walk(app, review_run, role), theirs, role, ALL))
    assert files_of(folder) == before


# The pages of one's own region, as far as links lead.


def crawled(walk: Walk, most: int, seed: int = 1) -> Iterator[tuple[str, TestResponse]]:
    """Pages from the first on, at most so many: always of the kind that was looked at least, seeded among those."""
    random, found, looked = Random(seed), ["/"], Counter[str]()
    seen = set(found)
    while found and most:
        fewest = min(looked[_kind(walk, a)] for a in found)
        address = random.choice([a for a in found if looked[_kind(walk, a)] == fewest])
        found.remove(address)
        looked[_kind(walk, address)] += 1
        most -= 1
        answer = walk.get(address)
        yield address, answer
        page = answer.text if answer.mimetype == "text/html" else ""
        new = {a.split("#")[0] for a in _Links(page).found}
        new |= {
            f"{a}/decide?act={act}" for a in new for act in ACTS if re.fullmatch(r"/runs/[^/]+/matches/[^/]+/[^/]+", a)
        }
        found += sorted(x for x in new - seen if x.startswith("/") and not x.startswith("/static/"))
        seen |= new


def _kind(walk: Walk, address: str) -> str:
    """The route, and the queue or the act it is asked about."""
    path, _, asked = address.partition("?")
    endpoint = walk.app.url_map.bind(HOST).match(path)[0]
    return (
        f"{endpoint} {path.rpartition('/')[2] if endpoint == 'runs.queue' else ''} {asked if 'act=' in asked else ''}"
    )


class _Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for n, v in attrs if tag == "a" and n == "href" and v]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_ones_own_names_another_region(app: Flask, review_run: ReviewRun, theirs: Bodies, role: str) -> None:
    told = {
        a: theirs.told_in(x.text)
        for a, x in crawled(walk(app, review_run, role), PAGES)
        if x.mimetype.startswith("text/")
    }
    assert len(told) > PAGES // 2
    assert {a: x for a, x in told.items() if x} == {}


def test_a_sentence_tells_of_another_region_without_naming_it(review_run: ReviewRun, theirs: Bodies) -> None:
    """What follows from an act may move schools of every region."""
    world = review_run.opened.world
    mine = next(m.recipient for m in review_run.opened.published.matches if m.region == OURS)
    other = next(m.recipient for m in review_run.opened.published.matches if m.region == THEIRS)
    sentence = message(
        "{both} would move; {other} is far away.", both=recipient_names(world, [other, mine]), other=body(world, other)
    )
    at = Permissions(ROLES["broker"], None, frozenset({OURS}))
    own = str(body(world, mine))
    assert seen(at, sentence) == f"{own} and one in another region would move; one in another region is far away."
    whole = seen(Permissions(ROLES["auditor"], None, None), sentence)
    assert whole == f"{body(world, other)} and {own} would move; {body(world, other)} is far away."
    assert theirs.names[other] in whole


def people_of(review_run: ReviewRun) -> list[str]:
    facts = review_run.opened.facts
    known = (*facts.leaders, *facts.governance_leaders, *facts.people)
    return [x.name for x in known if " " in x.name] + ["Featherstonehaugh"]


def test_an_analyst_is_told_nobodys_name_and_nothing_that_somebody_wrote(app: Flask, review_run: ReviewRun) -> None:
    walked = walk(app, review_run, "analyst")
    pages = dict(crawled(walked, PAGES))
    names = people_of(review_run)
    assert {a: n for a, x in pages.items() for n in names if n in x.get_data(as_text=True)} == {}
    assert {f"/runs/two-1/queues/{name}" for name in ("exceptions", "sign-off")} <= pages.keys()
    read = (x for _, x in crawled(walk(app, review_run, "broker"), PAGES))
    everybody = " ".join(x.text for x in read if x.mimetype == "text/html")
    assert sum(n in everybody for n in names) > 5  # they are there for those who need them
    assert everybody.count("Featherstonehaugh") > 5


def test_an_auditor_records_nothing_by_any_route(app: Flask, review_run: ReviewRun, folder: Path) -> None:
    walked = walk(app, review_run, "auditor")
    before = files_of(folder)
    for rule in walked.rules("POST"):
        for act in ACTS:
            walked.post(walked.address(rule), walked.form(rule, **TRUE_FORM | {"act": act}))
    assert files_of(folder) == before
    assert not app.extensions["matcher"].jobs.by_id


# Forms, scripts, headers, addresses.


def unsealed(walk: Walk, folder: Path, tokens: dict[str, str | None]) -> Iterator[str]:
    """Routes that took a form without its token, or wrote something."""
    for rule in walk.rules("POST"):
        for name, token in tokens.items():
            before = files_of(folder)
            answer = walk.post(walk.address(rule), walk.form(rule, **TRUE_FORM), token)
            if answer.status_code != 400 or files_of(folder) != before:
                yield f"{rule.rule}, {name}: {answer.status_code}"


@pytest.mark.parametrize("role", ROLES)
def test_no_form_is_taken_without_the_token_of_its_own_session(
    app: Flask, review_run: ReviewRun, folder: Path, role: str
) -> None:
    walked, another = walk(app, review_run, role), walk(app, review_run, role)
    tokens = {"none": None, "empty": "", "wrong": "x" * 90, "another session's": another.token}
    assert not list(unsealed(walked, folder, tokens))


def by_scripts(walk: Walk, routes: list[tuple[str, Rule]]) -> Iterator[str]:
    """Every parameter and field of these routes, one at a time, as a script."""
    for method, rule in routes:
        for name, script in product((*rule.arguments, *walk.fields(rule)), SCRIPTS):
            path = {name: script} if name in rule.arguments else {}
            form = walk.form(rule, job="none", scenario="none") | ({name: script} if not path else {})
            address = walk.address(rule, **path)
            asked = f"{address}?{urlencode({name: script})}" if not path else address
            answer = walk.get(asked) if method == "GET" else walk.post(address, form)
            wrong = obeyed(answer.text) if answer.mimetype == "text/html" else []
            if wrong or answer.status_code >= 500 or b"7777777" in answer.data:
                yield f"{method} {rule.rule}, {name}={script!r}: {answer.status_code} {wrong}"


def test_no_script_in_any_place_is_obeyed(app: Flask, review_run: ReviewRun) -> None:
    walked = walk(app, review_run, "director")
    assert not list(by_scripts(walked, [(m, r) for m in ("GET", "POST") for r in walked.rules(m)]))


def test_every_answer_is_closed_and_no_address_names_anybody(
    app: Flask, review_run: ReviewRun, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    walked = walk(app, review_run, "director")
    walked.listen(anew=True)
    list(crawled(walked, PAGES))
    for rule in walked.rules("POST"):
        walked.post(
            walked.address(rule), walked.form(rule, act="leader-cannot", reason="", scenario="none", job="none")
        )
    assert [x for a in walked.answers for x in open_headers(a)] == []
    named = [*people_of(review_run), *RELATIONS, *(n.split()[-1] for n in people_of(review_run))]
    told = {a for answer in walked.answers for a in addresses(answer)}
    assert len(told) > 50
    assert {(a, n) for a in told for n in named if n in a} == set()
    out = capfd.readouterr()
    logged = out.out + out.err + " ".join(r.getMessage() for r in caplog.records)
    assert [n for n in named if n in logged] == []


# The walk itself: a new route that lacks any of this is found.


@pytest.fixture
def lax(folder: Path) -> Flask:
    """An application to which somebody adds a page, without the checks of the house."""
    return create_app(Project(folder, lambda: NOW), [HOST])[0]


def test_a_new_page_that_tells_of_another_region_is_found(lax: Flask, review_run: ReviewRun, theirs: Bodies) -> None:
    def careless(run: str, recipient: str) -> str:
        return f"This is {theirs.names.get(recipient, recipient)}"

    lax.add_url_rule("/runs/<run>/new/<recipient>", "new", careless)
    found = list(wrong_region(walk(lax, review_run, "broker"), theirs, "broker", 2))
    assert found
    assert all("/runs/<run>/new/<recipient>" in said for said in found)


def test_a_new_form_that_asks_for_no_token_is_found(lax: Flask, review_run: ReviewRun, folder: Path) -> None:
    protect: CSRFProtect = lax.extensions["csrf"]
    lax.add_url_rule("/new", "new", protect.exempt(lambda: "Recorded"), methods=["POST"])
    assert list(unsealed(walk(lax, review_run, "broker"), folder, {"none": None})) == ["/new, none: 200"]


def test_a_new_page_that_repeats_a_field_unescaped_is_found(lax: Flask, review_run: ReviewRun) -> None:
    lax.add_url_rule("/new", "new", lambda: f"<p>{request.args.get('what', '')}</p>")
    walked = walk(lax, review_run, "broker")
    found = list(by_scripts(walked, [("GET", r) for r in walked.rules("GET") if r.rule == "/new"]))
    assert len(found) >= 3
    assert all("GET /new, what=" in said for said in found)


def test_a_new_page_with_headers_of_its_own_is_found(lax: Flask, review_run: ReviewRun) -> None:
    lax.add_url_rule("/new", "new", lambda: Response("x", headers={"Content-Security-Policy": "default-src *"}))
    walked = walk(lax, review_run, "broker")
    assert {x for a in walked.answers for x in open_headers(a)} == {"/new: no default", "/new: frames", "/new: base"}


def test_a_new_parameter_must_be_taught_to_the_walk(lax: Flask, review_run: ReviewRun) -> None:
    lax.add_url_rule("/new/<something>", "new", str)
    with pytest.raises(KeyError, match="something"):
        walk(lax, review_run, "broker")
