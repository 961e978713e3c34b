"""Checks a run's proof with nothing but Python itself: `python certificate_check.py RUN_FOLDER`. Copy it, read it, run it.

A plan takes each choice (a line of candidates.csv, then of governance_candidates.csv) or leaves it. A row says: the sum
of weight x choice is at most a number. Multiply rows by whole numbers of at least nought and add them up: no plan is
worth more than the sum of the right sides and of what each choice is worth beyond the sum, where that is above nought.
Checked: that arithmetic; that rounded rows and earlier goals follow; that the plan obeys the rows and has its values;
and, against the tables, the choices (by their hashes), worths of fit, spend and governance, and the rows TABLES knows.
Not checked, and counted at the end: numbers that stand in the registers alone, and goals not proved by certificate.
"""

import csv
import hashlib
import json
import math
import sys
from pathlib import Path

TABLES = {  # rule: whether its row may hold this much of a choice (kind, recipient, provider, days, team, pence, ...)
    "one-leader": lambda c, subject, w: c[0] == 0 and c[1] == subject and w == 1,
    "one-governance-leader": lambda c, subject, w: c[0] == 1 and c[1] == subject and w == 1,
    "leader-days": lambda c, subject, w: c[0] == 0 and c[2] == subject and w == c[3] - c[4],
    "deployments": lambda c, subject, w: c[0] == 0 and c[2] == subject and w == 1,
    "team-days": lambda c, subject, w: c[0] == 0 and w == c[4],
    "governance-days": lambda c, subject, w: c[0] == 1 and c[2] == subject and w == c[3],
    "governance-room": lambda c, subject, w: c[0] == 1 and c[2] == subject and w == 1,
    "governance-needs-match": lambda c, subject, w: c[1] == subject and w == (1 if c[0] else -1),
    "pots": lambda c, subject, w: 0 < w <= c[5],
}
SIDES = {"one-leader": 1, "one-governance-leader": 1, "governance-needs-match": 0}
WORTHS = {"fit": lambda c: c[6], "spend": lambda c: c[5], "governance": lambda c: c[7], "canonical": lambda c: c[8]}


def sure(truth, message):
    if not truth:
        raise SystemExit(f"NOT PROVED: {message}")


def pence(text):
    return round(float(text) * 100) if text else None


def choice(kind, r):
    provider, team = r["governance_leader_id" if kind else "leader_id"], int(r.get("team_days") or 0)
    key = f"{kind}|{r['recipient_id']}|{provider}|{r['days']}|{team}"
    name = int.from_bytes(hashlib.sha256(key.encode()).digest()[:3], "big") >> 4
    worth = (pence(r["cost"]), int(r.get("fit") or 0), int(r.get("benefit") or 0), name)
    return (kind, r["recipient_id"], provider, int(r["days"]), team, *worth)


def table(folder, kind, name):
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return [r if kind is None else choice(kind, r) for r in csv.DictReader(file)]


def numbers(text):
    return [int(n) for n in text.split()]


def limit(row, choices, pots, stated):
    """One row of the limits, held against the tables as far as they go."""
    weights, at_most = dict(zip(numbers(row["choices"]), numbers(row["weights"]), strict=True)), row["at_most"]
    rule, subject = row["rule"], row["subject"]
    may = TABLES.get(rule, lambda *_: True)
    sure(all(may(choices[c], subject, w) for c, w in weights.items()), f"{rule} {subject} is not as the tables say")
    sure(SIDES.get(rule, at_most) == at_most, f"{rule} {subject} allows {at_most}")
    if rule == "governance-needs-match":
        sure(all(c in weights for c, x in enumerate(choices) if x[:2] == (0, subject)), f"{rule} {subject} lacks a match")
    if rule == "pots" and subject in pots:
        sure(pots[subject] == at_most, f"the pot {subject} has {at_most} pence here, {pots[subject]} in pots.csv")
    elif rule not in SIDES:
        stated[rule] = stated.get(rule, 0) + 1
    return weights, at_most


