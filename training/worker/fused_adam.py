"""Keras' Adam by TensorFlow's fused kernel: one pass over each weight instead of a dozen."""

from typing import Any

import keras
import tensorflow as tf


class FusedAdam(keras.optimizers.Adam):  # type: ignore[misc]  # Keras has no types
    """Adam with the same formula as Keras', for training only: saved networks name plain Adam.

    Source: Kingma, Ba 2014, "Adam: A Method for Stochastic Optimization", end of section 2.
    """

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Update one variable and its two moments by its gradient."""
        step = tf.cast(self.iterations.value + 1, variable.dtype)
        index = self._get_variable_index(variable)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=tf.pow(tf.cast(self.beta_1, variable.dtype), step),
            beta2_power=tf.pow(tf.cast(self.beta_2, variable.dtype), step),
            lr=learning_rate,
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=gradient,
        )


def fused(optimizer: keras.optimizers.Optimizer) -> keras.optimizers.Optimizer:
    """Return a fresh optimizer with the same settings, using `FusedAdam` for Adam and AdamW; others are unchanged.

    Weight decay happens before the step, in code shared by all of Keras' optimizers.
    """
    if type(optimizer).update_step is keras.optimizers.Adam.update_step:
        return FusedAdam.from_config(optimizer.get_config())
    return optimizer
