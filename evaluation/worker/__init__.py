"""What runs in the evaluation process, `python -m evaluation.worker`; nothing else imports it."""
