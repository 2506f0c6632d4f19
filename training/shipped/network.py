"""The architecture of the shipped convolutional networks, and their training."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from training.results import History

PEAK_LEARNING_RATE = 3e-3
WARM_UP_SHARE = 0.05
# Label smoothing reduces overconfidence in training; `calibration` then fits the temperature.
LABEL_SMOOTHING = 0.05
MOMENTUM = 0.95
LAST_DROPOUT = 0.4


def build_cnn(filters: Sequence[int], outputs: int, block_dropout: float = 0.0) -> keras.Model:
    """Build a network of six 3×3 convolutions, two poolings and a global average pooling.

    Args:
        filters: the number of filters of the six convolutions.
        outputs: the number of classes; the probabilities sum to 1.
        block_dropout: the dropout rate after each pooling.

    Returns:
        A network from images, float32 (n, 28, 28) of 0.0 paper to 1.0 ink, to float32 (n, outputs); not compiled.
    """
    inputs = keras.Input((28, 28))
    x = layers.Reshape((28, 28, 1))(inputs)
    for number, count in enumerate(filters, start=1):
        padding = "same" if number < len(filters) else "valid"
        x = layers.Conv2D(count, 3, padding=padding, use_bias=False)(x)
        x = layers.BatchNormalization(momentum=MOMENTUM)(x)
        x = layers.ReLU()(x)
        if number in (2, 4):
            x = layers.Dropout(block_dropout)(layers.MaxPooling2D()(x))
    x = layers.Dropout(LAST_DROPOUT)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(inputs, layers.Dense(outputs, activation="softmax")(x))


def ask(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Predict probabilities, float32 (n, outputs), of images, uint8 (n, 28, 28), 0 paper to 255 ink."""
    answers: NDArray[np.float32] = network.predict(images / np.float32(255.0), batch_size=500, verbose=0)
    return answers


def fit(network: keras.Model, batches: Any, epochs: int, steps: int, weight_decay: float) -> History:
    """Train a network by AdamW, with a short warm-up and a cosine decay of the learning rate to almost 0.

    Args:
        network: not compiled; trained in place.
        batches: a `tf.data.Dataset` of (images, one-hot labels), at least epochs × steps of them.
        epochs: the number of epochs.
        steps: batches per epoch.
        weight_decay: AdamW's.

    Returns:
        `loss` and `accuracy`, one value per epoch.

    Source: Loshchilov, Hutter 2019, "Decoupled weight decay regularization"; the cosine is their earlier "SGDR", 2017.
    """
    total = epochs * steps
    warm_up = round(total * WARM_UP_SHARE)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=PEAK_LEARNING_RATE / 50,
        warmup_target=PEAK_LEARNING_RATE,
        warmup_steps=warm_up,
        decay_steps=total - warm_up,
        alpha=0.002,
    )
    network.compile(
        optimizer=keras.optimizers.AdamW(schedule, weight_decay=weight_decay),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=LABEL_SMOOTHING),
        metrics=["accuracy"],
    )
    history = network.fit(batches, epochs=epochs, steps_per_epoch=steps, shuffle=False, verbose=2).history
    return {name: [float(value) for value in values] for name, values in history.items()}
