"""What only letters need, read when they are written and never kept with a run: addresses, a calendar of one's own."""
