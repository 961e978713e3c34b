"""The pages of a programme of advisers: how far a case has come, and who advises."""
