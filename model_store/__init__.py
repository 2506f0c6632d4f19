"""Trained models and their cards: list, read, save. Nothing here imports TensorFlow but `keras_files`."""

from model_store.card import ModelCard
from model_store.store import DEFAULT_MODEL, get_card, list_cards, read_model, save_model, save_shipped

__all__ = ["DEFAULT_MODEL", "ModelCard", "get_card", "list_cards", "read_model", "save_model", "save_shipped"]
