"""Every key of `st.session_state` that our code reads or writes, with its type and what it starts as."""

# str, one of `base.languages.LANGUAGES`: what the visitor chose or their browser asked for; set by `use_language`.
LANGUAGE = "language"
# dict, "reconnected": that the connection is back; written by the component.
RECONNECTION = "reconnection_component"
# str, a model's id: what the Draw page reads with; starts as the store's default model.
MODEL = "model"
# dict, the canvas's own report, see `canvas._reported`; written by the component.
CANVAS = "canvas"
# DrawingHistory: what was on the canvas, step by step; set by `show_canvas`.
DRAWING_HISTORY = "drawing_history"
# int: pen width in pixels of the canvas.
PEN_WIDTH = "pen_width"
DEFAULT_PEN_WIDTH = 36
# bool, False: whether the pen erases.
IS_ERASING = "is_erasing"
# dict, "press": the tool that was just tapped, {"action", "id"}; written by the component.
CANVAS_TOOLS = "canvas_tools_component"
# int: the id of the press that was acted on last.
LAST_PRESS = "last_press"
# int, 0: counts up to empty the file field for photographs.
PHOTOGRAPH_NUMBER = "photograph_number"
# UploadedFile | None: a picture file; a key a number, "photograph_file_<number>".
PHOTOGRAPH_FILE = "photograph_file"
# dict, "picture": what was just taken, a data: URL of a JPEG; written by the component.
PHOTOGRAPH_CAMERA = "photograph_camera"
# bool: whether the panel with the file field and the camera is open.
PHOTOGRAPH_PANEL = "photograph_panel"
# bool: the press of "Remove" beside a photograph.
PHOTOGRAPH_REMOVE = "photograph_remove"
# tuple[dict[str, str | None], ...]: the addresses that the Draw page wrote or followed, see `ui.shared.address`.
DRAW_LINK = "draw_link"
# bool, False: whether the drawing is read the tutorial's way.
TUTORIAL = "tutorial"
# bool, False: whether the steps of the preparation can be switched.
WHY = "why"
# bool, False: whether models are compared.
COMPARE = "compare"
# list[str], the ids of the models compared; starts as the chosen one and two of the shipped ones.
COMPARED = "compared"
# dict, "view": the view that the projector view's button, or its keys, asked for; written by the component.
PROJECTOR = "projector"
# bool: whether Draw and Train show their projector view; set by `is_projector`.
IS_PROJECTOR = "is_projector"
# bool: the view in which the page was shown last; set by `show_projector_button`.
PROJECTOR_SHOWN = "projector_shown"
# str: 32 hexadecimal digits, for a visitor without a cookie; set by `visitor_id`.
VISITOR = "visitor"

