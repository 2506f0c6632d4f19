import keras
import numpy as np
import pytest
import tensorflow as tf

from training.worker.example_order import keras_order


class Listening(keras.Sequential):  # type: ignore[misc]  # Keras ships no types
    """A network that writes down which examples it is shown; each is its own number."""

    def __init__(self) -> None:
        super().__init__([keras.Input((1,)), keras.layers.Dense(1)])
        self.shown: list[int] = []

    def train_step(self, data):
        tf.py_function(lambda numbers: self.shown.extend(numbers.numpy().ravel().astype(int)), [data[0]], [])
        return super().train_step(data)


@pytest.mark.parametrize(("count", "seed", "batch_size"), [(1000, 1, 32), (777, 7, 128)])
def test_keras_fit_shows_its_examples_in_our_order_each_epoch(count, seed, batch_size):
    keras.utils.set_random_seed(seed)
    network = Listening()
    network.compile("sgd", "mse", jit_compile=False)
    numbers = np.arange(count, dtype=np.float32)[:, None]
    network.fit(numbers, np.zeros_like(numbers), batch_size=batch_size, epochs=3, verbose=0)
    ours = keras_order(count, seed).tolist()
    assert network.shown == ours * 3
    assert sorted(ours) == list(range(count))


def test_another_seed_is_another_order():
    assert keras_order(1000, 1).tolist() != keras_order(1000, 2).tolist()
