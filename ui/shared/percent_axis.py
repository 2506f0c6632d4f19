"""Format shares in charts like elsewhere on the page: "97.2 %"."""

from typing import Any

import altair as alt

from ui.language import gettext as _


def percent_axis(**options: Any) -> alt.Axis:
    """Build an axis of shares, 0.0 to 1.0, labelled as percentages with a space before the sign, unlike Vega's format.

    Args:
        options: further options of `alt.Axis`.
    """
    before, after = _("{number}\u00a0%").split("{number}")
    return alt.Axis(labelExpr=f"'{before}' + format(datum.value * 100, '.0f') + '{after}'", **options)
