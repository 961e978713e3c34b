"""The four walks of CONTRIBUTING.md as data: what is written in which file, and what tells of a forgotten step."""
