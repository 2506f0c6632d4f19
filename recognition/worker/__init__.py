"""The recognizer process, which has TensorFlow: reads pictures, and explains what a network makes of one."""
