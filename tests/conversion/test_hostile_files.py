"""Files that are damaged, too large, or made to harm: each is refused with what was found, and nothing in it runs."""

import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from base.errors import (
    ForeignActivationError,
    ForeignFileError,
    ForeignKindError,
    ForeignLayerError,
    ForeignModelError,
    ForeignNumbersError,
    ForeignShapeError,
    ForeignSizeError,
    ForeignWeightsError,
    JobTimeoutError,
    WeightsAloneError,
)
from base.jobs.job_process import JobProcess
from conversion import WORKER
from tests.conversion.foreign_samples import (
    as_keras_2,
    packed_as,
    saved,
    small,
    tutorial_network,
    unpacked,
    with_config,
)

pytestmark = pytest.mark.usefixtures("_like_the_worker")


def build(path: Path) -> Any:
    from conversion.worker.foreign_files import open_foreign
    from conversion.worker.foreign_network import build_foreign

    return build_foreign(open_foreign(path))


def refused(path: Path, kind: type[ForeignModelError], found: str) -> None:
    with pytest.raises(kind) as caught:
        build(path)
    assert found in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.fixture
def keras_file(tmp_path: Path) -> Path:
    """A file that would be imported as it is."""
    return saved(tutorial_network("dense-128"), tmp_path / "net.keras")


@pytest.fixture
def h5_file(tmp_path: Path) -> Path:
    """The same in the older format."""
    return saved(tutorial_network("dense-128"), tmp_path / "net.h5")


# --- Code, and what is not plain


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_code_in_a_file_is_refused_and_does_not_run(suffix, tmp_path):
    import keras
    from keras import layers

    trace = tmp_path / "it ran"
    harm = eval(f"lambda pixels: __import__('pathlib').Path({str(trace)!r}).touch() or pixels")
    path = saved(small(layers.Lambda(harm), layers.Flatten(), layers.Dense(10)), tmp_path / f"net{suffix}")
    trace.unlink()
    refused(path, ForeignLayerError, "a layer Lambda")
    assert not trace.exists()
    keras.saving.load_model(path, safe_mode=False)(np.zeros((1, 28, 28)))
    assert trace.exists(), "The file was harmless, so this test showed nothing."


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"class_name": "Mine", "registered_name": "package>Mine", "module": None}, "package>Mine"),
        ({"registered_name": "package>Dense"}, "package>Dense"),
        ({"module": "os", "class_name": "system", "registered_name": None}, "os"),
        ({"module": "kerasx.layers"}, "kerasx.layers"),
        ({"class_name": "TFSMLayer"}, "'my_hidden_layer', a layer TFSMLayer"),
        ({"class_name": "Attention"}, "'my_hidden_layer', a layer Attention"),
        ({"module": "keras.src.ops.numpy", "class_name": "Average"}, "keras.ops.Average"),
        ({"module": "tf_keras_of_mine"}, "tf_keras_of_mine"),
        ({"class_name": ["Dense"]}, "no layer"),
        ({"config": None}, "without a description"),
    ],
)
def test_layer_that_is_not_keras_own_is_refused(change, found, keras_file):
    refused(
        with_config(keras_file, lambda config: config["config"]["layers"][2].update(change)), ForeignLayerError, found
    )


@pytest.mark.parametrize(
    ("option", "value", "found"),
    [
        (
            "activation",
            {"module": "builtins", "class_name": "function", "config": "system"},
            "system of 'my_hidden_layer', a layer Dense",
        ),
        ("activation", "../../etc/passwd", "../../etc/passwd of 'my_hidden_layer'"),
        ("activation", {"module": "os", "class_name": "function", "config": "softmax_v2"}, "softmax_v2 of"),
        ("activation", {"module": "builtins", "class_name": "function", "config": {"a": 1}}, "function of"),
        ("activation", {"module": "builtins", "class_name": "function", "config": "relu"}, "relu of"),
        ("kernel_size", [3, 3], "kernel_size"),
        ("units", "128", "units=128"),
        ("units", True, "units=True"),
        ("units", -1, "units=-1"),
        ("units", 1e400, "units=inf"),
        ("use_bias", None, "use_bias=None"),
        ("quantization_config", {"mode": "int8"}, "quantization_config"),
        ("lora_rank", 4, "lora_rank=4"),
        ("x" * 5000, "y" * 5000, "xxx…"),
    ],
)
def test_option_that_is_not_plain_is_refused(option, value, found, keras_file):
    path = with_config(keras_file, lambda config: config["config"]["layers"][2]["config"].update({option: value}))
    refused(path, ForeignLayerError, found)


