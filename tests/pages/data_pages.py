"""The Data page without a browser: opened at an address, and what is on it."""

import base64
import io
import json
import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from PIL import Image
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

import feedback
from base import settings
from tests.feedback.samples import VISITOR, verdict
from ui import state
from ui.page_table import page_file


def data_page(**address: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "frame" / "main.py"), default_timeout=60)
    page.session_state[state.VISITOR.name] = VISITOR
    page.run()
    page.switch_page(page_file("data"))
    page.query_params.update(address)
    page.run()
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    """All the words of the page's text elements, for a look with `in`."""
    assert not page.exception, page.exception
    kinds = (page.markdown, page.caption, page.error, page.warning, page.info, page.text, page.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def strips(page: AppTest) -> list[list[tuple[NDArray[np.uint8], str]]]:
    """The pictures of each strip of images, with what stands under them."""
    found = [element.proto.body for element in page.get("html") if "image-strip" in element.proto.body]
    form = re.compile(r'<img src="data:image/png;base64,([^"]+)".*?<figcaption>(.*?)</figcaption>')
    return [[(pixels(url), caption) for url, caption in form.findall(strip)] for strip in found]


def pixels(base64_png: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(base64_png))))


def chart(page: AppTest) -> tuple[dict[str, Any], list[pd.DataFrame]]:
    """The page's chart: its specification, and its tables."""
    (element,) = page.get("vega_lite_chart")
    tables = [convert_arrow_bytes_to_pandas_df(each.data.data) for each in element.proto.datasets]
    return json.loads(element.proto.spec), tables


def control(page: AppTest, field: str) -> Any:
    return page.button_group(key=state.DATA.of(field).name)


def keep(visitor: str, **changes: Any) -> None:
    feedback.agree(visitor)
    feedback.save(visitor, verdict(**changes))
