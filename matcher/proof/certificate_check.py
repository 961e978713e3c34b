"""Checks a run's proof with Python alone: `python proof/certificate_check.py RUN_FOLDER`. Copy it, read it, run it.

A plan takes each choice (a line of candidates.csv, then of governance_candidates.csv and, where there are advisers, of
adviser_candidates.csv and supporter_links.csv) or leaves it. A row says: the sum
of weight x choice is at most a number. Multiply rows by whole numbers of at least nought and add them up: no plan is
worth more than the sum of the right sides and of what each choice is worth beyond the sum, where that is above nought.
Checked: that arithmetic; that rounded rows, packed rows and earlier goals follow; that the plan obeys the rows and has
its values. Derived from the run's tables, its scenario and `inputs/`, and compared number by number: the choices (by
their hashes), what each is worth to a goal, the regions of fairness, and every row but those in TRUSTED. A row of any
other rule is refused.
What it cannot derive it names first, and then it says no more than "proved if that is right".
"""

import csv
import hashlib
import json
import math
import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = tuple[dict[int, int], int]  # weight by choice, and what their sum is at most
Met = tuple[int, int, dict[int, Row], set[int]]
Named = tuple[str, str]  # a row's rule and subject

DERIVED = {"one-leader", "leader-days", "team-days", "deployments", "governance-needs-match"}
DERIVED |= {"one-governance-leader", "governance-days", "governance-room"}
DERIVED |= {"one-adviser", "caseload", "organisation-needs-adviser", "adviser-needs-organisation", "same-employer"}
DERIVED |= {"fellow-share", "supports"}
# what a row of these rules may hold at all: (weights, what they add up to at most); that there is such a rule, and whom
# it names, only the scenario and the registers say
TRUSTED: dict[str, tuple[str, Any]] = {
    "pins": ("which pairs are fixed", lambda w, most: w == {-1} and most == -1),
    "own-interest": (
        "whose interest it is, and the share",
        lambda w, most: most == 0 and (len(w) == 1 or (len(w) == 2 and min(w) < 0 < max(w))),
    ),
    "mutual-help": ("who helps whom", lambda w, most: w == {1} and most in (0, 1)),
    "year-ahead": ("who is not asked to wait", lambda w, most: w == {-1} and most < 0),
    "own-trust-later": ("whose own trust would be supported by then", lambda w, most: min(w) > 0 and max(w) == most),
    "approved-waits": ("whose wait a director approved", lambda w, most: w == {1} and most == 0),
    "even-release": ("what is released by now", lambda w, most: min(w) > 0 <= most),
}
OF_OTHERS = {"pins", "even-release"}  # trusted rows not of matches alone
ONE_BODY = "supporter_links.csv: which schools are of one body"
DECIDED_BY_CASE = {"match with a supporting organisation": "match", "review school's progress": "review-progress"}
UNKNOWN_KM = 100  # what a journey that nobody can measure counts for
FIRST_LINK, LINKED_HASH = 3, {3: 2, 4: -1}  # the kinds of what follows from the matches, and their weights in ties
IN_FUTURE = re.compile(r"(.*) in future (\d+)")  # a row's subject, where the row is of today and one drawn future
OF_THE_YEAR = ("match-now", "keep-leaders")  # goals that come in with the futures, and may lose nothing
LOOK_AHEAD = ("fit", "governance")  # goals of WORTHS that count today once for each future that it is not declined in
WORTHS = {"spend": 5, "fit": 6, "governance": 7, "canonical": 8}  # where a choice holds what it is worth to this goal
SCHEMA = "matcher-certificate/1"  # the format of the certificate
SENSES = {"spend": "least", "canonical": "least", "fairness": "worst-share"}  # others: the most
OF_SUPPORTERS = ("advisers-in-region", "fellow-advisers", "supporters-per-body", "travel")
SENSES |= dict.fromkeys(OF_SUPPORTERS, "least")


def sure(truth: object, message: str) -> None:
    if not truth:
        raise SystemExit(f"NOT PROVED: {message}")


def numbers(text: str) -> list[int]:
    return [int(n) for n in text.split()]


def pence(text: str) -> int:
    return round(float(text) * 100)


def choice(kind: int, r: dict[str, str]) -> Any:
    if kind >= FIRST_LINK:
        return (kind, r["body"], r["leader_id"], 0, 0, 0, 0, 0, LINKED_HASH[kind])
    provider = r[("leader_id", "governance_leader_id", "adviser_id")[kind]]
    team, r = int(r.get("team_days") or 0), {"days": "0", "cost": "0"} | r
    key = f"{kind}|{r['recipient_id']}|{provider}|{r['days']}|{team}"
    name = int.from_bytes(hashlib.sha256(key.encode()).digest()[:3], "big") >> 4
    worth = (pence(r["cost"]), int(r.get("fit") or 0), int(r.get("benefit") or 0), name)
    return (kind, r["recipient_id"], provider, int(r["days"]), team, *worth, metres(r.get("distance_km") or ""))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    sure((folder / name).is_file(), f"there is no {folder.name}/{name}")
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


SERVICE_TYPES = {
    "school": "school",
    "trust": "trust",
    "authority": "local authority",
    "traded-service": "local authority traded service",
    "federation": "federation or education partnership",
}


def bare(number: str) -> str:
    return number.removesuffix(".0").lstrip("0").casefold()


def names(text: str) -> list[str]:
    return [x.strip().strip("'\"") for x in text.strip().strip("[]").split(",") if x.strip()]


def metres(km: str) -> int | None:
    return round(float(km) * 1000) if km not in ("", "null") else None


def whole(text: str) -> int | None:
    return int(text) if text else None


