"""Why this match: its fit, its alternatives, its reserves, and what another choice would cost."""
