"""Rules on the pairs of a programme of supporting organisations and advisers."""