def test_network_of_layers_that_do_not_simply_merge_is_refused(tmp_path):
    import keras
    from keras import layers

    given = keras.Input((28, 28))
    flat = layers.Flatten()(given)
    both = [keras.Input((784,)), keras.Input((784,))]
    two = keras.Model(both, layers.Dense(10)(layers.Add()(both)))
    refused(saved(two, tmp_path / "b.h5"), ForeignLayerError, "2 inputs")
    shared = layers.Dense(784)
    twice = keras.Model(given, layers.Dense(10)(shared(shared(flat))))
    refused(saved(twice, tmp_path / "c.keras"), ForeignLayerError, "used more than once")
    ends = keras.Model(given, [layers.Dense(10)(flat), layers.Dense(10)(flat)])
    refused(saved(ends, tmp_path / "d.keras"), ForeignLayerError, "number of outputs")
    sizes = layers.Multiply()([layers.Dense(10)(flat), layers.Dense(10)(given)])
    network = keras.Model(given, layers.Dense(10)(layers.Flatten()(sizes)))
    refused(saved(network, tmp_path / "e.keras"), ForeignShapeError, "Multiply")
    mean = keras.Model(given, layers.Average()([layers.Dense(10, "softmax")(flat), layers.Dense(10, "softmax")(flat)]))
    refused(saved(mean, tmp_path / "f.keras"), ForeignLayerError, "a layer Average, at the end")


