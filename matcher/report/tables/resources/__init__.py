"""Tables of what a plan uses and what is short: money, leaders' days and workload, and the assumptions."""
