"""Maps: PCA as scikit-learn has it, new drawings where they belong, t-SNE by a process of its own."""

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

import image_data
from base.errors import JobError
from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs
from image_data.exploration import WORKER
from image_data.exploration.map_board import MapBoard
from image_data.exploration.maps import COMPONENTS, MapSample
from image_data.exploration.pca import Pca

POINTS = 300
TIMEOUT_S = 60


@pytest.fixture(scope="module")
def images() -> NDArray[np.uint8]:
    return image_data.load("mnist").x_train


@pytest.fixture(scope="module")
def small(images: NDArray[np.uint8]) -> MapSample:
    return MapSample.of(images, POINTS)


def test_components_places_and_shares_are_those_of_scikit_learn(images: NDArray[np.uint8]) -> None:
    flat = images[:1000].reshape(1000, 784) / 255
    reference = PCA(5, svd_solver="full").fit(flat)
    ours = Pca.fit(images[:1000], 5)
    assert ours.axes == pytest.approx(reference.components_, abs=1e-8)
    assert ours.shares == pytest.approx(reference.explained_variance_ratio_)
    assert ours.transform(images[:1000]) == pytest.approx(reference.transform(flat), abs=1e-8)
    assert ours.transform(images[5000:5010]) == pytest.approx(
        reference.transform(images[5000:5010].reshape(10, 784) / 255), abs=1e-8
    )


def test_sample_is_the_same_each_time_and_of_all_classes(images: NDArray[np.uint8], small: MapSample) -> None:
    again = MapSample.of(images, POINTS)
    assert (again.indices == small.indices).all()
    assert (again.components == small.components).all()
    assert small.components.shape == (POINTS, COMPONENTS)
    assert len(set(small.indices)) == POINTS
    assert set(image_data.load("mnist").y_train[small.indices]) == set(range(10))


def test_image_of_the_map_is_placed_on_itself(images: NDArray[np.uint8], small: MapSample) -> None:
    known = images[small.indices[:7]]
    assert small.project_on_pca(known) == pytest.approx(small.components[:7, :2])
    elsewhere = np.random.default_rng(0).normal(size=(POINTS, 2)).astype(np.float32)
    assert small.project_by_neighbors(known, elsewhere) == pytest.approx(elsewhere[:7], abs=1e-5)


def test_new_drawing_is_placed_at_the_weighted_mean_of_its_nearest_images(
    images: NDArray[np.uint8], small: MapSample
) -> None:
    new = images[[place for place in range(40) if place not in small.indices][:1]]
    elsewhere = np.random.default_rng(0).normal(size=(POINTS, 2)).astype(np.float32)
    apart = np.linalg.norm(small.components - small.pca.transform(new), axis=1)
    nearest = apart.argsort()[:5]
    mean = np.average(elsewhere[nearest], axis=0, weights=1 / apart[nearest])
    assert small.project_by_neighbors(new, elsewhere) == pytest.approx(mean[None])


def test_no_drawing_has_no_place(small: MapSample) -> None:
    none = np.zeros((0, 28, 28), np.uint8)
    assert small.project_on_pca(none).shape == (0, 2)
    assert small.project_by_neighbors(none, np.zeros((POINTS, 2), np.float32)).shape == (0, 2)


def test_tsne_is_made_once_by_a_process_and_keeps_neighbors_together(small: MapSample) -> None:
    board = MapBoard(points=POINTS)
    assert board.job("mnist") is None
    first = board.request("mei", "mnist")
    assert first.is_active
    done = _ended(board)
    assert done.progress > 0.5
    assert (done.result.shape, done.result.dtype) == ((POINTS, 2), np.float32)
    # 0.5 is what places at random get.
    assert trustworthiness(small.components, done.result) > 0.9
    with pytest.raises(ValueError, match="read-only"):
        done.result[0] = 0
    assert board.request("another", "mnist") == done
    board.close()


def test_map_that_fails_is_told_and_can_be_asked_for_anew() -> None:
    board = MapBoard(Jobs(JobProcess(WORKER, timeout_s=0.2)))
    board.request("mei", "mnist")
    assert isinstance(_ended(board).error, JobError)
    board.forget("mnist")
    assert board.job("mnist") is None
    assert board.request("mei", "mnist").is_active
    board.close()


def _ended(board: MapBoard) -> Job:
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        job = board.job("mnist")
        if job is not None and not job.is_active:
            return job
        time.sleep(0.02)
    raise AssertionError("The map was not made.")
