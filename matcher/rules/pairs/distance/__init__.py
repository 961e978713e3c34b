"""Regions and journeys: how far, how long, and over which water."""