def fed_by(names: list[str]) -> list[Any]:
    """The connections of a layer as Keras 2 describes them."""
    return [[[name, 0, 0, {}] for name in names]]


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        ("merged", {"inbound_nodes": fed_by(["left", "merged"])}, "in a circle"),
        ("left", {"inbound_nodes": fed_by(["right"])}, "in a circle"),
        ("merged", {"inbound_nodes": fed_by(["left", "nobody"])}, "nobody, which is not there"),
        ("merged", {"inbound_nodes": fed_by(["left"])}, "fed by 1 layer"),
        ("right", {"inbound_nodes": fed_by(["flat", "left"])}, "fed by 2 layers"),
        ("merged", {"inbound_nodes": fed_by(["left", "left"])}, "not connected"),
        ("merged", {"inbound_nodes": [[["left", 0, 0, {"y": ["right", 0, 0]}]]]}, "something else than layers"),
        ("merged", {"inbound_nodes": [[["left", 0, 1, {}], ["right", 0, 0, {}]]]}, "something else than layers"),
        ("merged", {"inbound_nodes": [7]}, "something else than layers"),
        ("left", {"name": "right"}, "two layers of one name"),
    ],
)
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_connections_that_make_no_sense_are_refused(name, change, found, suffix, tmp_path):
    import keras
    from keras import layers

    given = keras.Input((28, 28))
    flat = layers.Flatten(name="flat")(given)
    left = layers.Dense(10, name="left")(flat)
    right = layers.Dense(10, name="right")(left)
    path = as_keras_2(saved(keras.Model(given, layers.Add(name="merged")([left, right])), tmp_path / f"net{suffix}"))

    def changed(config: dict[str, Any]) -> None:
        (each,) = [each for each in config["config"]["layers"] if each["name"] == name]
        each.update(change)

    if suffix == ".keras":
        refused(with_config(path, changed), ForeignLayerError, found)
        return
    with h5py.File(path, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        changed(config)
        file.attrs["model_config"] = json.dumps(config)
    refused(path, ForeignLayerError, found)


def test_networks_within_networks_without_end_are_refused(keras_file):
    def nested(depth: int, copies: int) -> Any:
        def change(config: dict[str, Any]) -> None:
            inner = config["config"]["layers"][2]
            for number in range(depth):
                inner = {"class_name": "Sequential", "config": {"name": f"n{number}", "layers": [inner] * copies}}
            config["config"]["layers"][2] = inner

        return change

    before = keras_file.read_bytes()
    refused(with_config(keras_file, nested(40, 1)), ForeignLayerError, "networks within networks")
    keras_file.write_bytes(before)
    refused(with_config(keras_file, nested(2, 20)), ForeignSizeError, "layers")


@pytest.mark.parametrize(
    ("kind", "config", "error", "found"),
    [
        ("ZeroPadding2D", {"padding": 10**9}, ForeignSizeError, "parameters"),
        ("ZeroPadding2D", {"padding": [[-1, 0], [0, 0]]}, ForeignLayerError, "padding"),
        ("Cropping2D", {"cropping": 20}, ForeignShapeError, "Cropping2D"),
        ("Permute", {"dims": [1, 1, 2]}, ForeignLayerError, "dims"),
        ("Permute", {"dims": [1, 2, 4]}, ForeignShapeError, "Permute"),
        ("SeparableConv2D", {"filters": 4, "kernel_size": 3, "groups": 2}, ForeignLayerError, "groups=2"),
        ("SeparableConv2D", {"filters": 4, "kernel_size": 3, "strides": [1, 2]}, ForeignLayerError, "strides"),
        ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 2**30}, ForeignSizeError, "parameters"),
        ("Normalization", {"mean": [0.1, 0.2], "variance": [1, 1]}, ForeignShapeError, "Normalization"),
        ("Normalization", {"mean": 0, "variance": -1}, ForeignLayerError, "below 0"),
        ("Normalization", {"mean": "os", "variance": 1}, ForeignLayerError, "mean=os"),
        ("Normalization", {"mean": float("nan"), "variance": 1}, ForeignLayerError, "mean=nan"),
        ("Normalization", {"axis": [0]}, ForeignShapeError, "Normalization"),
        ("LayerNormalization", {"axis": 1}, ForeignLayerError, "another axis"),
        ("LayerNormalization", {"rms_scaling": True}, ForeignLayerError, "rms_scaling"),
        ("PReLU", {"shared_axes": {"class_name": "x"}}, ForeignLayerError, "shared_axes"),
        ("LeakyReLU", {"negative_slope": {"class_name": "x"}}, ForeignLayerError, "negative_slope"),
    ],
)
def test_option_that_fits_nothing_is_refused(kind, config, error, found, tmp_path):
    from keras import layers

    network = small(layers.Flatten(), layers.Dense(10), shape=(28, 28, 1))
    added = {"class_name": kind, "config": {"name": "added", **config}}
    path = with_config(
        saved(network, tmp_path / "net.keras"), lambda config: config["config"]["layers"].insert(1, added)
    )
    refused(path, error, found)


def test_last_layer_that_gives_no_probabilities_is_refused(tmp_path):
    path = saved(tutorial_network("dense-128", last="relu"), tmp_path / "net.keras")
    refused(path, ForeignActivationError, "relu")


# --- Shapes and sizes


@pytest.mark.parametrize(
    ("shape", "classes", "found"),
    [((32, 32, 3), 10, "takes [32, 32, 3]"), ((28, 28), 11, "gives 11"), ((1, 28, 28), 10, "takes [1, 28, 28]")],
)
def test_network_for_something_else_is_refused(shape, classes, found, tmp_path):
    from keras import layers

    network = small(layers.Flatten(), layers.Dense(classes), shape=shape)
    for suffix in (".keras", ".h5"):
        refused(saved(network, tmp_path / f"net{suffix}"), ForeignShapeError, found)


