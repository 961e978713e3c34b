"""Checks a run's proof with Python alone: `python certificate_check.py RUN_FOLDER`. Copy it, read it, run it.

A plan takes each choice (a line of candidates.csv, then of governance_candidates.csv) or leaves it. A row says: the sum
of weight x choice is at most a number. Multiply rows by whole numbers of at least nought and add them up: no plan is
worth more than the sum of the right sides and of what each choice is worth beyond the sum, where that is above nought.
Checked: that arithmetic; that rounded rows, packed rows and earlier goals follow; that the plan obeys the rows and has
its values; and, against the tables, the choices (by their hashes), the worths in WORTHS and the rows in TABLES.
Not checked, and named at the end: numbers that stand in the registers alone, and goals not proved by certificate.
"""

import csv
import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

Row = tuple[dict[int, int], int]  # weight by choice, and what their sum is at most
Met = tuple[int, int, dict[int, Row], set[int]]

TABLES: dict[
    str, Any
] = {  # rule: whether its row on a subject may hold w of choice c = (kind, recipient, provider, days, team, ...)
    "one-leader": lambda c, of, w: (c[0], c[1], w) == (0, of, 1),
    "one-governance-leader": lambda c, of, w: (c[0], c[1], w) == (1, of, 1),
    "leader-days": lambda c, of, w: (c[0], c[2], w) == (0, of, c[3] - c[4]),
    "team-days": lambda c, _, w: (c[0], w) == (0, c[4]),
    "deployments": lambda c, of, w: (c[0], c[2], w) == (0, of, 1),
    "governance-days": lambda c, of, w: (c[0], c[2], w) == (1, of, c[3]),
    "governance-room": lambda c, of, w: (c[0], c[2], w) == (1, of, 1),
    "governance-needs-match": lambda c, of, w: (c[1], w) == (of, 1 if c[0] else -1),
    "pots": lambda c, _, w: 0 < w <= c[5],
}
SIDES = {"one-leader": 1, "one-governance-leader": 1, "governance-needs-match": 0}
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
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def limit(row: Any, choices: list[Any], pots: dict[str, int], stated: dict[str, int]) -> Row:
    """A row of the limits, held against the tables as far as they go."""
    rule, of, most = row["rule"], row["subject"], row["at_most"]
    weights = dict(zip(numbers(row["choices"]), numbers(row["weights"]), strict=True))
    may = TABLES.get(rule, lambda *_: True)
    sure(all(may(choices[c], of, w) for c, w in weights.items()), f"{rule}, {of}: not as the tables say")
    lacks = rule == "governance-needs-match" and any(
        x[:2] == (0, of) and c not in weights for c, x in enumerate(choices)
    )
    sure(SIDES.get(rule, most) == most and not lacks, f"{rule}, {of}: not the rule")
    sure(rule != "pots" or pots.get(of, most) == most, f"the pot {of} is not as pots.csv says")
    if rule not in SIDES and not (rule == "pots" and of in pots):
        stated[rule] = stated.get(rule, 0) + 1
    return weights, most


def rounded(row: Any, rows: dict[int, Row]) -> Row:
    """The sum of its parts, every number divided and rounded down: true for whole choices where the parts are."""
    total: dict[int, int] = {}
    most, by = 0, row["divide_by"]
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


def check(folder: Path) -> None:
    said = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    ends = json.loads((folder / "goals.json").read_text(encoding="utf-8"))
    both = [("candidates.csv", "matches.csv"), ("governance_candidates.csv", "governance.csv")]
    choices = [choice(kind, r) for kind, (name, _) in enumerate(both) for r in table(folder, name)]
    taken = [choice(kind, r)[:5] for kind, (_, name) in enumerate(both) for r in table(folder, name)]
    number = {c[:5]: n for n, c in enumerate(choices)}
    sure(all(c in number for c in taken), "the plan holds a pair that is not a candidate")
    pots = {p["pot"]: pence(p["committed"]) + pence(p["left"]) for p in table(folder, "pots.csv") if p["left"]}
    plan, held = {number[c] for c in taken}, set(range(len(choices)))
    rows: dict[int, Row] = {}
    stated: dict[str, int] = {}
    for k, row in said["rows"].items():
        rows[int(k)] = rounded(row, rows) if "parts" in row else limit(row, choices, pots, stated)
    goals = [(goal["goal"], goal["value"], goal["how"]) for goal in said["goals"]]
    sure(goals == [(end["goal"], end["value"], end["how"]) for end in ends], "goals.json is of another certificate")
    for goal in said["goals"]:
        name, place = goal["goal"], WORTHS.get(goal["goal"])
        if place:
            sure([c[place] for c in choices] == numbers(goal["worth"]), f"{name}: worths are not as the tables say")
        elif "worth" in goal:
            stated[f"worths of {name}"] = len(choices)
        value, top, kept, held = (share if "group" in goal else summed)(goal, plan, rows, held)
        rows |= kept
        sure(value == goal["value"], f"{name}: the plan has {value}")
        sure(all(sum(w[c] for c in w.keys() & plan) <= most for w, most in rows.values()), f"{name}: a row is broken")
        proved = goal["how"] == "certificate"
        sure(not proved or goal["kept"] == goal["bound"] == top, f"{name}: nothing passes {top}, not {goal['bound']}")
        print(
            f"{name}: {value} {goal['unit']}, " + (f"proved: nothing passes {top}" if proved else "not by certificate")
        )
    print("taken as stated:", ", ".join(f"{rule} ({n})" for rule, n in sorted(stated.items())) or "nothing")


if __name__ == "__main__":
    check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
