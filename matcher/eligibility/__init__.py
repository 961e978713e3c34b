"""Who qualifies: from facts and gates to a verdict on every school and trust (eligible, not eligible, cannot tell)."""

from matcher.eligibility.assess import assess
from matcher.eligibility.bodies import Bodies, bodies
from matcher.eligibility.readings import readings

__all__ = ["Bodies", "assess", "bodies", "readings"]
