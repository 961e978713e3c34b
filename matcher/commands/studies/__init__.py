"""Commands about many runs: comparisons, sweeps and studies."""