# The Train page's form: set together when a recipe is chosen, whether its controls are drawn or not
# (`ui.shared.recipe_values`). Each value is of the type and range that the field of `Recipe` has.
# int, from 1: counts up when the form is set to a recipe. The controls' keys end in it, e.g. "train_epochs@3".
TRAIN_FORM = "train_form"
# str, a recipe's id: the recipe that the form started from.
TRAIN_RECIPE = "train_recipe"
# dict[str, object], fields of `Recipe` but its name: what the form was last set to.
TRAIN_BEGUN = "train_begun"
# As the fields of `Recipe` that have one control; a key a field, "train_epochs@3".
TRAIN_FIELD = "train"
# int, 1 to 6: how many hidden layers.
TRAIN_LAYERS = "train_layers"
# int, 1 to 1024: the neurons of each hidden layer; a key a layer, "train_neurons_1@3" to "train_neurons_6@3".
TRAIN_NEURONS = "train_neurons"
# int, 0 to 4: how many convolutional blocks.
TRAIN_BLOCKS = "train_blocks"
# As the fields of `Convolution`; a key a block, "train_filters_1@3" to "train_filters_4@3".
TRAIN_FILTERS = "train_filters"
TRAIN_KERNEL = "train_kernel"
TRAIN_POOLING = "train_pooling"
# bool: the press of "Add a block"; of the cross behind a block, "train_remove_block_1" to "train_remove_block_4".
TRAIN_ADD_BLOCK = "train_add_block"
TRAIN_REMOVE_BLOCK = "train_remove_block"
# int, 0 to 50: how many changes of the learning rate are planned; ends in the form's number, as the keys below.
TRAIN_CHANGES = "train_changes"
# int and float, as the pairs of `Recipe.rate_changes`; a key a change, "train_change_epoch_1@3".
TRAIN_CHANGE_EPOCH = "train_change_epoch"
TRAIN_CHANGE_RATE = "train_change_rate"
# bool: the press of "Add a change"; of the cross behind a change, "train_remove_change_1".
TRAIN_ADD_CHANGE = "train_add_change"
TRAIN_REMOVE_CHANGE = "train_remove_change"
# bool: the press of "Your drawings as a file".
TRAIN_OWN_FILE = "train_own_file"
# str, a run's id: the run that the form's is another try of; "": of none.
TRAIN_COMPARED = "train_compared"
# bool: the press of "Another try", and of the cross that takes it back.
TRAIN_AGAIN = "train_again"
TRAIN_NOT_AGAIN = "train_not_again"
# bool: the press of "Pause".
TRAIN_PAUSE = "train_pause"
# float: the learning rate that is chosen for a run under way; a key a run, "train_rate_<run id>". The press beside it.
TRAIN_RATE = "train_rate"
TRAIN_SET_RATE = "train_set_rate"
# bool: the press of "Train it further" on a model's page; a key a model, "model_train_<id>".
MODEL_TRAIN = "model_train"
# str: the open tab beside the form, as it is called in the visitor's language.
TRAIN_TAB = "train_tab"
# bool: the Train button's press.
TRAIN_BUTTON = "train_button"
# int, 0: how often Train was pressed here with success.
TRAIN_PRESSES = "train_presses"
# The component that scrolls to the run; it reports nothing.
TRAIN_SCROLLER = "train_scroller"
# bool: the Stop button's press.
TRAIN_STOP = "train_stop"
# bool: the press of "Go on".
TRAIN_GO_ON = "train_go_on"
# str, a run's id: which of the visitor's runs is shown; set by `show_run_choice`.
TRAIN_RUN = "train_run"
# bool: the press of "Save".
TRAIN_SAVE = "train_save"
# bool: the press of "Draw with it".
TRAIN_DRAW = "train_draw"

