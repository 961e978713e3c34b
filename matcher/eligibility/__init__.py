"""Facts and gates in; every body out, eligible, not eligible or cannot tell, each with its evidence."""

from matcher.eligibility.assess import assess
from matcher.eligibility.bodies import Bodies, bodies
from matcher.eligibility.readings import readings

__all__ = ["Bodies", "assess", "bodies", "readings"]
