"""The policy of a run: every number and switch of the resolved scenario, in whole units (pence, metres, days).

Each setting is declared here, once: its type, bounds, default, meaning and label (see `matcher.setting`).
"""

from matcher.policy.eligibility import Eligibility, Support
from matcher.policy.goals import GOALS, Effort, GoalChoice
from matcher.policy.money import PURPOSES, FixedCost, ImprovementGrant, Pot, Rates
from matcher.policy.pairs import (
    ANY,
    AdviserRules,
    Away,
    ConflictLevels,
    FellowAdviser,
    FitScale,
    LeaderOwnTrust,
    Pair,
    Pinned,
    Rules,
)
from matcher.policy.programme import OwnProgramme, Sign, SignsGate
from matcher.policy.whole import Assumption, Policy, Settings
from matcher.policy.year_ahead import NEVER_HOLD, DecidedWait, Futures, HistoryPoints, YearAhead

__all__ = [
    "ANY",
    "AdviserRules",
    "Assumption",
    "Away",
    "ConflictLevels",
    "DecidedWait",
    "Effort",
    "Eligibility",
    "FellowAdviser",
    "FitScale",
    "FixedCost",
    "Futures",
    "GOALS",
    "GoalChoice",
    "HistoryPoints",
    "ImprovementGrant",
    "LeaderOwnTrust",
    "OwnProgramme",
    "NEVER_HOLD",
    "PURPOSES",
    "Pair",
    "Pinned",
    "Policy",
    "Pot",
    "Rates",
    "Rules",
    "Settings",
    "Sign",
    "SignsGate",
    "Support",
    "YearAhead",
]
