"""What the trials come to: for each size, costs and method the medians over the seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from benchmarks import gap, table
from benchmarks.table import PARTS, Row

COLUMNS = (
    *("size", "costs", "method", "finished", "proved", "goals_proved", "seconds", "cpu_seconds"),
    *("relative", "relative_cpu", "memory_mb", "falls_behind_at", "said"),
)
LEAST = ("spend", "canonical")
GOAL_COLUMNS = ("size", "costs", "goal", "method", "value", "short_of_best_%", "gap_to_bound_%", "proved")


def wrong(trials: Sequence[Row], known: Sequence[Row]) -> list[str]:
    return [*table.disagreements(trials), *gap.disagreements(known)]


def groups(rows: Iterable[Row], *names: str) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Rows that agree on these columns, in the order in which they first come."""
    order: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        order.setdefault(tuple(row[name] for name in names), []).append(row)
    yield from order.items()


def middle(rows: Iterable[Row], name: str) -> float | None:
    found = [row[name] for row in rows if row.get(name) is not None]
    return median(found) if found else None


def rows(trials: Sequence[Row]) -> Iterator[Row]:
    """Medians over the seeds that finished; `proved` counts the seeds in which every goal was."""
    best = best_plans(trials)
    for (size, costs, method), own in groups(trials, "size", "costs", "method"):
        whole = [row for row in own if row["goal"] == "all"]
        goals = [row for row in own if row["goal"] not in PARTS]
        seeds = len({row["seed"] for row in own})
        row: Row = {"size": size, "costs": costs, "method": method, "finished": f"{len(whole)} of {seeds}"}
        row |= {"proved": f"{sum(row['proved'] for row in whole)} of {seeds}"}
        row |= {"goals_proved": f"{sum(bool(g['proved']) for g in goals)} of {len(goals)}" if goals else ""}
        row |= {name: middle(whole, name) for name in ("seconds", "cpu_seconds", "relative", "relative_cpu")}
        row |= {"memory_mb": middle(whole, "memory_mb"), "falls_behind_at": _behind(goals, best)}
        row["said"] = next((r["said"] for r in own if r["goal"] == "ended" and r.get("said")), "")
        yield row


def best_plans(trials: Sequence[Row]) -> dict[str, dict[str, int]]:
    """For each instance, the values by goal of the best plan, goals in order, that any method reached."""
    goals = [row for row in trials if row["goal"] not in PARTS]
    plans = {
        key: {row["goal"]: value_to_maximise(row) for row in own}
        for key, own in groups(goals, "instance", "method")
        if own[-1]["goal"] == "canonical"
    }
    found: dict[str, dict[str, int]] = {}
    for (instance, _), plan in plans.items():
        held = found.get(instance)
        found[instance] = plan if held is None or tuple(plan.values()) > tuple(held.values()) else held
    return found


def _behind(goals: Sequence[Row], best: Mapping[str, Mapping[str, int]]) -> str:
    """The first goal, in order, in which each seed's plan is worse than the best plan; the commonest of them."""
    first = []
    for (instance,), own in groups(goals, "instance"):
        lost = (r["goal"] for r in own if instance in best and value_to_maximise(r) < best[instance][r["goal"]])
        first.append(next(lost, ""))
    return Counter(first).most_common(1)[0][0] if first else ""


def goal_rows(trials: Sequence[Row]) -> Iterator[Row]:
    """Short of best: below the plan that is best, goals in order. A method may be above it where it lost before."""
    best = best_plans(trials)
    goals = [
        row for row in trials if row["goal"] not in PARTS and row["goal"] != "canonical" and row["instance"] in best
    ]
    for (size, costs, goal), some in groups(goals, "size", "costs", "goal"):
        for (method,), own in groups(some, "method"):
            short = median(below(row, best[row["instance"]][goal]) for row in own)
            gaps = [below(row, -row["bound"] if goal in LEAST else row["bound"]) for row in own if row["bound"]]
            row: Row = {"size": size, "costs": costs, "goal": goal, "method": method, "value": middle(own, "value")}
            row |= {"short_of_best_%": short, "gap_to_bound_%": median(gaps) if gaps else None}
            yield row | {"proved": f"{sum(bool(r['proved']) for r in own)} of {len(own)}"}


def value_to_maximise(row: Row) -> int:
    """The value as something to make large."""
    value = int(row["value"] or 0)
    return -value if row["goal"] in LEAST else value


def below(row: Row, other: int) -> float:
    return 100 * (other - value_to_maximise(row)) / abs(other) if other else 0.0
