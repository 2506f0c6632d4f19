"""Child processes of ours: the parent's side, and the child's. None outlives the process that started it."""
