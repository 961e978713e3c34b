"""What a school has in a programme of advisers beside its organisation: an adviser, and milestones."""