class Registers:
    """What the run's inputs say people have left: days and places, after the deployments that hold some already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scenario = (folder / "scenario.resolved.yaml").read_text(encoding="utf-8")
        self.leaders, self.governance, organisations = (
            {r["id"]: r for r in table(folder / "inputs", f"{name}.csv")}
            for name in ("leaders", "governance_leaders", "organisations")
        )
        self.room = {x["id"]: whole(x["max_matches"]) for x in (*self.leaders.values(), *self.governance.values())}
        supporting = {id: x for id, x in organisations.items() if x.get("type")}
        self.advisers = self.optional(folder, "advisers.csv")
        self.employer_of = {x["id"]: x["organisation_id"] for x in self.advisers if x["organisation_id"]}
        self.home = {x["id"]: x["region"] for x in self.advisers}
        self.history = table(folder / "inputs", "history.csv")
        own_advisers = folder / "adviser_candidates.csv"
        here = {r["recipient_id"] for r in table(folder, own_advisers.name)} if own_advisers.is_file() else set()
        for id, x in supporting.items():
            self.room[id] = int(x["capacity"]) - self.taken(id, x, self.by_case(folder, x))
        for x in self.advisers:
            own = {d["recipient_id"] for d in self.running(x["id"])}
            self.room[x["id"]] = int(x["caseload"]) - max(len(own), int(x["running"] or 0)) + len(own & here)
        self.counted = {*supporting, *(x["id"] for x in self.advisers)}
        self.days = {x["id"]: int(x["days"]) for x in (*self.leaders.values(), *self.governance.values())}
        self.team = {id: int(x["team_days"] or 0) for id, x in organisations.items()}
        self.recipients = table(folder / "inputs", "recipients.csv")
        self.links = table(folder, "supporter_links.csv") if own_advisers.is_file() else []
        year = self.first_year(folder)
        self.terms = {f"autumn-{year}", f"spring-{year + 1}", f"summer-{year + 1}"}
        for deployment in self.history:
            if deployment["leader_id"] not in self.counted:
                self.take(deployment)
        self.eligible = self.bodies()
        self.goals = [*self.items("goals"), {"goal": "canonical"}]

    def first_year(self, folder: Path) -> int:
        """The year in which the programme begins: by its name, or by the file of a programme of the project's own."""
        own = folder / "inputs" / "programme.yaml"
        if not own.is_file():
            return int(self.setting(r"programme: \S*?-(\d{4})-\d\d"))
        found = re.search(r"^year:[^0-9]*(\d{4})-\d\d-\d\d", own.read_text(encoding="utf-8"), re.MULTILINE)
        sure(found, "inputs/programme.yaml does not say when the year begins")
        return int(found[1]) if found else 0

    @staticmethod
    def optional(folder: Path, name: str) -> list[dict[str, str]]:
        return table(folder / "inputs", name) if (folder / "inputs" / name).is_file() else []

    def running(self, id: str) -> list[dict[str, str]]:
        return [d for d in self.history if d["leader_id"] == id and d["state"] in ("agreed", "running")]

    def taken(self, id: str, row: dict[str, str], cases: int) -> int:
        """Schools that an organisation supports already: the most of what the history, the cases and its row say."""
        return max(len(self.running(id)), cases, int(row["running"] or 0))

    def by_case(self, folder: Path, row: dict[str, str]) -> int:
        """The department's open cases with this organisation appointed by the day of the run."""
        kind, number = SERVICE_TYPES[row["type"]], bare(row["number"])
        as_at = self.setting(r"as_at: '?(\d{4}-\d\d-\d\d)")
        return sum(
            case["status"] in ("in progress", "paused")
            and bool(number)
            and (case["organisation_type"], bare(case["number"])) == (kind, number)
            and "" < case["appointed_on"] <= as_at
            for case in self.optional(folder, "cases.csv")
        )

    def needs_organisation(self) -> set[str]:
        """The schools that are to be matched: as the register says, else the department's case, else the scenario."""
        by_case = {x["urn"]: DECIDED_BY_CASE.get(x["decision"].casefold()) for x in self.cases() if x["decision"]}
        own = {r["id"]: r["decision"] for r in self.recipients if r.get("decision")}
        otherwise = self.setting(r"undecided: ([\w-]+)") if self.advisers else ""
        return {id for id in self.eligible if (own.get(id) or by_case.get(id) or otherwise) == "match"}

    def cases(self) -> list[dict[str, str]]:
        return [x for x in self.optional(self.folder, "cases.csv") if x["status"] != "stopped"]

    def fellow_share(self) -> Fraction | None:
        """The most of a region's matches that organisations which employ an adviser may have; none where any may."""
        said = re.search(r"^ *fellow_adviser:\n(?: .*\n)*? *share_at_most: '?([\d./]+)", self.scenario, re.MULTILINE)
        return Fraction(said[1]) if said else None

    def items(self, key: str) -> list[dict[str, str]]:
        """A list of the scenario, each item's keys as they are written there; a goal's name alone is its key `goal`."""
        on_its_line = re.search(rf"^{key}: (\[[^]#\n]*\])", self.scenario, re.MULTILINE)
        if on_its_line:
            return [{"goal": name} for name in names(on_its_line[1])]
        block = re.search(rf"^{key}:.*\n((?:[- ] .*\n?)*)", self.scenario, re.MULTILINE)
        items = re.split(r"^- ", block[1], flags=re.MULTILINE)[1:] if block else []
        pattern = re.compile(r"^ *(\w+): '?([^'#\n]*?)'? *(?:#.*)?$", re.MULTILINE)
        return [dict(pattern.findall(x)) or {"goal": x.split("#")[0].strip()} for x in items]

    def pins(self) -> dict[str, dict[str, str]]:
        """The scenario's pins by their rows' subject; not those on a pair pinned twice."""
        pins = self.items("pins")
        pairs = [f"{pin.get('recipient')}+{pin.get('leader')}" for pin in pins]
        return {pair: pin for pair, pin in zip(pairs, pins, strict=True) if pairs.count(pair) == 1}

    def bodies(self) -> dict[str, dict[str, str]]:
        """Who is to be matched: the eligible of the run's regions, without those kept out of every pair."""
        out = {x["recipient"] for x in self.items("forbid") if x.get("leader") == "*"}
        said = re.search(r"^regions: ([^#\n]*)", self.scenario, re.MULTILINE)
        regions = names(said[1]) if said else ["all"]
        return {
            r["id"]: r
            for r in table(self.folder, "eligibility.csv")
            if r["verdict"] == "eligible" and r["id"] not in out and (regions == ["all"] or r["region"] in regions)
        }

    def kept(self, goal: str) -> set[tuple[str, str]] | None:
        """The pairs that a goal would keep, or none where it is no goal on pairs."""
        if goal == "one-yes":
            return {(x["recipient"], x["leader"]) for x in self.items("yeses")}
        if goal != "stability":
            return None
        there = (self.folder / "inputs" / "previous.csv").is_file()
        previous = table(self.folder, "inputs/previous.csv") if there else []
        running = [d for d in self.history if d["state"] == "running"]
        return {(x["recipient_id"], x["leader_id"]) for x in (*previous, *running)}

    def strong(self, choices: list[Any]) -> list[int]:
        """One for each match led by a trust's chief executive within the goal's distance."""
        goal: dict[str, str] = next(x for x in self.goals if x["goal"] == "strong-trust-first")
        ceo = {x["id"] for x in self.leaders.values() if x["role"] == "trust_ceo"}
        within, schools = metres(goal.get("within_km", "")), goal.get("counts") == "schools"
        return [
            int(
                (not c[0] and c[2] in ceo and not (schools and self.eligible[c[1]]["kind"] == "trust"))
                and (within is None or (c[9] is not None and c[9] <= within))
            )
            for c in choices
        ]

    def charge(self, pot: dict[str, str], c: Any) -> int:
        """What a choice costs a pot: of its cost the purposes that the pot pays for, where it serves the region."""
        fee, grant = (pence(self.setting(rf"{key}: ([\d.]+)")) for key in ("match_fee", "grant"))
        costs = (
            {"governance_days": c[5]}
            if c[0]
            else {"leader_days": c[5] - fee - grant, "match_fees": fee, "grants": grant}
        )
        regions = names(pot["regions"])
        inside = regions == ["all"] or self.eligible[c[1]]["region"] in regions
        return sum(int(costs.get(purpose, 0)) for purpose in names(pot["pays_for"])) if inside else 0

    def priority(self, recipients: list[str]) -> list[int] | None:
        """What matching each is worth, or none where the scenario reads it from days waited."""
        reading = self.setting(r"priority: ([\w-]+)")
        if reading not in ("equal", "register"):
            return None
        register = {r["id"]: whole(r["priority"]) for r in self.recipients} if reading == "register" else {}
        return [1 if (own := register.get(r)) is None else own for r in recipients]

    def setting(self, pattern: str) -> str:
        found = re.search(rf"^ *{pattern}", self.scenario, re.MULTILINE)
        sure(found, f"scenario.resolved.yaml does not say {pattern}")
        return found[1] if found else ""

    def most_days(self, leader: str) -> int:
        if leader in self.governance:
            return int(self.setting(r"governance_days: (\d+)"))
        lists = [self.setting(rf"{kind}_days: \[([^]]*)\]") for kind in ("standalone", "trust")]
        return max((int(n) for n in ",".join(lists).split(",") if n.strip()), default=0)

    def take(self, deployment: dict[str, str]) -> None:
        """Takes what an earlier deployment holds: a finished one in its own programme year only."""
        leader, state, agreed = deployment["leader_id"], deployment["state"], whole(deployment["days_agreed"])
        finished = state == "finished"
        if state in ("agreed", "running"):
            room = self.room.get(leader)
            self.room[leader] = None if room is None else room - 1
        elif not finished or deployment["term"] not in self.terms:
            return
        claimed = whole(deployment["days_claimed"]) if finished else None
        days = next((n for n in (claimed, agreed) if n is not None), None)
        days = self.most_days(leader) if days is None else days
        team = 0 if leader in self.governance else int(deployment["team_days"] or 0)
        own = min(days, max(0, max(days, agreed or 0) - team))
        self.days[leader] = self.days.get(leader, 0) - own
        employer = self.employer(leader)
        self.team[employer] = self.team.get(employer, 0) - min(team, days)

    def employer(self, leader: str) -> str:
        return self.leaders.get(leader, {}).get("organisation_id", "")

    def side(self, rule: str, of: str) -> int | None:
        """The right side of a rule's row on somebody, or none where there is no such row."""
        if rule == "governance-needs-match":
            return 0 if "governance_needs_match: true" in self.scenario else None
        if rule in ("one-leader", "one-governance-leader", "one-adviser", "same-employer"):
            return 1
        if rule in ("organisation-needs-adviser", "adviser-needs-organisation", "fellow-share", "supports"):
            return 0
        kind = {"leader-days": self.days, "governance-days": self.days, "team-days": self.team}.get(rule, self.room)
        left = kind.get(of)
        return None if left is None else max(0, left)


