"""JSON schemas of the REST routes' responses, for the OpenAPI document (JSON Schema 2020-12)."""

from typing import Any

from conversion.formats import FORMATS
from image_data import BUNDLED
from recognition.preparation import STEPS

Schema = dict[str, Any]


def _object(description: str, properties: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "description": description, "properties": properties, "required": required}


def _text(description: str, **more: Any) -> Schema:
    return {"type": "string", "description": description, **more}


def _number(description: str, **more: Any) -> Schema:
    return {"type": "number", "description": description, **more}


def _whole(description: str, **more: Any) -> Schema:
    return {"type": "integer", "description": description, **more}


def _list(description: str, items: Schema, **more: Any) -> Schema:
    return {"type": "array", "description": description, "items": items, **more}


def reference(name: str) -> Schema:
    """Build a reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


_LABEL = {"type": ["integer", "null"], "minimum": 0, "maximum": 9}
_SHARE: Schema = {"minimum": 0, "maximum": 1}
_PROBABILITIES = _list(
    "One a class, in the order of `class_names`; they add up to 1.",
    {"type": "number", **_SHARE},
    minItems=10,
    maxItems=10,
)
_NOT_DIGIT = _number("How sure the network is that this is none of its classes.", **_SHARE)
_DIGIT = _text("What the network saw, 28×28 pixels, white ink on black: the base64 of 784 bytes, row by row.")
_MISSING = {"type": ["number", "null"]}

SCHEMAS: dict[str, Schema] = {
    "Recognition": _object(
        "What a network makes of a picture.",
        {
            "model": _text("The id of the model that answered."),
            "way": _text("How the picture was prepared, as the parameter `way`."),
            "label": {**_LABEL, "description": "The class, or null: see `reason` and `number`."},
            "class_names": _list("The ten classes.", {"type": "string"}, minItems=10, maxItems=10),
            "probabilities": _PROBABILITIES,
            "reason": {
                "enum": [None, "blank", "dot", "not_digit"],
                "description": "Why there is no label: nothing is drawn, only a dot, or nothing like a digit.",
            },
            "not_digit": _NOT_DIGIT,
            "number": {
                "type": ["string", "null"],
                "description": "Where several digits were found, all of them: `?` for one that was refused.",
            },
            "size": _list("Width and height of the picture, in pixels.", {"type": "integer"}, minItems=2, maxItems=2),
            "digit": _DIGIT,
            "digits": _list("Each digit that was found, in reading order.", reference("FoundDigit")),
            "steps": _list("From the picture to 28×28; with `steps=1` only.", reference("Step")),
        },
        optional=("steps",),
    ),
    "FoundDigit": _object(
        "One of a picture's digits.",
        {
            "box": _list(
                "Left, top, right and bottom edge, in pixels of the picture.",
                {"type": "number"},
                minItems=4,
                maxItems=4,
            ),
            "label": {**_LABEL, "description": "The class; null for one that was refused."},
            "probabilities": _PROBABILITIES,
            "not_digit": _NOT_DIGIT,
            "digit": _DIGIT,
        },
    ),
    "Step": _object(
        "One step of the preparation.",
        {
            "name": _text(f"Of our preparation: {', '.join(STEPS)}; the tutorials' way has steps of its own."),
            "png": _text("The picture after it, at most 112 pixels a side: the base64 of a PNG."),
        },
    ),
    "Models": _object(
        "The models of this server.",
        {
            "default": _text("The id of the model that answers where none is named."),
            "models": _list("The default one first.", reference("Model")),
        },
    ),
    "Model": _object(
        "A model's card.",
        {
            "id": _text("What the parameter `model` takes."),
            "name": _text("What people call it."),
            "recipe": {"type": ["object", "null"], "description": "What it was trained from; null for other networks."},
            "dataset": _text("What it learned from.", enum=list(BUNDLED)),
            "class_names": _list("The ten classes.", {"type": "string"}, minItems=10, maxItems=10),
            "parameters": _whole("How many numbers training found.", minimum=1),
            "history": {
                "type": "object",
                "description": "One number an epoch of `loss`, `accuracy`, and perhaps `val_loss` and `val_accuracy`.",
                "additionalProperties": {"type": "array", "items": _MISSING},
            },
            "test_loss": {**_MISSING, "description": "On the data set's 10,000 test images; null: it diverged."},
            "test_accuracy": {**_MISSING, "description": "On the same images, 0 to 1."},
            "seed": _whole("Of weights, order and dropout."),
            "seconds": _number("How long it trained.", minimum=0),
            "versions": {
                "type": "object",
                "description": "Of what it was trained with.",
                "additionalProperties": {"type": "string"},
            },
            "also_trained_with": _list("What else it learned from.", {"type": "string"}),
            "started_from": _text("The name of the model that its training continued from; empty: it began anew."),
            "temperature": _number("What logits are divided by, so that probabilities are calibrated."),
            "refusal": {
                **_MISSING,
                "description": "A picture with more `not_digit` than this is refused; null: none is.",
            },
            "author": _text("Who trained it, if they said so."),
            "sha256": _text("Of its file.", pattern="^[0-9a-f]{64}$"),
            "created": _text("When it was saved, ISO 8601 in UTC."),
            "owner": _text("Who saved it: a digest, the same for all their models."),
            "deleted": _text("Empty."),
        },
    ),
    "File": _object(
        "How far a model's file is.",
        {
            "model": _text("The model's id."),
            "format": _text("The kind of file.", enum=list(FORMATS)),
            "state": _text("`ready`: GET gives it.", enum=["waiting", "running", "done", "ready"]),
            "size": _whole("In bytes; once it is ready.", minimum=1),
            "check": {
                "anyOf": [reference("Check"), {"type": "null"}],
                "description": "Once it is ready; null for `keras`, which is the model's own file.",
            },
        },
        optional=("size", "check"),
    ),
    "Check": _object(
        "How the file answers, opened with its own program, against the model.",
        {
            "images": _whole("How many test images both were asked about."),
            "same_labels": _whole("On how many of them both name the same class."),
            "largest_difference": _number("Of any two probabilities."),
            "runtime": _text("The program that the file was opened with."),
        },
    ),
    "Status": _object(
        "Whether the server is there.",
        {"status": _text("`starting`: the recognizer is not there yet.", enum=["alive", "ready", "starting"])},
    ),
    "Error": _object(
        "Why there is no answer.",
        {
            "error": _object(
                "The one field of each error.",
                {
                    "code": _text("For programs; the texts may change, codes do not."),
                    "message": _text("What was wrong, the value, and what to do about it."),
                    "details": {"type": "object", "description": "Values of the message, by name."},
                },
            )
        },
    ),
}
