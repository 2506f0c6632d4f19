"""The canvas' undo history: strokes, clearing, samples, photographs."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

FabricObject: TypeAlias = dict[str, Any]
# Width and height of the canvas' own coordinates; CSS scales it to its panel.
SIDE = 640
MAX_SHEETS = 200
# The id before the canvas had to load anything. The same for all sessions, so that a canvas keeps its drawing when the
# server restarts.
FIRST_REVISION = "0"


@dataclass(frozen=True)
class Sheet:
    """The canvas' content at one moment.

    Attributes:
        objects: the drawn objects, bottom to top, as Fabric's JSON.
        theme: "light" or "dark": the colours of paper and ink.
        photograph: the bytes of a picture file to recognize instead of the drawing.
    """

    objects: tuple[FabricObject, ...] = ()
    theme: str = "light"
    photograph: bytes | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the sheet has neither objects nor a photograph."""
        return not self.objects and self.photograph is None


@dataclass
class DrawingHistory:
    """A visitor's sheets, and the position of the current one.

    Changes by the pen are reported with `report`. After `replace`, `undo` and `redo` the canvas must load `loaded`;
    `revision` changes whenever it must.
    """

    sheets: list[Sheet] = field(default_factory=lambda: [Sheet()])
    position: int = 0
    loaded: Sheet = Sheet()
    revision: str = FIRST_REVISION
    _last_report: object = None

    @property
    def current(self) -> Sheet:
        """The current sheet."""
        return self.sheets[self.position]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier sheet."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone, and nothing was drawn since."""
        return self.position < len(self.sheets) - 1

    @property
    def is_fresh(self) -> bool:
        """Whether only the pen changed the canvas; if so, an empty canvas was not cleared by a tool."""
        return self.revision == FIRST_REVISION

    def report(self, objects: Sequence[FabricObject], theme: str) -> None:
        """Follow the pen: the canvas reports all its objects after one or several strokes.

        Args:
            objects: the canvas' objects; a repeated report changes nothing.
            theme: the theme in which they were drawn.
        """
        if objects == self._last_report:
            return
        self._last_report = list(objects)
        known = len(self.current.objects)
        if len(objects) < known:  # the canvas was emptied by the browser
            self._append(Sheet(tuple(objects), theme))
            return
        # Fabric completes loaded objects, e.g. a picture's fields: the same objects, serialized differently.
        self.sheets[self.position] = replace(self.current, objects=tuple(objects[:known]))
        for count in range(known + 1, len(objects) + 1):
            self._append(Sheet(tuple(objects[:count]), theme))

    def replace(self, sheet: Sheet) -> None:
        """Show a new sheet; `undo` returns to the previous one."""
        self._append(sheet)
        self.reload()

    def undo(self) -> None:
        """Show the previous sheet, if there is one."""
        self._move(-1)

    def redo(self) -> None:
        """Show the sheet that was undone, if there is one."""
        self._move(+1)

    def reload(self) -> None:
        """Make the canvas load the current sheet."""
        self.loaded = self.current
        self.revision = secrets.token_hex(4)

    def _move(self, step: int) -> None:
        if 0 <= self.position + step < len(self.sheets):
            self.position += step
            self.reload()

    def _append(self, sheet: Sheet) -> None:
        del self.sheets[self.position + 1 :]
        if sheet.photograph is not None:  # up to 20 MiB each: only the newest is kept
            self.sheets = [each for each in self.sheets if each.photograph is None] or [Sheet()]
        self.sheets = [*self.sheets, sheet][-MAX_SHEETS:]
        self.position = len(self.sheets) - 1
