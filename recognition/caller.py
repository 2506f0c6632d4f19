"""Who sends a picture, as far as turns are concerned. No TensorFlow here."""

from collections.abc import Mapping
from dataclasses import dataclass

_NAME, _IS_BROWSER = "X-Caller", "X-Caller-Is-Browser"


@dataclass(frozen=True)
class Caller:
    """Who sends a picture.

    Attributes:
        name: the same for all that one visitor sends, e.g. a digest or an address; empty: each request is its own.
        is_browser: it is one browser, in which a newer frame is worth more than an older one; else it may be several.
    """

    name: str = ""
    is_browser: bool = False

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> "Caller":
        """The caller that the web process names in a request."""
        return cls(headers.get(_NAME, ""), headers.get(_IS_BROWSER) == "1")

    def to_headers(self) -> dict[str, str]:
        """The headers that `from_headers` reads."""
        return {_NAME: self.name, _IS_BROWSER: "1" if self.is_browser else "0"} if self.name else {}


# A request that is nobody's in particular.
NOBODY = Caller()
