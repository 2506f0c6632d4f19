import pytest

from training.progress import Pace


class Clock:
    """Seconds that go forward when told."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_seconds_left_follow_from_the_pace_after_the_first_batches(clock):
    pace = Pace(clock)
    clock.now = 3.0  # tracing, before the first batches are done
    assert pace.seconds_left(0.01) is None
    clock.now += 2.0
    assert pace.seconds_left(0.21) == pytest.approx(7.9)
    clock.now += 7.9
    assert pace.seconds_left(1.0) == pytest.approx(0.0)


def test_nothing_is_told_before_there_is_something_to_go_by(clock):
    pace = Pace(clock)
    pace.seconds_left(0.1)
    clock.now = 0.4
    assert pace.seconds_left(0.2) is None
    clock.now = 1.0
    assert pace.seconds_left(0.1) is None
