import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import CheckpointError
from training.worker.checkpoint import Checkpoint

CHECKPOINT = Checkpoint(
    weights=(np.arange(6, dtype=np.float32).reshape(2, 3), np.array([1, 2], np.uint32)),
    optimizer=(np.int64(7) * np.ones((), np.int64),),
    history={"loss": [0.5, 0.4], "val_loss": [0.6, 0.7]},
    best_epoch=1,
    best_weights=(np.zeros((2, 3), np.float32),),
    pinned=[[[0.1] * 10], [[0.2] * 10]],
    seconds=3.5,
)
CONTENT = CHECKPOINT.to_bytes()


def test_a_checkpoint_survives_its_file():
    again = Checkpoint.from_bytes(CONTENT)
    for field in dataclasses.fields(Checkpoint):
        before, after = getattr(CHECKPOINT, field.name), getattr(again, field.name)
        if isinstance(before, tuple):
            assert [np.asarray(array).dtype for array in after] == [np.asarray(array).dtype for array in before]
            assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
        else:
            assert after == before
    assert again.epoch == 2


@given(st.integers(0, len(CONTENT) - 1))
def test_a_checkpoint_cut_off_anywhere_is_refused(length):
    with pytest.raises(CheckpointError, match=r"This checkpoint cannot be read\. Received: .*\. Train again"):
        Checkpoint.from_bytes(CONTENT[:length])


def test_a_pickle_is_not_opened():
    import io

    buffer = io.BytesIO()
    np.savez(buffer, told=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(CheckpointError, match="allow_pickle=False"):
        Checkpoint.from_bytes(buffer.getvalue())


def test_another_programs_file_is_refused():
    import io

    buffer = io.BytesIO()
    np.savez(buffer, weights=np.zeros(3))
    with pytest.raises(CheckpointError, match="told"):
        Checkpoint.from_bytes(buffer.getvalue())
