"""What a re-run makes of advisers: whom it keeps, and why a school has another than before."""
