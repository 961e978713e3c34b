"""Studies of many runs: comparisons, sweeps, random draws, marginal values, sensitivity and robustness."""
