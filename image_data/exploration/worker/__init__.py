"""What runs in the process that makes maps, `python -m image_data.exploration.worker`; nothing else imports it."""
