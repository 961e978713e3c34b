"""Relaxations and decompositions: linear programmes, columns by leader, and min-cost flow."""
