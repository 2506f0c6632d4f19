"""Texts of errors in the visitor's language: what is wrong, and what to do."""

from base import errors
from base.errors import DigitLabError
from ui.language import gettext as _


def error_text(error: DigitLabError) -> str:
    """Return an error's text for visitors in one or two sentences; a class without a text uses its parent's."""
    texts = _texts()
    for kind in type(error).__mro__:
        if kind in texts:
            return texts[kind].format_map(_Details(error.details))
    raise KeyError(type(error))


class _Details(dict[str, object]):
    """An error's details for formatting; missing ones read as "?", integers as 12,345."""

    def __getitem__(self, key: str) -> object:
        value = super().__getitem__(key)
        return f"{value:,}" if type(value) is int else value

    def __missing__(self, key: str) -> str:
        return "?"


def _texts() -> dict[type, str]:
    return {
        DigitLabError: _("That did not work. Try again."),
        errors.NotAPictureError: _(
            "This file cannot be opened as a picture. Choose a PNG, JPEG, WebP, BMP, GIF or HEIC."
        ),
        errors.PictureTooLargeError: _(
            "This picture is too large ({size} {unit}; at most {limit}). Choose a smaller one."
        ),
        errors.PictureTooCostlyError: _(
            "This picture takes too long to open. Save it again as a PNG or JPEG, or send a screenshot of it."
        ),
        errors.DatasetCorruptError: _("The data file {file} is damaged. Delete it; the next start downloads it again."),
        errors.DatasetUnavailableError: _("The data file {file} is missing and could not be downloaded."),
        errors.ModelNotFoundError: _("This model no longer exists. Choose another one."),
        errors.ModelCorruptError: _("This model's file is damaged. Choose another one."),
        errors.ModelNameError: _("A name must have 1 to 60 characters. Choose another one."),
        errors.NotOwnerError: _("Only the person who saved this model can change it."),
        errors.StoreUnavailableError: _("Saved models cannot be reached right now. Tell your teacher."),
        errors.ModelError: _("The change could not be saved. Is the disk full? Nothing is lost; try again."),
        errors.ForeignModelError: _("This network cannot be imported."),
        errors.ForeignFileError: _(
            "This is not a Keras file, or it is damaged. Save it again with model.save('model.keras')."
        ),
        errors.ForeignKindError: _(
            "This is a {kind} file, not a Keras file. If the network was made with Keras, save it with "
            "model.save('model.keras')."
        ),
        errors.WeightsAloneError: _(
            "This file has only the weights, without the network. Save the whole model with model.save('model.keras')."
        ),
        errors.ForeignLayerError: _(
            "Only plain layers can be imported. Found: {found}. Remove or replace it, and train again."
        ),
        errors.ForeignActivationError: _(
            "Layer {layer} ({kind}) has an unknown activation: {found}. Use relu, tanh, sigmoid, elu, selu, "
            "gelu or silu, and softmax at the end; then train again."
        ),
        errors.ForeignCodeError: _(
            "Layer {layer} ({kind}) is code, and code in a file is never run. Use Keras layers and train "
            'again: activation="softmax" instead of tf.nn.softmax(x), layers.Rescaling(1/255) instead of a '
            "Lambda, layers.Add() instead of tf.add(x, y)."
        ),
        errors.ForeignShapeError: _("The network must take 784 or 28×28 numbers and give 10 numbers. Found: {found}."),
        errors.ForeignSizeError: _("This is too large. Found: {found}; at most {limit}."),
        errors.ForeignNumbersError: _(
            "The weights of layer {layer} are no longer numbers: the training diverged. Train again with a "
            "lower learning rate."
        ),
        errors.ForeignWeightsError: _("The weights of layer {layer} cannot be used. Found: {found}."),
        errors.UnknownFormatError: _("There is no such file format."),
        errors.ExportNotReadyError: _("This file has not been made yet."),
        errors.ExportFailedError: _("This network cannot be exported in this format. Choose another format."),
        errors.ExportTooLargeError: _(
            "This network is too large for this format: {size} bytes, at most {limit}. Train smaller layers, "
            "or choose another format."
        ),
        errors.ExportLayerError: _(
            "This format cannot hold layer {layer}. Found: {found}. Choose another format, or train without this layer."
        ),
        errors.ExportNumbersError: _(
            "This network's answers are not numbers: its training diverged. Train again with a lower learning rate."
        ),
        errors.ExportDiffersError: _(
            "The file was made, but its answers differ from the network's: {same} of {images} test pictures "
            "get the same answer. The file was deleted. Choose another format."
        ),
        errors.JobError: _("Something went wrong on the server. Try again."),
        errors.JobTimeoutError: _("This took too long and was stopped. Try again."),
        errors.TooManyJobsError: _("You already have {limit} jobs waiting. Try again when one is done."),
        errors.QueueFullError: _("Many others are waiting, too. Try again in a minute."),
        errors.ForeignOriginError: _("Only Digit Lab's own pages may ask for this."),
        errors.MethodNotAllowedError: _("This address cannot be used in this way."),
        errors.UnknownRouteError: _("There is nothing at this address."),
        errors.RecipeError: _("This network cannot be trained: {field} cannot be {value}."),
        errors.TooManyParametersError: _(
            "This network would have {value} parameters; at most {limit} are allowed here. Choose smaller "
            "layers, or pooling."
        ),
        errors.TooManyMultiplicationsError: _(
            "This network would need {value} multiplications per picture; at most {limit} are allowed here. "
            "Choose fewer filters, or pooling."
        ),
        errors.CheckpointError: _("This training's checkpoint can no longer be read. Train again from the start."),
        errors.OwnDrawingsError: _(
            "Too few of your drawings are kept: draw more digits, and tap whether each answer is right."
        ),
        errors.StartModelError: _(
            "This model cannot be trained further: all its weights are frozen. Choose another one."
        ),
        errors.RecognizerUnavailableError: _(
            "The network is still loading. Your picture is safe; try again in a few seconds."
        ),
        errors.TooManyPicturesError: _("You have sent many pictures at once. Wait a moment, then continue."),
        errors.RecognizerBusyError: _("Too many pictures are waiting. Try again in a few seconds."),
        errors.InquiryError: _("This network has no such part. Choose another one."),
        errors.TrainerUnavailableError: _("The training computer is not responding. Tell your teacher, and try again."),
        errors.DatabaseError: _("Nothing can be kept right now: the database is not responding. Tell your teacher."),
        errors.LessonError: _("A lesson file has an error: {place} is {value}."),
        errors.NotAgreedError: _("Nothing is kept until you agree."),
        errors.VerdictError: _("This drawing cannot be kept. Clear the canvas, and draw again."),
        errors.TruthError: _("“{truth}” is not a number. Type up to {limit} digits."),
        errors.TooManyVerdictsError: _("{limit} of your drawings are already kept. Delete some first."),
        errors.RunNotFoundError: _("This training no longer exists. Start a new one."),
        errors.TooLongRunError: _(
            "This training would take more than an hour. Choose fewer epochs, a smaller network, or fewer pictures."
        ),
        errors.RunFilesError: _("The training cannot be kept: the disk is full or read-only."),
        errors.TooManyRunsError: _("You already have {limit} runs waiting. Let one finish, or stop one."),
    }
