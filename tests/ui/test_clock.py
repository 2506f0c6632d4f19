"""Moments are written as the visitor's clock shows them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from ui import clock

MOMENT = "2026-07-01T23:30:00+00:00"


@pytest.fixture
def browser(monkeypatch):
    """What the browser says of its clock: 480 minutes behind UTC is minus eight hours, as JavaScript counts."""
    context = SimpleNamespace(timezone="Asia/Taipei", timezone_offset=-480)
    monkeypatch.setattr(clock, "st", SimpleNamespace(context=context))
    return context


@pytest.mark.parametrize(
    ("zone", "offset", "shown"),
    [
        ("Asia/Taipei", -480, "2026-07-02 07:30"),
        ("Europe/Berlin", -60, "2026-07-02 01:30"),  # in summer, whatever the offset is today
        ("No/Such_Place", -480, "2026-07-02 07:30"),
        ("../../etc/passwd", 0, "2026-07-01 23:30"),
        ("Europe", 300, "2026-07-01 18:30"),
        (None, None, "2026-07-01 23:30"),
    ],
)
def test_a_moment_is_that_of_the_browsers_time_zone(browser, zone, offset, shown):
    browser.timezone, browser.timezone_offset = zone, offset
    assert clock.moment_text(MOMENT) == shown
    assert clock.time_text(MOMENT) == shown[-5:]


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("moment", ["", "yesterday"])
def test_what_is_no_moment_is_not_written(moment):
    assert (clock.moment_text(moment), clock.time_text(moment), clock.recent_text(moment)) == ("", "", "")


@pytest.mark.usefixtures("browser")
def test_the_day_stands_there_where_it_is_not_today():
    now = datetime.now(UTC)
    assert len(clock.recent_text(now.isoformat())) == len("14:05")
    assert clock.recent_text((now - timedelta(days=2)).isoformat()).startswith("2")
    assert clock.recent_text(MOMENT) == "2026-07-02 07:30"
