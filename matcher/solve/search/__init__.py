"""The searches for a better plan among some choices: by CP-SAT, by HiGHS, and neighbourhood by neighbourhood."""
