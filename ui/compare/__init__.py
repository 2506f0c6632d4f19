"""The Compare page: trained networks side by side, and sweeps."""
