"""Every error that a visitor may see, in one small tree.

DigitLabError
├── PictureError
│   ├── NotAPictureError        the bytes are no picture that we can open
│   ├── PictureTooLargeError    too many bytes or pixels
│   └── PictureTooCostlyError   takes too much time or memory to open
├── DatasetError
│   ├── DatasetCorruptError     a file's digest is not the expected one
│   └── DatasetUnavailableError the file is missing and cannot be fetched
├── ModelError
│   ├── ModelNotFoundError
│   ├── ModelCorruptError       a file's digest is not the one on its card
│   ├── ModelNameError          a name that no model can have
│   ├── NotOwnerError           somebody else saved the model
│   ├── StoreUnavailableError   the store does not answer, or is set up wrongly
│   └── ForeignModelError       a file from elsewhere that is not imported
│       ├── ForeignFileError    none that Keras wrote, or damaged
│       │   ├── ForeignKindError    another program's file
│       │   └── WeightsAloneError   weights without their network
│       ├── ForeignLayerError   a layer that is not plain
│       │   ├── ForeignActivationError an activation that is not Keras' own
│       │   └── ForeignCodeError    code that would have to be run
│       ├── ForeignShapeError   it maps no 28×28 picture to ten classes
│       ├── ForeignSizeError    too large
│       └── ForeignWeightsError weights missing, elsewhere, or of another shape
│           └── ForeignNumbersError weights that are no numbers: a training that diverged
├── UnknownFormatError          no kind of file that a model can be taken home in
├── ExportNotReadyError         this export has not been made yet
├── ExportFailedError           this model cannot be written in this format
│   ├── ExportTooLargeError     the file would be too large
│   ├── ExportLayerError        a layer that the format cannot hold
│   ├── ExportNumbersError      a network that answers no numbers: a training that diverged
│   └── ExportDiffersError      the file answers otherwise than the network
├── JobError                    a conversion or evaluation took too long or too much memory
├── TooManyJobsError            a visitor, or the server, has enough jobs waiting
├── RecipeError                 a recipe that no network can be trained from
│   ├── TooManyParametersError
│   └── TooManyMultiplicationsError
├── CheckpointError             a training's checkpoint that cannot be read
├── OwnDrawingsError            own drawings that cannot be trained on
├── StartModelError             a model that training cannot start from
├── TrainingPausedError         a training that was paused as its visitor asked
├── RecognizerUnavailableError  starting, restarting, or out of reach
├── RecognizerBusyError         too many pictures are waiting
│   └── TooManyPicturesError    too many of one visitor are
├── InquiryError                asked about a network's inside, what it has not
├── TrainerUnavailableError     no Dask scheduler answers
├── DatabaseError               what is kept of visitors cannot be read or written
├── LessonError                 a lesson's file that is not as it must be
├── NotAgreedError              a verdict of a visitor who has not agreed
├── VerdictError                a verdict that no canvas and no network gives
│   └── TruthError              what is said to be drawn is no digit and no number
├── TooManyVerdictsError        enough is kept of a visitor already
├── ForeignOriginError         another site's page called a route of ours
├── UnknownRouteError          no such REST route
├── MethodNotAllowedError      a REST route has no such method
├── RunNotFoundError            no such training run, or another visitor's
├── TooManyRunsError            a visitor, or the server, has enough runs waiting
├── TooLongRunError             a training that would take too long
└── RunFilesError               a run's files that cannot be written

An exception carries its data in `details`; `code` names it to programs (REST), and `ui/error_text.py` words it in the
visitor's language. The message itself is English, for logs, the command line and REST.
"""

from typing import Any, ClassVar


class DigitLabError(Exception):
    """Base of all expected errors: somebody can correct them; they are no bugs.

    Attributes:
        code: the error's name for programs, e.g. "picture_too_large".
        status: the HTTP status that a REST route answers with.
        retry_after_s: where it is worth asking again, after so many seconds; else None.
        details: the values that a wording needs, by name.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    retry_after_s: ClassVar[int | None] = None

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details


class PictureError(DigitLabError):
    """A picture that cannot be read."""

    code = "picture"


class NotAPictureError(PictureError):
    """The bytes are no picture that we can open."""

    code = "not_a_picture"


class PictureTooLargeError(PictureError):
    """The picture has too many bytes or pixels. Details: `size`, `limit`, `unit`."""

    code = "picture_too_large"
    status = 413


class PictureTooCostlyError(PictureError):
    """The picture takes too much time or memory to open. Details: `reason`."""

    code = "picture_too_costly"
    status = 422


class DatasetError(DigitLabError):
    """A data set that cannot be used."""

    code = "dataset"
    status = 500


class DatasetCorruptError(DatasetError):
    """A data file's digest is wrong. Details: `file`, `expected`, `found`."""

    code = "dataset_corrupt"


