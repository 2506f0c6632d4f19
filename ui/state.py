"""The keys of the visitor's session state, with types and defaults, and the names of other widgets.

Buttons and widgets whose value is only used where they are drawn have a plain name, for tests and styles.
"""

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from base.errors import DigitLabError
from base.languages import DEFAULT_LANGUAGE
from training.recipe.recipes import RECIPES
from ui.session_key import Key

if TYPE_CHECKING:  # imported for types only: circular, or slow to import
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    import feedback
    from model_store import ModelCard
    from ui.draw.served import Served
    from ui.shared.drawing_history import DrawingHistory
    from use_cases.drawings import PreparedDrawings

# Reports of a component by name. They come from a browser, so they are untrusted.
Report = Mapping[str, Any]
_NO_REPORT: Report = MappingProxyType({})
# URLs that a page wrote or followed, see `ui.shared.address`.
Addresses = tuple[Mapping[str, str | None], ...]
# The default recipe.
_FIRST = RECIPES["dense-128"]

# All pages.
# The visitor's choice or the browser's preference, of `base.languages.LANGUAGES`; set by `use_language`.
LANGUAGE = Key("language", DEFAULT_LANGUAGE)
# 32 hexadecimal digits, for a visitor without a cookie; set by `visitor_id`.
VISITOR = Key("visitor", "")
RECONNECTION = "reconnection_component"

# The Draw page.
# The id of the predicting model; None for the store's default model.
MODEL: Key[str | None] = Key("model", None)
# The canvas' own report, see `canvas._reported`; None before the first one.
CANVAS: Key[Report | None] = Key("canvas", None)
# The canvas' undo history; set by `drawing_history`.
DRAWING_HISTORY: Key["DrawingHistory | None"] = Key("drawing_history", None)
# In pixels of the canvas.
PEN_WIDTH = Key("pen_width", 36)
# Whether the pen erases.
IS_ERASING = Key("is_erasing", False)
# "press": the last press of a tool, {"action", "id"}.
CANVAS_TOOLS = Key("canvas_tools_component", _NO_REPORT)
# The id of the last handled press.
LAST_PRESS: Key[Any] = Key("last_press", None)
# Incremented to clear the file field for photographs, whose key ends in it.
PHOTOGRAPH_NUMBER = Key("photograph_number", 0)
PHOTOGRAPH_FILE = "photograph_file"
# "picture": the photograph just taken, a data: URL of a JPEG.
PHOTOGRAPH_CAMERA = Key("photograph_camera", _NO_REPORT)
# Whether the panel with the file field and the camera is open.
PHOTOGRAPH_PANEL = Key("photograph_panel", False)
PHOTOGRAPH_REMOVE = "photograph_remove"
DRAW_LINK: Key[Addresses] = Key("draw_link", ())
# Whether the drawing is preprocessed like in the tutorial.
TUTORIAL = Key("tutorial", False)
# Whether the preprocessing's steps can be switched.
WHY = Key("why", False)
# Whether models are compared, and their ids; None for the chosen one and two of the shipped ones.
COMPARE = Key("compare", False)
COMPARED: Key[list[str] | None] = Key("compared", None)
# What the lens reported, see `ui.draw.lens`.
LENS = Key("lens", _NO_REPORT)
# The lens' route, also while the visitor is on another page: "ok" or "blocked".
ROUTE: Key[str | None] = Key("route", None)
# The last picture recognized through Streamlit, to avoid repeating it at the next stroke.
SERVED: Key["Served | None"] = Key("served", None)
# Whether the visitor agreed to have verdicts saved, cached in the session to avoid database queries for each stroke.
AGREED = Key("agreed", False)
# Why the visitor's drawings could not be deleted.
DELETE_DRAWING_ERROR: Key[DigitLabError | None] = Key("delete_drawing_error", None)
# A verdict with the lens' id of it, waiting for the visitor's consent.
VERDICT_PENDING: Key["tuple[str, feedback.Verdict] | None"] = Key("verdict_pending", None)
# The reply to the last verdict, shown by the lens: "id" and "words".
VERDICT_REPLY: Key[Report | None] = Key("verdict_told", None)
# The visitor's pinned digits, at most `pinned.MAX_PINNED`; each 784 bytes, a network's input.
PINNED: Key[tuple[bytes, ...]] = Key("pinned", ())
# The reply to the last tap on "Pin for training", shown by the lens: "id" and "words".
PIN_REPLY: Key[Report | None] = Key("pin_told", None)
PIN_REMOVE = "pin_remove"

# Draw and Train.
# "view": the view requested by the projector view's button or keys.
PROJECTOR = Key("projector", _NO_REPORT)
# Whether the page shows its projector view; set by `is_projector`.
IS_PROJECTOR = Key("is_projector", False)
# The last view of the page; set by `show_projector_button`.
PROJECTOR_SHOWN: Key[bool | None] = Key("projector_shown", None)

