"""Outputs of a run: the published folder with its tables, workbook and page, and the lines for the terminal.

What the outputs say is computed in `matcher.explain` and in the run; here it is only selected, worded and written.
`templates` has the page of a run, the page of one school or leader, and what may be published.
"""
