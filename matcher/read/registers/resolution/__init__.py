"""Registers against each other and the open data: which id is whom, what nothing has, which dates contradict."""