# The Train page's form: set together when a recipe is chosen, whether its controls are drawn or not
# (`ui.shared.recipe_values`).
# Incremented when the form is set to a recipe. The controls' keys end in it, e.g. "train_epochs@3".
TRAIN_FORM = Key("train_form", 0)
# The id of the recipe that the form started from.
TRAIN_RECIPE = Key("train_recipe", _FIRST.name)
# The form's initial values, by fields of `Recipe` except its name.
TRAIN_INITIAL: Key[Mapping[str, Any]] = Key("train_begun", MappingProxyType({}))
# Each field with one control, e.g. "train_epochs"; set by `ui.shared.recipe_values.put_recipe`.
TRAIN_FIELD: Key[Any] = Key("train", None)
# The number of hidden layers, and the neurons of each.
TRAIN_LAYERS = Key("train_layers", len(_FIRST.hidden))
TRAIN_NEURONS = Key("train_neurons", _FIRST.hidden[0])
# The number of convolutional blocks, and the fields of each one's `Convolution`.
TRAIN_BLOCKS = Key("train_blocks", len(_FIRST.convolutions))
TRAIN_FILTERS = Key("train_filters", 16)
TRAIN_KERNEL = Key("train_kernel", 3)
TRAIN_POOLING = Key("train_pooling", "max")
TRAIN_ADD_BLOCK = "train_add_block"
TRAIN_REMOVE_BLOCK = "train_remove_block"
# The number of planned changes of the learning rate, and each one's pair of `Recipe.rate_changes`.
TRAIN_CHANGES = Key("train_changes", len(_FIRST.rate_changes))
TRAIN_CHANGE_EPOCH = Key("train_change_epoch", 1)
TRAIN_CHANGE_RATE = Key("train_change_rate", _FIRST.learning_rate)
TRAIN_ADD_CHANGE = "train_add_change"
TRAIN_REMOVE_CHANGE = "train_remove_change"

# The Train page.
# The id of the run that the form retries; "": none.
TRAIN_COMPARED = Key("train_compared", "")
TRAIN_AGAIN = "train_again"
TRAIN_NOT_AGAIN = "train_not_again"
# The label of the open tab beside the form, in the visitor's language.
TRAIN_TAB = Key("train_tab", "")
TRAIN_BUTTON = "train_button"
TRAIN_OWN_FILE = "train_own_file"
# The number of successful presses of Train.
TRAIN_PRESSES = Key("train_presses", 0)
TRAIN_SCROLLER = "train_scroller"
# The id of the visitor's shown run; set by `show_run_choice`.
TRAIN_RUN = Key("train_run", "")
# The chosen learning rate of an active run; one key per run.
TRAIN_RATE = Key("train_rate", _FIRST.learning_rate)
TRAIN_SET_RATE = "train_set_rate"
TRAIN_PAUSE = "train_pause"
TRAIN_STOP = "train_stop"
TRAIN_RESUME = "train_go_on"
# The name to save the trained model under; one key per run.
TRAIN_NAME = Key("train_name", "")
TRAIN_SAVE = "train_save"
TRAIN_DRAW = "train_draw"
# The card of a saved network, by its file's SHA-256; None if it was not saved.
TRAIN_SAVED: Key["Mapping[str, ModelCard | None]"] = Key("train_saved", MappingProxyType({}))
# The error of the last press of a button of the form or of a run.
TRAIN_ERROR: Key[DigitLabError | None] = Key("train_error", None)
TRAIN_LINK: Key[Addresses] = Key("train_link", ())
# The controls hidden by a lesson's link, in `recipe_link.LOCKABLE`; set when the link is opened.
LOCKED: Key[frozenset[str]] = Key("locked", frozenset())
LESSON_HIDES_ALL = "lesson_hides_all"
LESSON_HIDDEN = "lesson_hidden"

# The Models page.
MODELS_SEARCH = "models_search"
# The page of the list, from 1; one key per number of pages.
MODELS_PAGE = Key("models_page", 1)
# The id of the model to compare the open one with.
MODELS_WITH: Key[str | None] = Key("models_with", None)
MODEL_OPEN = "model_open"
MODEL_DRAW = "model_draw"
MODEL_TRAIN = "model_train"
MODEL_BACK = "model_back"
MODEL_DEFAULT = "model_default"
# The new name of the open model; one key per model.
MODEL_NAME = Key("model_name", "")
MODEL_RENAME = "model_rename"
MODEL_DELETE = "model_delete"
MODEL_UNDO = "model_undo"
# The deleted model, while its deletion can be undone here.
MODEL_DELETED: Key["ModelCard | None"] = Key("model_deleted", None)
# The error of the last change of a model.
MODEL_ERROR: Key[DigitLabError | None] = Key("model_error", None)
EXPORT_MAKE = "export_make"
# The error of the last press of "Make".
EXPORT_ERROR: Key[DigitLabError | None] = Key("export_error", None)
# An imported network, and its new name.
IMPORT_FILE: Key["UploadedFile | None"] = Key("import_file", None)
IMPORT_NAME = Key("import_name", "")
# The pixel scaling of the chosen file's network: an id, or `import_form.FIND_OUT`.
IMPORT_PIXELS = Key("import_pixels", "")
IMPORT_BUTTON = "import_button"
# The id of the last imported or rejected file; the result is shown until another file is chosen.
IMPORT_TAKEN: Key[str | None] = Key("import_taken", None)
# The error of the last import.
IMPORT_ERROR: Key[DigitLabError | None] = Key("import_error", None)

