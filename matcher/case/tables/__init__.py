"""Rows of a case's tables: answers, the leaders who may support it, what changed, and the acts recorded."""
