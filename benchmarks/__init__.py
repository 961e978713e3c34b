"""What is timed and tried on more than the sample; no part of the product."""
