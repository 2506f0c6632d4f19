"""The recognizer keeps the models read last, each loaded once, and no more than it may."""

import shutil

import pytest

from base.errors import ModelNotFoundError
from model_store import ModelCard, save_model
from tests.model_store.cards import card


class Loader:
    """Stands for `Recognizer.load`, and remembers what was asked of it."""

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def __call__(self, model: str) -> object:
        self.loaded.append(model)
        return object()


@pytest.fixture
def loader() -> Loader:
    return Loader()


@pytest.fixture
def cache(loader):
    from recognition.worker.batching import ModelCache

    return ModelCache(loader)


def save(count: int) -> list[ModelCard]:
    return [save_model(b"content %d" % number, card(name=f"model {number}")) for number in range(count)]


def test_model_is_loaded_once_and_given_with_its_card(loader, cache):
    (saved,) = save(1)
    assert cache.get(saved.id) == cache.get(saved.id)
    assert cache.get(saved.id)[0] == saved
    assert loader.loaded == [saved.id]


def test_model_whose_file_is_another_now_is_loaded_anew(loader, cache, tmp_path):
    first, other = save(2)
    before = cache.get(first.id)[1]
    folder = tmp_path / "models" / first.id
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "models" / other.id, folder)
    assert cache.get(first.id)[1] is not before
    assert loader.loaded == [first.id] * 2


def test_model_that_is_gone_from_the_store_is_not_found_though_it_was_kept(cache, tmp_path):
    (saved,) = save(1)
    cache.get(saved.id)
    (tmp_path / "models" / saved.id / "card.json").unlink()
    with pytest.raises(ModelNotFoundError):
        cache.get(saved.id)


def test_models_not_read_for_longest_make_room(loader, cache):
    from recognition.worker.batching import MAX_MODELS

    saved = save(MAX_MODELS + 1)
    for each in saved[:MAX_MODELS]:
        cache.get(each.id)
    cache.get(saved[0].id)  # read again: the second is the oldest now
    cache.get(saved[MAX_MODELS].id)
    loader.loaded.clear()
    for each in (saved[0], *saved[2:]):
        cache.get(each.id)
    assert loader.loaded == []
    cache.get(saved[1].id)
    assert loader.loaded == [saved[1].id]


def test_unknown_model_is_not_kept(loader, cache):
    with pytest.raises(ModelNotFoundError):
        cache.get("no-such-model")
    assert loader.loaded == []
