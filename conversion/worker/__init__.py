"""The converter process, `python -m conversion.worker`; no other code imports it."""
