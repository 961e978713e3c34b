"""The verdict on every body: any gate may admit it, a veto excludes it, and an entry in the register is accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from matcher.domain import Answer, Assessment, Evidence, Facts, FileDays, Recipient, Verdict
from matcher.eligibility.bodies import Bodies, bodies, supported_by
from matcher.eligibility.forgotten import file_days
from matcher.eligibility.recipients import recipient_of, region_note, registered
from matcher.policy import Policy
from matcher.rules.base import Gate
from matcher.rules.gates.body import Body
from matcher.wording.terms import LEADER
from matcher.wording.wording import proper_name

RouteVerdict = tuple[str, Verdict]  # the route at stake and the verdict


def assess(
    facts: Facts, policy: Policy, gates: tuple[Gate, ...], all_bodies: Bodies | None = None
) -> tuple[Assessment, ...]:
    """Every school and trust open on the day and every body in the register, sorted by id.

    `all_bodies` are the facts' bodies on the day, computed here where they are not given.
    """
    all_bodies = all_bodies or bodies(facts, policy.as_at)
    listed = {all_bodies.id_by_alias.get(r.id, r.id): r for r in facts.recipients}
    unknown = _with_forgotten_unknown(policy)
    assessments = [
        _assess(body, all_bodies, policy, unknown, gates) for body in all_bodies.by_id.values() if body.id not in listed
    ]
    assessments += [_registered(entry, all_bodies, facts, policy, gates) for entry in facts.recipients]
    return tuple(sorted(assessments, key=lambda a: a.id))


def assess_some(
    ids: Collection[str], facts: Facts, policy: Policy, gates: tuple[Gate, ...], all_bodies: Bodies
) -> tuple[Assessment, ...]:
    """Of these ids, as `assess` has them and sorted by id; an id that it has no assessment of is left out."""
    listed = {all_bodies.id_by_alias.get(r.id, r.id) for r in facts.recipients}
    known = (id_ for id_ in ids if id_ in all_bodies.by_id and id_ not in listed)
    unknown = _with_forgotten_unknown(policy)
    found = [_assess(all_bodies.by_id[id_], all_bodies, policy, unknown, gates) for id_ in known]
    found += [_registered(entry, all_bodies, facts, policy, gates) for entry in facts.recipients if entry.id in ids]
    return tuple(sorted(found, key=lambda a: a.id))


def assess_eligible(facts: Facts, policy: Policy, gates: tuple[Gate, ...]) -> tuple[Assessment, ...]:
    """Of the open data, those that are eligible, sorted by id: as `assess` has them, but for what files forgot.

    Nobody's reasons against are put together, which takes half of the time.
    """
    all_bodies = bodies(facts, policy.as_at)
    found = [body for body in all_bodies.by_id.values() if answer(body, policy, gates) == "eligible"]
    return tuple(sorted((_judged(body, all_bodies, policy, gates) for body in found), key=lambda a: a.id))


def judge(body: Body, policy: Policy, gates: Iterable[Gate]) -> RouteVerdict:
    """A veto first; then the first gate that admits it; then the first `cannot tell`; else every reason against."""
    applicable = applicable_to(body, gates)
    for gate in applicable:
        if gate.veto and (verdict := gate.judge(body, policy)).answer == "not eligible":
            return gate.name, verdict
    answers: list[RouteVerdict] = []
    for gate in applicable:
        if not gate.veto:
            answers.append((gate.name, gate.judge(body, policy)))
            if answers[-1][1].answer == "eligible":
                return answers[-1]
    doubts = [one for one in answers if one[1].answer == "cannot tell"]
    return doubts[0] if doubts else ("", _not_eligible([verdict for _, verdict in answers]))


def applicable_to(body: Body, gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """The gates that are about this body, whatever the policy."""
    return tuple([gate for gate in gates if gate.applies(body)])


def answer(body: Body, policy: Policy, gates: Iterable[Gate]) -> Answer:
    """The answer of `judge`, without its reasons."""
    return answer_of(body, policy, applicable_to(body, gates))


def answer_of(body: Body, policy: Policy, applicable: Iterable[Gate]) -> Answer:
    """The same, where the gates that are about the body are known."""
    result: Answer = "not eligible"
    for gate in applicable:
        if gate.veto and _answer_by(gate, body, policy) == "not eligible":
            return "not eligible"
    for gate in applicable:
        one = "not eligible" if gate.veto else _answer_by(gate, body, policy)
        if one == "eligible":
            return one
        result = "cannot tell" if one == "cannot tell" else result
    return result


def _answer_by(gate: Gate, body: Body, policy: Policy) -> Answer:
    return gate.answers(body, policy) if gate.answers else gate.judge(body, policy).answer


def _with_forgotten_unknown(policy: Policy) -> Policy:
    return replace(policy, eligibility=replace(policy.eligibility, forgotten="unknown"))


def forgotten_behind(
    body: Body, found: Verdict, policy: Policy, unknown: Policy, gates: Iterable[Gate]
) -> tuple[FileDays, ...]:
    """`file_days`, where the verdict could be another if inspections that Ofsted's file no longer shows were known, or
    lacks nothing else. `unknown` is the policy that counts with them.
    """
    if found.answer == "cannot tell":
        return file_days(body, policy) if found.cause == "history-forgotten" else ()
    if policy.eligibility.forgotten != "as-known":
        return ()
    days = file_days(body, policy)
    return days if days and answer(body, unknown, gates) != found.answer else ()


def _not_eligible(verdicts: list[Verdict]) -> Verdict:
    if len(verdicts) == 1:
        return verdicts[0]
    reasons = dict.fromkeys(v.reason for v in verdicts if v.reason) or {"No rule of this programme is about it.": None}
    evidence = dict.fromkeys(cell for v in verdicts for cell in v.evidence)
    return Verdict("not eligible", " ".join(reasons), tuple(evidence))


def _assess(body: Body, all_bodies: Bodies, policy: Policy, unknown: Policy, gates: Iterable[Gate]) -> Assessment:
    judged = _judged(body, all_bodies, policy, gates)
    forgotten = forgotten_behind(body, judged.verdict, policy, unknown, gates)
    return replace(judged, forgotten=forgotten) if forgotten else judged


def _judged(body: Body, all_bodies: Bodies, policy: Policy, gates: Iterable[Gate]) -> Assessment:
    """The assessment, without what files have forgotten."""
    route, verdict = judge(body, policy, gates)
    recipient = None
    if verdict.answer == "eligible":
        if not body.region:
            reason = f"{verdict.reason} No file says in which region it is, so no {LEADER} can be found for it."
            verdict = replace(verdict, answer="cannot tell", reason=reason, cause="region-not-known")
        else:
            verdict = replace(verdict, reason=verdict.reason + region_note(body, all_bodies))
            recipient = recipient_of(body, all_bodies, policy, verdict, route)
    return Assessment(
        id=body.id,
        name=body.name,
        kind=body.kind,
        region=body.region,
        route=route,
        verdict=verdict,
        recipient=recipient,
        cause=verdict.cause,
    )


def _registered(
    entry: Recipient, all_bodies: Bodies, facts: Facts, policy: Policy, gates: Iterable[Gate]
) -> Assessment:
    """A registered body qualifies unless vetoed; fields the register leaves empty are filled from the open data."""
    entry = replace(entry, name=proper_name(entry.name))
    body = all_bodies.by_id.get(all_bodies.id_by_alias.get(entry.id, entry.id))
    route, verdict = judge(body or _body_of_entry(entry, facts), policy, gates)
    vetoed = any(gate.veto and gate.name == route for gate in gates)
    worked_out = recipient_of(body, all_bodies, policy, verdict, "") if body else None
    recipient = registered(entry, worked_out)
    if not vetoed:
        verdict = _by_the_register(entry, recipient, verdict, worked_out)
    return Assessment(
        id=entry.id,
        name=recipient.name,
        kind=recipient.kind,
        region=recipient.region,
        route=route if vetoed else recipient.route,
        verdict=verdict,
        recipient=None if vetoed else recipient,
    )


def _by_the_register(entry: Recipient, recipient: Recipient, verdict: Verdict, worked_out: Recipient | None) -> Verdict:
    reason = "It is in the register of recipients."
    if worked_out is not None:
        fields = _differing_fields(entry, worked_out)
        reason += f" Worked out from open data: {verdict.answer}: {verdict.reason}"
        reason += f" The register's {', '.join(fields)} stand(s)." if fields else ""
    cells = (Evidence(entry.id, entry.eligible_since, "in the register", entry.source), *verdict.evidence)
    return Verdict("eligible", reason, cells, recipient.eligible_since)


def _differing_fields(entry: Recipient, worked_out: Recipient) -> list[str]:
    """The fields, in words, in which the register differs from the open data."""
    compared = ("name", "kind", "region", "phases", "local_authority", "trust_id", "pupils", "eligible_since")
    differ = [n for n in compared if getattr(entry, n) and getattr(entry, n) != getattr(worked_out, n)]
    return [name.replace("_", " ") for name in differ]


def _body_of_entry(entry: Recipient, facts: Facts) -> Body:
    """A body that is in the register but not in the open data."""
    return Body(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        region=entry.region,
        line=(entry.id,),
        requests=tuple(r for r in facts.requests if r.id == entry.id),
        deployments=tuple(d for d in supported_by(facts) if d.recipient_id == entry.id),
    )
