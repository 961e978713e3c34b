"""Compares runs with a baseline: schools and trusts added, removed or reassigned and why, and every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.errors import Fault, InputFaults
from matcher.report.tables.groups import PHASE_ORDER
from matcher.study.comparison.compared_run import ComparedRun
from matcher.study.figures import FIGURES
from matcher.study.outcome import Group, Match
from matcher.wording.terms import LEADER

ADDED, REMOVED, REASSIGNED = "in", "out", "another leader"


@dataclass(frozen=True, slots=True)
class RecipientDifference:
    """How one school or trust differs between the baseline and another run. Leaders are given by id, never by name."""

    run: str
    what: str
    recipient_id: str
    recipient: str
    kind: str
    region: str
    leader_before: str
    leader_now: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    baseline: ComparedRun
    others: tuple[ComparedRun, ...]
    changes: tuple[RecipientDifference, ...]

    @property
    def runs(self) -> tuple[ComparedRun, ...]:
        return (self.baseline, *self.others)


def compare(runs: Sequence[ComparedRun], baseline: str = "") -> Comparison:
    """Raises InputFaults where there is nothing to compare, or no run of the baseline's name."""
    names = [run.name for run in runs]
    if len(runs) < 2:
        raise InputFaults([Fault("compare", None, "", "", "there is one run only", "Name at least two")])
    if baseline and baseline not in names:
        raise InputFaults(
            [Fault("--baseline", None, "", baseline, "is none of the runs", f"There are: {', '.join(names)}")]
        )
    at = names.index(baseline) if baseline else 0
    base, others = runs[at], tuple(run for k, run in enumerate(runs) if k != at)
    return Comparison(base, others, tuple(change for other in others for change in changes(base, other)))


def changes(base: ComparedRun, other: ComparedRun) -> list[RecipientDifference]:
    """Schools and trusts added, then removed, then reassigned to another leader; each in id order."""
    before = {m.recipient_id: m for m in base.outcome.matches}
    now = {m.recipient_id: m for m in other.outcome.matches}
    added = [_change(base, other, ADDED, id_, None, now[id_]) for id_ in sorted(set(now) - set(before))]
    removed = [_change(base, other, REMOVED, id_, before[id_], None) for id_ in sorted(set(before) - set(now))]
    both = sorted(set(before) & set(now))
    reassigned = [
        _change(base, other, REASSIGNED, id_, before[id_], now[id_])
        for id_ in both
        if before[id_].leader_id != now[id_].leader_id
    ]
    return [*added, *removed, *reassigned]


def _change(
    base: ComparedRun, other: ComparedRun, what: str, id_: str, before: Match | None, now: Match | None
) -> RecipientDifference:
    body = other.bodies.get(id_) or base.bodies[id_]
    return RecipientDifference(
        other.name,
        what,
        id_,
        body.name,
        body.kind,
        body.region,
        before.leader_id if before else "",
        now.leader_id if now else "",
        _reason(base, other, what, id_),
    )


def _reason(base: ComparedRun, other: ComparedRun, what: str, id_: str) -> str:
    if what == REMOVED:
        return other.bodies[id_].why_not if id_ in other.bodies else f"It is not in the data of {other.name}"
    if what == ADDED:
        if id_ not in base.bodies:
            return f"It is not in the data of {base.name}"
        return f"In {base.name}: {base.bodies[id_].why_not}"
    used = {m.leader_id for m in other.outcome.matches}
    before = next(m.leader_id for m in base.outcome.matches if m.recipient_id == id_)
    here = "supports others" if before in used else "has no match"
    return f"Its {LEADER} in {base.name} {here} in {other.name}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one run as a row of a tidy table; `group` is empty for the whole run."""

    run: str
    dimension: str
    group: str
    figure: str
    unit: str
    value: int | str | None
    before: int | str | None

    @property
    def change(self) -> int | None:
        both = isinstance(self.value, int) and isinstance(self.before, int)
        return self.value - self.before if both else None  # type: ignore[operator]


def measures(comparison: Comparison) -> list[Measure]:
    """For every run: its figures, then those of its groups and pots, each with the baseline's value."""
    measured = []
    for run in comparison.runs:
        base = comparison.baseline.outcome
        for name, (unit, _) in FIGURES.items():
            now, before = run.outcome.figures.get(name), base.figures.get(name)
            if now is not None or before is not None:
                measured.append(Measure(run.name, "", "", name, unit, now, before))
        measured += _of_groups(run, comparison.baseline) + _of_pots(run, comparison.baseline)
    return measured


def _of_groups(run: ComparedRun, base: ComparedRun) -> list[Measure]:
    before = {(g.dimension, g.name): g for g in base.outcome.groups}
    return [
        Measure(
            run.name, g.dimension, g.name, name, unit, getattr(g, name), _part(before.get((g.dimension, g.name)), name)
        )
        for g in run.outcome.groups
        for name, unit in (("eligible", "bodies"), ("matched", "bodies"), ("days", "days"), ("pence", "pence"))
    ]


def _part(group: Group | None, name: str) -> int:
    return getattr(group, name) if group else 0


def _of_pots(run: ComparedRun, base: ComparedRun) -> list[Measure]:
    before = {pot["pot"]: pot for pot in base.outcome.pots}
    return [
        Measure(run.name, "pot", pot["pot"], name, "pence", pot[name], before.get(pot["pot"], {}).get(name))
        for pot in run.outcome.pots
        for name in ("amount_pence", "committed_pence", "left_pence")
    ]


def group_names(comparison: Comparison, dimension: str) -> list[str]:
    names = {g.name for run in comparison.runs for g in run.outcome.groups if g.dimension == dimension}
    place = {name: k for k, name in enumerate(PHASE_ORDER)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


def worst_five(run: ComparedRun) -> list[Match]:
    with_distance = [m for m in run.outcome.matches if m.metres is not None]
    return sorted(with_distance, key=lambda m: (-(m.metres or 0), m.recipient_id))[:5]
