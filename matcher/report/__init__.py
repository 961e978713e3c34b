"""What comes out of a run: the published folder with its tables, workbook and page, and the lines for the terminal."""