def derived(choices: dict[int, Any], registers: Registers) -> dict[Named, dict[int, int]]:
    """The left side of every row that follows from these choices, by number, and the registers."""
    found: dict[Named, dict[int, int]] = {}
    matched = {c[1] for c in choices.values() if c[0] == 0}
    for c, (kind, recipient, provider, days, team, *_) in choices.items():
        match = [("one-leader", recipient, 1), ("leader-days", provider, days - team), ("deployments", provider, 1)]
        match += [("team-days", registers.employer(provider), team), ("governance-needs-match", recipient, -1)]
        other = [("one-governance-leader", recipient, 1), ("governance-needs-match", recipient, 1)]
        other += [("governance-days", provider, days), ("governance-room", provider, 1)]
        match += [("organisation-needs-adviser", recipient, 1)] if recipient in matched and registers.advisers else []
        adviser = [("one-adviser", recipient, 1), ("caseload", provider, 1)]
        adviser += [("organisation-needs-adviser", recipient, -1)] if recipient in matched else []
        for rule, of, weight in (match, other, adviser, [], [])[kind]:
            if weight:
                found.setdefault((rule, of), {})[c] = weight
    return found


def with_advisers(choices: list[Any], registers: Registers) -> dict[Named, dict[int, int]]:
    """The same of what stands between organisations and advisers, and of what follows from the matches."""
    found: dict[Named, dict[int, int]] = {}
    of: dict[tuple[int, str], list[int]] = {}  # kind and recipient
    for c, x in enumerate(choices):
        of.setdefault(x[:2], []).append(c)
    for recipient in registers.needs_organisation():
        if (2, recipient) in of:
            row = dict.fromkeys(of[2, recipient], 1) | dict.fromkeys(of.get((0, recipient), ()), -1)
            found["adviser-needs-organisation", recipient] = row
    share, barred = registers.fellow_share(), "same_employer: bar" in registers.scenario
    for c, (_, recipient, organisation, *_) in enumerate(choices):
        if choices[c][0]:
            continue
        own = [y for y in of.get((2, recipient), ()) if registers.employer_of.get(choices[y][2]) == organisation]
        if own and barred:
            found["same-employer", f"{recipient}+{organisation}"] = dict.fromkeys([c, *own], 1)
        if share is not None:
            fellow = share.denominator if organisation in registers.employer_of.values() else 0
            region = registers.eligible[recipient]["region"]
            found.setdefault(("fellow-share", region), {})[c] = fellow - share.numerator
    found |= linked(choices, registers)
    return {key: {c: w for c, w in row.items() if w} for key, row in found.items()}


