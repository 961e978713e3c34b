"""The case: one record of a school or trust, and of a leader, with one builder; every page and sheet reads it.

`pair` works out the facts of one leader with one school, `school` and `leader` build the records, `records` says what
they hold.
"""
