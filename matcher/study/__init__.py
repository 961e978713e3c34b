"""Studies of many runs: comparisons, sweeps, random draws, marginal values, sensitivity and robustness.

`templates` has the page that every study is shown on.
"""
