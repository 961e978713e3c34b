"""The folder of a run: its files, its seal, and its publication in one step."""