def rounded(row, rows):
    """The sum of its parts, each number divided and rounded down: true for whole choices wherever the parts are."""
    total, at_most, by = {}, 0, row["divide_by"]
    for part, times in row["parts"]:
        sure(times >= 0 and by >= 1, "a rounded row turns a row round")
        for c, w in rows[part][0].items():
            total[c] = total.get(c, 0) + w * times
        at_most += rows[part][1] * times
    return {c: w // by for c, w in total.items()}, at_most // by


def bound(goal, worth, rows, held):
    """(right sides and surpluses, surplus by choice): both in 1/scale of the goal's unit."""
    surplus, paid = {c: worth[c] * goal["scale"] for c in held}, 0
    for k, times in goal["times"].items():
        weights, at_most = rows[int(k)]
        sure(times >= 0, "a multiplier is below nought")
        paid += times * at_most
        for c, w in weights.items():
            if c in surplus:
                surplus[c] -= times * w
    return paid + sum(s for s in surplus.values() if s > 0), surplus


def share_rows(goal, share, first):
    """Rows that ask every group for this share, by number; negative weights, for they ask for something."""
    rows = {first + g: ({}, -(-max(share, 0) * size // 1000)) for g, size in enumerate(numbers(goal["size"]))}
    rows = {k: (weights, -abs(least)) for k, (weights, least) in rows.items()}
    for c, g in enumerate(numbers(goal["group"])):
        if g >= 0:
            rows[first + g][0][c] = -1
    return rows


def share(goal, plan, rows, held):
    """A goal on the worst-served group: that no plan reaches the denied share. Gives the rows that keep it."""
    group, size, first = numbers(goal["group"]), numbers(goal["size"]), goal["first_row"]
    served = [sum(group[c] == g for c in plan) for g in range(len(size))]
    sure(min((1000 * n // s for n, s in zip(served, size, strict=True)), default=0) == goal["value"], "the share differs")
    if goal["how"] == "certificate" and goal["bound"] < (1000 if size else 0):
        asked = {**rows, **share_rows(goal, goal["denied"], first)}
        sure(bound(goal, [0] * len(group), asked, held)[0] < 0, "the denied share is not shown to be out of reach")
        sure(goal["denied"] == goal["bound"] + 1, "the denied share is not the next one")
    return share_rows(goal, goal["kept"] - goal["may_lose"], first), held


def summed(goal, plan, rows, held, choices):
    """A goal that is a sum. Gives the rows that keep it, and the choices a plan that keeps it may still hold."""
    own, sign = numbers(goal["worth"]), -1 if goal["sense"] == "least" else 1
    sure(sum(own[c] for c in plan) == goal["value"], f"the plan's {goal['goal']} differs")
    if goal["goal"] in WORTHS:
        sure([WORTHS[goal["goal"]](c) for c in choices] == own, f"{goal['goal']} is not as the tables say")
    worth = [sign * w for w in own]
    most, surplus = bound(goal, worth, rows, held)
    step = math.gcd(*(worth[c] for c in held)) or 1  # every value is a multiple of it
    top = most // (goal["scale"] * step) * step
    if goal["how"] == "certificate":
        sure(sign * top == goal["bound"], f"the bound on {goal['goal']} is {sign * top}")
    keep, first = sign * goal["kept"] - goal["may_lose"], goal["first_row"]
    kept = {first: ({c: -w for c, w in enumerate(worth) if w}, -keep), first + 1: (dict(enumerate(worth)), top)}
    return kept, {c for c in held if surplus[c] >= keep * goal["scale"] - most}


def check(folder):
    said = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    ends = json.loads((folder / "goals.json").read_text(encoding="utf-8"))
    choices = table(folder, 0, "candidates.csv") + table(folder, 1, "governance_candidates.csv")
    number = {c[:5]: n for n, c in enumerate(choices)}
    taken = table(folder, 0, "matches.csv") + table(folder, 1, "governance.csv")
    sure(all(c[:5] in number for c in taken), "the plan holds a pair that is not a candidate")
    plan, held, rows, stated = {number[c[:5]] for c in taken}, set(range(len(choices))), {}, {}
    pots = {p["pot"]: pence(p["committed"]) + pence(p["left"]) for p in table(folder, None, "pots.csv") if p["left"]}
    for k, row in said["rows"].items():
        rows[int(k)] = rounded(row, rows) if "parts" in row else limit(row, choices, pots, stated)
    sure([(g["goal"], g["value"], g["how"]) for g in said["goals"]] == [(e["goal"], e["value"], e["how"]) for e in ends], "goals.json differs")
    for goal in said["goals"]:
        after = share if goal["sense"] == "worst-share" else lambda *known: summed(*known, choices)
        kept, held = after(goal, plan, rows, held)
        rows |= kept
        sure(all(sum(w for c, w in weights.items() if c in plan) <= most for weights, most in rows.values()), f"the plan breaks a row ({goal['goal']})")
        closes = goal["how"] == "certificate" and goal["kept"] == goal["bound"]
        sure(closes or goal["how"] != "certificate", f"the certificate of {goal['goal']} does not close")
        print(f"{goal['goal']}: {goal['value']} {goal['unit']}, " + (f"proved: nothing passes {goal['bound']}" if closes else f"not by certificate ({goal['how']})"))
    print("taken as stated:", ", ".join(f"{n} rows of {rule}" for rule, n in sorted(stated.items())) or "nothing")


if __name__ == "__main__":
    check(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
