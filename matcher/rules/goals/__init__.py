"""The objectives: one file for each goal; the rulebooks list them."""
