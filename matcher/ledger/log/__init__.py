"""The log itself: lines, hash chain, storage, and the states of matches that follow from replaying it."""
