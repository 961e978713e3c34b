"""The constraints: a file for each limit rule, or for a few of one programme; the rulebooks list them."""
