"""Lists about a case: its tasks in order, and the leaders who may support it, ranked."""
