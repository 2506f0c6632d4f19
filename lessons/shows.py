"""The kinds of results that a step can show, and their options."""

# Each kind with its options out of "part", "image" and "count"; all kinds have "settings".
KINDS: dict[str, frozenset[str]] = {
    # The data set.
    "shapes": frozenset(),
    "labels": frozenset({"part"}),
    "names": frozenset(),
    "image": frozenset({"part", "image"}),
    "pixels": frozenset({"part", "image"}),
    "one_hot": frozenset({"part", "image"}),
    "scaled": frozenset({"part", "image"}),
    "flattened": frozenset({"part", "image"}),
    # The network before it is trained.
    "layers": frozenset(),
    "architecture": frozenset(),
    "compile": frozenset(),
    "held_out": frozenset(),
    "syntax": frozenset(),
    # Its training: the visitor's own run, else that of the shipped model.
    "fit": frozenset(),
    "curves": frozenset(),
    "evaluate": frozenset(),
    "gap": frozenset(),
    "saved": frozenset(),
    "runs": frozenset(),
    # Its answers to pictures.
    "predictions": frozenset({"count"}),
    "probabilities": frozenset({"image"}),
    "mistakes": frozenset({"count"}),
    "unscaled": frozenset(),
    "photograph": frozenset({"image"}),
    "photograph_array": frozenset({"image"}),
    "photograph_answer": frozenset({"image"}),
}
PARTS = ("train", "test")
# The largest index of an image: both parts have at least so many.
LAST_IMAGE = 9_999
MAX_COUNT = 60
