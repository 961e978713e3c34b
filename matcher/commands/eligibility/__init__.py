"""`matcher eligible` and its comparisons with another day and with the department's cases."""
