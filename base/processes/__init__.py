"""Child processes, parent's and child's side. No child outlives the process that started it."""
