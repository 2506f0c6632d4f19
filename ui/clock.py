"""Format times in the visitor's time zone. Inputs are ISO 8601; invalid ones give ""."""

import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import streamlit as st


def moment_text(moment: str) -> str:
    """Format a time with its date, e.g. "2026-11-25 14:05"."""
    return _written(moment, "%Y-%m-%d %H:%M")


def time_text(moment: str) -> str:
    """Format a time without its date, e.g. "14:05"."""
    return _written(moment, "%H:%M")


def recent_text(moment: str) -> str:
    """Format a time, with its date unless that is today."""
    is_today = _written(moment, "%Y-%m-%d") == _written(datetime.now(UTC).isoformat(), "%Y-%m-%d")
    return time_text(moment) if is_today else moment_text(moment)


def _written(moment: str, form: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone(_zone()).strftime(form)
    except ValueError:
        return ""


def _zone() -> tzinfo:
    """Return the browser's time zone; by its UTC offset if this machine does not know the zone's name."""
    try:
        return zoneinfo.ZoneInfo(st.context.timezone or "")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return timezone(-timedelta(minutes=st.context.timezone_offset or 0))
