"""Keras models as files and compiled calls, their logits, losses and temperature: shared by all that has TensorFlow."""
