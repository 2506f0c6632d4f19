"""Typed keys of a visitor's session; the only file that touches `st.session_state`. What is kept is in `ui.state`."""

import dataclasses
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

T = TypeVar("T")


@dataclass(frozen=True)
class Key(Generic[T]):
    """A value in the session of each visitor.

    Attributes:
        name: as `st.session_state` has it; a widget with this key shows the value, and changes it.
        default: what it is before it is set. All visitors share it, so it must not be changed in place.
    """

    name: str
    default: T

    def get(self) -> T:
        """The value."""
        return st.session_state.get(self.name, self.default)

    def set(self, value: T) -> None:
        """Set the value; of a widget before it is drawn, or in a callback."""
        st.session_state[self.name] = value

    def setdefault(self) -> T:
        """The value; where it is not set, set it to the default, so that a widget begins with that."""
        return st.session_state.setdefault(self.name, self.default)

    def pop(self) -> T:
        """The value, and forget it."""
        return st.session_state.pop(self.name, self.default)

    @property
    def is_set(self) -> bool:
        """Whether the session has a value: a widget's is forgotten once its visitor looks at another page."""
        return self.name in st.session_state

    def of(self, *parts: object) -> "Key[T]":
        """The key of one of several: `TRAIN_NAME.of("b7")` is called "train_name_b7"."""
        return dataclasses.replace(self, name="_".join(map(str, (self.name, *parts))))

    def at(self, count: int) -> "Key[T]":
        """The key that a widget has after so many new beginnings: `TRAIN_EPOCHS.at(3)` is called "train_epochs@3"."""
        return dataclasses.replace(self, name=f"{self.name}@{count}")


def forget_at(count: int) -> None:
    """Forget the values of all keys `at` a count."""
    for name in [name for name in st.session_state if str(name).endswith(f"@{count}")]:
        del st.session_state[name]


def set_texts_anew(but: Key[str]) -> None:
    """Set all texts to what they are, so that a widget that is drawn anew keeps its choice; all but one."""
    for name, value in list(st.session_state.items()):
        if isinstance(value, str) and name != but.name:
            st.session_state[name] = value
