"""The minister's page: who is matched along the curve of money, and a forecast of what is spent."""
