"""The coast of Great Britain, and how much tidal water lies on a straight line."""
