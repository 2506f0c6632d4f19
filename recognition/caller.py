"""The sender of a request, for fair queueing. No TensorFlow here."""

from collections.abc import Mapping
from dataclasses import dataclass

_NAME, _IS_BROWSER = "X-Caller", "X-Caller-Is-Browser"


@dataclass(frozen=True)
class Caller:
    """The sender of a request.

    Attributes:
        name: identifies a visitor, e.g. by a digest or an IP address; "": each request counts as a separate caller.
        name: identifies a visitor, e.g. by a digest or an IP address; "": each request is a separate caller.
    """

    name: str = ""
    is_browser: bool = False

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> "Caller":
        """Parse the caller from the headers of the web process' request."""
        return cls(headers.get(_NAME, ""), headers.get(_IS_BROWSER) == "1")

    def to_headers(self) -> dict[str, str]:
        """Return the headers that `from_headers` parses."""
        return {_NAME: self.name, _IS_BROWSER: "1" if self.is_browser else "0"} if self.name else {}


# The caller of anonymous requests.
NOBODY = Caller()
