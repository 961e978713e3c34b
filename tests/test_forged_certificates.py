"""Forged certificates: each kind of forgery, from fixed seeds, is refused by the checker that stands alone."""

from __future__ import annotations

import csv
import json
import math
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from matcher.proof import certificate_check
from tests.test_certificate_check import a_run

Certificate = dict[str, Any]
Forgery = Callable[[Certificate, random.Random], bool]  # whether there was anything to forge
MOST_RUNS, EACH = 400, 20


def derived_rows(c: Certificate, draw: random.Random) -> list[Any]:
    rows = [x for x in c["rows"].values() if x["rule"] in certificate_check.DERIVED and x.get("choices")]
    return draw.sample(rows, len(rows))


def proved_goals(c: Certificate, draw: random.Random) -> list[Any]:
    goals = [x for x in c["goals"] if x["how"] == "certificate"]
    return draw.sample(goals, len(goals))


def invent(c: Certificate, rule: str, at_most: int) -> bool:
    """A row of all the choices that says what no rule says, priced so that the first goal's bound would follow."""
    count = c["matches"] + c["governance"]
    every, ones = " ".join(map(str, range(count))), " ".join("1" * count)
    number = str(max([int(k) for k in c["rows"]], default=0) + 10_000)
    c["rows"][number] = {"rule": rule, "subject": "all", "at_most": at_most, "choices": every, "weights": ones}
    c["goals"][0]["times"][number] = 1
    return bool(count)


def invented_row(c: Certificate, draw: random.Random) -> bool:
    return invent(c, draw.choice(["agreed-cap", "Leader-Days", "one-leader ", "limit", ""]), draw.randrange(9))


def invented_subject(c: Certificate, draw: random.Random) -> bool:
    return invent(c, draw.choice(sorted(certificate_check.DERIVED)), draw.randrange(9))


def unknown_rule(c: Certificate, draw: random.Random) -> bool:
    for row in draw.sample(list(c["rows"].values()), len(c["rows"])):
        row["rule"] += draw.choice(["s", "-cap", " "])
        return True
    return False


def smaller_side(c: Certificate, draw: random.Random) -> bool:
    for row in derived_rows(c, draw):
        row["at_most"] -= draw.randint(1, 3)
        return True
    return False


def dropped_coefficient(c: Certificate, draw: random.Random) -> bool:
    for row in derived_rows(c, draw):
        for key in ("choices", "weights"):
            row[key] = " ".join(row[key].split()[1:])
        return True
    return False


def changed_coefficient(c: Certificate, draw: random.Random) -> bool:
    for row in derived_rows(c, draw):
        first, *others = row["weights"].split()
        row["weights"] = " ".join([str(int(first) + draw.choice([-1, 1, 5])), *others])
        return True
    return False


def duplicated_row(c: Certificate, draw: random.Random) -> bool:
    for row in derived_rows(c, draw):
        c["rows"][str(max(int(k) for k in c["rows"]) + 10_000)] = dict(row)
        return True
    return False


def doubled_choice(c: Certificate, draw: random.Random) -> bool:
    for row in derived_rows(c, draw):
        for key in ("choices", "weights"):
            row[key] = f"{row[key].split()[0]} {row[key]}"
        return True
    return False


def changed_worth(c: Certificate, draw: random.Random) -> bool:
    for goal in draw.sample(c["goals"], len(c["goals"])):
        if goal["goal"] in {*certificate_check.WORTHS, "coverage"} and goal["worth"]:
            worths = [int(n) for n in goal["worth"].split()]
            worths[draw.randrange(len(worths))] += draw.choice([-1, 1, 7])
            goal["worth"] = " ".join(map(str, worths))
            return True
    return False


def changed_bound(c: Certificate, draw: random.Random) -> bool:
    for goal in proved_goals(c, draw):
        goal["bound"] += draw.choice([-2, -1, 1, 2])
        return True
    return False


