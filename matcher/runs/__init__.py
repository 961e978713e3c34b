"""One run, one way: its problem built, solved, solved again with a change, opened from its folder, and cached.

Everything above (explanations, reports, studies, the ledger, commands and pages) comes to a run through here.
"""
