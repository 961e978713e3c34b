"""The published files put together: schools, trusts, memberships, judgements and the department's own cases."""
