"""The evaluation process, `python -m evaluation.worker`; no other code imports it."""
