"""Tests of studies: many runs."""
