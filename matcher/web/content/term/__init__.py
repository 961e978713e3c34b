"""What the pages of a term show: this week, leaders, search, what changed, the answers of many leaders."""
