"""What may be published of a run: counts without names, small numbers hidden, and a draft transparency record."""
