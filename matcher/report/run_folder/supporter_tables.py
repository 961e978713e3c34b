"""The tables of a run of organisations and advisers, beside those of every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from matcher.domain import COHORTS, ORGANISATION_TYPES, SUPPORTER_TYPES, Adviser, Organisation, Recipient
from matcher.plan import SUPPORTED, SUPPORTS
from matcher.report.tables.plan_view import MatchDetails, PlanView
from matcher.result import Result
from matcher.rules.labels import BEFORE_APPOINTMENT, flag
from matcher.rules.limits.supporter_links import matches_between
from matcher.rules.pairs.pair_sets import kilometres
from matcher.rules.rulebooks import rulebook_of
from matcher.wording.words import amount

Rows = Iterable[Sequence[Any]]
STATE = "proposed"
GRANTS = "cohort,schools,planning_grant,improvement_grant_most,improvement_grant_expected"
LONGEST_REASON = 500  # what the department's service takes
SERVICE_WORDS = dict(zip(SUPPORTER_TYPES, (words.capitalize() for words in ORGANISATION_TYPES), strict=True))
PASTE_BACK = (
    *(
        "SchoolUrn",
        "SchoolName",
        "SupportingOrganisationType",
        "SupportOrganisationName",
        "SupportOrganisationIdNumber",
    ),
    *("adviser_id", "reason", "conflicts_seen", "distance_km", "adviser_distance_km", "alternatives"),
)


def supporter_tables(result: Result, view: PlanView) -> Iterator[tuple[str, str, Rows]]:
    """By name, header and rows; none for a programme without organisations and advisers."""
    if rulebook_of(result.policy).supporters == "people":
        return
    yield "adviser_candidates.csv", "recipient_id,adviser_id,distance_km,flags", _candidates(result)
    yield "supporter_links.csv", "body,leader_id,recipients", _links(result)
    yield "adviser_matches.csv", "recipient_id,adviser_id,region,in_region,distance_km,flags,state", _matches(result)
    yield "grants.csv", GRANTS, _grants(result)
    yield "paste_back.csv", ",".join(PASTE_BACK), _paste_back(result, view)


def km(metres: int) -> str:
    return "" if metres < 0 else f"{metres // 1000}.{metres % 1000:03d}"


def flags_of(result: Result, row: int) -> list[str]:
    return [name for name, mask in result.candidates.flags.items() if mask[row]]


def _candidates(result: Result) -> Rows:
    world, choices = result.world, result.candidates.choices
    for row in np.flatnonzero(choices.is_adviser).tolist():
        recipient, adviser = world.recipients[int(choices.recipient[row])], world.advisers[int(choices.provider[row])]
        yield recipient.id, adviser.id, km(int(choices.metres[row])), ";".join(flags_of(result, row))


def _links(result: Result) -> Rows:
    """In the order of their choices: each organisation with each body, then each body; with the recipients meant."""
    world, choices = result.world, result.candidates.choices
    between = matches_between(world, choices)
    of_body: dict[int, set[int]] = {}
    for (body, _), numbers in between.items():
        of_body.setdefault(body, set()).update(choices.recipient[numbers].tolist())
    for row in np.flatnonzero(choices.kind >= SUPPORTS).tolist():
        body, provider = int(choices.recipient[row]), int(choices.provider[row])
        leader = "" if choices.kind[row] == SUPPORTED else world.leaders[provider].id
        yield world.recipients[body].id, leader, ";".join(world.recipients[r].id for r in sorted(of_body[body]))


def adviser_rows(result: Result) -> dict[str, int]:
    """Recipient id to the number of the chosen choice of its adviser."""
    world, choices = result.world, result.candidates.choices
    chosen = np.flatnonzero(result.solution.chosen & choices.is_adviser)
    return {world.recipients[int(choices.recipient[row])].id: row for row in chosen.tolist()}


def _matches(result: Result) -> Rows:
    world, choices = result.world, result.candidates.choices
    for id, row in sorted(adviser_rows(result).items()):
        recipient, adviser = world.recipients[world.recipient_row[id]], world.advisers[int(choices.provider[row])]
        inside = "yes" if adviser.region == recipient.region else "no"
        flags = ";".join(flags_of(result, row))
        yield (
            id,
            adviser.id,
            recipient.region,
            inside,
            km(int(choices.metres[row])),
            flags,
            _state(result, id, adviser.id),
        )


def _state(result: Result, recipient: str, adviser: str) -> str:
    """That of the school's match, for the adviser whom people agreed to with it; else proposed."""
    agreed = any((p.recipient_id, p.leader_id, p.source) == (recipient, adviser, "ledger") for p in result.policy.pins)
    return result.states.get(recipient, STATE) if agreed else STATE


