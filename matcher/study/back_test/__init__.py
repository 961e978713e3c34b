"""The back-test of the year ahead: past years as they really went, and ways to decide through them."""
