"""The recognizer process tells of a network's inside, refuses what it has not, and answers frames meanwhile."""

import threading
import urllib.error
import urllib.request
from typing import Any

import numpy as np
import pytest

from base import errors
from image_data import load
from model_store import save_model
from recognition.answers import Reply
from recognition.client import Client
from recognition.explain_query import FLIP, LAYERS, NETWORK, UNIT, WHY, ExplainQuery
from recognition.packed import pack, unpack
from recognition.recognize_query import RecognizeQuery
from recognition.worker.explainer_thread import MAX_WAITING, ExplainerThread
from tests.model_store.cards import card
from tests.recognition.networks import diverged, file_of, with_two_inputs
from tests.recognition.samples import BLANK

# Each takes half a second, and the client waits 20 s for the last one: a busy machine, too, must get through.
EXPLANATIONS = 6
SEVEN = load("mnist").x_test[0].tobytes()


@pytest.mark.usefixtures("address")
def test_network_is_told_step_by_step_and_says_what_the_recognizer_says() -> None:
    told = Client().explain(ExplainQuery("tiny-16", NETWORK, SEVEN))
    assert [(step["kind"], unpack(step["values"]).shape, step["has_weights"]) for step in told["steps"]] == [
        ("Dense", (16,), True),
        ("Dense", (16,), True),
        ("Dense", (10,), True),
    ]
    assert unpack(told["logits"]).argmax() == told["label"] == 7
    assert np.argmax(told["probabilities"]) == 7
    assert sum(told["probabilities"]) == pytest.approx(1, abs=1e-5)


@pytest.mark.usefixtures("address")
def test_weights_of_a_neuron_come_as_a_picture() -> None:
    told = Client().explain(ExplainQuery("tiny-16", NETWORK, SEVEN))
    weights = unpack(Client().explain(ExplainQuery("tiny-16", UNIT, layer=told["steps"][0]["name"], unit=3))["weights"])
    assert weights.shape == (28, 28)
    assert weights.dtype == np.float32
    strip = Client().explain(ExplainQuery("tiny-16", UNIT, layer=told["steps"][2]["name"], unit=9))["weights"]
    assert unpack(strip).shape == (16,)


@pytest.mark.usefixtures("address")
def test_why_tells_the_place_whose_loss_costs_most() -> None:
    told = Client().explain(ExplainQuery("tiny-16", WHY, SEVEN))
    falls = unpack(told["falls"])
    assert falls.shape == (28, 28)
    assert falls[tuple(told["position"])] == falls.max() > 0
    assert told["left"] < told["probabilities"][7]


@pytest.mark.usefixtures("address")
def test_layers_are_told_without_a_picture() -> None:
    rows = Client().explain(ExplainQuery("digits-cnn", LAYERS))["rows"]
    assert sum(row["parameters"] for row in rows) > 350_000
    assert rows[-1]["shape"] == [11]


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (ExplainQuery("no-such-model", NETWORK, SEVEN), errors.ModelNotFoundError),
        (ExplainQuery("tiny-16", UNIT, layer="dense", unit=16), errors.InquiryError),
        (ExplainQuery("tiny-16", UNIT, layer="flatten"), errors.InquiryError),
        (ExplainQuery("tiny-16", UNIT, layer="../../etc"), errors.InquiryError),
        (ExplainQuery("tiny-16", FLIP, SEVEN, target=7), errors.InquiryError),
    ],
)
def test_invalid_query_is_rejected_as_the_class_of_its_code(query: ExplainQuery, kind: type) -> None:
    with pytest.raises(kind):
        Client().explain(query)


@pytest.mark.parametrize("query", ["what=nonsense", "target=ten", "what=flip&target=10", "unit=-1", "unit=9999999", ""])
def test_nonsense_in_the_address_is_refused(query: str, address: str) -> None:
    request = urllib.request.Request(f"{address}/explain?model=tiny-16&{query}", b"" if not query else SEVEN)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=20)
    with caught.value:
        assert caught.value.code == 400


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("make", [with_two_inputs, diverged])
def test_broken_network_is_refused_and_breaks_nothing(make, recognizer_store, monkeypatch) -> None:
    monkeypatch.setenv("DIGITLAB_STORE", str(recognizer_store))
    saved = save_model(file_of(make()), card())
    with pytest.raises(errors.ModelCorruptError):
        Client().explain(ExplainQuery(saved.id, NETWORK, SEVEN))
    assert Client().explain(ExplainQuery("tiny-16", NETWORK, SEVEN))["label"] == 7


async def test_when_enough_is_waiting_the_next_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    explainer, resume = ExplainerThread(), threading.Event()

    def slow(_explainer: ExplainerThread, _query: ExplainQuery) -> Reply:
        resume.wait(20)
        return Reply(200, b"{}")

    monkeypatch.setattr(ExplainerThread, "_reply", slow)
    waiting = [asyncio.create_task(explainer.answer(ExplainQuery("tiny-16", LAYERS))) for _ in range(MAX_WAITING)]
    await asyncio.sleep(0)
    refused = await explainer.answer(ExplainQuery("tiny-16", LAYERS))
    resume.set()
    assert (refused.status, b"recognizer_busy" in refused.body) == (503, True)
    assert {reply.status for reply in await asyncio.gather(*waiting)} == {200}


@pytest.mark.usefixtures("address")
def test_frames_are_answered_while_explanations_wait() -> None:
    """A queue of explanations, none of which a frame waits for: it is answered before most of them."""
    told: list[dict[str, Any]] = []
    query = ExplainQuery("digits-cnn", FLIP, SEVEN, target=3)
    threads = [threading.Thread(target=lambda: told.append(Client().explain(query))) for _ in range(EXPLANATIONS)]
    for thread in threads:
        thread.start()
    Client().recognize(BLANK, RecognizeQuery())
    assert len(told) < EXPLANATIONS / 2
    for thread in threads:
        thread.join()
    assert len(told) == EXPLANATIONS


def test_an_array_comes_back_from_json_as_it_was() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3).T
    found = unpack(pack(array))
    np.testing.assert_array_equal(found, array)
    assert found.dtype == array.dtype
