"""The rulebooks: every rule by name, one rulebook per programme year. Read this page and you know every rule."""

from dataclasses import replace
from functools import cache

from matcher.policy import OwnProgramme, Policy
from matcher.rules.base import ProviderRules, Rulebook
from matcher.rules.choices import adviser_choices, governance_choices, match_choices
from matcher.rules.days_on_offer import GOVERNANCE_DAYS_ON_OFFER, MATCH_DAYS, NO_DAYS
from matcher.rules.gates.by_exception import BY_EXCEPTION
from matcher.rules.gates.not_again import NOT_AGAIN
from matcher.rules.gates.rise.already_in import ALREADY_IN
from matcher.rules.gates.rise.low_achievement import LOW_ACHIEVEMENT
from matcher.rules.gates.rise.rsi_2026 import RSI
from matcher.rules.gates.rise.stuck_2025 import STUCK
from matcher.rules.gates.signs import signs_gate
from matcher.rules.gates.sio_2024 import (
    CAUSING_CONCERN,
    LOW_AGAIN,
    LOW_AGAIN_OR_CONCERN,
    LOW_TWICE,
    TRUST_CAUSING_CONCERN,
    TRUST_LOW_AGAIN,
    TRUST_LOW_AGAIN_OR_CONCERN,
    TRUST_LOW_TWICE,
)
from matcher.rules.gates.standalone_2022 import STANDALONE_RI
from matcher.rules.gates.trust_2022 import TRUST_DECLINE, TRUST_EITHER, TRUST_SHARE
from matcher.rules.gates.tsio_2021 import (
    ENTERED_LOW,
    RI_IN_YEAR,
    RI_IN_YEAR_OR_ENTERED_LOW,
    TRUST_ENTERED_LOW,
    TRUST_RI_IN_YEAR,
    TRUST_RI_IN_YEAR_OR_ENTERED_LOW,
)
from matcher.rules.goals.coverage import COVERAGE
from matcher.rules.goals.fairness import FAIRNESS
from matcher.rules.goals.fit import FIT
from matcher.rules.goals.governance_benefit import GOVERNANCE_BENEFIT
from matcher.rules.goals.one_yes import ONE_YES
from matcher.rules.goals.spend import SPEND
from matcher.rules.goals.stability import STABILITY
from matcher.rules.goals.strong_trust_first import STRONG_TRUST_FIRST
from matcher.rules.goals.supporters import ADVISERS_IN_REGION, FELLOW_ADVISERS, SUPPORTERS_PER_BODY
from matcher.rules.goals.supporters import TRAVEL as JOURNEYS_OF_BOTH
from matcher.rules.limits.deployments import DEPLOYMENTS
from matcher.rules.limits.governance import (
    GOVERNANCE_DAYS,
    GOVERNANCE_NEEDS_MATCH,
    GOVERNANCE_ROOM,
    ONE_GOVERNANCE_LEADER,
)
from matcher.rules.limits.leader_days import LEADER_DAYS
from matcher.rules.limits.mutual_help import MUTUAL_HELP
from matcher.rules.limits.one_leader import ONE_LEADER
from matcher.rules.limits.own_interest import OWN_INTEREST as OWN_INTEREST_CAP
from matcher.rules.limits.pins import PINS
from matcher.rules.limits.pots import POTS
from matcher.rules.limits.supporter_links import SUPPORTER_LINKS
from matcher.rules.limits.supporters import (
    ADVISER_NEEDS_ORGANISATION,
    CASELOADS,
    FELLOW_SHARE,
    ONE_ADVISER,
    ORGANISATION_NEEDS_ADVISER,
    SAME_EMPLOYER,
)
from matcher.rules.limits.team_days import TEAM_DAYS
from matcher.rules.pairs.away import ADVISER_AWAY, AWAY
from matcher.rules.pairs.declined_before import DECLINED_BEFORE
from matcher.rules.pairs.designation import DESIGNATION, DESIGNATION_UNKNOWN
from matcher.rules.pairs.distance.region import OUT_OF_REGION, REGION
from matcher.rules.pairs.distance.travel import DISTANCE_UNKNOWN, TRAVEL
from matcher.rules.pairs.distance.water import CROSSING, NO_ROAD, OVER_WATER
from matcher.rules.pairs.forbidden import FORBIDDEN
from matcher.rules.pairs.governance import (
    GOVERNANCE_BROKER_INTEREST,
    GOVERNANCE_DECLARED,
    GOVERNANCE_INTEREST,
    GOVERNANCE_NEED,
    GOVERNANCE_NOT_CHECKED,
    GOVERNANCE_ORGANISATION_UNKNOWN,
    GOVERNANCE_OUT_OF_REGION,
    GOVERNANCE_OWN_TRUST,
    GOVERNANCE_PARTY_UNKNOWN,
    GOVERNANCE_REGION,
    GOVERNANCE_SIGN_OFF,
    GOVERNANCE_TRUST,
)
from matcher.rules.pairs.history_forgotten import HISTORY_FORGOTTEN
from matcher.rules.pairs.interests.broker_interest import BROKER_INTEREST, OWN_INTEREST
from matcher.rules.pairs.interests.declared_interest import (
    COLLEAGUE_INTEREST,
    DECLARED,
    DECLARED_INTEREST,
    POTENTIAL_SPONSOR,
    SIGN_OFF,
)
from matcher.rules.pairs.interests.leader_own_trust import OWN_TRUST_NEEDS_SUPPORT, OWN_TRUST_SUPPORTED
from matcher.rules.pairs.interests.not_checked import NOT_CHECKED
from matcher.rules.pairs.interests.organisation_unknown import ORGANISATION_UNKNOWN
from matcher.rules.pairs.interests.own_organisation import OWN_SCHOOL, OWN_TRUST
from matcher.rules.pairs.interests.same_person import SAME_PERSON
from matcher.rules.pairs.interests.same_place import SAME_AUTHORITY, SAME_DIOCESE
from matcher.rules.pairs.interests.unknown_parties import PARTY_UNKNOWN
from matcher.rules.pairs.phase import PHASE
from matcher.rules.pairs.rise.advisers import (
    ADVISER_ALLOCATED,
    ADVISER_DECLARED,
    ADVISER_EMPLOYER,
    ADVISER_FORBIDDEN,
    ADVISER_FORMER_EMPLOYER,
    ADVISER_INTEREST,
    ADVISER_NOT_CHECKED,
    ADVISER_ORGANISATION_UNKNOWN,
    ADVISER_OUT_OF_REGION,
    ADVISER_PARTY_UNKNOWN,
    ADVISER_SIGN_OFF,
    ADVISER_TRAVEL,
    ADVISER_UNPLACED,
    ADVISER_WITHOUT_EMPLOYER,
)
from matcher.rules.pairs.rise.fellow import FELLOW_ADVISER
from matcher.rules.pairs.rise.organisations import (
    CHECKS_OPEN,
    DUE_DILIGENCE,
    RESPONSIBLE_BODY,
    REVIEW_PROGRESS,
    RUNS_ELIGIBLE_SCHOOLS,
)
from matcher.rules.pairs.role import ROLE
from matcher.rules.pairs.willingness import WILLINGNESS

