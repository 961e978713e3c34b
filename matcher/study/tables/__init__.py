"""Tidy tables for analysts and publication."""
