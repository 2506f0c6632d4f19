"""What was drawn, step by step: strokes, replacements, undo and redo."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.pages.fabric import fabric_path
from ui.shared.drawing_history import MAX_SHEETS, DrawingHistory, Sheet

A, B, C = ({"type": "Path", "name": name} for name in "abc")
Objects = tuple[dict[str, Any], ...]


def _drawn(*objects: dict[str, Any]) -> DrawingHistory:
    history = DrawingHistory()
    for count in range(1, len(objects) + 1):
        history.report(objects[:count], "light")
    return history


def test_each_stroke_can_be_undone_and_redone() -> None:
    history = _drawn(A, B)
    history.undo()
    shown: Objects = history.current.objects
    assert shown == (A,)
    history.undo()
    assert history.current.is_empty
    assert not history.can_undo
    history.redo()
    history.redo()
    shown = history.current.objects
    assert shown == (A, B)
    assert not history.can_redo


def test_quick_strokes_that_are_reported_together_are_undone_one_by_one() -> None:
    history = DrawingHistory()
    history.report([A, B, C], "light")
    history.undo()
    assert history.current.objects == (A, B)


def test_clearing_can_be_undone() -> None:
    history = _drawn(A, B)
    history.replace(Sheet())
    assert history.loaded == Sheet()
    history.undo()
    assert history.current.objects == (A, B)


def test_the_canvas_loads_again_after_each_change_that_the_pen_did_not_make() -> None:
    history = _drawn(A)
    revisions = [history.revision]
    for change in (lambda: history.replace(Sheet()), history.undo, history.redo, history.reload):
        change()
        revisions.append(history.revision)
    history.report([B], "light")
    assert history.revision == revisions[-1]
    assert len(set(revisions)) == len(revisions)


def test_a_report_from_before_the_undo_changes_nothing() -> None:
    history = _drawn(A, B)
    history.undo()
    history.report([A, B], "light")
    assert history.current.objects == (A,)
    assert history.can_redo


def test_a_canvas_that_lost_its_drawing_can_be_undone_to_it() -> None:
    history = _drawn(A, B)
    history.report([], "light")
    assert history.current.is_empty
    history.undo()
    shown: Objects = history.current.objects
    assert shown == (A, B)


def test_a_session_is_fresh_while_only_the_pen_has_changed_the_canvas() -> None:
    history = _drawn(A)
    assert history.is_fresh
    history.replace(Sheet())
    assert not history.is_fresh


def test_what_fabric_completes_is_no_new_step() -> None:
    history = DrawingHistory()
    history.replace(Sheet((A,)))
    history.report([A | {"angle": 0}], "light")
    assert history.position == 1
    assert history.current.objects == (A | {"angle": 0},)


def test_a_stroke_on_a_photograph_begins_on_clean_paper_and_the_photograph_can_be_undone_to() -> None:
    history = _drawn(A)
    history.replace(Sheet(photograph=b"photograph"))
    history.report([], "light")
    history.report([B], "light")
    assert history.current == Sheet((B,))
    history.undo()
    assert history.current.photograph == b"photograph"
    history.undo()
    assert history.current.objects == (A,)


def test_only_the_newest_photograph_is_held() -> None:
    history = DrawingHistory()
    for number in range(3):
        history.replace(Sheet(photograph=bytes([number])))
    assert [sheet.photograph for sheet in history.sheets] == [None, b"\x02"]


def test_a_long_lesson_holds_a_bounded_number_of_sheets() -> None:
    history = DrawingHistory()
    for number in range(MAX_SHEETS + 50):
        history.report([{"type": "Path", "name": str(each)} for each in range(number + 1)], "light")
    assert len(history.sheets) == MAX_SHEETS
    assert len(history.current.objects) == MAX_SHEETS + 50


class Visitor(RuleBasedStateMachine):
    """Somebody who draws, clears, undoes and redoes in any order, beside the simplest history there is."""

    @initialize()
    def open_page(self) -> None:
        self.history = DrawingHistory()
        self.past: list[tuple[Any, ...]] = []
        self.shown: tuple[Any, ...] = ()
        self.future: list[tuple[Any, ...]] = []

    def _change(self, objects: tuple[Any, ...]) -> None:
        self.past.append(self.shown)
        self.shown, self.future = objects, []

    @rule(x=st.integers(0, 600))
    def draw(self, x: int) -> None:
        self._change((*self.shown, fabric_path(((x, 0), (x + 1, len(self.past))))))
        self.history.report(self.shown, "light")

    @rule()
    def clear(self) -> None:
        self._change(())
        self.history.replace(Sheet())
        self.history.report((), "light")

    @rule()
    def undo(self) -> None:
        self.history.undo()
        if self.past:
            self.future.append(self.shown)
            self.shown = self.past.pop()
        self.history.report(self.shown, "light")

    @rule()
    def redo(self) -> None:
        self.history.redo()
        if self.future:
            self.past.append(self.shown)
            self.shown = self.future.pop()
        self.history.report(self.shown, "light")

    @invariant()
    def shows_what_was_drawn(self) -> None:
        assert self.history.current.objects == self.shown
        assert self.history.can_undo == bool(self.past)
        assert self.history.can_redo == bool(self.future)


TestVisitor = Visitor.TestCase
TestVisitor.settings = settings(max_examples=30, stateful_step_count=30)