def cohort_of(result: Result, recipient: Recipient) -> str:
    """As the register has it, else the department's case; a school of neither comes with the flow."""
    by_case = {case.urn: case.cohort for case in result.facts.cases if case.status != "stopped"}
    return recipient.cohort or by_case.get(recipient.id) or COHORTS[-1]


def _grants(result: Result) -> Rows:
    """By cohort of the schools matched: the planning grant, and the improvement grant's most and expected.

    The most is every school in the top band; expected is each band as likely as another (assumptions.csv).
    """
    policy, matched = result.policy, {m.recipient_id for m in result.plan.matches}
    schools = Counter(cohort_of(result, r) for r in result.world.recipients if r.id in matched)
    for cohort in sorted(schools, key=lambda c: (COHORTS.index(c) if c in COHORTS else len(COHORTS), c)):
        bands, number = policy.improvement_grant.bands(cohort), schools[cohort]
        planning, expected = number * policy.rates.grant_pence, number * sum(bands) // len(bands)
        yield cohort, number, *map(amount, (planning, number * max(bands), expected))


def _paste_back(result: Result, view: PlanView) -> Rows:
    """What a person copies into the department's service: never a status, and no name of an adviser."""
    matches, advisers = view.by_recipient, adviser_rows(result)
    for recipient in result.world.recipients:
        match, row = matches.get(recipient.id), advisers.get(recipient.id)
        if match is not None or row is not None:
            yield recipient.id, recipient.name, *_organisation_cells(result, match), *_rest(result, match, row)


def _organisation_cells(result: Result, match: MatchDetails | None) -> tuple[str, str, str]:
    if match is None:
        return "", "", ""
    organisation: Organisation = result.world.organisations[match.leader.id]
    service_type = SERVICE_WORDS.get(organisation.type or "", "")
    return service_type, organisation.name or organisation.id, (organisation.number or "").removesuffix(".0")


def _rest(result: Result, match: MatchDetails | None, row: int | None) -> tuple[str, ...]:
    choices = result.candidates.choices
    adviser: Adviser | None = None if row is None else result.world.advisers[int(choices.provider[row])]
    conflicts = [*(match.flags if match else ()), *(flags_of(result, row) if row is not None else ())]
    return (
        adviser.id if adviser else "",
        _reason(match),
        "; ".join(dict.fromkeys(map(flag, conflicts))),
        "" if match is None or match.metres is None else km(match.metres),
        "" if row is None else km(int(choices.metres[row])),
        ";".join(reserve.leader.id for reserve in match.reserves) if match else "",
    )


def _reason(match: MatchDetails | None) -> str:
    """Whole sentences, as many as the service takes; nobody's name and no declared interest."""
    if match is None:
        return "Its progress is to be reviewed, by an adviser alone."
    journey = "not known" if match.metres is None else f"{kilometres(match.metres)} in a straight line"
    organisation = match.leader
    waits = "; ".join(flag(name) for name in match.flags if name in BEFORE_APPOINTMENT)
    sentences = (
        f"{organisation.name} is proposed by the rules of the programme and its goals in order.",
        f"Distance: {journey}.",
        f"Points of fit: {match.fit} of 1,000.",
        f"To settle before appointment: {waits}." if waits else "",
    )
    text = ""
    for sentence in filter(None, sentences):
        longer = f"{text} {sentence}".strip()
        text = longer if len(longer) <= LONGEST_REASON else text
    return text
