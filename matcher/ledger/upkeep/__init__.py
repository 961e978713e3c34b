"""The ledger as a file: opening it, what it has lost, and what is recorded about the ledger itself."""
