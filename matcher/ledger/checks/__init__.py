"""Checks of an act before it is recorded: role, region, interests, dates, and the order of states."""
