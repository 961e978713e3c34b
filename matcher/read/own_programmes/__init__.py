"""A programme that a project writes itself as a YAML file: what it may say, and how it is read."""
