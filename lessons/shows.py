"""The kinds of result that a step can show, and what may be said with each."""

# Each kind, and which of "part", "image" and "count" go with it; "settings" go with all.
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
    # Its training, and what came of it: the visitor's own, else that of the model that comes with Digit Lab.
    "fit": frozenset(),
    "curves": frozenset(),
    "evaluate": frozenset(),
    "gap": frozenset(),
    "saved": frozenset(),
    "runs": frozenset(),
    # What it says of pictures.
    "predictions": frozenset({"count"}),
    "probabilities": frozenset({"image"}),
    "mistakes": frozenset({"count"}),
    "unscaled": frozenset(),
    "photograph": frozenset({"image"}),
    "photograph_array": frozenset({"image"}),
    "photograph_answer": frozenset({"image"}),
}
PARTS = ("train", "test")
# The highest index of an image: either part has so many at least.
LAST_IMAGE = 9_999
MAX_COUNT = 60
