"""The pages themselves: one file for each part of the work, each a set of addresses."""
