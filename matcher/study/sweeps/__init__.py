"""Many runs of one scenario: points, random draws, how they are executed, resumed and stored."""