# Who may support whom, and the days. Screens first: a pair that fails one is counted, and only a pair that passes
# them all is listed by name.
SYSTEM_LEADERS_2022 = ProviderRules(
    kind="leaders",
    pairs=(
        TRAVEL,
        REGION,
        ROLE,
        PHASE,
        WILLINGNESS,
        AWAY,
        PARTY_UNKNOWN,
        DESIGNATION,
        OWN_SCHOOL,
        OWN_TRUST,
        OWN_TRUST_SUPPORTED,
        DECLARED_INTEREST,
        FORBIDDEN,
        CROSSING,
    ),
    flags=(
        NOT_CHECKED,
        ORGANISATION_UNKNOWN,
        SAME_PERSON,
        SIGN_OFF,
        OWN_TRUST_NEEDS_SUPPORT,
        DECLARED,
        COLLEAGUE_INTEREST,
        POTENTIAL_SPONSOR,
        BROKER_INTEREST,
        OWN_INTEREST,
        SAME_AUTHORITY,
        SAME_DIOCESE,
        OUT_OF_REGION,
        DISTANCE_UNKNOWN,
        NO_ROAD,
        OVER_WATER,
        DESIGNATION_UNKNOWN,
        DECLINED_BEFORE,
        HISTORY_FORGOTTEN,
    ),
    days=MATCH_DAYS,
    choices=match_choices,
)

