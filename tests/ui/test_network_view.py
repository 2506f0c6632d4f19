"""What is said of a network before its steps are shown."""

from recognition.worker.inside import Inside
from ui.inside.network_view import has_branches


def steps_of(network):
    return [{"layers": step.described} for step in Inside(network).steps]


def test_branches_that_come_together_are_noticed():
    import keras
    from keras import layers

    given = keras.Input((28, 28))
    x = layers.Dense(8, "relu")(layers.Flatten()(given))
    row = keras.Model(given, layers.Dense(10, "softmax")(x))
    merged = layers.Add()([x, layers.Dense(8, "relu")(x)])
    assert has_branches(steps_of(keras.Model(given, layers.Dense(10, "softmax")(merged))))
    assert not has_branches(steps_of(row))
