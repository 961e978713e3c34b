"""The pages on which the work of a term is done: this week, telling, leaders, search, the returned workbook."""