# str: the name typed for saving the trained model; a key a run, "train_name_<run id>".
TRAIN_NAME = "train_name"
# dict[str, ModelCard | None], {}: under which card a network was saved, by its file's SHA-256.
TRAIN_SAVED = "train_saved"
# DigitLabError | None: why the last press of Train, Stop, Go on or Save did nothing.
TRAIN_ERROR = "train_error"
# tuple[dict[str, str], ...]: the addresses that the Train page wrote or followed, see `ui.shared.address`.
TRAIN_LINK = "train_link"
# frozenset[str], names of `recipe_link.LOCKABLE`: the controls that a lesson's link hides; set when it is followed.
LOCKED = "locked"
# bool: whether the lesson's link shall hide all controls.
LESSON_HIDES_ALL = "lesson_hides_all"
# list[str], names of `recipe_link.LOCKABLE`: the controls that the lesson's link shall hide.
LESSON_HIDDEN = "lesson_hidden"
# bool: the press of "Make"; a key a file, "export_make_<model>_<format>".
EXPORT_MAKE = "export_make"
# DigitLabError | None: why the last press of "Make" did nothing.
EXPORT_ERROR = "export_error"
# UploadedFile | None: a network from elsewhere.
IMPORT_FILE = "import_file"
# str: what to call it here.
IMPORT_NAME = "import_name"
# bool: the press of "Take over".
IMPORT_BUTTON = "import_button"
# How the chosen file's network wants its pixels: an id, or `model_import.FIND_OUT`.
IMPORT_PIXELS = "import_pixels"
# The chosen file that was taken over, or refused, last; what became of it stands until another one is chosen.
IMPORT_TAKEN = "import_taken"
# DigitLabError | None: why the last press of "Take over" did nothing.
IMPORT_ERROR = "import_error"
# dict, what the lens reported: "route" ("ok" or "blocked"); written by the component.
LENS = "lens"
# str: the same route, also while the visitor looks at another page.
ROUTE = "route"
# Served | None: the last picture that was read through Streamlit, so that a stroke does not read it again.
SERVED = "served"
# bool: whether the visitor agreed that verdicts are kept, as far as this session knows: a stroke asks no database.
AGREED = "agreed"
# tuple[str, feedback.Verdict]: a verdict, and the lens's id of it, that waits for the visitor's agreement.
VERDICT_PENDING = "verdict_pending"
# dict, "id" and "words": what became of the last verdict, for the lens to say.
VERDICT_TOLD = "verdict_told"
# tuple[bytes, ...], (): the visitor's pinned digits, at most `pinned.MAX_PINNED`; each 784 bytes, as a network sees it.
PINNED = "pinned"
# dict, "id" and "words": what became of the last tap on "Pin for training", for the lens to say.
PIN_TOLD = "pin_told"
# bool: a remove button's press; a key a picture, "pin_remove_<number>".
PIN_REMOVE = "pin_remove"

# The Models page.
# str: what the visitor looks for among the models.
MODELS_SEARCH = "models_search"
# int, from 1: the page of the list; a key a number of pages, "models_page_<pages>".
MODELS_PAGE = "models_page"
# str, a model's id, or None: what the open model is compared with.
MODELS_WITH = "models_with"
# bool: a row's "Open"; a key a model, "model_open_<id>".
MODEL_OPEN = "model_open"
# bool: a row's "Draw with it"; a key a model, "model_draw_<id>".
MODEL_DRAW = "model_draw"
# bool: the way back to the list.
MODEL_BACK = "model_back"
# bool: the press of "Set as default".
MODEL_DEFAULT = "model_default"
# str: the new name of the open model; a key a model, "model_name_<id>".
MODEL_NAME = "model_name"
# bool: the press of "Rename".
MODEL_RENAME = "model_rename"
# bool: the press of "Delete".
MODEL_DELETE = "model_delete"
# bool: the press of "Undo".
MODEL_UNDO = "model_undo"
# ModelCard | None: the model that was just deleted, as long as its deletion can be undone here.
MODEL_DELETED = "model_deleted"
# DigitLabError | None: why the last change of a model did nothing.
MODEL_ERROR = "model_error"

# The Lessons page.
# str, a step's id: the step that is shown; a key a lesson, "lesson_step_<lesson>"; the address decides.
LESSON_STEP = "lesson_step"
# frozenset[tuple[str, str]], lessons and their steps: those that are done, but could not be kept.
LESSON_UNKEPT = "lesson_unkept"
# bool: a row's "Begin" or "Go on"; a key a lesson, "lesson_open_<id>".
LESSON_OPEN = "lesson_open"
# bool: the presses of "All lessons", "Back", and "Next" or "Done".
LESSON_LIST = "lesson_list"
LESSON_BACK = "lesson_back"
LESSON_NEXT = "lesson_next"
# bool: the press of "Forget my progress".
LESSON_FORGET = "lesson_forget"
# int, from 0: the image that a step is about; a key a kind of result, "lesson_image_<kind>_<part>_<first>".
LESSON_IMAGE = "lesson_image"
# bool: the press of "Train".
LESSON_TRAIN = "lesson_train"

