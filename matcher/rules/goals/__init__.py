"""The objectives: every goal a scenario may name. The scenario sets their order."""

from matcher.rules.goals.coverage import COVERAGE
from matcher.rules.goals.fairness import FAIRNESS
from matcher.rules.goals.fit import FIT
from matcher.rules.goals.governance_benefit import GOVERNANCE_BENEFIT
from matcher.rules.goals.spend import SPEND
from matcher.rules.goals.stability import STABILITY
from matcher.rules.goals.strong_trust_first import STRONG_TRUST_FIRST

GOALS = (COVERAGE, STABILITY, STRONG_TRUST_FIRST, GOVERNANCE_BENEFIT, FAIRNESS, FIT, SPEND)
