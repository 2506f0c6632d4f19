"""The Models page: saved models, imports and exports."""
