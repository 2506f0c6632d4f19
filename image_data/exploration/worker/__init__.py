"""The process that computes maps, `python -m image_data.exploration.worker`; no other code imports it."""
