"""Those asked to wait for the year ahead: what directors decide of each, who is told, and what it brought."""
