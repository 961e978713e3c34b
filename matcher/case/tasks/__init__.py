"""What is to be done about a case: its tasks in order, and the steps they come from."""
