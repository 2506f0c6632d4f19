"""The convolutional network for Fashion-MNIST."""

from typing import Any

import keras
import tensorflow as tf

from image_data import Dataset
from training.results import History
from training.shipped.mixture import Part, mixed_batches
from training.shipped.network import build_cnn, fit
from training.worker.augmentation import sample

FILTERS = (32, 48, 64, 96, 128, 160)
EPOCHS = 20
BATCH_SIZE = 128
WEIGHT_DECAY = 2e-3

LOG_SCALE = 0.08
SHIFT_PX = 2.0
ERASED_SHARE = 0.5
ERASED_HALF_PX = (3.0, 8.0)


def train_garments(fashion: Dataset, seed: int, epochs: int = EPOCHS) -> tuple[keras.Model, History]:
    """Train a network that classifies garments.

    Args:
        fashion: Fashion-MNIST; only its training images are used.
        seed: the random seed of weights, order, dropout and augmentation.
        epochs: the number of epochs; images are augmented anew in each.

    Returns:
        The trained model, float32 (n, 28, 28) to (n, 10), and its history: `loss` and `accuracy`, one value per epoch.
    """
    keras.utils.set_random_seed(seed)
    network = build_cnn(FILTERS, 10, block_dropout=0.1)
    steps = len(fashion.x_train) // BATCH_SIZE
    part = Part(fashion.x_train, fashion.y_train, BATCH_SIZE, _augment)
    return network, fit(network, mixed_batches([part], 10, steps * epochs, seed), epochs, steps, WEIGHT_DECAY)


def _augment(images: Any, seed: Any) -> Any:
    """Flip half of the images, scale and shift all a little, and erase a rectangle in half of them.

    Source: Zhong and others 2020, "Random erasing data augmentation".
    """
    moves, holes = tf.unstack(tf.random.experimental.stateless_split(seed, 2))
    axis = tf.range(28, dtype=tf.float32)
    shape = (5, tf.shape(images)[0], 1)
    mirror, height, width, down, right = tf.unstack(tf.random.stateless_uniform(shape, moves, -1.0, 1.0))
    rows = (axis - 13.5) * tf.exp(height * LOG_SCALE) + down * SHIFT_PX
    columns = (axis - 13.5) * tf.exp(width * LOG_SCALE) * tf.where(mirror < 0.0, -1.0, 1.0) + right * SHIFT_PX
    grid = tf.broadcast_to(rows[:, :, None], tf.shape(images)), tf.broadcast_to(columns[:, None, :], tf.shape(images))
    moved = sample(images, tf.stack(grid, axis=-1))
    row, column, tall, wide, kind = tf.unstack(tf.random.stateless_uniform(shape, holes))
    low, high = ERASED_HALF_PX
    in_rows = tf.abs(axis - row * 28.0) < low + tall * (high - low)
    in_columns = tf.abs(axis - column * 28.0) < low + wide * (high - low)
    is_hole = in_rows[:, :, None] & in_columns[:, None, :] & (kind < ERASED_SHARE)[:, :, None]
    return tf.where(is_hole, 0.0, moved)
