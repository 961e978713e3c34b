"""The gates of RISE targeted intervention, one rule a file."""
