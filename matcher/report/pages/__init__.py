"""Pages to read and print: the report, and one page for each school, trust and leader."""
