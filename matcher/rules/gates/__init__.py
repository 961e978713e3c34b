"""The rules of who qualifies, by programme; the rulebooks list them, and `matcher.eligibility` applies them."""
