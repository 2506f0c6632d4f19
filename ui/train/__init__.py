"""The Train page: a recipe, its training, its curves."""
