"""What a run is checked with: the rules, the proof in whole numbers, a second solver, the checker that stands alone."""
