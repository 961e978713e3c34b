"""What is kept from one run to the next, in memory and on disk; all of it may be deleted at any time."""
