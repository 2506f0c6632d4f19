"""The Models page: the saved models, files that come in and go out."""
