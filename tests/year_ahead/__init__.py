"""Tests of the year ahead."""
