"""Checks a run's proof with Python alone: `python certificate_check.py RUN_FOLDER`. Copy it, read it, run it.

A plan takes each choice (a line of candidates.csv, then of governance_candidates.csv) or leaves it. A row says: the sum
of weight x choice is at most a number. Multiply rows by whole numbers of at least nought and add them up: no plan is
worth more than the sum of the right sides and of what each choice is worth beyond the sum, where that is above nought.
Checked: that arithmetic; that rounded rows, packed rows and earlier goals follow; that the plan obeys the rows and has
its values. Derived from the run's tables and `inputs/`, and compared number by number: the choices (by their hashes),
the worths in WORTHS and of coverage, and every row but those in TRUSTED. A row of any other rule is refused.
What it cannot derive it names first, and then it says no more than "proved if that is right".
"""

import csv
import hashlib
import json
import math
import re
import sys
from pathlib import Path
from typing import Any

Row = tuple[dict[int, int], int]  # weight by choice, and what their sum is at most
Met = tuple[int, int, dict[int, Row], set[int]]
Named = tuple[str, str]  # a row's rule and subject

DERIVED = {"one-leader", "leader-days", "team-days", "deployments", "governance-needs-match"}
DERIVED |= {"one-governance-leader", "governance-days", "governance-room"}
# what a row of these rules may hold at all: (weights, what they add up to at most); that there is such a rule, and whom
# it names, only the scenario and the registers say
TRUSTED: dict[str, tuple[str, Any]] = {
    "pots": ("what each pot has and pays for", lambda w, most: min(w) > 0 <= most),
    "pins": ("which pairs are fixed", lambda w, most: w == {-1} and most == -1),
    "own-interest": (
        "whose interest it is, and the share",
        lambda w, most: most == 0 and (len(w) == 1 or (len(w) == 2 and min(w) < 0 < max(w))),
    ),
    "mutual-help": ("who helps whom", lambda w, most: w == {1} and most in (0, 1)),
}
WORTHS = {"spend": 5, "fit": 6, "governance": 7, "canonical": 8}  # where a choice holds what it is worth to this goal


def sure(truth: object, message: str) -> None:
    if not truth:
        raise SystemExit(f"NOT PROVED: {message}")


def numbers(text: str) -> list[int]:
    return [int(n) for n in text.split()]


def pence(text: str) -> int:
    return round(float(text) * 100)


def choice(kind: int, r: dict[str, str]) -> Any:
    provider, team = r["governance_leader_id" if kind else "leader_id"], int(r.get("team_days") or 0)
    key = f"{kind}|{r['recipient_id']}|{provider}|{r['days']}|{team}"
    name = int.from_bytes(hashlib.sha256(key.encode()).digest()[:3], "big") >> 4
    worth = (pence(r["cost"]), int(r.get("fit") or 0), int(r.get("benefit") or 0), name)
    return (kind, r["recipient_id"], provider, int(r["days"]), team, *worth)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    sure((folder / name).is_file(), f"there is no {folder.name}/{name}")
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def whole(text: str) -> int | None:
    return int(text) if text else None


class Registers:
    """What the run's inputs say people have left: days and places, after the deployments that hold some already."""

    def __init__(self, folder: Path) -> None:
        self.scenario = (folder / "scenario.resolved.yaml").read_text(encoding="utf-8")
        self.leaders, self.governance, organisations = (
            {r["id"]: r for r in table(folder / "inputs", f"{name}.csv")}
            for name in ("leaders", "governance_leaders", "organisations")
        )
        self.room = {x["id"]: whole(x["max_matches"]) for x in (*self.leaders.values(), *self.governance.values())}
        self.days = {x["id"]: int(x["days"]) for x in (*self.leaders.values(), *self.governance.values())}
        self.team = {id: int(x["team_days"] or 0) for id, x in organisations.items()}
        self.recipients = table(folder / "inputs", "recipients.csv")
        year = int(self.setting(r"programme: \S*?-(\d{4})-\d\d"))
        self.terms = {f"autumn-{year}", f"spring-{year + 1}", f"summer-{year + 1}"}
        for deployment in table(folder / "inputs", "history.csv"):
            self.take(deployment)

    def pins(self) -> dict[str, dict[str, str]]:
        """The scenario's pins by their rows' subject, each as it is written there; not those on a pair pinned twice."""
        block = re.search(r"^pins:.*\n((?:[- ] .*\n?)*)", self.scenario, re.MULTILINE)
        items = re.split(r"^- ", block[1], flags=re.MULTILINE)[1:] if block else []
        pins = [dict(re.findall(r"^ *(\w+): '?([^'#\n]*?)'? *(?:#.*)?$", x, re.MULTILINE)) for x in items]
        pairs = [f"{pin.get('recipient')}+{pin.get('leader')}" for pin in pins]
        return {pair: pin for pair, pin in zip(pairs, pins, strict=True) if pairs.count(pair) == 1}

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
        if rule in ("one-leader", "one-governance-leader"):
            return 1
        kind = {"leader-days": self.days, "governance-days": self.days, "team-days": self.team}.get(rule, self.room)
        left = kind.get(of)
        return None if left is None else max(0, left)


