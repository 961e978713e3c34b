"""What the pages show, apart from how they look: matches, cases, queues, options and the plan as it stands."""
