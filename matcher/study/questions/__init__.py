"""Questions about one scenario: what money buys, what one leader adds, how robust a match is."""
