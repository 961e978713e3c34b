"""Explanations of a plan: why a pair is matched or not, what is short, and what would differ if an input changed.

Every answer is computed from the same constraints and rules that the plan was made with, or by solving again. Tables
and pages that show the answers belong in `matcher.report`.
"""
