"""Keras models: files, compiled calls, logits, losses, temperature. Shared by all processes with TensorFlow."""
