"""What may be recorded on a page now, and what would follow from it."""
