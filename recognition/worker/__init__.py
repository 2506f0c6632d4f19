"""The recognizer process, the only one with TensorFlow: reads pictures and explains a network's answers."""
