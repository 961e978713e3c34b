"""Scenarios: YAML read, merged with what it extends, checked, and made into the policy that a run obeys."""