# The Lessons page.
# The id of the shown step; one key per lesson. The URL takes precedence.
LESSON_STEP = Key("lesson_step", "")
# Lessons and their completed steps that could not be stored.
LESSON_UNKEPT: Key[frozenset[tuple[str, str]]] = Key("lesson_unkept", frozenset())
LESSON_OPEN = "lesson_open"
LESSON_LIST = "lesson_list"
LESSON_BACK = "lesson_back"
LESSON_NEXT = "lesson_next"
LESSON_FORGET = "lesson_forget"
LESSON_IMAGE = "lesson_image"
LESSON_TRAIN = "lesson_train"

# The Compare page.
# The compared runs, ids of `compared.Entry`; initially the visitor's latest sweep, or latest few runs.
COMPARE_CHOSEN: Key[Sequence[str]] = Key("compare_chosen", ())
COMPARE_FIGURE = "compare_figure"
COMPARE_STOP = "compare_stop"
SWEEP_FIELD = "sweep_field"
SWEEP_VALUES = "sweep_values"
SWEEP_BUTTON = "sweep_button"
# The error of the last press of "Try these" or "Stop all".
SWEEP_ERROR: Key[DigitLabError | None] = Key("sweep_error", None)

# The Data page. Its state is in the URL (`ui.data.address`); these are the widgets' own.
# A choice, as in the URL; one key per field of `Address`.
DATA: Key[Any] = Key("data", None)
DATA_CLASS = "data_class"
# Incremented to show other samples.
DATA_SEED = Key("data_seed", 0)
DATA_OTHERS = "data_others"
DATA_MAP = "data_map"
# The chart's event with the chosen image of the map; one key per data set.
DATA_CHOSEN = Key("data_chosen", _NO_REPORT)
DATA_LOOK = "data_look"
DATA_MAP_AGAIN = "data_map_again"
# The visitor's saved drawings as network inputs, by the verdict's id; None if there is nothing to read.
DATA_PREPARED: Key["PreparedDrawings | None"] = Key("data_prepared", None)

# The Inside page.
# "drawing": the drawing stored by the tab, a data: URL of a PNG, or "" for none.
TAB_DRAWING = Key("tab_drawing", _NO_REPORT)
# The URL's parameters when it was last followed or written.
INSIDE_LINK: Key[Mapping[str, str]] = Key("inside_link", MappingProxyType({}))
# One of `inside.link.VIEWS`.
INSIDE_VIEW = Key("inside_view", "network")
# Where the picture comes from, one of `inside.link.SOURCES`.
INSIDE_SOURCE = Key("inside_source", "sample")
INSIDE_DIGIT_INDEX = "inside_place"
INSIDE_PINNED = "inside_pinned"
# The index of the sample and of the test image, from 0.
INSIDE_SAMPLE = Key("inside_sample", 7)
INSIDE_IMAGE = Key("inside_image", 0)
# The recognizer's last answers, by query.
INSIDE_ANSWERS: Key[Mapping[Hashable, dict[str, Any]]] = Key("inside_told", MappingProxyType({}))
# "unit": the neuron or filter that was clicked last.
INSIDE_NETWORK = Key("inside_network", _NO_REPORT)
# The layer and the index of the shown neuron or filter.
INSIDE_UNIT: Key[tuple[str, int] | None] = Key("inside_unit", None)
# Its number, from 1, as typed; one key per layer.
INSIDE_NUMBER = Key("inside_number", 1)
INSIDE_CLOSE = "inside_close"
# The target label of the picture.
INSIDE_TARGET: Key[int | None] = Key("inside_target", None)

# The Evaluate page. Its state is in the URL (`ui.evaluate.choice`); these are the widgets' own.
# The ids of the first and of the second model.
EVALUATE_MODEL = Key("evaluate_model", "")
EVALUATE_WITH: Key[str | None] = Key("evaluate_with", None)
# One of `evaluate.choice.VIEWS`.
EVALUATE_VIEW = Key("evaluate_view", "figures")
MEASURE_AGAIN = "measure_again"
# "cell": two labels, actual and predicted.
CONFUSION = Key("confusion", _NO_REPORT)