# The Compare page.
# list[str], ids of `compared.Entry`: what is compared; starts as the visitor's newest sweep, or newest few runs.
COMPARE_CHOSEN = "compare_chosen"
# str, a figure's name in a history: what the curves show.
COMPARE_FIGURE = "compare_figure"
# bool: the press of "Stop all".
COMPARE_STOP = "compare_stop"
# str, a name in `training.recipe.sweep.AXES`: a field that a sweep varies; two keys, "sweep_field_1", "sweep_field_2".
SWEEP_FIELD = "sweep_field"
# list: the values of such a field; a key a field, "sweep_values_<field>".
SWEEP_VALUES = "sweep_values"
# bool: the press of "Try these".
SWEEP_BUTTON = "sweep_button"
# DigitLabError | None: why the last press of "Try these" or "Stop all" did nothing.
SWEEP_ERROR = "sweep_error"

# The Data page. What it shows stands in its address (`ui.data.address`); these are the widgets' own.
# str or int: a choice, as the address has it; a key a field of `Address`, "data_dataset", "data_view", "data_part",
# "data_image".
DATA = "data"
# int, a label, or -1 for all classes: of which class samples are shown.
DATA_CLASS = "data_class"
# int, 0: counts up to show other samples.
DATA_SEED = "data_seed"
# bool: the press of "Others".
DATA_OTHERS = "data_others"
# str, "pca" or "tsne": which map is shown.
DATA_MAP = "data_map"
# dict, the chart's event: which image of the map is chosen; a key a data set, "data_chosen_<data set>".
DATA_CHOSEN = "data_chosen"
# bool: the press of "Look at it".
DATA_LOOK = "data_look"
# bool: the press of "Try again".
DATA_MAP_AGAIN = "data_map_again"
# dict[int, array or None], {}: the visitor's kept drawings as a network sees them, by the verdict's id.
DATA_PREPARED = "data_prepared"

# The Inside page.
# dict, "drawing": the drawing that the tab keeps, a data: URL of a PNG, or "" where there is none; by the component.
TAB_DRAWING = "tab_drawing"
# dict[str, str]: what the address told when it was last followed or written.
INSIDE_LINK = "inside_link"
# str, one of `inside_link.VIEWS`.
INSIDE_VIEW = "inside_view"
# str, one of `inside_link.SOURCES`: where the picture comes from.
INSIDE_SOURCE = "inside_source"
# int, from 0: which of a number's digits, which pinned digit, which sample, which test image.
INSIDE_PLACE = "inside_place"
INSIDE_PINNED = "inside_pinned"
INSIDE_SAMPLE = "inside_sample"
INSIDE_IMAGE = "inside_image"
# dict[Hashable, dict], {}: what the recognizer told last, by what it was asked.
INSIDE_TOLD = "inside_told"
# dict, "unit": the neuron or filter that was just clicked; written by the component.
INSIDE_NETWORK = "inside_network"
# tuple[str, int] | None: the layer and the number of the neuron or filter that is looked at.
INSIDE_UNIT = "inside_unit"
# int, from 1: its number, as it can be typed; a key a layer, "inside_number_<layer>".
INSIDE_NUMBER = "inside_number"
# bool: the press of its panel's cross.
INSIDE_CLOSE = "inside_close"
# int, 0 to 9: what the picture is to become.
INSIDE_TARGET = "inside_target"

# The Evaluate page. What it shows stands in its address (`evaluation_choice`); these are the widgets' own.
# str, a model's id: the first model.
EVALUATE_MODEL = "evaluate_model"
# str, a model's id, or None: the model beside it.
EVALUATE_WITH = "evaluate_with"
# str, one of `evaluation_choice.VIEWS`: what is shown of them.
EVALUATE_VIEW = "evaluate_view"
# bool: the press of "Try again" after a measurement failed; a key a measurement, "measure_again_<what>".
MEASURE_AGAIN = "measure_again"
# dict, what the confusion matrix told: "cell" (two labels: what it is, what it was read as); written by the component.
CONFUSION = "confusion"
