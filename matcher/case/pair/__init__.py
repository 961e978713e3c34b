"""What is known of one leader with one school or trust: journey, interests, flags, and the reason given."""
