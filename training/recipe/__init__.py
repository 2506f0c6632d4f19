"""Recipes: fields, limits and layers; conversion to a link, a script, a notebook. No TensorFlow."""