GOVERNANCE_LEADERS_2022 = ProviderRules(
    kind="governance",
    pairs=(
        GOVERNANCE_TRUST,
        GOVERNANCE_NEED,
        GOVERNANCE_REGION,
        GOVERNANCE_PARTY_UNKNOWN,
        GOVERNANCE_OWN_TRUST,
        GOVERNANCE_INTEREST,
    ),
    flags=(
        GOVERNANCE_NOT_CHECKED,
        GOVERNANCE_ORGANISATION_UNKNOWN,
        GOVERNANCE_SIGN_OFF,
        GOVERNANCE_DECLARED,
        GOVERNANCE_BROKER_INTEREST,
        GOVERNANCE_OUT_OF_REGION,
    ),
    days=GOVERNANCE_DAYS_ON_OFFER,
    choices=governance_choices,
    listed=False,  # the tables of barred pairs are of system leaders only
    barred_as="governance-offer",
)

TSIO_2022 = Rulebook(
    programme="tsio-2022-23",
    gates=(STANDALONE_RI, TRUST_DECLINE, TRUST_SHARE, TRUST_EITHER, BY_EXCEPTION, NOT_AGAIN),
    providers=(SYSTEM_LEADERS_2022, GOVERNANCE_LEADERS_2022),
    # In the order in which breaches are reported.
    limits=(
        ONE_LEADER,
        LEADER_DAYS,
        TEAM_DAYS,
        DEPLOYMENTS,
        POTS,
        ONE_GOVERNANCE_LEADER,
        GOVERNANCE_DAYS,
        GOVERNANCE_ROOM,
        GOVERNANCE_NEEDS_MATCH,
        OWN_INTEREST_CAP,
        MUTUAL_HELP,
        PINS,
    ),
    # Every goal that a scenario may name; the scenario sets their order.
    goals=(COVERAGE, ONE_YES, STABILITY, STRONG_TRUST_FIRST, GOVERNANCE_BENEFIT, FAIRNESS, FIT, SPEND),
)

# Who may support whom, and what must not run out, is the same in every year.
TSIO_2021 = replace(
    TSIO_2022,
    programme="tsio-2021-22",
    gates=(
        RI_IN_YEAR,
        TRUST_RI_IN_YEAR,
        ENTERED_LOW,
        TRUST_ENTERED_LOW,
        RI_IN_YEAR_OR_ENTERED_LOW,
        TRUST_RI_IN_YEAR_OR_ENTERED_LOW,
        BY_EXCEPTION,
        NOT_AGAIN,
    ),
)
SIO_2024 = replace(
    TSIO_2022,
    programme="sio-2024-25",
    gates=(
        LOW_AGAIN,
        TRUST_LOW_AGAIN,
        CAUSING_CONCERN,
        TRUST_CAUSING_CONCERN,
        LOW_AGAIN_OR_CONCERN,
        TRUST_LOW_AGAIN_OR_CONCERN,
        LOW_TWICE,
        TRUST_LOW_TWICE,
        BY_EXCEPTION,
        NOT_AGAIN,
    ),
)

