"""Errors in the visitor's language: what was wrong, and what to do about it."""

from base import errors
from base.errors import DigitLabError
from ui.language import gettext as _


def error_text(error: DigitLabError) -> str:
    """One or two sentences for a visitor; a class without a text of its own is worded as its parent."""
    texts = _texts()
    for kind in type(error).__mro__:
        if kind in texts:
            return texts[kind].format_map(_Details(error.details))
    raise KeyError(type(error))


class _Details(dict[str, object]):
    """An error's details; one that is missing reads as "?", a whole number as 12,345."""

    def __getitem__(self, key: str) -> object:
        value = super().__getitem__(key)
        return f"{value:,}" if type(value) is int else value

    def __missing__(self, key: str) -> str:
        return "?"


def _texts() -> dict[type, str]:
    return {
        DigitLabError: _("That did not work. Try again."),
        errors.NotAPictureError: _(
            "This file is no picture that can be opened. Choose a PNG, JPEG, WebP, BMP, GIF or HEIC."
        ),
        errors.PictureTooLargeError: _(
            "This picture is too large ({size} {unit}; at most {limit}). Choose a smaller one."
        ),
        errors.PictureTooCostlyError: _(
            "This picture takes too long to open. Save it anew as a PNG or JPEG, or send a screenshot of it."
        ),
        errors.DatasetCorruptError: _("The data file {file} is damaged. Delete it; the next start fetches it anew."),
        errors.DatasetUnavailableError: _("The data file {file} is missing and could not be fetched."),
        errors.ModelNotFoundError: _("This model is no longer there. Choose another one."),
        errors.ModelCorruptError: _("This model's file is damaged. Choose another one."),
        errors.ModelNameError: _("A name has 1 to 60 characters. Choose another one."),
        errors.NotOwnerError: _("Only who saved this model may change it."),
        errors.StoreUnavailableError: _("Saved models cannot be reached now. Tell your teacher."),
        errors.ModelError: _("The model could not be saved. Is the disk full? It is still here; try again."),
        errors.ForeignModelError: _("This network cannot be taken over."),
        errors.ForeignFileError: _(
            "This is no file that Keras wrote, or it is damaged. Save it anew with model.save('model.keras')."
        ),
        errors.ForeignKindError: _(
            "This is a file of {kind}, not of Keras. Where the network was made with Keras, save it with "
            "model.save('model.keras')."
        ),
        errors.WeightsAloneError: _(
            "This file has the weights alone, without their network. Save the whole model with "
            "model.save('model.keras')."
        ),
        errors.ForeignLayerError: _(
            "Only plain layers are taken over. Found: {found}. Leave it out or take another one, and train again."
        ),
        errors.ForeignActivationError: _(
            "The layer {layer} ({kind}) has an unknown activation: {found}. Use relu, tanh, sigmoid, elu, selu, gelu "
            "or silu, and softmax at the end; then train again."
        ),
        errors.ForeignCodeError: _(
            "The layer {layer} ({kind}) is code, and code in a file is never run. Use Keras' layers and train again: "
            'activation="softmax" instead of tf.nn.softmax(x), layers.Rescaling(1/255) instead of a Lambda, '
            "layers.Add() instead of tf.add(x, y)."
        ),
        errors.ForeignShapeError: _("The network must take 784 or 28×28 numbers and give 10. Found: {found}."),
        errors.ForeignSizeError: _("This is too large. Found: {found}; at most {limit}."),
        errors.ForeignNumbersError: _(
            "The weights of the layer {layer} are no numbers any more: the training diverged. Train again with a lower "
            "learning rate."
        ),
        errors.ForeignWeightsError: _("The weights of the layer {layer} cannot be used. Found: {found}."),
        errors.UnknownFormatError: _("There is no such file format."),
        errors.ExportNotReadyError: _("This file has not been made yet."),
        errors.ExportFailedError: _("The program that writes this format cannot write this network. Take another one."),
        errors.ExportTooLargeError: _(
            "This network is too large for this format: {size} bytes, at most {limit}. Train smaller layers, or take "
            "another format."
        ),
        errors.ExportLayerError: _(
            "This format cannot hold the layer {layer}. Found: {found}. Take another format, or train without it."
        ),
        errors.ExportNumbersError: _(
            "This network answers no numbers: its training diverged. Train again with a lower learning rate."
        ),
        errors.ExportDiffersError: _(
            "The file was made, but does not answer as the network does: {same} of {images} test pictures read the "
            "same. It was thrown away. Take another format."
        ),
        errors.JobError: _("This took too long, and was ended. Try again."),
        errors.TooManyJobsError: _("Enough is waiting to be made. Try again in a minute."),
        errors.ForeignOriginError: _("Only Digit Lab's own pages may ask for this."),
        errors.UnknownRouteError: _("There is no such address here."),
        errors.MethodNotAllowedError: _("This address cannot be used so."),
        errors.RecipeError: _("This network cannot be trained: {field} may not be {value}."),
        errors.TooManyParametersError: _(
            "This network would have {value} parameters; at most {limit} are trained here. Choose smaller layers, or "
            "pooling."
        ),
        errors.TooManyMultiplicationsError: _(
            "This network would take {value} multiplications a picture; at most {limit} are trained here. Choose fewer "
            "filters, or pooling."
        ),
        errors.CheckpointError: _("What was learnt before cannot be read any more. Train again from the start."),
        errors.OwnDrawingsError: _(
            "Too few of your drawings are kept: draw digits, and tap whether each was read right."
        ),
        errors.StartModelError: _("Training cannot go on from this model: all its weights are frozen. Choose another."),
        errors.RecognizerUnavailableError: _(
            "The network is still loading. Your picture is kept; try again in a few seconds."
        ),
        errors.RecognizerBusyError: _("Many pictures are waiting. Try again in a few seconds."),
        errors.TooManyPicturesError: _("You have sent many pictures at once. Wait a moment, then go on."),
        errors.InquiryError: _("This network has no such part. Choose another one."),
        errors.TrainerUnavailableError: _("The training computer does not answer. Tell your teacher, and try again."),
        errors.DatabaseError: _("Nothing can be kept now: the database does not answer. Tell your teacher."),
        errors.LessonError: _("A lesson's file is not right: {place}. It says {value}."),
        errors.NotAgreedError: _("Nothing of yours is kept before you agree."),
        errors.VerdictError: _("This drawing cannot be kept. Clear the canvas, and draw again."),
        errors.TruthError: _("“{truth}” is no number. Type up to {limit} digits."),
        errors.TooManyVerdictsError: _("{limit} of your drawings are kept already. Delete some first."),
        errors.RunNotFoundError: _("This training is no longer there. Start a new one."),
        errors.TooLongRunError: _(
            "This training would take over an hour. Choose fewer epochs, a smaller network, or a share of the pictures."
        ),
        errors.RunFilesError: _("The training cannot be kept: the disk is full, or not to be written on."),
        errors.TooManyRunsError: _("You have {limit} trainings waiting already. Let one end, or stop one."),
    }
