"""The Models page: what is known of each model, and what its owner, and nobody else, can do with it."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from base import settings
from base.errors import ModelNotFoundError
from base.identity import visitor_digest
from conversion.origin import NAME as ORIGIN
from conversion.origin import Origin
from model_store import ModelCard, get_card, list_cards, read_model, save_model
from model_store.folder import Folder
from tests.model_store.cards import card
from training.recipe.recipes import RECIPES
from ui import state
from ui.cached import model_cards, store_error

VISITOR = "0123456789abcdef" * 2
OTHER = "fedcba9876543210" * 2


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    model_cards.clear()
    store_error.clear()


def saved(name: str = "My net", owner: str = VISITOR, origin: Origin | None = None, **values: Any) -> ModelCard:
    recipe = RECIPES["tiny-16"].to_dict()
    history = {"loss": [0.5] * 20, "accuracy": [0.9] * 20}
    made = card(**{"name": name, "recipe": recipe, "history": history} | values)
    beside = {ORIGIN: origin.to_json()} if origin else {}
    return save_model(b"bytes", made, visitor_digest(owner), beside)


def models_page(**query: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "models" / "page.py"), default_timeout=30)
    page.session_state[state.VISITOR.name] = VISITOR
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def words(page: AppTest) -> str:
    assert not page.exception
    html = [element.proto.body for element in page.get("html")]
    shown = (page.caption, page.text, page.markdown, page.error, page.warning, page.info, page.code)
    return "\n".join([*html, *(str(element.value) for elements in shown for element in elements)])


def rows(page: AppTest) -> list[str]:
    return [text for element in page.get("html") if "model-row" in (text := element.proto.body)]


def keys(page: AppTest) -> set[str | None]:
    return {button.key for button in page.button}


def test_list_shows_every_model_with_its_figures_recipe_and_maker() -> None:
    saved("Mine"), saved("Theirs", owner=OTHER, author=""), saved("From the command line", owner=OTHER, author="Mei")
    page = models_page()
    (mine,) = [row for row in rows(page) if "Mine" in row]
    assert len(rows(page)) == 10
    assert all(text in rows(page)[0] for text in ("99.71\u00a0%", "Default", "Digit Lab"))
    assert "784 → 16 → 16 → 10 · 20 epochs of 32 · Adam 0.001" in mine
    assert all("curve-thumbnail" in row for row in rows(page))
    everything = "\n".join(rows(page))
    assert all(text in everything for text in ("Mine", "You", "Theirs", "Somebody in class", "Mei", "101,770"))


def test_a_name_is_shown_as_it_is_and_is_never_a_part_of_the_page() -> None:
    evil = saved("<img src=x onerror=alert(1)>")
    assert "&lt;img src=x" in "\n".join(rows(models_page()))
    assert "&lt;img src=x" in words(models_page(model=evil.id))


def test_a_network_from_elsewhere_that_reads_by_chance_says_so_on_its_page() -> None:
    by_chance, well_read = (Origin("net.keras", "keras", "3.8.0", "unit", tried={"unit": it}) for it in (0.11, 0.97))
    elsewhere = saved("Untrained", origin=by_chance, recipe=None, history={}, test_accuracy=0.11)
    page = models_page(model=elsewhere.id)
    assert "net.keras (Keras 3.8.0)" in words(page)
    assert "hardly better than guessing" in page.warning[0].value
    well = saved("Trained", origin=well_read, recipe=None, history={}, test_accuracy=0.97)
    assert not models_page(model=well.id).warning


def test_search_finds_by_name_maker_and_recipe_and_says_how_many() -> None:
    saved("Rainbow"), saved("Other", owner=OTHER)
    page = models_page()
    for looked_for, count in (("RAINB", 1), ("fashion", 2), ("digit lab fashion", 2), ("you 16", 1), ("nowhere", 0)):
        page.text_input(key=state.MODELS_SEARCH).set_value(looked_for).run()
        assert len(rows(page)) == count, looked_for
        assert f"{count} of 9 models" in words(page)
    assert "No model found" in words(page)


def test_two_hundred_models_are_a_page_of_ten_and_their_cards_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(200):
        saved(f"Net {number:03}")
    page = models_page()
    assert len(rows(page)) == 10
    read: list[Path] = []
    monkeypatch.setattr(Folder, "read", lambda _self, path: read.append(path))
    model_cards.clear()
    page.run()
    assert len(rows(page)) == 10
    assert read == []


def test_a_models_own_page_tells_all_that_is_known() -> None:
    mine = saved(versions={"keras": "3.15.1"})
    page = models_page(model=mine.id)
    assert {metric.label: metric.value for metric in page.metric} == {
        "Test accuracy": "97.00\u00a0%",
        "Test loss": "0.1000",
        "Parameters": "101,770",
        "Training time": "2 s",
    }
    assert all(text in words(page) for text in ("keras 3.15.1", mine.id, mine.sha256[:12], "Made by", "You"))


def test_link_to_a_model_that_is_gone_says_so_and_shows_the_list() -> None:
    page = models_page(model="gone")
    assert "This model no longer exists" in words(page)
    assert rows(page)


@pytest.mark.parametrize("model", ["another's", "digits-cnn"])
def test_only_its_owner_is_offered_to_change_a_model(model: str) -> None:
    wanted = saved(owner=OTHER).id if model == "another's" else model
    assert not {state.MODEL_DELETE, state.MODEL_RENAME} & keys(models_page(model=wanted))
    assert {state.MODEL_DELETE, state.MODEL_RENAME} <= keys(models_page(model=saved().id))


def test_renamed_model_has_its_new_name_at_once_and_a_bad_name_changes_nothing() -> None:
    mine = saved()
    page = models_page(model=mine.id)
    page.text_input(key=state.MODEL_NAME.of(mine.id).name).set_value("Better name")
    page.button(key=state.MODEL_RENAME).click().run()
    assert "Better name" in words(page)
    page.text_input(key=state.MODEL_NAME.of(mine.id).name).set_value("  ")
    page.button(key=state.MODEL_RENAME).click().run()
    assert "A name must have 1 to 60 characters" in words(page)
    assert get_card(mine.id).name == "Better name"


def test_deleted_model_leaves_the_list_and_one_click_brings_it_back() -> None:
    mine = saved()
    page = models_page(model=mine.id)
    page.button(key=state.MODEL_DELETE).click().run()
    assert "“My net” is deleted." in words(page)
    assert not [row for row in rows(page) if "My net" in row]
    with pytest.raises(ModelNotFoundError):
        get_card(mine.id)
    page.button(key=state.MODEL_UNDO).click().run()
    assert "is deleted" not in words(page)
    assert "My net" in words(page)
    assert (get_card(mine.id), read_model(mine.id)) == (mine, b"bytes")


def test_set_as_default_is_what_the_draw_page_reads_with() -> None:
    page = models_page(model="tiny-16")
    page.button(key=state.MODEL_DEFAULT).click().run()
    assert page.session_state[state.MODEL.name] == "tiny-16"
    assert page.button(key=state.MODEL_DEFAULT).disabled


def test_two_models_are_compared_by_figures_and_by_what_their_recipes_differ_in() -> None:
    page = models_page(**{"model": "dense-128", "with": "tiny-16"})
    (table,) = [element.proto.body for element in page.get("html") if "model-comparison" in element.proto.body]
    assert all(
        text in table for text in ("97.14\u00a0%", "94.68\u00a0%", "13,002", "Hidden layers", "16 · 16", "Dropout")
    )
    assert "Activation" not in table
    page.selectbox(key=state.MODELS_WITH.name).set_value("dense-512").run()
    assert page.query_params["with"] == "dense-512"


def test_share_shows_both_addresses() -> None:
    shown = words(models_page(model="tiny-16"))
    assert "/?model=tiny-16" in shown
    assert "/models?model=tiny-16" in shown


def test_store_out_of_reach_is_said_and_the_shipped_models_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_STORE", "nowhere://bucket/models")
    page = models_page()
    assert "Saved models cannot be reached right now" in words(page)
    assert len(rows(page)) == len(list_cards())


def test_a_model_whose_training_was_stopped_is_shown_with_the_epochs_that_it_had() -> None:
    history = {"loss": [0.9, 0.5, 0.4], "accuracy": [0.7, 0.8, 0.9], "val_loss": [0.5] * 3, "val_accuracy": [0.9] * 3}
    mine = saved("Stopped", history=history)
    (row,) = [row for row in rows(models_page()) if "Stopped" in row]
    assert "3 of 20 epochs of 32" in row
    page = models_page(model=mine.id)
    assert "3 of 20 epochs of 32" in words(page)
    assert "20 epochs" not in words(page).replace("3 of 20 epochs", "")
    assert "20 epochs of 32" in next(row for row in rows(models_page()) if "tiny-16" in row and "Stopped" not in row)


def test_a_model_trained_further_names_what_it_went_on_from() -> None:
    model = saved("Further", started_from="dense-512")
    page = models_page(model=model.id)
    assert "<dt>Trained further from</dt><dd>dense-512</dd>" in words(page)
    assert f"{state.MODEL_TRAIN}_{model.id}" in keys(page)
