"""Who qualifies: from facts and gates to a verdict on every school and trust (eligible, not eligible, cannot tell).

The gates themselves are rules: `matcher.rules.gates`. Here they are applied to each school and trust.
"""

from matcher.eligibility.assess import assess, assess_eligible, assess_some
from matcher.eligibility.bodies import Bodies, bodies
from matcher.eligibility.readings import readings

__all__ = ["Bodies", "assess", "assess_eligible", "assess_some", "bodies", "readings"]