SUPPORTING_ORGANISATIONS_2025 = ProviderRules(
    kind="leaders",
    pairs=(
        REVIEW_PROGRESS,
        TRAVEL,
        REGION,
        PHASE,
        WILLINGNESS,
        AWAY,
        PARTY_UNKNOWN,
        DUE_DILIGENCE,
        RESPONSIBLE_BODY,
        DECLARED_INTEREST,
        FORBIDDEN,
        CROSSING,
    ),
    flags=(
        NOT_CHECKED,
        ORGANISATION_UNKNOWN,
        CHECKS_OPEN,
        SIGN_OFF,
        FELLOW_ADVISER,
        RUNS_ELIGIBLE_SCHOOLS,
        DECLARED,
        COLLEAGUE_INTEREST,
        POTENTIAL_SPONSOR,
        BROKER_INTEREST,
        OUT_OF_REGION,
        DISTANCE_UNKNOWN,
        NO_ROAD,
        OVER_WATER,
        DECLINED_BEFORE,
        HISTORY_FORGOTTEN,
    ),
    days=NO_DAYS,
    choices=match_choices,
)
ADVISERS_2025 = ProviderRules(
    kind="advisers",
    pairs=(
        ADVISER_ALLOCATED,
        ADVISER_TRAVEL,
        ADVISER_AWAY,
        ADVISER_PARTY_UNKNOWN,
        ADVISER_EMPLOYER,
        ADVISER_FORMER_EMPLOYER,
        ADVISER_INTEREST,
        ADVISER_FORBIDDEN,
    ),
    flags=(
        ADVISER_NOT_CHECKED,
        ADVISER_ORGANISATION_UNKNOWN,
        ADVISER_WITHOUT_EMPLOYER,
        ADVISER_SIGN_OFF,
        ADVISER_DECLARED,
        ADVISER_OUT_OF_REGION,
        ADVISER_UNPLACED,
    ),
    days=NO_DAYS,
    choices=adviser_choices,
    listed=False,  # the tables of barred pairs are of organisations; an adviser's is explained on demand
)
RISE_2025 = Rulebook(
    programme="rise-2025-26",
    voluntary=False,  # targeted intervention is mandatory (Hansard, 10 March 2025)
    gates=(STUCK, RSI, LOW_ACHIEVEMENT, BY_EXCEPTION, NOT_AGAIN, ALREADY_IN),
    providers=(SUPPORTING_ORGANISATIONS_2025, ADVISERS_2025),
    limits=(
        ONE_LEADER,
        DEPLOYMENTS,
        ONE_ADVISER,
        CASELOADS,
        ORGANISATION_NEEDS_ADVISER,
        ADVISER_NEEDS_ORGANISATION,
        SAME_EMPLOYER,
        FELLOW_SHARE,
        SUPPORTER_LINKS,
        POTS,
        PINS,
    ),
    goals=(
        COVERAGE,
        ONE_YES,
        STABILITY,
        FAIRNESS,
        ADVISERS_IN_REGION,
        FELLOW_ADVISERS,
        SUPPORTERS_PER_BODY,
        FIT,
        JOURNEYS_OF_BOTH,
        SPEND,
    ),
    supporters="organisations",
)

RULEBOOKS = {book.programme: book for book in (TSIO_2021, TSIO_2022, SIO_2024, RISE_2025)}
# The gates that a programme of a project's own may name.
SHIPPED_GATES = {gate.name: gate for book in RULEBOOKS.values() for gate in book.gates}


def rulebook_of(policy: Policy) -> Rulebook:
    """The rules that a run obeys: of a shipped programme, or of one that the project wrote itself."""
    return RULEBOOKS[policy.programme] if policy.own is None else _own_rulebook(policy.programme, policy.own)


@cache
def _own_rulebook(name: str, own: OwnProgramme) -> Rulebook:
    gates = tuple(SHIPPED_GATES[gate] if isinstance(gate, str) else signs_gate(gate) for gate in own.gates)
    return replace(RULEBOOKS[own.like], programme=name, gates=gates)