def test_picture_that_no_layer_flattens_is_refused(tmp_path):
    from keras import layers

    refused(saved(small(layers.Dense(10)), tmp_path / "net.keras"), ForeignShapeError, "gives 28×10")


@pytest.mark.parametrize(
    ("units", "found"), [(100_000, "parameters"), (2**31, "parameters"), (10**30, "units=1000000000")]
)
def test_network_that_would_be_too_large_is_refused_before_it_takes_memory(units, found, keras_file):
    path = with_config(keras_file, lambda config: config["config"]["layers"][2]["config"].update(units=units))
    refused(path, ForeignLayerError if units > 2**31 else ForeignSizeError, found)


def test_network_that_would_take_too_long_or_too_much_room_is_refused(tmp_path):
    from keras import layers

    slow = small(layers.Conv2D(80, 5, padding="same"), layers.Conv2D(99, 5), layers.Flatten(), layers.Dense(10),
                 shape=(28, 28, 1))  # fmt: skip
    refused(saved(slow, tmp_path / "slow.keras"), ForeignSizeError, "multiplications")
    wide = small(layers.Conv2D(700, 1), layers.GlobalAveragePooling2D(), layers.Dense(10), shape=(28, 28, 1))
    refused(saved(wide, tmp_path / "wide.keras"), ForeignSizeError, "548,800 numbers between")


def test_too_many_layers_are_refused(keras_file):
    def change(config: dict[str, Any]) -> None:
        config["config"]["layers"] += config["config"]["layers"][1:2] * 100

    refused(with_config(keras_file, change), ForeignSizeError, "105 layers")


# --- Zip files


def test_zip_bomb_is_refused_unopened(keras_file):
    entries = unpacked(keras_file)
    bomb = packed_as(keras_file, {**entries, "config.json": b" " * 50_000_000}, zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 1_000_000
    refused(bomb, ForeignSizeError, "of 50000000 bytes")


def test_bomb_that_lies_about_its_size_is_read_no_further_than_the_limit(keras_file):
    entries = unpacked(keras_file)
    packed_as(keras_file, {**entries, "config.json": b" " * 50_000_000}, zipfile.ZIP_DEFLATED)
    content = keras_file.read_bytes().replace((50_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    keras_file.write_bytes(content)
    with pytest.raises(ForeignModelError):
        build(keras_file)


@pytest.mark.parametrize("name", ["../../evil.py", "/etc/cron.d/evil", "..\\evil", "C:evil"])
def test_path_that_leads_out_of_the_file_is_refused(name, keras_file):
    path = packed_as(keras_file, {**unpacked(keras_file), name: b"evil"})
    refused(path, ForeignFileError, "leads out of the file")


def test_too_many_entries_are_refused(keras_file):
    entries = unpacked(keras_file) | {f"assets/{number}": b"" for number in range(100)}
    refused(packed_as(keras_file, entries), ForeignSizeError, "103 files")


def test_two_entries_of_one_name_are_refused(keras_file):
    content = io.BytesIO(keras_file.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "a") as packed:
        packed.writestr("config.json", "{}")
    keras_file.write_bytes(content.getvalue())
    refused(keras_file, ForeignFileError, "two files of one name")


@pytest.mark.parametrize("missing", ["config.json", "metadata.json", "model.weights.h5"])
def test_file_with_a_part_missing_is_refused(missing, keras_file):
    entries = unpacked(keras_file)
    del entries[missing]
    refused(packed_as(keras_file, entries), ForeignFileError, missing)


# --- Damage


@pytest.mark.parametrize("kept", [0, 4, 100, 2_000, 200_000])
def test_truncated_file_is_refused(kept, keras_file, h5_file):
    for path in (keras_file, h5_file):
        path.write_bytes(path.read_bytes()[:kept])
        refused(path, ForeignFileError, "")


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'"Dense"', b"[" * 200_000, b"\xff\xfe", b"{}"])
def test_description_that_is_none_is_refused(text, keras_file):
    path = packed_as(keras_file, {**unpacked(keras_file), "config.json": text})
    with pytest.raises((ForeignFileError, ForeignLayerError)):
        build(path)


@pytest.mark.parametrize("version", ["1.2.2", "4.0.0", "", None, 3])
def test_unknown_version_is_refused(version, keras_file):
    metadata = json.dumps({"keras_version": version}).encode()
    refused(
        packed_as(keras_file, {**unpacked(keras_file), "metadata.json": metadata}), ForeignFileError, "a file of Keras"
    )


def test_weights_without_their_network_are_refused(tmp_path):
    tutorial_network("dense-128").save_weights(tmp_path / "net.weights.h5")
    refused(tmp_path / "net.weights.h5", WeightsAloneError, "weights without their network")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x1c\0\0\0TFL3" + bytes(100), "TensorFlow Lite"),
        (b"\x08\x08\x12\x07pytorch\x1a\x05" + bytes(20), "ONNX"),
        (pickle.dumps({"weights": [1.0]}), "pickle"),
        (pickle.dumps(0x1950A86A20F9469CFC6C, protocol=2), "PyTorch"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG (a picture)"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "JPEG (a picture)"),
        ({"net/saved_model.pb": b"", "net/variables/variables.index": b""}, "TensorFlow SavedModel"),
        ({"archive/data.pkl": b"", "archive/data/0": b""}, "PyTorch"),
    ],
)
def test_file_of_another_program_is_called_what_it_is(content, kind, tmp_path):
    path = tmp_path / "net.keras"
    if isinstance(content, dict):
        packed_as(path, content)
    else:
        path.write_bytes(content)
    refused(path, ForeignKindError, f"a file of {kind}.")


