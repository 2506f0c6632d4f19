"""The table of all REST operations: the OpenAPI document and its page are built from it."""

from dataclasses import dataclass, field
from typing import Any

from api.schemas import Schema, reference
from base.errors import (
    DigitLabError,
    ExportFailedError,
    ExportNotReadyError,
    ForeignOriginError,
    JobError,
    ModelCorruptError,
    ModelNotFoundError,
    NotAPictureError,
    PictureTooCostlyError,
    PictureTooLargeError,
    QueueFullError,
    RecognizerBusyError,
    RecognizerUnavailableError,
    StoreUnavailableError,
    TooManyJobsError,
    TooManyPicturesError,
    UnknownFormatError,
)
from base.settings import MAX_PICTURE_BYTES
from conversion.formats import FORMATS
from recognition.preparation import STEPS
from recognition.recognize_query import PREPARED, TUTORIAL, TUTORIAL_FILE

DOCUMENT_PATH = "/api/v1/openapi.json"
PAGE_PATH = "/api/v1/docs"


@dataclass(frozen=True)
class Answer:
    """A successful or pending response of an operation.

    Attributes:
        description: when it is sent.
        content: the schema of each media type.
    """

    description: str
    content: dict[str, Schema]


@dataclass(frozen=True)
class Operation:
    """One method of one route.

    Attributes:
        method: in upper case.
        path: with parameters in braces, as in Starlette and OpenAPI.
        summary, description: what it does, in a few words and in sentences.
        answers: the responses by status.
        errors: the possible errors; each class has its status and code.
        parameters: OpenAPI parameter objects.
        body: the schema of each accepted media type.
        examples: complete programs by language, "curl" and "Python"; they read the file seven.png.
    """

    method: str
    path: str
    summary: str
    description: str
    answers: dict[int, Answer]
    examples: dict[str, str]
    errors: tuple[type[DigitLabError], ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    body: dict[str, Schema] = field(default_factory=dict)


def _json(description: str, schema: str) -> Answer:
    return Answer(description, {"application/json": reference(schema)})


def _query(name: str, description: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _in_path(name: str, description: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _get_examples(path: str, then: str) -> dict[str, str]:
    """Build the examples of a GET for JSON; the Python code `then` prints a part of the result."""
    address = f"http://127.0.0.1:8501{path}"
    program = f"""\
import json
import urllib.request

with urllib.request.urlopen("{address}") as response:
    answer = json.load(response)
{then}"""
    return {"curl": f"curl {address}", "Python": program}


_FILE: Schema = {"type": "string", "format": "binary"}
_FILES = "/api/v1/models/{model}/files/{format}"
_FILES_PARAMETERS = (
    _in_path("model", "A model's id, see `/api/v1/models`.", {"type": "string"}),
    _in_path("format", "The kind of file; `keras` is there without being made.", {"enum": list(FORMATS)}),
)
_FILES_ERRORS = (ModelNotFoundError, UnknownFormatError, ModelCorruptError, StoreUnavailableError)

OPERATIONS = (
    Operation(
        "POST",
        "/api/v1/recognize",
        "Read a picture",
        "Finds the digits on a picture, prepares each as MNIST's makers did, and has a model read it. The picture is "
        "the body itself, of whatever content type, or the first file of a form: PNG, JPEG, WebP, BMP, GIF or HEIC, at "
        f"most {MAX_PICTURE_BYTES // 2**20} MiB.",
        {
            200: _json(
                "What the network makes of it. A blank picture is an answer, too: `label` is null.", "Recognition"
            )
        },
        {
            "curl": "curl --data-binary @seven.png http://127.0.0.1:8501/api/v1/recognize",
            "Python": """\
import json
import urllib.request

address = "http://127.0.0.1:8501/api/v1/recognize?model=dense-128"
with open("seven.png", "rb") as file, urllib.request.urlopen(address, file.read()) as response:
    answer = json.load(response)
print(answer["label"], max(answer["probabilities"]))""",
        },
        (
            NotAPictureError,
            ForeignOriginError,
            ModelNotFoundError,
            PictureTooLargeError,
            PictureTooCostlyError,
            TooManyPicturesError,
            ModelCorruptError,
            RecognizerBusyError,
            RecognizerUnavailableError,
            StoreUnavailableError,
        ),
        (
            _query(
                "model",
                "A model's id, see `/api/v1/models`; the server's default where it is missing.",
                {"type": "string"},
            ),
            _query(
                "steps", "`1`: the answer has the steps of the preparation, too.", {"enum": ["0", "1"], "default": "0"}
            ),
            _query(
                "way",
                f"How the picture becomes 28×28 pixels. `{PREPARED}`: ours. `{TUTORIAL}`: shrunk whole, as tutorials "
                f"do with a canvas. `{TUTORIAL_FILE}`: as they do with a file. `without-` and names of "
                f"{', '.join(STEPS)}, in this order with `-` between them: ours without these steps. Anything else "
                "means the default.",
                {"type": "string", "default": PREPARED},
            ),
        ),
        {
            "application/octet-stream": _FILE,
            "multipart/form-data": {"type": "object", "properties": {"picture": _FILE}, "required": ["picture"]},
        },
    ),
    Operation(
        "GET",
        "/api/v1/models",
        "List the models",
        "The card of each model that can be asked: shipped ones, and those that visitors saved.",
        {200: _json("All of them.", "Models")},
        _get_examples(
            "/api/v1/models", 'for model in answer["models"]:\n    print(model["id"], model["test_accuracy"])'
        ),
    ),
    Operation(
        "POST",
        _FILES,
        "Have a model's file made",
        "Has a model converted and checked, which takes seconds, and more where others wait. POST again, or GET, shows "
        "whether it is ready. A conversion that failed is tried again.",
        {200: _json("The file is ready.", "File"), 202: _json("It waits, or is being made.", "File")},
        {
            "curl": "curl -X POST http://127.0.0.1:8501/api/v1/models/tiny-16/files/onnx",
            "Python": """\
import time
import urllib.error
import urllib.request

address = "http://127.0.0.1:8501/api/v1/models/tiny-16/files/onnx"
urllib.request.urlopen(urllib.request.Request(address, method="POST")).close()
while True:
    try:
        urllib.request.urlretrieve(address, "tiny-16.onnx")
        break
    except urllib.error.HTTPError as error:
        if error.code != 409:  # not ready yet
            raise
        time.sleep(0.5)
print("tiny-16.onnx is here")""",
        },
        (ForeignOriginError, *_FILES_ERRORS, TooManyJobsError, QueueFullError),
        _FILES_PARAMETERS,
    ),
    Operation(
        "GET",
        _FILES,
        "Download a model's file",
        "Gives the file, with its name in `Content-Disposition`. All kinds but `keras` have to be made first: POST to "
        "the same address.",
        {200: Answer("The file.", {each.media_type: _FILE for each in FORMATS.values()})},
        {
            "curl": "curl -o tiny-16.keras http://127.0.0.1:8501/api/v1/models/tiny-16/files/keras",
            "Python": """\
import urllib.request

address = "http://127.0.0.1:8501/api/v1/models/tiny-16/files/keras"
urllib.request.urlretrieve(address, "tiny-16.keras")
print("tiny-16.keras is here")""",
        },
        (*_FILES_ERRORS, ExportNotReadyError, ExportFailedError, JobError),
        _FILES_PARAMETERS,
    ),
    Operation(
        "GET",
        "/healthz",
        "Is the server alive?",
        "Answers as long as the server does. At the root, whatever path a proxy has put before the rest.",
        {200: _json("It lives.", "Status")},
        _get_examples("/healthz", 'print(answer["status"])'),
    ),
    Operation(
        "GET",
        "/readyz",
        "Is the recognizer ready?",
        "Whether a picture would be read now: some seconds after the start it is.",
        {200: _json("It is ready.", "Status"), 503: _json("It is starting, or restarting.", "Status")},
        _get_examples("/readyz", 'print(answer["status"])'),
    ),
    Operation(
        "GET",
        DOCUMENT_PATH,
        "This interface, for programs",
        "The OpenAPI 3.1 document that this page is made from.",
        {200: Answer("The document.", {"application/json": {"type": "object"}})},
        _get_examples(DOCUMENT_PATH, 'print(*answer["paths"])'),
    ),
    Operation(
        "GET",
        PAGE_PATH,
        "This interface, for people",
        "The same as a page.",
        {200: Answer("The page.", {"text/html": {"type": "string"}})},
        {
            "curl": f"curl http://127.0.0.1:8501{PAGE_PATH}",
            "Python": f"""\
import urllib.request

with urllib.request.urlopen("http://127.0.0.1:8501{PAGE_PATH}") as response:
    print(response.read().decode())""",
        },
    ),
)
