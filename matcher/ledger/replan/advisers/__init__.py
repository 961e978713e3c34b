"""Advisers in a re-run: who is allocated and pinned, who refused, and whose adviser is another since."""
