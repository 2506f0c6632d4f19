"""What runs in the process that makes maps, `python -m exploration.worker`; nothing else imports it."""