def first_bound(c: Certificate) -> int | None:
    """The first goal's bound in 1/scale, by the definition; none where it is no plain sum of the limits' rows."""
    goal = c["goals"][0]
    if "worth" not in goal or goal["how"] != "certificate" or "packed" in goal:
        return None
    sign = -1 if goal["sense"] == "least" else 1
    paid = 0
    surplus: list[int] = [sign * goal["scale"] * int(n) for n in goal["worth"].split()]
    for k, times in goal["times"].items():
        row = c["rows"].get(k, {"parts": ()})
        if "parts" in row:
            return None
        paid += int(times * row["at_most"])
        for choice, weight in zip(row["choices"].split(), row["weights"].split(), strict=True):
            surplus[int(choice)] -= times * int(weight)
    return paid + sum(n for n in surplus if n > 0)


def swapped_multipliers(c: Certificate, draw: random.Random) -> bool:
    """Two rows of the first goal with unequal multipliers (one may have none) swap them, and its bound is worse."""
    before, goal = first_bound(c), c["goals"][0]
    if before is None:
        return False
    kept, step = dict(goal["times"]), math.gcd(*(int(n) for n in goal["worth"].split())) or 1
    for a in draw.sample(sorted(kept), len(kept)):
        for b in c["rows"]:
            goal["times"] = kept | {a: kept.get(b, 0), b: kept[a]}
            after = first_bound(c)
            if after is not None and after >= before + step * goal["scale"]:
                return True
    return False


def negative_multiplier(c: Certificate, draw: random.Random) -> bool:
    for goal in proved_goals(c, draw):
        for k in goal["times"]:
            goal["times"][k] = -abs(goal["times"][k]) or -1
            return True
    return False


def changed_value(c: Certificate, draw: random.Random) -> bool:
    for goal in draw.sample(c["goals"], len(c["goals"])):
        goal["value"] += draw.choice([-1, 1])
        return True
    return False


def other_worth(c: Certificate, draw: random.Random) -> bool:
    """Of the goals on pairs and on leaders: a match counts that does not, or the other way round."""
    for goal in draw.sample(c["goals"], len(c["goals"])):
        if goal["goal"] in ("strong-trust-first", "stability", "one-yes") and goal["worth"]:
            worths = [int(n) for n in goal["worth"].split()]
            place = draw.randrange(len(worths))
            worths[place] = 1 - worths[place]
            goal["worth"] = " ".join(map(str, worths))
            return True
    return False


def of_fairness(c: Certificate) -> Any:
    return next((goal for goal in c["goals"] if "group" in goal and goal["size"]), None)


def moved_group(c: Certificate, draw: random.Random) -> bool:
    """A choice counts for another region, or for none."""
    goal = of_fairness(c)
    groups = [] if goal is None else [int(n) for n in goal["group"].split()]
    places = [k for k, g in enumerate(groups) if g >= 0]
    if not places:
        return False
    groups[draw.choice(places)] = draw.choice([-1, max(groups) + 1])
    goal["group"] = " ".join(map(str, groups))
    return True


def smaller_region(c: Certificate, draw: random.Random) -> bool:
    goal = of_fairness(c)
    if goal is None:
        return False
    sizes = [int(n) for n in goal["size"].split()]
    sizes[draw.randrange(len(sizes))] += draw.choice([-1, 1, 3])
    goal["size"] = " ".join(map(str, sizes))
    return True


def pots(c: Certificate, draw: random.Random) -> list[Any]:
    rows = [x for x in c["rows"].values() if x["rule"] == "pots" and x.get("choices")]
    return draw.sample(rows, len(rows))


def smaller_pot(c: Certificate, draw: random.Random) -> bool:
    for row in pots(c, draw):
        row["at_most"] -= draw.choice([1, 100, 60_000])
        return True
    return False


