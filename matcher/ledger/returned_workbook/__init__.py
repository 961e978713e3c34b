"""The workbook that comes back with decisions."""
