"""The pages: one Flask blueprint in each module."""
