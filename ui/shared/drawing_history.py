"""What was on the canvas, step by step, so that each step can be undone: strokes, a clear, a sample, a photograph."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

FabricObject: TypeAlias = dict[str, Any]
# Width and height of a drawing in its own pixels; the style sheet makes the canvas as wide as its panel.
SIDE = 640
MAX_SHEETS = 200
# Of a session in which the canvas has not had to load anything yet. The same for all, so that a canvas which outlives
# its server keeps what is drawn on it.
FIRST_REVISION = "0"


@dataclass(frozen=True)
class Sheet:
    """What the canvas shows at one moment.

    Attributes:
        objects: what is drawn, bottom to top, as Fabric's JSON has it.
        theme: "light" or "dark": the colors of its paper and ink.
        photograph: a picture file's bytes that is read instead of the drawing.
    """

    objects: tuple[FabricObject, ...] = ()
    theme: str = "light"
    photograph: bytes | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it is a clean sheet of paper."""
        return not self.objects and self.photograph is None


@dataclass
class DrawingHistory:
    """The sheets of one visitor, and which of them is shown.

    The canvas is changed by the visitor's pen, which `report` follows, and by `replace`, `undo` and `redo`, after which
    the canvas has to load `loaded`; `revision` changes whenever it has to.
    """

    sheets: list[Sheet] = field(default_factory=lambda: [Sheet()])
    position: int = 0
    loaded: Sheet = Sheet()
    revision: str = FIRST_REVISION
    _last_report: object = None

    @property
    def current(self) -> Sheet:
        """The sheet that is shown."""
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
        """Whether the canvas was changed by the pen alone: if it is empty, it is so by no other tool."""
        return self.revision == FIRST_REVISION

    def report(self, objects: Sequence[FabricObject], theme: str) -> None:
        """Follow the pen: the canvas reports all its objects after each stroke, or after several quick ones.

        Args:
            objects: the canvas's objects; a report that was seen before changes nothing.
            theme: the paper that they were drawn on.
        """
        if objects == self._last_report:
            return
        self._last_report = list(objects)
        known = len(self.current.objects)
        if len(objects) < known:  # the canvas was emptied without us
            self._append(Sheet(tuple(objects), theme))
            return
        # Fabric completes what it loads, e.g. a picture's fields: the same objects, in its own words.
        self.sheets[self.position] = replace(self.current, objects=tuple(objects[:known]))
        for count in range(known + 1, len(objects) + 1):
            self._append(Sheet(tuple(objects[:count]), theme))

    def replace(self, sheet: Sheet) -> None:
        """Show another sheet; what was drawn can be undone to."""
        self._append(sheet)
        self.reload()

    def undo(self) -> None:
        """Show the sheet before this one, where there is one."""
        self._move(-1)

    def redo(self) -> None:
        """Show the sheet that was undone, where there is one."""
        self._move(+1)

    def reload(self) -> None:
        """Have the canvas load the current sheet."""
        self.loaded = self.current
        self.revision = secrets.token_hex(4)

    def _move(self, step: int) -> None:
        if 0 <= self.position + step < len(self.sheets):
            self.position += step
            self.reload()

    def _append(self, sheet: Sheet) -> None:
        del self.sheets[self.position + 1 :]
        if sheet.photograph is not None:  # up to 20 MiB each: the newest is enough
            self.sheets = [each for each in self.sheets if each.photograph is None] or [Sheet()]
        self.sheets = [*self.sheets, sheet][-MAX_SHEETS:]
        self.position = len(self.sheets) - 1
