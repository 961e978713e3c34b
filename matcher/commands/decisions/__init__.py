"""Commands about people's decisions: the ledger, the returned workbook, stories, the review pages."""