def dearer_choice(c: Certificate, draw: random.Random) -> bool:
    """A pot pays another sum for a choice than it costs."""
    for row in pots(c, draw):
        weights = [int(n) for n in row["weights"].split()]
        weights[draw.randrange(len(weights))] += draw.choice([-1, 1, 10_000])
        row["weights"] = " ".join(map(str, weights))
        return True
    return False


def unpaid_choice(c: Certificate, draw: random.Random) -> bool:
    for row in pots(c, draw):
        for key in ("choices", "weights"):
            row[key] = " ".join(row[key].split()[1:])
        return True
    return False


def invented_pot(c: Certificate, draw: random.Random) -> bool:
    invented = invent(c, "pots", draw.randrange(9))
    for row in c["rows"].values():
        if row["subject"] == "all":
            row["subject"] = draw.choice(["reserve", "Offer", "offer ", ""])
    return invented


def invented_mirror(c: Certificate, draw: random.Random) -> bool:
    """Of all choices one at most, because they help one another: too wide for what the rule can say at all."""
    return c["matches"] > 0 < c["governance"] and invent(c, "mutual-help", draw.randrange(2))


def swapped_goals(c: Certificate, draw: random.Random) -> bool:
    if len(c["goals"]) < 2:
        return False
    place = draw.randrange(len(c["goals"]) - 1)
    c["goals"][place : place + 2] = reversed(c["goals"][place : place + 2])
    return True


def renamed_goal(c: Certificate, draw: random.Random) -> bool:
    goal = draw.choice(c["goals"])
    goal["goal"] = draw.choice(["fairest", "coverage ", goal["goal"].capitalize()])
    return True


def looser_goal(c: Certificate, draw: random.Random) -> bool:
    """A goal may lose what the scenario does not allow it to."""
    draw.choice(c["goals"])["may_lose"] += draw.choice([-1, 1, 2])
    return True


def turned_goal(c: Certificate, draw: random.Random) -> bool:
    """What was to be as much as possible is to be as little, its bound a value that nothing passes downward."""
    for goal in proved_goals(c, draw):
        if "worth" in goal and any(goal["worth"].split()) and goal["value"]:
            goal["sense"] = "least" if goal["sense"] == "most" else "most"
            return True
    return False


FORGERIES: tuple[Forgery, ...] = (
    invented_row,
    invented_subject,
    unknown_rule,
    smaller_side,
    dropped_coefficient,
    changed_coefficient,
    duplicated_row,
    doubled_choice,
    changed_worth,
    changed_bound,
    swapped_multipliers,
    negative_multiplier,
    changed_value,
    other_worth,
    moved_group,
    smaller_region,
    smaller_pot,
    dearer_choice,
    unpaid_choice,
    invented_pot,
    invented_mirror,
    swapped_goals,
    renamed_goal,
    looser_goal,
    turned_goal,
)


@pytest.fixture(scope="module")
def true_runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("true")
    return [a_run(folder / str(seed), seed)[1] for seed in range(MOST_RUNS)]


def forged(forgery: Forgery, runs: list[Path], folder: Path) -> Iterator[Path]:
    """The first runs that this forgery finds something to forge in, forged; goals.json says the same as the forgery."""
    for seed, run in enumerate(runs):
        certificate = json.loads((run / "certificate.json").read_text(encoding="utf-8"))
        if not forgery(certificate, random.Random(seed)):
            continue
        copied = Path(shutil.copytree(run, folder / str(seed)))
        (copied / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")
        goals = [{k: goal[k] for k in ("goal", "value", "bound", "unit", "how")} for goal in certificate["goals"]]
        (copied / "goals.json").write_text(json.dumps(goals), encoding="utf-8")
        yield copied


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda f: f.__name__)
def test_refuses(forgery: Forgery, true_runs: list[Path], tmp_path: Path) -> None:
    count = 0
    for folder in forged(forgery, true_runs, tmp_path):
        with pytest.raises(SystemExit, match="NOT PROVED"):
            certificate_check.check(folder)
        count += 1
        if count == EACH:
            return
    raise AssertionError(f"only {count} runs to forge")


