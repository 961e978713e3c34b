"""Runs side by side against a baseline: who comes and goes and why, and every figure beside its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.errors import Fault, InputFaults
from matcher.report.groups import PHASE_ORDER
from matcher.study.figures import FIGURES
from matcher.study.outcome import Group, Match
from matcher.study.sides import Side

IN, OUT, MOVED = "in", "out", "another leader"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one body between the baseline and another run. Leaders are told by id, never by name."""

    side: str
    what: str
    recipient_id: str
    recipient: str
    kind: str
    region: str
    leader_before: str
    leader_now: str
    reason: str


@dataclass(frozen=True, slots=True)
class Compared:
    baseline: Side
    others: tuple[Side, ...]
    changes: tuple[Change, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.baseline, *self.others)


def compare(sides: Sequence[Side], baseline: str = "") -> Compared:
    """Raises InputFaults where there is nothing to compare, or no run of the baseline's name."""
    names = [side.name for side in sides]
    if len(sides) < 2:
        raise InputFaults([Fault("compare", None, "", "", "there is one run only", "Name at least two")])
    if baseline and baseline not in names:
        raise InputFaults(
            [Fault("--baseline", None, "", baseline, "is none of the runs", f"There are: {', '.join(names)}")]
        )
    at = names.index(baseline) if baseline else 0
    base, others = sides[at], tuple(side for k, side in enumerate(sides) if k != at)
    return Compared(base, others, tuple(change for other in others for change in changes(base, other)))


def changes(base: Side, other: Side) -> list[Change]:
    """Bodies in, then out, then those whose leader changed; each in id order."""
    before = {m.recipient_id: m for m in base.outcome.matches}
    now = {m.recipient_id: m for m in other.outcome.matches}
    came = [_change(base, other, IN, id_, None, now[id_]) for id_ in sorted(set(now) - set(before))]
    went = [_change(base, other, OUT, id_, before[id_], None) for id_ in sorted(set(before) - set(now))]
    both = sorted(set(before) & set(now))
    moved = [
        _change(base, other, MOVED, id_, before[id_], now[id_])
        for id_ in both
        if before[id_].leader_id != now[id_].leader_id
    ]
    return [*came, *went, *moved]


def _change(base: Side, other: Side, what: str, id_: str, before: Match | None, now: Match | None) -> Change:
    body = other.said.get(id_) or base.said[id_]
    return Change(
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


def _reason(base: Side, other: Side, what: str, id_: str) -> str:
    if what == OUT:
        return other.said[id_].why_not if id_ in other.said else f"It is not in the data of {other.name}"
    if what == IN:
        if id_ not in base.said:
            return f"It is not in the data of {base.name}"
        return f"In {base.name}: {base.said[id_].why_not}"
    taken = {m.leader_id for m in other.outcome.matches}
    before = next(m.leader_id for m in base.outcome.matches if m.recipient_id == id_)
    here = "supports others" if before in taken else "has no match"
    return f"Its leader in {base.name} {here} in {other.name}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one run, tidy: `group` is empty for the whole run."""

    side: str
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


def measures(compared: Compared) -> list[Measure]:
    """Every figure of every run, then every group's and every pot's, each beside the baseline's."""
    found = []
    for side in compared.sides:
        base = compared.baseline.outcome
        for name, (unit, _) in FIGURES.items():
            now, before = side.outcome.figures.get(name), base.figures.get(name)
            if now is not None or before is not None:
                found.append(Measure(side.name, "", "", name, unit, now, before))
        found += _of_groups(side, compared.baseline) + _of_pots(side, compared.baseline)
    return found


def _of_groups(side: Side, base: Side) -> list[Measure]:
    before = {(g.dimension, g.name): g for g in base.outcome.groups}
    return [
        Measure(
            side.name, g.dimension, g.name, name, unit, getattr(g, name), _part(before.get((g.dimension, g.name)), name)
        )
        for g in side.outcome.groups
        for name, unit in (("eligible", "bodies"), ("matched", "bodies"), ("days", "days"), ("pence", "pence"))
    ]


def _part(group: Group | None, name: str) -> int:
    return getattr(group, name) if group else 0


def _of_pots(side: Side, base: Side) -> list[Measure]:
    before = {pot["pot"]: pot for pot in base.outcome.pots}
    return [
        Measure(side.name, "pot", pot["pot"], name, "pence", pot[name], before.get(pot["pot"], {}).get(name))
        for pot in side.outcome.pots
        for name in ("amount_pence", "committed_pence", "left_pence")
    ]


def group_names(compared: Compared, dimension: str) -> list[str]:
    names = {g.name for side in compared.sides for g in side.outcome.groups if g.dimension == dimension}
    place = {name: k for k, name in enumerate(PHASE_ORDER)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name))


def worst_five(side: Side) -> list[Match]:
    known = [m for m in side.outcome.matches if m.metres is not None]
    return sorted(known, key=lambda m: (-(m.metres or 0), m.recipient_id))[:5]
