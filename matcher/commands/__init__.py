"""What each command does once the command line has read its words; loaded only when it is called."""
