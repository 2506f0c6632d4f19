"""Import a model: a file is uploaded, inspected in a separate process, and then saved or rejected with the reason."""

from pathlib import PurePath

import streamlit as st

from base.jobs.queue import Job
from conversion.imports import MAX_FILE_BYTES
from conversion.origin import PIXELS, Origin, read_origin
from model_store import ModelCard
from model_store.names import MAX_NAME_LENGTH
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.models.origin import pixels_name, show_origin
from ui.shared.callback_error import keep_error
from ui.shared.follow import follow, if_active
from ui.shared.recipe_words import dataset_name, percent_text
from use_cases.services import services

# The last ones cannot hold a Keras model; they are accepted to show a helpful error.
SUFFIXES = ["keras", "h5", "hdf5", "zip", "tflite", "onnx", "pt", "pth"]
# The choice to detect the pixel scaling.
FIND_OUT = "find_out"
# The longest pixel scaling that fits in one line.
PIXELS_WIDTH_PX = 220


def show_import(visitor: str) -> None:
    """Show the uploader, and the result of the visitor's last import."""
    job = services().conversions.import_job(visitor)
    _show_form(visitor, if_active(job) is not None)
    if if_active(job):
        follow(lambda: if_active(services().conversions.import_job(visitor)), _show_progress)
    elif not _is_other_file():
        _show_outcome(job)


def has_import(visitor: str) -> bool:
    """Return whether a visitor has an import to show, so that the expander around it opens."""
    return services().conversions.import_job(visitor) is not None


def _show_progress(_job: Job) -> None:
    st.info(_("Reading the file, building the network, finding the pixel scaling: about ten seconds."), icon="spinner")


def _show_form(visitor: str, is_active: bool) -> None:
    st.file_uploader(
        _("A network you trained elsewhere, as .keras or .h5"),
        type=SUFFIXES,
        max_upload_size=MAX_FILE_BYTES // 2**20,
        key=state.IMPORT_FILE.name,
        on_change=_suggest_name,
        help=_(
            "It must take pictures of 28×28 and give ten answers. Only plain layers: code in the file is never run."
        ),
    )
    if state.IMPORT_FILE.get() is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(_("Name"), max_chars=MAX_NAME_LENGTH, key=state.IMPORT_NAME.name, width=260)
        st.selectbox(
            _("How were your pixels scaled?"),
            [FIND_OUT, *PIXELS],
            format_func=lambda pixels: pixels_name(pixels) if pixels != FIND_OUT else _("Detect automatically"),
            key=state.IMPORT_PIXELS.name,
            width=260,
            help=_("What your code did to the pixels before training; x is 0 to 255, white ink on black."),
        )
        st.button(
            _("Import"),
            key=state.IMPORT_BUTTON,
            type="primary",
            icon=":material/input:",
            disabled=is_active,
            on_click=_take_over,
            args=(visitor,),
        )


def _suggest_name() -> None:
    uploaded = state.IMPORT_FILE.get()
    if uploaded is not None:
        state.IMPORT_NAME.set(PurePath(uploaded.name).stem[:MAX_NAME_LENGTH])


def _is_other_file() -> bool:
    """Return whether a file was chosen after the last import, so that its result no longer applies."""
    uploaded = state.IMPORT_FILE.get()
    return uploaded is not None and uploaded.file_id != state.IMPORT_TAKEN.get()


def _take_over(visitor: str) -> None:
    uploaded = state.IMPORT_FILE.get()
    if uploaded is None:
        return  # the file was removed just before the press
    state.IMPORT_TAKEN.set(uploaded.file_id)
    name, pixels = state.IMPORT_NAME.get(), state.IMPORT_PIXELS.get()
    with keep_error(state.IMPORT_ERROR):
        services().conversions.import_model(
            visitor, uploaded.getvalue(), uploaded.name, name, None if pixels == FIND_OUT else pixels
        )


def _show_outcome(job: Job | None) -> None:
    error = state.IMPORT_ERROR.get() or (job.error if job else None)
    if error is not None:
        st.error(error_text(error), icon=":material/error:")
    elif job is not None:
        _show_imported(job.result)


def _show_imported(card: ModelCard) -> None:
    with st.container(border=True, gap="xsmall"):
        st.text(_("“{name}” is imported.").format(name=card.name))
        st.markdown(
            _("It gets **{accuracy}** of the test pictures right: {dataset}.").format(
                accuracy=percent_text(card.test_accuracy), dataset=dataset_name(card.dataset)
            )
        )
        origin = read_origin(card.id)
        if origin is not None:
            show_origin(card, origin)
            _show_tried(origin)


def _show_tried(origin: Origin) -> None:
    """Show the accuracy for each pixel scaling; another one can be chosen above before importing again."""
    if len(origin.tried) < 2:
        return
    st.caption(
        _(
            "Accuracy on {count} test pictures for each pixel scaling. Choose another scaling above to import it again:"
        ).format(count=f"{origin.tried_images:,}")
    )
    order = sorted(origin.tried, key=lambda pixels: -origin.tried[pixels])
    st.dataframe(
        {
            _("Pixels"): [pixels_name(pixels) for pixels in order],
            _("Accuracy"): [percent_text(origin.tried[pixels]) for pixels in order],
        },
        column_config={_("Pixels"): st.column_config.Column(width=PIXELS_WIDTH_PX)},
        hide_index=True,
        width="content",
    )