@pytest.mark.parametrize("content", [b"BM and what follows", b"\x08\x08\x12\x07\0\1\2\3\4\5\6", b"\x80\x09", b"text"])
def test_file_of_which_nothing_is_known_is_not_guessed_at(content, tmp_path):
    (tmp_path / "net.keras").write_bytes(content)
    refused(tmp_path / "net.keras", ForeignFileError, "a file that starts with")


# --- Weights


KERNEL = "sequential/my_hidden_layer/kernel"


def kernel_of(file: h5py.File) -> tuple[h5py.Group, str]:
    """The group that holds the hidden layer's kernel, and the kernel's name there."""
    group = file["model_weights/my_hidden_layer"]
    return group, str(group.attrs["weight_names"][0])


def test_weights_that_are_no_numbers_are_refused(h5_file):
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        group[name][3, 5] = np.nan
    refused(h5_file, ForeignNumbersError, "lower learning rate")


def with_weights_changed(path: Path, change: Any) -> Path:
    """A `.keras` file with the file of its weights changed."""
    entries = unpacked(path)
    weights = io.BytesIO(entries["model.weights.h5"])
    with h5py.File(weights, "r+") as file:
        change(file)
    return packed_as(path, {**entries, "model.weights.h5": weights.getvalue()})


def test_groups_that_contain_themselves_are_not_walked_for_ever(keras_file):
    def change(file: h5py.File) -> None:
        file["layers/dense/again"] = file["layers"]

    refused(with_weights_changed(keras_file, change), ForeignSizeError, "names of weights")


def test_more_names_than_any_network_has_are_refused(keras_file):
    def change(file: h5py.File) -> None:
        for number in range(6_000):
            file.create_group(f"layers/x{number}")

    refused(with_weights_changed(keras_file, change), ForeignSizeError, "names of weights")


def test_two_names_that_are_one_with_other_separators_are_refused(keras_file):
    def change(file: h5py.File) -> None:
        file["layers\\dense/vars/0"] = np.zeros((784, 128), np.float32)

    refused(with_weights_changed(keras_file, change), ForeignFileError, "two arrays of the name")


def test_link_in_place_of_a_group_is_not_followed(keras_file, tmp_path):
    def change(file: h5py.File) -> None:
        del file["layers/dense"]
        file["layers/dense"] = h5py.ExternalLink(str(tmp_path / "secret.h5"), "/")

    refused(with_weights_changed(keras_file, change), ForeignWeightsError, "nothing at")


