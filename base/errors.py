"""The tree of all errors that a visitor may see.

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
│   ├── ModelNameError          an invalid name
│   ├── NotOwnerError           somebody else saved the model
│   ├── StoreUnavailableError   the store does not answer, or is misconfigured
│   └── ForeignModelError       a foreign file that cannot be imported
│       ├── ForeignFileError    not written by Keras, or damaged
│       │   ├── ForeignKindError    another program's file
│       │   └── WeightsAloneError   weights without their network
│       ├── ForeignLayerError   a layer that is not allowed
│       │   ├── ForeignActivationError an activation that is not Keras' own
│       │   └── ForeignCodeError    a layer that runs custom code
│       ├── ForeignShapeError   it does not map 28×28 pictures to ten classes
│       ├── ForeignSizeError    too large
│       └── ForeignWeightsError weights missing, elsewhere, or of another shape
│           └── ForeignNumbersError weights that are nan: a training that diverged
├── UnknownFormatError          no format that a model can be exported to
├── ExportNotReadyError         the export is not finished
├── ExportFailedError           the model cannot be written in this format
│   ├── ExportTooLargeError     the file would be too large
│   ├── ExportLayerError        a layer that the format does not support
│   ├── ExportNumbersError      a network that outputs nan: a training that diverged
│   └── ExportDiffersError      the file's outputs differ from the network's
├── JobError                    a conversion or evaluation crashed or was stopped
│   └── JobTimeoutError         it took too long
├── TooManyJobsError            a visitor has the maximum number of jobs waiting
├── QueueFullError              all visitors together have the maximum of jobs or runs waiting
├── RecipeError                 a recipe that no network can be trained from
│   ├── TooManyParametersError
│   └── TooManyMultiplicationsError
├── CheckpointError             a training's checkpoint that cannot be read
├── OwnDrawingsError            own drawings that cannot be trained on
├── StartModelError             a model that training cannot start from
├── TrainingPausedError         a training that its visitor paused
├── RecognizerUnavailableError  starting, restarting, or out of reach
├── RecognizerBusyError         too many pictures are waiting
│   └── TooManyPicturesError    too many of one visitor are
├── InquiryError                asked about a network's inside, what it has not
├── TrainerUnavailableError     no Dask scheduler answers
├── DatabaseError               the database cannot be read or written
├── LessonError                 an invalid lesson file
├── NotAgreedError              a verdict of a visitor who has not agreed
├── VerdictError                a malformed verdict
│   └── TruthError              the label given is neither a digit nor a number
├── TooManyVerdictsError        a visitor has the maximum number of verdicts
├── ForeignOriginError         a call from another site's page
├── UnknownRouteError          no such REST route
├── MethodNotAllowedError      a REST route has no such method
├── RunNotFoundError            no such training run, or another visitor's
├── TooManyRunsError            a visitor has the maximum number of runs waiting
├── TooLongRunError             a training that would take too long
└── RunFilesError               a run's files that cannot be written

An exception carries its data in `details`; `code` identifies it for programs (REST), and `ui/error_text.py` has its
text in the visitor's language. The message itself is English, for logs, the command line and REST.
"""

from typing import Any, ClassVar


class DigitLabError(Exception):
    """Base of all expected errors, which a user or operator can correct; they are no bugs.

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
    """The bytes are no supported picture."""

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
    """A model's name is invalid. Details: `name`."""

    code = "model_name"


class NotOwnerError(ModelError):
    """Only the visitor who saved a model may rename or delete it. Details: `model`."""

    code = "not_owner"
    status = 403


class StoreUnavailableError(ModelError):
    """The model store does not answer, or is misconfigured. Details: `reason`."""

    code = "store_unavailable"
    status = 503


class ForeignModelError(ModelError):
    """A foreign file cannot be imported. Details: `found`."""

    code = "foreign_model"
    status = 422


class ForeignFileError(ForeignModelError):
    """The file was not written by Keras, or is damaged. Details: `found`."""

    code = "foreign_file"


class ForeignKindError(ForeignFileError):
    """The file was written by another program. Details: `kind`."""

    code = "foreign_kind"


class WeightsAloneError(ForeignFileError):
    """The file holds a network's weights without the network. Details: `found`."""

    code = "weights_alone"


class ForeignLayerError(ForeignModelError):
    """Something in the network is not allowed. Details: `found`."""

    code = "foreign_layer"


class ForeignActivationError(ForeignLayerError):
    """An activation function is not one of Keras' own. Details: `layer`, `kind`, `found`."""

    code = "foreign_activation"


class ForeignCodeError(ForeignLayerError):
    """A layer runs custom code, which is never executed. Details: `layer`, `kind`, `found`."""

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
    """A layer's weights are nan: its training diverged. Details: `layer`, `found`."""

    code = "foreign_numbers"


