"""Store trained models with their cards: list, read, save, rename, delete. Only `keras_files` imports TensorFlow."""

from model_store.card import ModelCard
from model_store.changes import delete_model, may_change, rename_model, restore_model
from model_store.store import (
    DEFAULT_MODEL,
    default_model,
    get_card,
    is_shipped,
    list_cards,
    read_model,
    save_model,
    save_shipped,
    saved_cards,
    store_folder,
)
from model_store.tidy import tidy

__all__ = [
    "DEFAULT_MODEL",
    "ModelCard",
    "default_model",
    "delete_model",
    "get_card",
    "is_shipped",
    "list_cards",
    "may_change",
    "read_model",
    "rename_model",
    "restore_model",
    "save_model",
    "save_shipped",
    "saved_cards",
    "store_folder",
    "tidy",
]