def test_link_to_another_file_is_not_followed(h5_file, tmp_path):
    with h5py.File(tmp_path / "secret.h5", "w") as secret:
        secret["kernel"] = np.zeros((784, 128), np.float32)
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        del group[name]
        group[name] = h5py.ExternalLink(str(tmp_path / "secret.h5"), "/kernel")
    refused(h5_file, ForeignWeightsError, "a link at")


def test_link_inside_the_file_is_not_followed_either(h5_file):
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        group.move(name, "elsewhere")
        group[name] = h5py.SoftLink(f"{group.name}/elsewhere")
    refused(h5_file, ForeignWeightsError, "a link at")


def test_weights_whose_bytes_lie_in_another_file_are_refused(h5_file, tmp_path):
    (tmp_path / "secret").write_bytes(bytes(784 * 128 * 4))
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        del group[name]
        group.create_dataset(name, (784, 128), "f4", external=[(str(tmp_path / "secret"), 0, 784 * 128 * 4)])
    refused(h5_file, ForeignWeightsError, "another file")


def test_virtual_weights_are_refused(h5_file, tmp_path):
    layout = h5py.VirtualLayout((784, 128), "f4")
    layout[:] = h5py.VirtualSource(str(tmp_path / "secret.h5"), "kernel", (784, 128))
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        del group[name]
        group.create_virtual_dataset(name, layout)
    refused(h5_file, ForeignWeightsError, "another file")


@pytest.mark.parametrize("value", [np.zeros((784, 127), "f4"), np.zeros((784, 128), "i4"), np.zeros(3, "S9")])
def test_weights_of_another_shape_or_kind_are_refused(value, h5_file):
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        del group[name]
        group[name] = value
    refused(h5_file, ForeignWeightsError, "my_hidden_layer")


def test_huge_array_is_refused_by_its_shape_alone(h5_file):
    with h5py.File(h5_file, "r+") as file:
        group, name = kernel_of(file)
        del group[name]
        group.create_dataset(name, (2**20, 2**20), "f4", chunks=(1024, 1024), compression="gzip")
    refused(h5_file, ForeignWeightsError, "(1048576, 1048576)")


def test_damage_inside_is_refused_when_it_is_come_upon(h5_file):
    content = h5_file.read_bytes()
    for start in (b"weight_names", b"TREE", b"HEAP", b"SNOD"):
        h5_file.write_bytes(content.replace(start, bytes(len(start))))
        with pytest.raises(ForeignModelError):
            build(h5_file)


@pytest.mark.parametrize("name", ["\udcc9", "a\x00b", "", "/", "../model_weights"])
def test_layer_of_an_impossible_name_is_refused(name, h5_file):
    with h5py.File(h5_file, "r+") as file:
        config = json.loads(file.attrs["model_config"])
        config["config"]["layers"][2]["config"]["name"] = name
        file.attrs["model_config"] = json.dumps(config)
    refused(h5_file, ForeignWeightsError, "")


def test_missing_weights_are_refused(h5_file, keras_file):
    with h5py.File(h5_file, "r+") as file:
        del file["model_weights/my_hidden_layer"]
    refused(h5_file, ForeignWeightsError, "nothing at")
    entries = unpacked(keras_file)
    weights = io.BytesIO(entries["model.weights.h5"])
    with h5py.File(weights, "r+") as file:
        del file["layers/dense/vars/1"]
    refused(
        packed_as(keras_file, {**entries, "model.weights.h5": weights.getvalue()}), ForeignWeightsError, "nothing at"
    )


# --- The process


def test_file_that_keeps_the_converter_busy_costs_no_more_than_its_time(tmp_path, keras_file):
    keras_file.rename(tmp_path / "foreign")
    with pytest.raises(JobTimeoutError):
        JobProcess(WORKER, timeout_s=0.5).run(tmp_path, {"kind": "import"})
    assert not (tmp_path / "imported.keras").exists()