class UnknownFormatError(DigitLabError):
    """A model cannot be exported to this format. Details: `format`."""

    code = "unknown_format"
    status = 404


class ExportNotReadyError(DigitLabError):
    """The export is not finished. Details: `model`, `format`."""

    code = "export_not_ready"
    status = 409


class ExportFailedError(DigitLabError):
    """A model cannot be written in a format; if it is no subclass, the format's library failed. Details: `reason`."""

    code = "export_failed"
    status = 500


class ExportTooLargeError(ExportFailedError):
    """The file would be too large for its format. Details: `size`, `limit`, in bytes."""

    code = "export_too_large"
    status = 422


class ExportLayerError(ExportFailedError):
    """The network has a layer that the format does not support. Details: `layer`, `found`."""

    code = "export_layer"
    status = 422


class ExportNumbersError(ExportFailedError):
    """The network itself outputs nan: its training diverged. Details: `found`."""

    code = "export_numbers"
    status = 422


class ExportDiffersError(ExportFailedError):
    """The exported file's outputs differ from the network's. Details: `same`, `images`, `found`."""

    code = "export_differs"


class JobError(DigitLabError):
    """A conversion or evaluation crashed, needed too much memory, or was stopped. Details: `reason`."""

    code = "job"
    status = 503


class JobTimeoutError(JobError):
    """A conversion or evaluation took too long. Details: `reason`."""

    code = "job_timeout"


class TooManyJobsError(DigitLabError):
    """A visitor has the maximum number of jobs waiting. Details: `limit`."""

    code = "too_many_jobs"
    status = 429
    retry_after_s = 60


class QueueFullError(DigitLabError):
    """All visitors together have the maximum number of jobs or runs waiting. Details: `limit`."""

    code = "queue_full"
    status = 503
    retry_after_s = 60


class RecipeError(DigitLabError):
    """A recipe that no network can be trained from. Details: `field`, `value`."""

    code = "recipe"


class TooManyParametersError(RecipeError):
    """A network has more parameters than allowed. Details: `field`, `value`, `limit`."""

    code = "too_many_parameters"


class TooManyMultiplicationsError(RecipeError):
    """A network takes more multiplications for an image than allowed. Details: `field`, `value`, `limit`."""

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
    """A training was paused by its visitor, and can be resumed. Details: none."""

    code = "training_paused"
    status = 409


class RecognizerUnavailableError(DigitLabError):
    """The recognizer is starting, restarting, or out of reach."""

    code = "recognizer_unavailable"
    status = 503
    retry_after_s = 2


class RecognizerBusyError(DigitLabError):
    """The recognizer's queue is full."""

    code = "recognizer_busy"
    status = 503
    retry_after_s = 2


class TooManyPicturesError(RecognizerBusyError):
    """A visitor has sent more pictures than have their turn soon, or a newer one took this one's place."""

    code = "too_many_pictures"
    status = 429
    retry_after_s = 1


class InquiryError(DigitLabError):
    """A request to explain a network is invalid, or names a missing part. Details: `field`, `value`."""

    code = "inquiry"


class TrainerUnavailableError(DigitLabError):
    """No Dask scheduler answers. Details: `address`."""

    code = "trainer_unavailable"
    status = 503


class DatabaseError(DigitLabError):
    """The database cannot be read or written. Details: `database`, `reason`."""

    code = "database"
    status = 503


class LessonError(DigitLabError):
    """A lesson's file is invalid. Details: `place` (file, step and field), `value`, `rule`."""

    code = "lesson"


class NotAgreedError(DigitLabError):
    """A verdict was given by a visitor who has not agreed to have verdicts saved."""

    code = "not_agreed"
    status = 403


class VerdictError(DigitLabError):
    """A verdict is malformed. Details: `field`, `value`."""

    code = "verdict"


class TruthError(VerdictError):
    """The label given by a visitor is neither a digit nor a number. Details: `truth`, `limit`."""

    code = "truth"


class TooManyVerdictsError(DigitLabError):
    """A visitor has the maximum number of verdicts. Details: `limit`."""

    code = "too_many_verdicts"
    status = 429


class ForeignOriginError(DigitLabError):
    """Another site's page called one of our routes. Details: `origin`."""

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
    """A visitor has the maximum number of runs waiting. Details: `limit`."""

    code = "too_many_runs"
    status = 429


class TooLongRunError(DigitLabError):
    """A training would take too long. Details: `seconds`, `limit`."""

    code = "too_long_run"


class RunFilesError(DigitLabError):
    """A run's files cannot be written. Details: `reason`."""

    code = "run_files"
    status = 503
