"""The review pages: a local server on a project folder, where people read a proposal and decide, each with a reason."""
