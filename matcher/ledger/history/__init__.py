"""What was known and decided, looked back on: stories, deployment history, how often people changed a proposal."""
