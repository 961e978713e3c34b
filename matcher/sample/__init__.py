"""A synthetic England in the real file formats, to try the program on and to test it with."""

from matcher.sample.write import write_sample

__all__ = ["write_sample"]
