"""What runs in the converter process, `python -m conversion.worker`; nothing else imports it."""
