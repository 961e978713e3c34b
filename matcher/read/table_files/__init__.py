"""Tables as files: CSV, workbooks and OpenDocument sheets as rows of text, with what is wrong with their shape."""
