"""The objectives: a file for each goal, or for a few that one programme has; the rulebooks list them."""
