"""The year ahead in a run: past arrivals, the futures posed and solved."""
