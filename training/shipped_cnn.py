"""The convolutional network that Digit Lab ships, and how it is trained: `make models`."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from datasets import Dataset
from training.augmentation import augment

EPOCHS = 8
BATCH_SIZE = 128
PEAK_LEARNING_RATE = 3e-3


def build_cnn() -> keras.Model:
    """A network of 217,346 parameters: images (28, 28) in, ten probabilities out."""
    inputs = keras.Input((28, 28))
    x = layers.Reshape((28, 28, 1))(inputs)
    for filters, padding, pooled in (
        (24, "same", False),
        (32, "same", True),
        (48, "same", False),
        (64, "same", True),
        (96, "same", False),
        (128, "valid", False),
    ):
        x = layers.Conv2D(filters, 3, padding=padding, use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.95)(x)
        x = layers.ReLU()(x)
        if pooled:
            x = layers.MaxPooling2D()(x)
    x = layers.Dropout(0.4)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x), name="digits_cnn")


def train_cnn(dataset: Dataset, seed: int, epochs: int = EPOCHS) -> tuple[keras.Model, dict[str, list[float]]]:
    """Train the shipped network with augmentation.

    Args:
        dataset: the images to learn; the test set is left alone.
        seed: of weights, order, dropout and augmentation.
        epochs: how often each image is shown, each time changed anew.

    Returns:
        The trained model and its history: `loss` and `accuracy`, one value an epoch.
    """
    keras.utils.set_random_seed(seed)
    steps = len(dataset.x_train) // BATCH_SIZE
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=PEAK_LEARNING_RATE / 50,
        warmup_target=PEAK_LEARNING_RATE,
        warmup_steps=steps // 2,
        decay_steps=steps * epochs - steps // 2,
        alpha=0.002,
    )
    model = build_cnn()
    model.compile(
        optimizer=keras.optimizers.AdamW(schedule, weight_decay=2e-4),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.05),
        metrics=["accuracy"],
    )
    batches = _batches(dataset, steps, epochs, seed)
    history = model.fit(batches, epochs=epochs, steps_per_epoch=steps, verbose=2)
    return model, {name: [float(value) for value in values] for name, values in history.history.items()}


def _batches(dataset: Dataset, steps: int, epochs: int, seed: int) -> Any:
    """Augmented batches (float32 (128, 28, 28), float32 (128, 10)), the same ones for the same seed."""
    images = tf.constant(dataset.x_train)
    one_hot = tf.one_hot(dataset.y_train, 10)
    rng = np.random.default_rng(seed)
    order = np.concatenate([rng.permutation(len(dataset.x_train))[: steps * BATCH_SIZE] for _ in range(epochs)])

    def batch(number: Any, index: Any) -> Any:
        scaled = tf.cast(tf.gather(images, index), tf.float32) / 255.0
        return augment(scaled, tf.stack([tf.cast(seed, tf.int64), number])), tf.gather(one_hot, index)

    indices = tf.data.Dataset.from_tensor_slices(order.reshape(-1, BATCH_SIZE).astype(np.int32))
    return indices.enumerate().map(batch, num_parallel_calls=2).prefetch(4)
