"""What a recipe is: its fields, limits and layers; as a link, a script, a notebook. No TensorFlow."""
