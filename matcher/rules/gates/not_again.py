"""A school or trust that has had its deployment is not offered another, unless the programme allows it."""

from __future__ import annotations

from matcher.domain import Deployment, Evidence, Verdict
from matcher.policy import Policy
from matcher.rules.base import Cite, Gate
from matcher.rules.gates.body import Body
from matcher.wording.wording import term

SUPPORTED = ("agreed", "running", "finished")
STATES = {"agreed": "agreed or appointed"}  # a history has one word for both


def applies(body: Body) -> bool:
    return bool(body.deployments) and any(d.state in SUPPORTED for d in body.deployments)


def judge(body: Body, policy: Policy) -> Verdict:
    deployments = [d for d in body.deployments if d.state in SUPPORTED]
    terms = ", ".join(dict.fromkeys(f"{term(d.term)} ({STATES.get(d.state, d.state)})" for d in deployments))
    cells = tuple(_cell(d) for d in deployments)
    if policy.support.again:
        return Verdict("eligible", f"Supported before, {terms}; this programme offers support again.", cells)
    return Verdict("not eligible", f"It has had a deployment, {terms}, and is not offered support again.", cells)


def _cell(deployment: Deployment) -> Evidence:
    words = f"deployment {STATES.get(deployment.state, deployment.state)}, {term(deployment.term)}"
    return Evidence(deployment.recipient_id, deployment.starts_on, words, deployment.source)


NOT_AGAIN = Gate(
    "not-again",
    Cite("matcher", "deployments", "a school or trust that has been supported is not offered support again"),
    applies,
    judge,
    veto=True,
)
