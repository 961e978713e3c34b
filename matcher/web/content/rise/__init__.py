"""What the pages show where a programme has advisers: steps of a case, and each adviser's load."""
