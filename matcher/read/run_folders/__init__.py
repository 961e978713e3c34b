"""Finished runs read back: their seal, their sealed facts and scenario, their plans, and older formats of them."""
