"""Many runs: compared, swept, drawn at random, and asked what the next pound or day would buy."""
