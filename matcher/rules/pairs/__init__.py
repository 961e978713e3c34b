"""Who may support whom, and the flags shown with a pair: one file for each subject; the rulebooks list the rules."""