def derived(choices: list[Any], registers: Registers) -> dict[Named, dict[int, int]]:
    """The left side of every row that follows from the choices and the registers."""
    found: dict[Named, dict[int, int]] = {}
    for c, (kind, recipient, provider, days, team, *_) in enumerate(choices):
        match = [("one-leader", recipient, 1), ("leader-days", provider, days - team), ("deployments", provider, 1)]
        match += [("team-days", registers.employer(provider), team), ("governance-needs-match", recipient, -1)]
        other = [("one-governance-leader", recipient, 1), ("governance-needs-match", recipient, 1)]
        other += [("governance-days", provider, days), ("governance-room", provider, 1)]
        for rule, of, weight in other if kind else match:
            if weight:
                found.setdefault((rule, of), {})[c] = weight
    return found


class Limits:
    """The rows of the limits: each derived or, where that cannot be, held against what its rule can say at all."""

    def __init__(self, folder: Path, choices: list[Any]) -> None:
        self.choices, self.registers = choices, Registers(folder)
        self.left = derived(choices, self.registers)
        self.pots = {p["pot"]: pence(p["committed"]) + pence(p["left"]) for p in table(folder, "pots.csv") if p["left"]}
        self.pins = self.registers.pins()
        self.seen: set[Named] = set()
        self.trusted: dict[str, int] = {}

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
            sure(weights == self.left.get((rule, of), {}), f"{rule}, {of}: not as the tables say")
            side = self.registers.side(rule, of)
            sure(side == most, f"{rule}, {of}: at most {most} is stated, and the inputs say {side}")
        elif not (rule == "pins" and of in self.pins):
            self.trust(rule, of, weights, most)
        else:
            sure((weights, most) == (self.pinned(self.pins[of]), -1), f"the pin {of} is not as the scenario says")
        return weights, most

    def pinned(self, pin: dict[str, str]) -> dict[int, int]:
        """Minus every choice of a pinned pair, with the pin's days where it fixes them."""
        own = {1: "recipient", 2: "leader", 3: "days", 4: "team_days"}
        wanted = {place: pin[key] for place, key in own.items() if pin.get(key, "null") != "null"}
        return {c: -1 for c, x in enumerate(self.choices) if all(str(x[k]) == v for k, v in wanted.items())}

    def worths(self, goal: str) -> list[int] | None:
        """What each choice is worth to a goal, or none where that cannot be derived."""
        if goal in WORTHS:
            return [c[WORTHS[goal]] for c in self.choices]
        each = self.registers.priority([c[1] for c in self.choices]) if goal == "coverage" else None
        return None if each is None else [0 if c[0] else n for c, n in zip(self.choices, each, strict=True)]

    def trust(self, rule: str, of: str, weights: dict[int, int], most: int) -> None:
        sure(rule in TRUSTED, f"there is no rule {rule}")
        what, may = TRUSTED[rule]
        sure(not weights or may(set(weights.values()), most), f"{rule}, {of}: not what this rule says")
        if rule == "pots":
            sure(self.pots.get(of) == most, f"the pot {of} is not as pots.csv says")
            sure(all(w <= self.choices[c][5] for c, w in weights.items()), f"the pot {of} pays more than the cost")
        else:
            sure(rule == "pins" or all(self.choices[c][0] == 0 for c in weights), f"{rule}, {of}: not of matches")
        self.trusted[f"{rule}: {what}"] = self.trusted.get(f"{rule}: {what}", 0) + 1


def rounded(row: Any, rows: dict[int, Row]) -> Row:
    """The sum of its parts, every number divided and rounded down: true for whole choices where the parts are."""
    total: dict[int, int] = {}
    most, by = 0, row["divide_by"]
    sure(row["rule"] in DERIVED or row["rule"] in TRUSTED, f"there is no rule {row['rule']}")
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


