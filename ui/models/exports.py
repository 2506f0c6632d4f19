"""Export a model to files for other programs: made on request, verified, then offered for download."""

import streamlit as st

from base.jobs.queue import Job
from conversion.check import Check
from conversion.formats import FORMATS, KERAS, Format
from model_store import ModelCard
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.callback_error import keep_error, show_error
from ui.shared.follow import follow, if_active
from ui.visitor import visitor_id
from use_cases.model_files import request_file
from use_cases.services import services


def show_exports(card: ModelCard) -> None:
    """Show one row per format, polling while an export is running."""
    if _is_busy(card):
        follow(lambda: _is_busy(card), lambda _busy: _show(card))
    else:
        _show(card)


def _is_busy(card: ModelCard) -> bool:
    return any(if_active(services().conversions.export_job(card, format_)) for format_ in FORMATS.values())


def _show(card: ModelCard) -> None:
    show_error(state.EXPORT_ERROR)
    for format_ in FORMATS.values():
        button, words = st.columns([0.38, 0.62], gap="small", vertical_alignment="center", wrap=False)
        with button:
            caption = _show_button(card, format_)
        words.caption(caption)


def _show_button(card: ModelCard, format_: Format) -> str:
    """Show a download link, or a button that starts the export; return the text beside it."""
    if format_ is KERAS:
        _show_link(card, format_)
        return _("Keras' own format.") + " " + versions_sentence(format_)
    export = services().conversions.find_export(card, format_)
    if export is not None:
        _show_link(card, format_)
        return f"{check_sentence(export.check)} {versions_sentence(format_)}".strip()
    job = services().conversions.export_job(card, format_)
    is_active = if_active(job) is not None
    st.button(
        format_.name,
        key=f"{state.EXPORT_MAKE}_{card.id}_{format_.id}",
        icon="spinner" if is_active else ":material/build:",
        disabled=is_active,
        on_click=_make,
        args=(card, format_),
        width="stretch",
    )
    return _making_words(format_, job)


def _show_link(card: ModelCard, format_: Format) -> None:
    # Relative to the page, as a proxy may add a prefix to its path.
    address = f"./api/v1/models/{card.id}/files/{format_.id}"
    st.link_button(format_.name, address, icon=":material/download:", width="stretch")


def _making_words(format_: Format, job: Job | None) -> str:
    if job is None:
        return format_use(format_)
    if job.error is not None:
        return error_text(job.error)
    return _("Making and checking the file: a few seconds, or longer if others are waiting.")


def _make(card: ModelCard, format_: Format) -> None:
    with keep_error(state.EXPORT_ERROR):
        request_file(services().conversions, visitor_id(), card, format_)


def format_use(format_: Format) -> str:
    """Return what a format is used for."""
    return {
        "h5": _("Make a file for older programs with Keras."),
        "savedmodel": _("Make a file for TensorFlow's own servers and tools."),
        "tflite": _("Make a file for phones and small computers."),
        "onnx": _("Make a file that programs without TensorFlow can read."),
        "html": _("Make a page to draw on that works offline, even from a USB stick."),
    }[format_.id]


def versions_sentence(format_: Format) -> str:
    """Return which versions of Keras can open the file; "" for formats that Keras cannot open."""
    if not format_.keras_versions:
        return ""
    return _("Opens in Keras {versions}.").format(versions=", ".join(format_.keras_versions))


def check_sentence(check: Check) -> str:
    """Describe the result of an exported file's verification."""
    return _(
        "Same answer for {same} of {images} test pictures; largest difference {difference}. Checked with: {runtime}."
    ).format(
        same=check.same_labels,
        images=check.images,
        difference=f"{check.largest_difference:.1e}" if check.largest_difference else "0",
        runtime=check.runtime,
    )
