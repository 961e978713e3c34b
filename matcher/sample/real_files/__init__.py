"""The invented England in the columns of the real files and registers."""
