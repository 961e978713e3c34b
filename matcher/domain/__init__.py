"""The facts of the programme: schools, trusts, leaders, interests, judgements; frozen, nothing computed.

Fields marked as provenance say where a fact was read; they never take part in the run's identity.
"""

from matcher.domain.assessment import (
    Answer,
    Assessment,
    Evidence,
    FileDays,
    Verdict,
)
from matcher.domain.bodies import (
    Judgement,
    Membership,
    Recipient,
    School,
    Succession,
    Trust,
)
from matcher.domain.cases import (
    CASE_ELIGIBILITY,
    CASE_STATUSES,
    ORGANISATION_TYPES,
    Case,
    TrustNumber,
)
from matcher.domain.inspections import AreaGrade, InspectionRow
from matcher.domain.people import (
    GovernanceLeader,
    Interest,
    Leader,
    Organisation,
    Person,
)
from matcher.domain.records import (
    Crossing,
    Deployment,
    Facts,
    InputFile,
    Journey,
    JudgedPair,
    ReadingNote,
    Request,
)
from matcher.domain.vocabulary import (
    AREAS,
    HISTORY_STATES,
    LEADER_ROLES,
    LEVELS,
    MEASURES,
    PARTY_KINDS,
    PEOPLE_ROLES,
    PHASES,
    REGIONS,
    RELATIONS,
    Kind,
    Regime,
    Sector,
    provenance,
)

__all__ = [
    "PHASES",
    "AREAS",
    "REGIONS",
    "LEADER_ROLES",
    "PEOPLE_ROLES",
    "RELATIONS",
    "PARTY_KINDS",
    "LEVELS",
    "MEASURES",
    "HISTORY_STATES",
    "Kind",
    "Sector",
    "Regime",
    "provenance",
    "School",
    "Trust",
    "Membership",
    "Succession",
    "Judgement",
    "InspectionRow",
    "AreaGrade",
    "Case",
    "TrustNumber",
    "CASE_STATUSES",
    "CASE_ELIGIBILITY",
    "ORGANISATION_TYPES",
    "Recipient",
    "Leader",
    "Organisation",
    "GovernanceLeader",
    "Interest",
    "Person",
    "JudgedPair",
    "ReadingNote",
    "Journey",
    "Crossing",
    "Request",
    "Deployment",
    "InputFile",
    "Facts",
    "FileDays",
    "Evidence",
    "Answer",
    "Verdict",
    "Assessment",
]
