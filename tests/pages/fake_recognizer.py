"""A recognizer that gives one answer, whatever it is sent: for pages whose words depend on the answer alone."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BLACK = base64.b64encode(bytes(784)).decode()


def answer(label: int | None, likely: dict[int, float], **others: Any) -> dict[str, Any]:
    """A recognizer's answer to a canvas of 144×144: the probabilities of some digits, the others share what is left."""
    rest = (1 - sum(likely.values())) / (10 - len(likely))
    probabilities = [likely.get(digit, rest) for digit in range(10)]
    read = {"label": label, "probabilities": probabilities, "not_digit": 0.0, "digit": BLACK}
    box = {"box": [20, 30, 60, 110]}
    about = {"model": "digits-cnn", "way": "prepared", "class_names": list("0123456789"), "size": [144, 144]}
    return about | read | {"reason": None, "number": None, "digits": [read | box]} | others


def number(text: str, confidences: dict[int, float]) -> dict[str, Any]:
    """The answer to a number: the confidence of some digits by place, else 0.99; "?" is a refused one."""
    digits = []
    for place, sign in enumerate(text):
        label = None if sign == "?" else int(sign)
        confidence = confidences.get(place, 0.99)
        found = answer(label, {8 if label is None else label: confidence})["digits"][0]
        digits.append(found | {"box": [10 + 30 * place, 30, 34 + 30 * place, 100]})
    return answer(None, {0: 0.5}, number=text, digits=digits)


@contextmanager
def recognizer(reply: dict[str, Any]) -> Iterator[str]:
    """Its address, while it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
