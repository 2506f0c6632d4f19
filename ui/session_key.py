"""Typed keys of a visitor's session; the only file that accesses `st.session_state`. The keys are in `ui.state`."""

import dataclasses
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

T = TypeVar("T")


@dataclass(frozen=True)
class Key(Generic[T]):
    """A key of each visitor's session.

    Attributes:
        name: the key in `st.session_state`; a widget with this key shows and changes the value.
        default: the value before it is set. All visitors share it, so it must not be mutated.
    """

    name: str
    default: T

    def get(self) -> T:
        """Return the value."""
        return st.session_state.get(self.name, self.default)

    def set(self, value: T) -> None:
        """Set the value; a widget's only before it is drawn, or in a callback."""
        st.session_state[self.name] = value

    def setdefault(self) -> T:
        """Return the value; set it to the default first if it is not set, so that a widget starts with the default."""
        return st.session_state.setdefault(self.name, self.default)

    def pop(self) -> T:
        """Remove and return the value."""
        return st.session_state.pop(self.name, self.default)

    @property
    def is_set(self) -> bool:
        """Whether the session has a value: Streamlit drops a widget's when the visitor opens another page."""
        return self.name in st.session_state

    def of(self, *parts: object) -> "Key[T]":
        """Return the key of one of several: `TRAIN_NAME.of("b7")` is named "train_name_b7"."""
        return dataclasses.replace(self, name="_".join(map(str, (self.name, *parts))))

    def at(self, count: int) -> "Key[T]":
        """Return a widget's key after a number of resets: `TRAIN_EPOCHS.at(3)` is named "train_epochs@3"."""
        return dataclasses.replace(self, name=f"{self.name}@{count}")


def forget_at(count: int) -> None:
    """Delete the values of all keys `at` a count."""
    for name in [name for name in st.session_state if str(name).endswith(f"@{count}")]:
        del st.session_state[name]


def set_texts_anew(but: Key[str]) -> None:
    """Set all texts to their current values, except one, so that recreated widgets keep their choice."""
    for name, value in list(st.session_state.items()):
        if isinstance(value, str) and name != but.name:
            st.session_state[name] = value
