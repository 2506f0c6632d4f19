"""Work that takes seconds, off the web process's hands: a queue, and for each job a process of its own with limits."""