@pytest.mark.parametrize(
    ("table", "column"), [("leaders", "days"), ("organisations", "team_days"), ("history", "days_agreed")]
)
def test_refuses_registers_of_another_run(table: str, column: str, true_runs: list[Path], tmp_path: Path) -> None:
    """The right sides come from the registers: where those say otherwise, the stated ones are not believed."""
    rule = "team-days" if table == "organisations" else "leader-days"
    refused = 0
    for number, run in enumerate(true_runs):
        said = json.loads((run / "certificate.json").read_text(encoding="utf-8"))["rows"].values()
        if not any(row["rule"] == rule and row.get("at_most", 0) >= (table == "history") for row in said):
            continue
        copied = Path(shutil.copytree(run, tmp_path / str(number)))
        path = copied / "inputs" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(row | {column: int(row[column]) + 1} for row in rows)
        with pytest.raises(SystemExit, match="the inputs say"):
            certificate_check.check(copied)
        refused += 1
    assert refused > 3


def with_pin(run: Path, folder: Path, choices: list[int], subject: str, days: str) -> Path:
    """The run with a pin in its scenario on the first match of its plan, and a row of a pin in its certificate."""
    copied = Path(shutil.copytree(run, folder))
    with (copied / "matches.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    pin = f"pins:  # a.yaml:4\n- recipient: {first['recipient_id']}  # a.yaml:5\n  leader: '{first['leader_id']}'\n"
    with (copied / "scenario.resolved.yaml").open("a", encoding="utf-8") as file:
        file.write(pin + "  reason: agreed\n" + days)
    certificate = json.loads((copied / "certificate.json").read_text(encoding="utf-8"))
    row = {"rule": "pins", "subject": subject or f"{first['recipient_id']}+{first['leader_id']}", "at_most": -1}
    row |= {"choices": " ".join(map(str, choices)), "weights": " ".join("-1" for _ in choices)}
    certificate["rows"]["9999999"] = row
    (copied / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")
    return copied


def test_a_pin_is_the_scenarios_and_names_every_choice_of_its_pair(
    true_runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tried = 0
    for number, run in enumerate(true_runs):
        candidates, matches = (list(csv.DictReader((run / f"{x}.csv").open())) for x in ("candidates", "matches"))
        pair = ("recipient_id", "leader_id")
        own = [k for k, c in enumerate(candidates) if matches and all(c[x] == matches[0][x] for x in pair)]
        if len(own) < 2:
            continue
        chosen = [k for k in own if candidates[k]["team_days"] == matches[0]["team_days"]]
        certificate_check.check(with_pin(run, tmp_path / f"{number}-true", own, "", ""))
        fixed = f"  team_days: {matches[0]['team_days']}\n"
        certificate_check.check(with_pin(run, tmp_path / f"{number}-fixed", chosen, "", fixed))
        assert "pins" not in capsys.readouterr().out
        with pytest.raises(SystemExit, match="not as the scenario says"):
            certificate_check.check(with_pin(run, tmp_path / f"{number}-forged", chosen, "", ""))
        certificate_check.check(with_pin(run, tmp_path / f"{number}-other", chosen, "R8+L8", ""))
        assert capsys.readouterr().out.index("pins: which pairs are fixed") < 200
        tried += 1
    assert tried > 3


@pytest.mark.parametrize("name", ["leaders", "history", "organisations"])
def test_proves_nothing_without_the_inputs(name: str, true_runs: list[Path], tmp_path: Path) -> None:
    copied = Path(shutil.copytree(true_runs[0], tmp_path / "run"))
    (copied / "inputs" / f"{name}.csv").unlink()
    with pytest.raises(SystemExit, match=f"NOT PROVED: there is no inputs/{name}.csv"):
        certificate_check.check(copied)
