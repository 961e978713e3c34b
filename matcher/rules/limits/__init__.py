"""The constraints: one file for each limit rule; the rulebooks list them."""
