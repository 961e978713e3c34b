"""Telling people: whom, in which order, on which days, and the letters."""
