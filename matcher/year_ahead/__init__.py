"""The year ahead: who came in past years, drawn futures, and the problem of today with those futures in it.

Nothing here solves, reads files or writes; the runs put it together.
"""
