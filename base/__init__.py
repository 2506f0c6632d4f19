"""The base of all packages, independent of digits: errors, settings, visitors, the database, jobs in processes."""
