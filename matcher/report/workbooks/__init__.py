"""The workbook in which a broker works."""
