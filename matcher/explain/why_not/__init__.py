"""Why a school, a trust or a pair has no match: what is short, what bars it, and what would change it."""