def linked(choices: list[Any], registers: Registers) -> dict[Named, dict[int, int]]:
    """Which organisation supports a body, and which body any does: as the matches with the body's schools say."""
    found: dict[Named, dict[int, int]] = {}
    number = {x[:3]: c for c, x in enumerate(choices)}
    for link in registers.links:
        body, organisation, schools = link["body"], link["leader_id"], link["recipients"].split(";")
        own = number[FIRST_LINK + (not organisation), body, organisation]
        if not organisation:
            others = [c for x, c in number.items() if x[:2] == (FIRST_LINK, body)]
            found["supports", f"{body}+any"] = {own: 1} | dict.fromkeys(others, -1)
            continue
        matches = {s: number[0, s, organisation] for s in schools if (0, s, organisation) in number}
        for school, c in matches.items():
            found["supports", f"{body}+{organisation}+{school}"] = {c: 1, own: -1}
        room = registers.room.get(organisation)
        most = len(matches) if room is None else min(max(0, room), len(matches))
        if most < len(matches):
            found["supports", f"{body}+{organisation}+all"] = dict.fromkeys(matches.values(), 1) | {own: -most}
    return found


class Limits:
    """The rows of the limits: each derived or, where that cannot be, held against what its rule can say at all."""

    def __init__(self, folder: Path, choices: list[Any], future_of: dict[int, int]) -> None:
        self.choices, self.registers, self.future_of = choices, Registers(folder), future_of
        today = {c: x for c, x in enumerate(choices) if c not in future_of}
        self.left = derived(today, self.registers) | with_advisers(list(today.values()), self.registers)
        self.declined, self.futures = declined(folder), set(future_of.values())
        for future in sorted(self.futures):
            own = {c: choices[c] for c, f in future_of.items() if f == future}
            yes = {c: x for c, x in today.items() if (future, x[1]) not in self.declined}
            rows = derived(yes | own, self.registers)
            rows |= {k: row for k, row in derived(own, self.registers).items() if k[0] == "governance-needs-match"}
            self.left |= {(rule, f"{of} in future {future}"): row for (rule, of), row in rows.items()}
        self.pots = {p["pot"]: p for p in table(folder, "pots.csv") if p["left"]}
        self.stated = {pot["name"]: pot for pot in self.registers.items("pots") if pot.get("amount", "null") != "null"}
        self.pins = self.registers.pins()
        self.seen: set[Named] = set()
        self.trusted: dict[str, int] = {ONE_BODY: 1} if self.registers.links else {}

    def row(self, row: Any) -> Row:
        rule, of, most = row["rule"], row["subject"], row["at_most"]
        names = numbers(row["choices"])
        weights = dict(zip(names, numbers(row["weights"]), strict=True))
        sure(
            ((rule, of) not in self.seen or rule == "pins") and len(weights) == len(names),
            f"{rule}, {of}: stated twice",
        )
        self.seen.add((rule, of))
        sure(all(0 <= c < len(self.choices) for c in names), f"{rule}, {of}: names choices that are not there")
        if rule in DERIVED:
            own = {c: w for c, w in weights.items() if w}
            sure(own == self.left.get((rule, of), {}), f"{rule}, {of}: not as the tables say")
            side = self.registers.side(rule, whom(of))
            sure(side == most, f"{rule}, {of}: at most {most} is stated, and the inputs say {side}")
        elif rule == "pots" and whom(of) != of:
            self.pot_of_future(whom(of), weights, most)
        elif rule == "pots":
            self.pot(of, weights, most)
        elif rule == "mutual-help" and self.mirrored(weights, most):
            pass
        elif not (rule == "pins" and of in self.pins):
            self.trust(rule, of, weights, most)
        else:
            sure((weights, most) == (self.pinned(self.pins[of]), -1), f"the pin {of} is not as the scenario says")
        return weights, most

    def pot(self, of: str, weights: dict[int, int], most: int) -> None:
        """A pot pays what the scenario says it pays for, and has what pots.csv says it had before this run."""
        sure(of in self.stated and of in self.pots, f"there is no pot {of}")
        charges = {c: self.registers.charge(self.stated[of], x) for c, x in self.today()}
        sure(weights == {c: w for c, w in charges.items() if w}, f"the pot {of} does not pay what the scenario says")
        amount, before = (pence(self.pots[of][key]) for key in ("amount", "committed_before"))
        sure(most == max(0, amount - before), f"the pot {of} is not as pots.csv says")
        sure(amount <= pence(self.stated[of]["amount"]), f"the pot {of} has more than the scenario says")
        if amount != pence(self.stated[of]["amount"]):
            self.trusted[f"pots: the share of {of} for these regions"] = 1

    def pot_of_future(self, of: str, weights: dict[int, int], most: int) -> None:
        """The same over today and a future: what it pays there is taken on trust, up to what each choice costs."""
        sure(of in self.pots, f"there is no pot {of}")
        amount, before = (pence(self.pots[of][key]) for key in ("amount", "committed_before"))
        sure(most == max(0, amount - before), f"the pot {of} is not as pots.csv says")
        sure(all(0 < w <= self.choices[c][5] for c, w in weights.items()), f"the pot {of} pays more than the cost")
        what = "pots: what they pay for those who come later"
        self.trusted[what] = self.trusted.get(what, 0) + 1

    def today(self) -> list[tuple[int, Any]]:
        """The choices of today, with their numbers."""
        return [(c, x) for c, x in enumerate(self.choices) if c not in self.future_of]

    def mirrored(self, weights: dict[int, int], most: int) -> bool:
        """Whether these are every choice of two pairs, of which each leader is of the other's school or trust."""
        pairs = sorted({self.choices[c][1:3] for c in weights if not self.choices[c][0]})
        if most != 1 or len(pairs) != 2 or not re.search(r"^ +mutual: bar", self.registers.scenario, re.MULTILINE):
            return False
        home = [{self.registers.leaders[j][key] for key in ("organisation_id", "base_urn")} for _, j in pairs]
        every = {c: 1 for c, x in self.today() if not x[0] and x[1:3] in pairs}
        return weights == every and pairs[0][0] in home[1] and pairs[1][0] in home[0]

    def pinned(self, pin: dict[str, str]) -> dict[int, int]:
        """Minus every choice of a pinned pair, with the pin's days where it fixes them."""
        own = {1: "recipient", 2: "leader", 3: "days", 4: "team_days"}
        wanted = {place: pin[key] for place, key in own.items() if pin.get(key, "null") != "null"}
        return {c: -1 for c, x in self.today() if all(str(x[k]) == v for k, v in wanted.items())}

    def worths(self, goal: str) -> list[int] | None:
        """What each choice is worth to a goal, or none where that cannot be derived."""
        if self.future_of:
            of_goal = WORTHS.get(goal)  # what those who come later count for otherwise is drawn
            return None if of_goal is None else [self.times(goal, c) * x[of_goal] for c, x in enumerate(self.choices)]
        if goal in WORTHS:
            return [c[WORTHS[goal]] for c in self.choices]
        if goal == "strong-trust-first":
            return self.registers.strong(self.choices)
        if goal in OF_SUPPORTERS:
            return [self.of_supporters(goal, c) for c in self.choices]
        kept = self.registers.kept(goal)
        if kept is not None:
            return [int(c[0] in (0, 2) and c[1:3] in kept) for c in self.choices]
        each = self.registers.priority([c[1] for c in self.choices]) if goal == "coverage" else None
        if each is None:
            return None
        both = self.registers.needs_organisation()  # a school for which an adviser alone is decided counts with them
        counts = [c[0] == 0 or (c[0] == 2 and c[1] not in both) for c in self.choices]
        return [n if yes else 0 for n, yes in zip(each, counts, strict=True)]

    def times(self, goal: str, c: int) -> int:
        """How often a choice counts for a goal: today's once for each future in which its school says yes."""
        if goal not in LOOK_AHEAD or c in self.future_of:
            return int((goal in LOOK_AHEAD) == (c in self.future_of))
        return sum((future, self.choices[c][1]) not in self.declined for future in self.futures)

    def of_supporters(self, goal: str, c: Any) -> int:
        """What a choice is worth to a goal of a programme of organisations and advisers."""
        if goal == "advisers-in-region":
            return int(c[0] == 2 and self.registers.home[c[2]] != self.registers.eligible[c[1]]["region"])
        if goal == "fellow-advisers":
            return int(c[0] == 0 and c[2] in self.registers.employer_of.values())
        if goal == "supporters-per-body":
            return {FIRST_LINK: 1, FIRST_LINK + 1: -1}.get(c[0], 0)
        return (UNKNOWN_KM if c[9] is None else c[9] // 1000) if c[0] in (0, 2) else 0

    def groups(self, group: list[int], size: list[int]) -> None:
        """The groups of fairness are the regions with a match to choose, each with its eligible."""
        regions = {r: x["region"] for r, x in self.registers.eligible.items()}
        shown = sorted({regions[x[1]] for _, x in self.today() if not x[0]})
        own = {c: shown.index(regions[x[1]]) for c, x in self.today() if not x[0]}
        sure(group == [own.get(c, -1) for c in range(len(self.choices))], "fairness: other regions")
        sure(size == [list(regions.values()).count(r) for r in shown], "fairness: not as many eligible as there are")

    def trust(self, rule: str, of: str, weights: dict[int, int], most: int) -> None:
        sure(rule in TRUSTED, f"there is no rule {rule}")
        what, may = TRUSTED[rule]
        sure(not weights or may(set(weights.values()), most), f"{rule}, {of}: not what this rule says")
        of_matches = all(self.choices[c][0] == 0 for c in weights)
        sure(rule in OF_OTHERS or of_matches, f"{rule}, {of}: not of matches")
        self.trusted[f"{rule}: {what}"] = self.trusted.get(f"{rule}: {what}", 0) + 1


def whom(subject: str) -> str:
    """Whom a row is about, without the future it is of."""
    found = IN_FUTURE.fullmatch(subject)
    return found[1] if found else subject


def future_choices(folder: Path, first: int) -> tuple[list[Any], dict[int, int]]:
    """The choices of drawn futures, numbered from `first` on, and the future of each; none where none were drawn."""
    if not (folder / "future_candidates.csv").is_file():
        return [], {}
    listed = table(folder, "future_candidates.csv")
    names = {"match": ("leader_id", 0), "governance": ("governance_leader_id", 1)}
    found = [choice(names[r["kind"]][1], r | {names[r["kind"]][0]: r["provider_id"]}) for r in listed]
    return found, {first + n: int(r["future"]) for n, r in enumerate(listed)}


def declined(folder: Path) -> set[tuple[int, str]]:
    """The futures, and who of today is drawn to say no in each; nobody where there is no such table."""
    name = "future_declines.csv"
    return {(int(r["future"]), r["id"]) for r in table(folder, name)} if (folder / name).is_file() else set()


def rounded(row: Any, rows: dict[int, Row]) -> Row:
    """The sum of its parts, every number divided and rounded down: true for whole choices where the parts are."""
    total: dict[int, int] = {}
    most, by = 0, row["divide_by"]
    sure(row["rule"] in {*DERIVED, *TRUSTED, "pots"}, f"there is no rule {row['rule']}")
    sure(by >= 1 and all(times >= 0 for _, times in row["parts"]), "a rounded row turns a row round")
    for part, times in row["parts"]:
        most += rows[part][1] * times
        for c, w in rows[part][0].items():
            total[c] = total.get(c, 0) + w * times
    return {c: w // by for c, w in total.items()}, most // by


def bound(goal: Any, worth: list[int], rows: dict[int, Row], held: set[int]) -> tuple[int, dict[int, int]]:
    """What no plan can pass, and each choice's surplus; both in 1/scale of the goal's unit."""
    surplus, paid = {c: worth[c] * goal["scale"] for c in held}, 0
    sure(goal["scale"] >= 1 and all(t >= 0 for t in goal["times"].values()), "a multiplier is below nought")
    for k, times in goal["times"].items():
        sure(int(k) in rows, f"there is no row {k}")
        weights, most = rows[int(k)]
        paid += times * most
        for c in weights.keys() & held:
            surplus[c] -= times * weights[c]
    return paid + sum(s for s in surplus.values() if s > 0), surplus


def filled(worths: dict[int, int], of: list[Row], room: list[int], pays: Any = (), odd: Any = ()) -> int:
    """The most that choices of these worths come to where they fit the room of each row, all ways tried; a row that no
    later choice uses is forgotten on the way. They pay for each two that they weigh in a subset row, where what is
    outside weighs an odd number (1) or an even one (0) already."""
    begin = [(weights, times, n) for (weights, times), n in zip(pays, odd or [0] * len(pays), strict=True)]
    begin = [pay for pay in begin if pay[2] + sum(pay[0].get(c, 0) for c in worths) > 1]  # no other is ever paid
    uses = {c: [weights.get(c, 0) for weights, _ in of] for c in worths}
    weighs = {c: [weights.get(c, 0) for weights, _, _ in begin] for c in worths}
    among = [sum(use[k] != 0 for use in uses.values()) for k in range(len(of))]
    rarest = {c: min([(among[k], k) for k in range(len(of)) if use[k]], default=(0, -1)) for c, use in uses.items()}
    order = sorted(worths, key=lambda c: rarest[c])
    last = {k: c for c in order for k, n in enumerate((*uses[c], *weighs[c])) if n}
    best = {(*room, *(n for _, _, n in begin)): 0} if min(room, default=0) >= 0 else {}
    for c in order:
        for left, so_far in list(best.items()):
            less = tuple(a - b for a, b in zip(left, uses[c], strict=False))
            if min(less, default=0) >= 0:
                sums = [a + b for a, b in zip(left[len(of) :], weighs[c], strict=True)]
                value = so_far + worths[c] - sum(n // 2 * t for n, (_, t, _) in zip(sums, begin, strict=True))
                case = (*less, *(n % 2 for n in sums))
                best[case] = max(best.get(case, value), value)
        if c in last.values():
            found, best = best, {}
            for left, so_far in found.items():
                kept = tuple(0 if last.get(k) == c else a for k, a in enumerate(left))
                best[kept] = max(best.get(kept, so_far), so_far)
    return max(best.values(), default=0)


def subset_rows(goal: Any, rows: dict[int, Row]) -> list[tuple[dict[int, int], int, int]]:
    """What each choice weighs in some rows together, the times, and what packed rows come to at most that count each
    two that their choices weigh: half of what the rows allow, as no choice is in two packed rows."""
    found = []
    for subset in goal.get("subset_rows", ()):
        sure(all(k in rows for k in subset["rows"]), "a subset row is made of rows that are not there")
        of = [rows[k] for k in subset["rows"]]
        sure(all(w >= 0 for weights, _ in of for w in weights.values()), "a subset row has a weight below nought")
        sure(all(most >= 0 for _, most in of) and subset["times"] >= 0, "a subset row holds less than nothing")
        held = {c for weights, _ in of for c in weights}
        weight = {c: sum(weights.get(c, 0) for weights, _ in of) for c in held}
        found.append((weight, subset["times"], sum(most for _, most in of) // 2))
    return found


def packs_of(goal: Any, rows: dict[int, Row]) -> list[tuple[dict[int, int], list[Row], list[tuple[Any, int]]]]:
    """The worths of each packed row, the rows that say which choices fit together, and what fillings pay for: what
    choices weigh in each subset row, and its times."""
    found, shared, held = [], subset_rows(goal, rows), set[int]()
    for pack in goal.get("packed", ()):
        sure(all(k in rows for k in pack["rows"]), "a packed row is made of rows that are not there")
        of, pays = [rows[k] for k in pack["rows"]], pack.get("pays", [])
        sure(all(w >= 0 for weights, _ in of for w in weights.values()), "a packed row has a weight below nought")
        sure(
            len(set(pays)) == len(pays) and set(pays) <= set(range(len(shared))),
            "a packed row pays twice, or for a subset row that is not there",
        )
        worths = dict(zip(numbers(pack["choices"]), numbers(pack["worths"]), strict=True))
        found.append((worths, of, [shared[k][:2] for k in pays]))
        sure(all(w > 0 for w in worths.values()), "a packed row holds a choice that is worth nothing")
        sure(not shared or not held & worths.keys(), "packed rows that share subset rows hold the same choice")
        held |= worths.keys()
    return found


def packed(goal: Any, rows: dict[int, Row]) -> dict[int, Row]:
    """Rows that say: of these choices no plan holds more than the best filling of some rows' room, all ways tried, and
    what it pays for subset rows."""
    packs = enumerate(packs_of(goal, rows))
    return {
        goal["first_row"] + n: (worths, filled(worths, of, [most for _, most in of], pays))
        for n, (worths, of, pays) in packs
    }


def with_and_without(worths: dict[int, int], of: list[Row], pays: Any) -> tuple[dict[int, int], dict[int, int]]:
    """What the best filling falls by with each choice that uses a room, and without each that is worth something."""
    room, fall, missed = [most for _, most in of], dict[int, int](), dict[int, int]()
    top, known = filled(worths, of, room, pays), dict[Any, int]()
    for c in sorted({c for weights, _ in of for c, w in weights.items() if w} | worths.keys()):
        use = tuple(weights.get(c, 0) for weights, _ in of)
        case, others = (use, c if c in worths else -1), {o: w for o, w in worths.items() if o != c}
        if case not in known:
            rest = [a - b for a, b in zip(room, use, strict=True)]
            weighs = [weights.get(c, 0) if c in worths else 0 for weights, _ in pays]
            own = worths.get(c, 0) - sum(n // 2 * times for n, (_, times) in zip(weighs, pays, strict=True))
            odd = [n % 2 for n in weighs]
            known[case] = own + filled(others, of, rest, pays, odd) if min(rest, default=0) >= 0 else 0
        fall[c] = top - known[case]
        if c in worths:
            missed[c] = top - filled(others, of, room, pays)
    return fall, missed


def falls(goal: Any, rows: dict[int, Row], held: set[int]) -> dict[int, int]:
    """What the bound falls by where a choice is taken: its rows are filled by the best filling that holds it, and the
    others' without what shares with it a priced row of which one choice may be taken; of such rows the one that tells
    most counts."""
    fall: dict[int, int] = {}
    inside: dict[int, set[int]] = {}
    without: dict[int, dict[int, int]] = {}
    for n, pack in enumerate(packs_of(goal, rows)):
        taken, left_out = with_and_without(*pack)
        for c, lost in taken.items():
            fall[c] = fall.get(c, 0) + lost
            inside.setdefault(c, set()).add(n)
        for c, lost in left_out.items():
            without.setdefault(c, {})[n] = lost
    beside: dict[int, int] = {}
    for k in goal["times"]:
        weights, most = rows[int(k)]
        own = [c for c, w in weights.items() if w and c in held]
        if most != 1 or {w for w in weights.values() if w} != {1}:
            continue
        missed: dict[int, int] = {}
        for n, lost in (pair for c in own for pair in without.get(c, {}).items()):
            missed[n] = max(missed.get(n, 0), lost)
        for c in own:
            total = sum(lost for n, lost in missed.items() if n not in inside.get(c, ()))
            beside[c] = max(beside.get(c, 0), total)
    return {c: fall.get(c, 0) + beside.get(c, 0) for c in fall.keys() | beside.keys()}


def asking(goal: Any, share: int) -> dict[int, Row]:
    """Rows that ask every group for this share: minus its choices at most minus the whole number that takes."""
    rows: list[Row] = [({}, -max(0, -(-share * size // 1000))) for size in numbers(goal["size"])]
    for c, g in enumerate(numbers(goal["group"])):
        if g >= 0:
            rows[g][0][c] = -1
    return {goal["first_row"] + k: row for k, row in enumerate(rows)}


def share(goal: Any, plan: set[int], rows: dict[int, Row], held: set[int]) -> Met:
    """A goal on the worst-off group: the plan's value, the bound, rows that keep the goal, and what stays open."""
    group, top = numbers(goal["group"]), 1000 if goal["size"] else 0
    counts = [(sum(group[c] == g for c in plan), size) for g, size in enumerate(numbers(goal["size"]))]
    if goal["denied"] is not None and bound(goal, [0] * len(group), rows | asking(goal, goal["denied"]), held)[0] < 0:
        top = goal["denied"] - 1
    value = min((1000 * n // size for n, size in counts), default=0)
    return value, top, asking(goal, goal["kept"] - goal["may_lose"]), held


def summed(goal: Any, plan: set[int], rows: dict[int, Row], held: set[int]) -> Met:
    """The same for a goal that is a sum: a choice stays open where a plan that keeps the goal could hold it."""
    own, sign, first = numbers(goal["worth"]), -1 if goal["sense"] == "least" else 1, goal["first_row"]
    worth = [sign * w for w in own]
    own_rows = packed(goal, rows)
    priced = goal | {"times": goal["times"] | {str(k): 1 for k in own_rows}}
    most, surplus = bound(priced, worth, rows | own_rows, held)
    most += sum(times * allowed for _, times, allowed in subset_rows(goal, rows))
    step = goal["scale"] * (math.gcd(*(worth[c] for c in held)) or 1)  # every plan's value is a multiple
    top, keep = most // step * step // goal["scale"], sign * goal["kept"] - goal["may_lose"]
    kept = {first: (dict(enumerate(-w for w in worth)), -keep), first + 1: (dict(enumerate(worth)), top)}
    fall, short = falls(goal, rows, held), keep * goal["scale"] - most
    closed = {c for c in held if min(surplus[c], 0) - fall.get(c, 0) >= short}
    return sum(own[c] for c in plan), sign * top, kept, closed


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    sure(len(dict(pairs)) == len(pairs), "certificate.json says something twice")
    return dict(pairs)


def listed(folder: Path) -> tuple[list[Any], set[int]]:
    """Every choice of today, and the numbers of those that the plan takes."""
    files = [("candidates.csv", "matches.csv"), ("governance_candidates.csv", "governance.csv")]
    advisers = (folder / "adviser_candidates.csv").is_file()
    files += [("adviser_candidates.csv", "adviser_matches.csv")] if advisers else []
    choices = [choice(kind, r) for kind, (name, _) in enumerate(files) for r in table(folder, name)]
    taken = [choice(kind, r)[:7] for kind, (_, name) in enumerate(files) for r in table(folder, name)]
    links = table(folder, "supporter_links.csv") if advisers else []
    choices += [choice(FIRST_LINK if r["leader_id"] else FIRST_LINK + 1, r) for r in links]
    taken += [choice(FIRST_LINK if r["leader_id"] else FIRST_LINK + 1, r)[:7] for r in links if follows(r, taken)]
    number = {c[:7]: n for n, c in enumerate(choices)}
    sure(len({c[:5] for c in choices}) == len(choices), "a candidate is listed twice")
    sure(all(c in number for c in taken), "the plan holds a pair that is not a candidate")
    sure(len(set(taken)) == len(taken), "the plan holds a pair twice")
    return choices, {number[c] for c in taken}


def same_goals(said: Any, ends: Any, limits: Limits) -> None:
    """The certificate's goals are those of goals.json, and the scenario's, in its order."""
    same = ("goal", "value", "bound", "unit", "how")
    goals = [[goal[k] for k in same] for goal in said["goals"]]
    sure(goals == [[end[k] for k in same] for end in ends], "goals.json is of another certificate")
    asked = [goal["goal"] for goal in limits.registers.goals]
    stated = [goal["goal"] for goal in said["goals"] if goal["goal"] not in OF_THE_YEAR or not limits.future_of]
    order = [asked.index(goal) for goal in stated if goal in asked]
    in_order = len(order) == len(stated) and order == sorted(set(order))
    sure(in_order, "other goals than the scenario's, or another order")


def as_asked(goal: Any, stated: list[str], limits: Limits) -> None:
    """A goal is sought as the scenario says, and every choice is worth to it what the tables say."""
    name, future_of = goal["goal"], limits.future_of
    lose = next((int(x.get("may_lose", 0)) for x in limits.registers.goals if x["goal"] == name), 0)
    lose *= times_of(name, stated, future_of)
    sure(goal["may_lose"] == lose >= 0, f"{name} may lose {lose}")
    sense = SENSES.get(name, "most")
    sure(goal["sense"] == sense and ("group" in goal) == (sense == "worst-share"), f"{name}: sought the other way")
    if "group" in goal:
        limits.groups(numbers(goal["group"]), numbers(goal["size"]))
        return
    own, worths = numbers(goal["worth"]), limits.worths(name)
    sure(len(own) == len(limits.choices), f"{name}: not one worth for each choice")
    if worths is None:
        limits.trusted[f"{name}: worths"] = len(own)
    sure(worths is None or worths == own, f"{name}: worths are not as the tables say")


def check(folder: Path) -> None:
    said = json.loads((folder / "certificate.json").read_text(encoding="utf-8"), object_pairs_hook=once)
    sure(said.get("schema") == SCHEMA, f"this checker reads {SCHEMA}, and the certificate is {said.get('schema')}")
    choices, plan = listed(folder)
    later, future_of = future_choices(folder, len(choices))
    choices += later
    served = set(numbers(said.get("future_plan", "")))
    sure(served <= future_of.keys(), "the plan of the futures holds choices that are not there")
    plan, held = plan | served, set(range(len(choices)))
    limits, rows = Limits(folder, choices, future_of), dict[int, Row]()
    for k, row in said["rows"].items():
        rows[int(k)] = rounded(row, rows) if "parts" in row else limits.row(row)
    same_goals(said, json.loads((folder / "goals.json").read_text(encoding="utf-8")), limits)
    met, stated = list[tuple[Any, int, int]](), [x["goal"] for x in said["goals"]]
    for goal in said["goals"]:
        as_asked(goal, stated, limits)
        name = goal["goal"]
        value, top, kept, held = (share if "group" in goal else summed)(goal, plan, rows, held)
        rows |= kept
        sure(value == goal["value"], f"{name}: the plan has {value}")
        sure(all(sum(w[c] for c in w.keys() & plan) <= most for w, most in rows.values()), f"{name}: a row is broken")
        proved = not is_proved(goal) or goal["kept"] == goal["bound"] == top
        sure(proved, f"{name}: nothing passes {top}, not {goal['bound']}")
        met.append((goal, top, times_of(name, stated, future_of)))
    report(met, limits.trusted)


def times_of(goal: str, stated: list[str], future_of: dict[int, int]) -> int:
    """How often the goal counts today: once for each future where it looks ahead. Beside `keep-leaders` coverage is
    today's alone, since nobody waits."""
    ahead = goal in ("strong-trust-first", "keep-leaders", *LOOK_AHEAD)
    ahead |= goal == "coverage" and "keep-leaders" not in stated
    return len(set(future_of.values())) if future_of and ahead else 1


def follows(link: dict[str, str], taken: list[Any]) -> bool:
    """Whether some match of the plan is of this link's body and, where it names one, of its organisation."""
    recipients, leader = set(link["recipients"].split(";")), link["leader_id"]
    return any(c[0] == 0 and c[1] in recipients and leader in ("", c[2]) for c in taken)


def report(met: list[tuple[Any, int, int]], trusted: dict[str, int]) -> None:
    """What is taken on trust first, then each goal."""
    print(
        "taken on trust, not derived:" if trusted else "nothing is taken on trust but the run's own tables and inputs"
    )
    for what, count in sorted(trusted.items()):
        print(f"  {what} ({count})")
    for goal, top, times in met:
        proof = f"proved if the above is right: at {top}" if trusted else f"proved: nothing passes {top}"
        unit = goal["unit"] + (f" in {times} drawn futures together" if times > 1 else "")
        print(f"{goal['goal']}: {goal['value']} {unit}, {proof if is_proved(goal) else 'not by certificate'}")


def is_proved(goal: Any) -> bool:
    return bool(goal["how"] == "certificate")


if __name__ == "__main__":
    check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