class DatasetUnavailableError(DatasetError):
    """A data file is missing and could not be fetched. Details: `file`, `url`."""

    code = "dataset_unavailable"


class ModelError(DigitLabError):
    """A model that cannot be used."""

    code = "model"


class ModelNotFoundError(ModelError):
    """The store has no such model. Details: `model`."""

    code = "model_not_found"
    status = 404


class ModelCorruptError(ModelError):
    """A model's file does not match its card. Details: `model`, `expected`, `found`."""

    code = "model_corrupt"
    status = 500


class ModelNameError(ModelError):
    """A name that no model can have. Details: `name`."""

    code = "model_name"


class NotOwnerError(ModelError):
    """Only who saved a model may rename or delete it. Details: `model`."""

    code = "not_owner"
    status = 403


class StoreUnavailableError(ModelError):
    """The models' store does not answer, or is set up wrongly. Details: `reason`."""

    code = "store_unavailable"
    status = 503


class ForeignModelError(ModelError):
    """A file from elsewhere that is not imported. Details: `found`."""

    code = "foreign_model"
    status = 422


class ForeignFileError(ForeignModelError):
    """No file that Keras wrote, or it is damaged. Details: `found`."""

    code = "foreign_file"


class ForeignKindError(ForeignFileError):
    """A file of another program, which is named. Details: `kind`."""

    code = "foreign_kind"


class WeightsAloneError(ForeignFileError):
    """A network's weights without the network. Details: `found`."""

    code = "weights_alone"


class ForeignLayerError(ForeignModelError):
    """Something in the network is not plain. Details: `found`."""

    code = "foreign_layer"


class ForeignActivationError(ForeignLayerError):
    """An activation function is not one of Keras' own. Details: `layer`, `kind`, `found`."""

    code = "foreign_activation"


class ForeignCodeError(ForeignLayerError):
    """A layer is code, which is never run. Details: `layer`, `kind`, `found`."""

    code = "foreign_code"


class ForeignShapeError(ForeignModelError):
    """The network does not map a picture of 28×28 to ten classes. Details: `found`."""

    code = "foreign_shape"


class ForeignSizeError(ForeignModelError):
    """The network, or something in its file, is too large. Details: `found`, `limit`."""

    code = "foreign_size"


class ForeignWeightsError(ForeignModelError):
    """A layer's weights are missing, elsewhere, or of another shape. Details: `layer`, `found`."""

    code = "foreign_weights"


class ForeignNumbersError(ForeignWeightsError):
    """A layer's weights are no numbers any more: its training diverged. Details: `layer`, `found`."""

    code = "foreign_numbers"


class UnknownFormatError(DigitLabError):
    """No kind of file that a model can be taken home in. Details: `format`."""

    code = "unknown_format"
    status = 404


class ExportNotReadyError(DigitLabError):
    """This export has not been made yet. Details: `model`, `format`."""

    code = "export_not_ready"
    status = 409


class ExportFailedError(DigitLabError):
    """A model cannot be written in a format; where no kind below says why, its library failed. Details: `reason`."""

    code = "export_failed"
    status = 500


class ExportTooLargeError(ExportFailedError):
    """The file would be too large for its format. Details: `size`, `limit`, in bytes."""

    code = "export_too_large"
    status = 422


class ExportLayerError(ExportFailedError):
    """The network has a layer that the format cannot hold. Details: `layer`, `found`."""

    code = "export_layer"
    status = 422


class ExportNumbersError(ExportFailedError):
    """The network itself answers no numbers: its training diverged. Details: `found`."""

    code = "export_numbers"
    status = 422


class ExportDiffersError(ExportFailedError):
    """The file was written, and answers otherwise than the network. Details: `same`, `images`, `found`."""

    code = "export_differs"


