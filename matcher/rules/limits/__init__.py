"""The constraints: every limit rule, in the order in which breaches are reported."""

from matcher.rules.limits.deployments import DEPLOYMENTS
from matcher.rules.limits.governance import (
    GOVERNANCE_DAYS,
    GOVERNANCE_NEEDS_MATCH,
    GOVERNANCE_ROOM,
    ONE_GOVERNANCE_LEADER,
)
from matcher.rules.limits.leader_days import LEADER_DAYS
from matcher.rules.limits.one_leader import ONE_LEADER
from matcher.rules.limits.own_interest import OWN_INTEREST
from matcher.rules.limits.pins import PINS
from matcher.rules.limits.pots import POTS
from matcher.rules.limits.team_days import TEAM_DAYS

LIMITS = (
    ONE_LEADER,
    LEADER_DAYS,
    TEAM_DAYS,
    DEPLOYMENTS,
    POTS,
    ONE_GOVERNANCE_LEADER,
    GOVERNANCE_DAYS,
    GOVERNANCE_ROOM,
    GOVERNANCE_NEEDS_MATCH,
    OWN_INTEREST,
    PINS,
)