def packed(goal: Any, rows: dict[int, Row]) -> dict[int, Row]:
    """Rows that say: of these choices no plan holds more than the best filling of some rows' room, all ways tried."""
    found: dict[int, Row] = {}
    for number, pack in enumerate(goal.get("packed", ())):
        sure(all(k in rows for k in pack["rows"]), "a packed row is made of rows that are not there")
        of = [rows[k] for k in pack["rows"]]
        worths = dict(zip(numbers(pack["choices"]), numbers(pack["worths"]), strict=True))
        sure(all(w >= 0 for weights, _ in of for w in weights.values()), "a packed row has a weight below nought")
        best = {(0,) * len(of): 0}
        for c, worth in worths.items():
            for used, so_far in list(best.items()):
                more = tuple(u + weights.get(c, 0) for u, (weights, _) in zip(used, of, strict=True))
                if all(m <= most for m, (_, most) in zip(more, of, strict=True)):
                    best[more] = max(best.get(more, 0), so_far + worth)
        found[goal["first_row"] + number] = worths, max(best.values())
    return found


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
    step = goal["scale"] * (math.gcd(*(worth[c] for c in held)) or 1)  # every plan's value is a multiple
    top, keep = most // step * step // goal["scale"], sign * goal["kept"] - goal["may_lose"]
    kept = {first: (dict(enumerate(-w for w in worth)), -keep), first + 1: (dict(enumerate(worth)), top)}
    return sum(own[c] for c in plan), sign * top, kept, {c for c in held if surplus[c] >= keep * goal["scale"] - most}


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    sure(len(dict(pairs)) == len(pairs), "certificate.json says something twice")
    return dict(pairs)


def check(folder: Path) -> None:
    said = json.loads((folder / "certificate.json").read_text(encoding="utf-8"), object_pairs_hook=once)
    ends = json.loads((folder / "goals.json").read_text(encoding="utf-8"))
    both = [("candidates.csv", "matches.csv"), ("governance_candidates.csv", "governance.csv")]
    choices = [choice(kind, r) for kind, (name, _) in enumerate(both) for r in table(folder, name)]
    taken = [choice(kind, r)[:7] for kind, (_, name) in enumerate(both) for r in table(folder, name)]
    number = {c[:7]: n for n, c in enumerate(choices)}
    sure(len({c[:5] for c in choices}) == len(choices), "a candidate is listed twice")
    sure(all(c in number for c in taken), "the plan holds a pair that is not a candidate")
    sure(len(set(taken)) == len(taken), "the plan holds a pair twice")
    plan, held = {number[c] for c in taken}, set(range(len(choices)))
    limits = Limits(folder, choices)
    rows: dict[int, Row] = {}
    for k, row in said["rows"].items():
        rows[int(k)] = rounded(row, rows) if "parts" in row else limits.row(row)
    goals = [(goal["goal"], goal["value"], goal["how"]) for goal in said["goals"]]
    sure(goals == [(end["goal"], end["value"], end["how"]) for end in ends], "goals.json is of another certificate")
    trusted, met = dict(limits.trusted), list[tuple[Any, int]]()
    for goal in said["goals"]:
        sure(goal["may_lose"] >= 0, f"{goal['goal']} may lose less than nothing")
        name, worths = goal["goal"], limits.worths(goal["goal"])
        if worths is not None:
            sure(worths == numbers(goal["worth"]), f"{name}: worths are not as the tables say")
        else:
            trusted[f"{name}: " + ("who is in which group" if "group" in goal else "worths")] = len(choices)
        value, top, kept, held = (share if "group" in goal else summed)(goal, plan, rows, held)
        rows |= kept
        sure(value == goal["value"], f"{name}: the plan has {value}")
        sure(all(sum(w[c] for c in w.keys() & plan) <= most for w, most in rows.values()), f"{name}: a row is broken")
        sure(
            not is_proved(goal) or goal["kept"] == goal["bound"] == top,
            f"{name}: nothing passes {top}, not {goal['bound']}",
        )
        met.append((goal, top))
    report(met, trusted)


def report(met: list[tuple[Any, int]], trusted: dict[str, int]) -> None:
    """What is taken on trust first, then each goal."""
    print(
        "taken on trust, not derived:" if trusted else "nothing is taken on trust but the run's own tables and inputs"
    )
    for what, count in sorted(trusted.items()):
        print(f"  {what} ({count})")
    for goal, top in met:
        proof = f"proved if the above is right: at {top}" if trusted else f"proved: nothing passes {top}"
        print(f"{goal['goal']}: {goal['value']} {goal['unit']}, {proof if is_proved(goal) else 'not by certificate'}")


def is_proved(goal: Any) -> bool:
    return bool(goal["how"] == "certificate")


if __name__ == "__main__":
    check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