class JobError(DigitLabError):
    """A conversion or evaluation took too long or too much memory, crashed, or was stopped. Details: `reason`."""

    code = "job"
    status = 503


class TooManyJobsError(DigitLabError):
    """A visitor, or the server, has enough jobs waiting. Details: `limit`."""

    code = "too_many_jobs"
    status = 429
    retry_after_s = 60


class RecipeError(DigitLabError):
    """A recipe that no network can be trained from. Details: `field`, `value`."""

    code = "recipe"


class TooManyParametersError(RecipeError):
    """A network that holds more numbers than are trained here. Details: `field`, `value`, `limit`."""

    code = "too_many_parameters"


class TooManyMultiplicationsError(RecipeError):
    """A network that takes longer for an image than is trained here. Details: `field`, `value`, `limit`."""

    code = "too_many_multiplications"


class CheckpointError(DigitLabError):
    """A training's checkpoint cannot be read. Details: `reason`."""

    code = "checkpoint"
    status = 500


class OwnDrawingsError(DigitLabError):
    """A visitor's own drawings cannot be trained on. Details: `count` and `limit`, or `reason`."""

    code = "own_drawings"
    status = 400


class StartModelError(DigitLabError):
    """Training cannot start from this model. Details: `model`."""

    code = "start_model"
    status = 400


class TrainingPausedError(DigitLabError):
    """A training was paused as its visitor asked, and can be resumed. Details: none."""

    code = "training_paused"
    status = 409


class RecognizerUnavailableError(DigitLabError):
    """The recognizer is starting, restarting, or out of reach."""

    code = "recognizer_unavailable"
    status = 503
    retry_after_s = 2


class RecognizerBusyError(DigitLabError):
    """More pictures are waiting than the recognizer can answer soon."""

    code = "recognizer_busy"
    status = 503
    retry_after_s = 2


class TooManyPicturesError(RecognizerBusyError):
    """A visitor has sent more pictures than have their turn soon, or a newer one took this one's place."""

    code = "too_many_pictures"
    status = 429
    retry_after_s = 1


class InquiryError(DigitLabError):
    """What was asked about a network's inside is not there, or makes no sense. Details: `field`, `value`."""

    code = "inquiry"


class TrainerUnavailableError(DigitLabError):
    """No Dask scheduler answers. Details: `address`."""

    code = "trainer_unavailable"
    status = 503


class DatabaseError(DigitLabError):
    """What is kept of visitors cannot be read or written. Details: `database`, `reason`."""

    code = "database"
    status = 503


class LessonError(DigitLabError):
    """A lesson's file is not as it must be. Details: `place` (file, step and field), `value`, `rule`."""

    code = "lesson"


class NotAgreedError(DigitLabError):
    """A verdict was given by a visitor who has not agreed that any may be kept."""

    code = "not_agreed"
    status = 403


class VerdictError(DigitLabError):
    """A verdict that no canvas and no network gives. Details: `field`, `value`."""

    code = "verdict"


class TruthError(VerdictError):
    """What a visitor says they drew is no digit and no number. Details: `truth`, `limit`."""

    code = "truth"


class TooManyVerdictsError(DigitLabError):
    """As many verdicts of a visitor are kept as may be. Details: `limit`."""

    code = "too_many_verdicts"
    status = 429


class ForeignOriginError(DigitLabError):
    """Another site's page called a route of ours. Details: `origin`."""

    code = "foreign_origin"
    status = 403


class UnknownRouteError(DigitLabError):
    """There is no such REST route."""

    code = "unknown_route"
    status = 404


class MethodNotAllowedError(DigitLabError):
    """A REST route has no such method. Details: `allowed`."""

    code = "method_not_allowed"
    status = 405


class RunNotFoundError(DigitLabError):
    """There is no such training run, or it belongs to another visitor. Details: `run`."""

    code = "run_not_found"
    status = 404


class TooManyRunsError(DigitLabError):
    """Enough runs are waiting already. Details: `limit`."""

    code = "too_many_runs"
    status = 429


class TooLongRunError(DigitLabError):
    """A training would take too long. Details: `seconds`, `limit`."""

    code = "too_long_run"


class RunFilesError(DigitLabError):
    """A run's files cannot be written. Details: `reason`."""

    code = "run_files"
    status = 503
