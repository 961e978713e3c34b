"""Who may support whom, and the flags shown with a pair: every rule, in the order in which they are evaluated."""

from matcher.rules.pairs.broker_interest import BROKER_INTEREST, OWN_INTEREST
from matcher.rules.pairs.declared_interest import (
    COLLEAGUE_INTEREST,
    DECLARED,
    DECLARED_INTEREST,
    POTENTIAL_SPONSOR,
    SIGN_OFF,
)
from matcher.rules.pairs.declined_before import DECLINED_BEFORE
from matcher.rules.pairs.designation import DESIGNATION, DESIGNATION_UNKNOWN
from matcher.rules.pairs.forbidden import FORBIDDEN
from matcher.rules.pairs.not_checked import NOT_CHECKED
from matcher.rules.pairs.own_organisation import OWN_SCHOOL, OWN_TRUST
from matcher.rules.pairs.phase import PHASE
from matcher.rules.pairs.region import OUT_OF_REGION, REGION
from matcher.rules.pairs.role import ROLE
from matcher.rules.pairs.same_place import SAME_AUTHORITY, SAME_DIOCESE
from matcher.rules.pairs.travel import DISTANCE_UNKNOWN, TRAVEL
from matcher.rules.pairs.water import CROSSING, NO_ROAD, OVER_WATER
from matcher.rules.pairs.willingness import WILLINGNESS

# Screens first: a pair that fails one is counted, and only a pair that passes them all is listed by name.
PAIR_RULES_2022 = (
    TRAVEL,
    REGION,
    ROLE,
    PHASE,
    WILLINGNESS,
    DESIGNATION,
    OWN_SCHOOL,
    OWN_TRUST,
    DECLARED_INTEREST,
    FORBIDDEN,
    CROSSING,
)

FLAG_RULES_2022 = (
    NOT_CHECKED,
    SIGN_OFF,
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
)
