"""Keras models as files, their logits, losses and temperature: what every process with TensorFlow shares."""
