import types

import pytest

from training.progress import ProgressReporter


class Clock:
    """Seconds that go forward when told."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def reported():
    return []


@pytest.fixture
def answers():
    """What `should_stop` says next; it says no when there is nothing left."""
    return []


@pytest.fixture
def reporter(clock, reported, answers):
    reporter = ProgressReporter(4, reported.append, lambda: bool(answers and answers.pop(0)), clock)
    reporter.set_params({"steps": 100})
    reporter.set_model(types.SimpleNamespace(stop_training=False, stop_evaluating=False))
    return reporter


def run_epoch(reporter, clock, number, seconds, logs):
    reporter.on_epoch_begin(number)
    for batch in range(100):
        clock.now += seconds / 100
        reporter.on_train_batch_end(batch)
    reporter.on_epoch_end(number, logs)


def test_progress_is_reported_four_times_a_second_and_at_each_epochs_end(reporter, reported, clock):
    run_epoch(reporter, clock, 0, 2.0, {"loss": 1.5})
    assert 7 <= len(reported) <= 10
    assert [progress.epoch for progress in reported] == [1] * len(reported)
    fractions = [progress.epoch_fraction for progress in reported]
    assert fractions == sorted(fractions)
    assert reported[-1].epoch_fraction == 1.0
    assert reported[-1].history == {"loss": [1.5]}


def test_seconds_left_follow_from_the_pace_so_far(reporter, reported, clock):
    clock.now += 3.0  # tracing, before the first batch is done
    for number in range(4):
        run_epoch(reporter, clock, number, 2.0, {"loss": 1.0})
    ends = [progress for progress in reported if len(progress.history.get("loss", [])) == progress.epoch]
    assert [progress.seconds_left for progress in ends] == pytest.approx([6.0, 4.0, 2.0, 0.0], abs=0.01)
    assert reported[0].seconds_left is None


def test_a_history_once_reported_does_not_change(reporter, reported, clock):
    run_epoch(reporter, clock, 0, 1.0, {"loss": 2.0})
    first = reported[-1]
    run_epoch(reporter, clock, 1, 1.0, {"loss": 1.0})
    assert first.history == {"loss": [2.0]}
    assert reported[-1].history == {"loss": [2.0, 1.0]}


def test_stopping_is_asked_for_five_times_a_second(reporter, answers, clock):
    answers.extend([False] * 100)
    run_epoch(reporter, clock, 0, 2.0, {})
    assert 9 <= 100 - len(answers) <= 11


def test_a_stopped_epoch_ends_training_and_is_left_out_of_the_history(reporter, answers, clock):
    run_epoch(reporter, clock, 0, 1.0, {"loss": 2.0})
    answers.append(True)
    run_epoch(reporter, clock, 1, 1.0, {"loss": 1.0})
    assert reporter.is_stopped
    assert reporter.model.stop_training
    assert reporter.history == {"loss": [2.0]}


def test_held_out_images_are_not_waited_for_once_stopped(reporter, answers):
    answers.append(True)
    reporter.on_test_begin()
    reporter.on_test_batch_end(0)
    assert reporter.model.stop_evaluating
