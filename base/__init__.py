"""The ground floor, which knows no digits: errors, settings, visitors, the database, jobs in processes."""
