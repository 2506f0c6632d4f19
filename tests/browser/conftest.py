"""What browser tests share."""

import io

import pytest
from PIL import Image, ImageDraw

from tests.browser.pen import DIGITS


@pytest.fixture(scope="session")
def photograph_of_4() -> bytes:
    """A 4 in dark ink on unevenly lit paper, as a phone takes it."""
    paper = Image.linear_gradient("L").resize((1200, 900)).point([205 + level // 8 for level in range(256)])
    ink = ImageDraw.Draw(paper)
    for stroke in DIGITS[4]:
        ink.line([(x * 900 + 150, y * 900) for x, y in stroke], fill=60, width=34, joint="curve")
    buffer = io.BytesIO()
    paper.effect_spread(3).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
