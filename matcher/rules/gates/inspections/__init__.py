"""A school's graded inspections as the files leave them open, for the gates that turn on the latest two."""
