"""What every package builds on, independent of digits: errors, settings, visitors, the database, jobs in processes."""
