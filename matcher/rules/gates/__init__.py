"""Who qualifies: one file for each gate; the rulebooks list them."""
