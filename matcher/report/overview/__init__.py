"""What a reader looks at first: the figures of page one, and what changed since the last proposal."""
