"""Pins that no plan can hold: which pins and rules contradict each other, and the cheapest way out."""
