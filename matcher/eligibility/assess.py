"""Every body's verdict: any gate may let it in, a veto keeps it out, and the register is taken at its word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from matcher.domain import Answer, Assessment, Evidence, Facts, Recipient, Verdict
from matcher.eligibility.bodies import Bodies, bodies
from matcher.eligibility.recipients import recipient_of, region_note, registered
from matcher.policy import Policy
from matcher.rules.base import Gate
from matcher.rules.gates.body import Body

Found = tuple[str, Verdict]  # the route at stake and the verdict


def assess(
    facts: Facts, policy: Policy, gates: tuple[Gate, ...], known: Bodies | None = None
) -> tuple[Assessment, ...]:
    """Every school and trust open on the day and every body in the register, sorted by id.

    `known` are the facts' bodies on the day, where somebody has them already.
    """
    known = known or bodies(facts, policy.as_at)
    listed = {known.called.get(r.id, r.id): r for r in facts.recipients}
    found = [_assess(body, known, policy, gates) for body in known.by_id.values() if body.id not in listed]
    found += [_registered(given, known, facts, policy, gates) for given in facts.recipients]
    return tuple(sorted(found, key=lambda a: a.id))


def judge(body: Body, policy: Policy, gates: Iterable[Gate]) -> Found:
    """A veto first; then the first gate that lets it in; then what cannot be told; else every reason why not."""
    asked = [gate for gate in gates if gate.applies(body)]
    for gate in asked:
        if gate.veto and (verdict := gate.judge(body, policy)).answer == "not eligible":
            return gate.name, verdict
    answers: list[Found] = []
    for gate in asked:
        if not gate.veto:
            answers.append((gate.name, gate.judge(body, policy)))
            if answers[-1][1].answer == "eligible":
                return answers[-1]
    doubts = [found for found in answers if found[1].answer == "cannot tell"]
    return doubts[0] if doubts else ("", _not_eligible([verdict for _, verdict in answers]))


def answer(body: Body, policy: Policy, gates: Iterable[Gate]) -> Answer:
    """The answer of `judge`, without its reasons."""
    asked = [gate for gate in gates if gate.applies(body)]
    if any(gate.veto and _alone(gate, body, policy) == "not eligible" for gate in asked):
        return "not eligible"
    found: Answer = "not eligible"
    for gate in asked:
        said = "not eligible" if gate.veto else _alone(gate, body, policy)
        if said == "eligible":
            return said
        found = "cannot tell" if said == "cannot tell" else found
    return found


def _alone(gate: Gate, body: Body, policy: Policy) -> Answer:
    return gate.answers(body, policy) if gate.answers else gate.judge(body, policy).answer


def _not_eligible(verdicts: list[Verdict]) -> Verdict:
    if len(verdicts) == 1:
        return verdicts[0]
    reasons = dict.fromkeys(v.reason for v in verdicts) or {"No rule of this programme is about it.": None}
    evidence = dict.fromkeys(cell for v in verdicts for cell in v.evidence)
    return Verdict("not eligible", " ".join(reasons), tuple(evidence))


def _assess(body: Body, known: Bodies, policy: Policy, gates: Iterable[Gate]) -> Assessment:
    route, verdict = judge(body, policy, gates)
    recipient = None
    if verdict.answer == "eligible":
        if not body.region:
            reason = f"{verdict.reason} No file says in which region it is, so no leader can be found for it."
            verdict = replace(verdict, answer="cannot tell", reason=reason, cause="region-not-known")
        else:
            verdict = replace(verdict, reason=verdict.reason + region_note(body, known))
            recipient = recipient_of(body, known, policy, verdict, route)
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


def _registered(given: Recipient, known: Bodies, facts: Facts, policy: Policy, gates: Iterable[Gate]) -> Assessment:
    """A body of the register qualifies by the register's word; what is also worked out fills what it leaves open."""
    body = known.by_id.get(known.called.get(given.id, given.id))
    asked = body or _stranger(given, facts)
    route, verdict = judge(asked, policy, gates)
    vetoed = any(gate.veto and gate.name == route for gate in gates)
    worked_out = recipient_of(body, known, policy, verdict, "") if body else None
    recipient = registered(given, worked_out)
    if not vetoed:
        verdict = _by_the_register(given, recipient, verdict, worked_out)
    return Assessment(
        id=given.id,
        name=recipient.name,
        kind=recipient.kind,
        region=recipient.region,
        route=route if vetoed else recipient.route,
        verdict=verdict,
        recipient=None if vetoed else recipient,
    )


def _by_the_register(given: Recipient, recipient: Recipient, verdict: Verdict, worked_out: Recipient | None) -> Verdict:
    said = "It is in the register of recipients."
    if worked_out is not None:
        fields = _overruled(given, worked_out)
        said += f" Worked out from open data: {verdict.answer}: {verdict.reason}"
        said += f" The register's {', '.join(fields)} stand(s)." if fields else ""
    cells = (Evidence(given.id, given.eligible_since, "in the register", given.source), *verdict.evidence)
    return Verdict("eligible", said, cells, recipient.eligible_since)


def _overruled(given: Recipient, worked_out: Recipient) -> list[str]:
    """The fields in which the register says something else."""
    compared = ("name", "kind", "region", "phases", "local_authority", "trust_id", "pupils", "eligible_since")
    differ = [n for n in compared if getattr(given, n) and getattr(given, n) != getattr(worked_out, n)]
    return [name.replace("_", " ") for name in differ]


def _stranger(given: Recipient, facts: Facts) -> Body:
    """A body that only the register, a request or the history knows."""
    return Body(
        id=given.id,
        name=given.name,
        kind=given.kind,
        region=given.region,
        line=(given.id,),
        requests=tuple(r for r in facts.requests if r.id == given.id),
        deployments=tuple(d for d in facts.history if d.recipient_id == given.id),
    )
