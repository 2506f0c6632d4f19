"""Moments on the visitor's clock, wherever the server stands. Each is ISO 8601; what is no moment reads as ""."""

import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import streamlit as st


def moment_text(moment: str) -> str:
    """A moment with its day, e.g. "2026-11-25 14:05"."""
    return _written(moment, "%Y-%m-%d %H:%M")


def time_text(moment: str) -> str:
    """A moment without its day, e.g. "14:05"."""
    return _written(moment, "%H:%M")


def recent_text(moment: str) -> str:
    """A moment, with its day where that is not today."""
    is_today = _written(moment, "%Y-%m-%d") == _written(datetime.now(UTC).isoformat(), "%Y-%m-%d")
    return time_text(moment) if is_today else moment_text(moment)


def _written(moment: str, form: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone(_zone()).strftime(form)
    except ValueError:
        return ""


def _zone() -> tzinfo:
    """The browser's time zone; by its distance from UTC where this machine does not know its name."""
    try:
        return zoneinfo.ZoneInfo(st.context.timezone or "")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(-timedelta(minutes=st.context.timezone_offset or 0))
