"""Jobs that take seconds, run outside the web process: a queue, and for each job a process of its own with limits."""
