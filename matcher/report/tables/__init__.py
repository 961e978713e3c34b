"""Tables of a run as data, independent of the medium: each made once, for page, workbook and files."""
